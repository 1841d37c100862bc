/** Mistakes mended in the document, where the audit of the whole shows that they are. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { audit, auditFormulas, auditSummary, mendDocument, mendingReport } from "../src/index";

test("a printed number and a sign, each at its place; the rest stays as it was", () => {
  const document =
    "Let $x = 2$.\r\nThen $y = x^2 = 5$, and $z = y + 1 = 5$ again.\r\n\r\n$$E = \\tfrac12 (v u - t)^2$$ $$\\frac{\\partial E}{\\partial v} = (t - v u) u$$\r\n";
  const { audit: now, left, mended, text } = mendDocument(document);
  expect(text).toBe(document.replace("x^2 = 5", "x^2 = 4").replace("= (t - v u) u", "= (v u - t) u"));
  expect(mended).toEqual([
    {
      line: 2,
      column: 17,
      edit: "number",
      before: "Then $y = x^2 = 5$, and $z = y + 1 = 5$ again.",
      after: "Then $y = x^2 = 4$, and $z = y + 1 = 5$ again.",
    },
    expect.objectContaining({ line: 4, edit: "difference the wrong way round" }),
  ]);
  expect(left).toEqual([]);
  expect(auditSummary(now)).toMatchObject({ wrong: 0, unchecked: 0 });
  expect(audit(text)).toEqual(now);
});

test("nothing is changed where that would change another line, or where no repair is known", () => {
  const carried = "$x = 2$, $y = x^2 = 5$\n\n$z = 2 y = 2 \\cdot 5 = 10$";
  const first = mendDocument(carried);
  expect(first.text).toBe(carried);
  expect(first.mended).toEqual([]);
  expect(first.left[0]).toMatchObject({ line: 1, because: { kind: "repair changes a line", line: 3 } });
  const unknown = "$L = (w x - y)^2$\n\n$\\frac{dL}{dw} = q + \\sin(x)$ and $\\frac{dL}{dx} = e^{w} y^3$";
  const second = mendDocument(unknown);
  expect(second.text).toBe(unknown);
  expect(second.left.every(({ because }) => because.kind === "no repair known")).toBe(true);
});

test("the wrong line of a published derivation is mended, and nothing else", () => {
  const path = fileURLToPath(new URL("../../../examples/audits/004.md", import.meta.url));
  const document = readFileSync(path, "utf8");
  const { left, mended, text } = mendDocument(document);
  expect(left).toEqual([]);
  expect(mended.map(({ edit, line }) => [line, edit])).toEqual([[24, "sign"]]);
  const [before, after] = [document.split("\n"), text.split("\n")];
  expect(after.filter((line, k) => line !== before[k])).toHaveLength(1);
  expect(after[23]).toContain("= -\\eta b_h (1 - b_h) \\sum_{j=1}^{l} w_{hj} g_j");
});

test("what was done is said, in the language of the document", () => {
  const mended = mendDocument("已知 $x = 2$，求得 $y = x^2 = 5$。");
  expect(mendingReport(mended)).toBe(
    "1:26 已改\n  - 已知 $x = 2$，求得 $y = x^2 = 5$。\n  + 已知 $x = 2$，求得 $y = x^2 = 4$。\n\n共 1 处：正确 1 处，有误 0 处，未检查 0 处（按行：已知 1 处，已证明 1 处）",
  );
  expect(mendingReport(mended, { language: "en" })).toMatch(/^1:26 mended\n/);
  const left = mendDocument("$x = 2$, $y = x^2 = 5$\n\n$z = 2 y = 2 \\cdot 5 = 10$");
  expect(mendingReport(left)).toContain(
    "1:21 left as it is: the repair would change what is found of line 3\n  5\n\n3:20 left as it is: inherits the mistake of line 1: ",
  );
});

test("formulas are audited without a document, with a counterexample and a repair", () => {
  const right = auditFormulas(["L = (w x - y)^2 / 2", "dL/dw = (w x - y) x"]);
  expect(right.lines.map(({ line, verdict }) => [line, verdict])).toEqual([
    [1, "definition"],
    [2, "proved"],
  ]);
  const [, wrong] = auditFormulas(["L = (w x - y)^2 / 2", "dL/dw = (w x - y) y"]).lines;
  const { counterexample, repair } = wrong?.claims[0] ?? {};
  expect(repair?.text).toBe("(w x - y) x");
  const { w = 0, x = 0, y = 0 } = (counterexample?.at ?? {}) as Record<string, number>;
  expect(counterexample?.claim).toBeCloseTo((w * x - y) * y);
  expect(counterexample?.truth).toBeCloseTo((w * x - y) * x);
  expect(() => auditFormulas([3 as never])).toThrow(/a document is a text/);
  expect(() => auditFormulas([], { format: "text" } as never)).toThrow(/auditFormulas.*"format"/);
});
