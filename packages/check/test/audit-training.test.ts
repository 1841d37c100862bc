/** Trainings as documents: numbers of the second update and of rows that count updates are judged as they are then. */
import { derive } from "@chainrule/derive";
import { renderDocument } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { network as mazur } from "../../../examples/mazur";
import { network as second } from "../../../examples/second-network";
import { audit } from "../src/index";

const verdicts = (document: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { verdict } of audit(document).lines) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
};
const linesBelow = (document: string, heading: RegExp) => {
  const from = document.slice(0, document.search(heading)).split("\n").length;
  return audit(document).lines.filter(({ line }) => line > from);
};

/** Document 002's first unit, with one update by hand, before what is said of its training. */
const UNIT = `
$x = 0.5$, $w = 2$, $t = 1$, $\\eta = 0.1$.
$$net = w x = 1$$
$$out = \\frac{1}{1 + e^{-net}} = 0.731059$$
$$E = \\frac12 (out - t)^2 = 0.036165$$
$$w^+ = w - \\eta \\frac{\\partial E}{\\partial w} = 2.002644$$
`;

describe("documents of ours", () => {
  test.each([
    ["second", "en", "markdown", second],
    ["second", "zh-Hant", "latex", second],
    ["mazur", "zh-Hans", "markdown", mazur],
  ] as const)("nothing in %s, %s, %s is wrong, and it is checked", (_, language, format, network) => {
    const { loss, parameters, rate } = network;
    const derivation = derive(loss, { wrt: parameters, rate });
    const document = renderDocument(derivation, { language, format, updates: 5624 });
    const counts = verdicts(document);
    expect(counts.wrong).toBeUndefined();
    expect(counts["not checked"]).toBeUndefined();
    expect(linesBelow(document, /^(?:## |\\section\{)(?:Training|训练|訓練)/m).length).toBeGreaterThan(25);
  });

  test("a number that is not the training's is wrong", () => {
    const derivation = derive(second.loss, { wrt: second.parameters, rate: second.rate });
    const document = renderDocument(derivation, { format: "markdown", updates: 5624 });
    const spoiled = [
      ["$0.0233206$", "$0.0233210$"],
      ["$0.297182$ | $0.0281535$", "$0.297128$ | $0.0281535$"],
    ].reduce((text, [right = "", other = ""]) => {
      const at = text.lastIndexOf(right);
      expect(at).toBeGreaterThan(0);
      return text.slice(0, at) + other + text.slice(at + right.length);
    }, document);
    expect(verdicts(spoiled).wrong).toBe(2);
  });
});

describe("documents of others", () => {
  const table = (head: string, rows: readonly string[]): string =>
    `${UNIT}\n| ${head} | $E$ |\n| --- | --- |\n${rows.map((row) => `| ${row} |`).join("\n")}\n`;
  const TRAINED = ["0 | 0.036165", "1 | 0.036095", "10 | 0.035476"];

  test.each(["updates", "Epoch", "Iterations", "迭代次数", "更新次數", "轮次"])("rows below %s", (head) => {
    const lines = linesBelow(table(head, TRAINED), /^\| ---/m);
    expect(lines.map(({ verdict }) => verdict)).toEqual(Array(3).fill("rounding only"));
    const [, , last] = linesBelow(table(head, [...TRAINED.slice(0, 2), "10 | 0.025476"]), /^\| ---/m);
    expect(last).toMatchObject({ verdict: "wrong" });
  });

  test("rows of another procedure, or of none that is told, are not checked", () => {
    const other = linesBelow(table("epoch", ["0 | 0.036165", "1 | 0.0352", "10 | 0.0121"]), /^\| ---/m);
    expect(other.map(({ verdict }) => verdict)).toEqual(["rounding only", "not checked", "not checked"]);
    const [unit] = UNIT.split("$$w^+");
    const untold = table("epoch", TRAINED).replace(UNIT, (unit ?? "").replace(/, \$\\eta[^$]*\$/, ""));
    const lines = linesBelow(untold, /^\| ---/m);
    expect(lines.map(({ verdict }) => verdict)).not.toContain("wrong");
    expect(lines.at(-1)).toMatchObject({ verdict: "not checked" });
  });

  test("rows that give a quantity its values are cases, whatever counts them", () => {
    const document =
      "$$y = 2 x$$\n\n| step | $x$ | $y$ |\n| --- | --- | --- |\n| 1 | 3 | 6 |\n| 2 | 4 | 9 |\n";
    expect(linesBelow(document, /^\| ---/m).map(({ verdict }) => verdict)).toEqual(["proved", "wrong"]);
  });

  test.each([
    "## The second update",
    "### Iteration 2",
    "## After one update",
    "## 第二次迭代",
    "## 第一次更新后",
  ])("numbers under %s", (heading) => {
    const below = (text: string) =>
      linesBelow(`${UNIT}\n${heading}\n\n${text}\n`, new RegExp(`^${heading}$`, "m")).map(
        ({ verdict }) => verdict,
      );
    expect(below("$w = 2.002644$ and $out = 0.731318$, so $E = 0.036095$.")).toEqual(
      Array(3).fill("rounding only"),
    );
    expect(below("$w = 2.002644$ and $out = 0.731318$, so $E = 0.036165$.")).toContain("wrong");
    expect(below("$$net = 2.002644 \\cdot 0.5 = 1.001322$$")).not.toContain("wrong");
  });

  test("headings that number no update change nothing", () => {
    for (const heading of [
      "## Step 2: the loss",
      "## The second update rule",
      "## Section 2",
      "## The second layer",
    ])
      expect(verdicts(UNIT.replace("$$E", `${heading}\n\n$$E`))).toEqual(verdicts(UNIT));
  });
});
