/** Training in a document: the numbers of document 002, the second update by hand, and what leaves the section out. */
import { derive } from "@chainrule/derive";
import { ChainruleError, evaluate, gradient, type Node, scalar } from "@chainrule/graph";
import { type RenderOptions, renderDocument } from "@chainrule/latex";
import { expect, test } from "vitest";
import { network } from "../../../examples/second-network";

const { loss, parameters } = network;
const derivation = derive(loss, { wrt: parameters, rate: 0.1 });

const rendered = (options: Partial<RenderOptions>): string =>
  renderDocument(derivation, { format: "markdown", ...options });

/** The cells of all rows below a heading, up to the next section. */
function rowsBelow(text: string, heading: string): string[][] {
  const part = text.slice(text.indexOf(`${heading}\n`)).split(/\n#{2,3} /)[0] ?? "";
  return [...part.matchAll(/^\| (.*) \|$/gm)].map(([, row = ""]) => row.replaceAll("$", "").split(" | "));
}

const numberIn = (cell: string | undefined): number =>
  Number((cell ?? "").replace(/ \\cdot 10\^\{(.*)\}/, "e$1"));

test("the loss after 0, 1, 2, 10, 100, 1000 and 5,624 updates", () => {
  const rows = rowsBelow(rendered({ updates: 5624, digits: 12 }), "### More updates").slice(2);
  expect(rows.map(([count]) => count)).toEqual(["0", "1", "2", "10", "100", "1000", "5624"]);
  const expected = [
    0.0407338056927284, 0.04052794410097882, 0.04032268393473149, 0.03870241231791819, 0.02332057154111067,
    0.00058416755619999, 9.990731853258245e-7,
  ];
  rows.forEach((row, k) => {
    expect(numberIn(row.at(-1)) / (expected[k] ?? 0)).toBeCloseTo(1, 10);
  });
});

test("the second update, from the values that the first one gave", () => {
  const text = rendered({ updates: 2, digits: 15 });
  const at = new Map<Node, number>();
  const gradients = gradient(loss, parameters);
  const step = (): number[] => evaluate(gradients, at) as number[];
  const move = (by: readonly number[]): void =>
    parameters.forEach((w, k) => {
      at.set(w, (at.get(w) ?? w.value) - 0.1 * (by[k] ?? 0));
    });
  move(step());
  const [old, slopes] = [parameters.map((w) => at.get(w) ?? 0), step()];
  move(slopes);
  const rows = rowsBelow(text, "### The second update")
    .filter((row) => row.length === 4)
    .slice(2);
  expect(rows).toHaveLength(8);
  rows.forEach((row, k) => {
    expect(numberIn(row[1])).toBeCloseTo(old[k] ?? 0, 14);
    expect(numberIn(row[2]) / (slopes[k] ?? 0)).toBeCloseTo(1, 12);
    expect(numberIn(row[3])).toBeCloseTo(at.get(parameters[k] as Node) ?? 0, 14);
  });
  expect(parameters.map((w) => w.value)).toEqual([0.25, 0.25, 0.15, 0.2, 0.3, 0.35, 0.4, 0.35]);
});

test("the curve of the loss and its terms, in each language and format", () => {
  for (const [language, words] of [
    ["en", ["Updates", "The vertical axis is logarithmic."]],
    ["zh-Hans", ["更新次数", "纵轴为对数刻度。"]],
    ["zh-Hant", ["更新次數", "縱軸為對數刻度。"]],
  ] as const) {
    const data = /!\[[^\]]*5624[^\]]*\]\(data:image\/svg\+xml;base64,([\w+/=]+)\)/.exec(
      rendered({ language, updates: 5624 }),
    )?.[1];
    const bytes = Uint8Array.from(atob(data ?? ""), (byte) => byte.charCodeAt(0));
    const svg = new TextDecoder().decode(bytes);
    const html = rendered({ language, updates: 5624, format: "html" });
    expect(html).toContain(svg);
    const [label, note] = words;
    expect(svg).toContain(`>${label}</text>`);
    expect(svg).toMatch(new RegExp(`<title id="[^"]*">[^<]*${note}</title>`));
    expect(svg.match(/<g class="series">/g)).toHaveLength(3);
    const tex = rendered({ language, updates: 5624, format: "latex" });
    const curve = tex.slice(tex.lastIndexOf("\\begin{tikzpicture}"));
    expect(curve).toContain("{$E_{\\mathrm{total}}$};");
    expect(curve).toMatch(/\{10\$\{\}\^\{-6\}\$\};/); // a tick
    expect(curve).toContain(`{${label}};`);
  }
});

test("the curve passes through the losses; none of a few updates, nor of one that is not", () => {
  const curveOf = (updates: number): string => {
    const html = rendered({ updates, format: "html" });
    return html.slice(html.lastIndexOf("<figure>"));
  };
  expect(rendered({ updates: 9, format: "html" }).match(/<figure>/g)).toHaveLength(1);
  const desc = /<desc[^>]*>(.*)<\/desc>/.exec(curveOf(100))?.[1];
  expect(desc).toContain("E_total: from 0.04073 to 0.02332");
  expect(curveOf(100)).not.toContain("logarithmic");
  const points = /<path d="M([^"]*)"/.exec(curveOf(100).split('<g class="series">').at(-1) ?? "")?.[1];
  expect(points?.split(/[ L]/)).toHaveLength(101);
});

test("in each language and format; left out where there is nothing to say", () => {
  for (const [language, heading] of [
    ["en", "Training"],
    ["zh-Hans", "训练"],
    ["zh-Hant", "訓練"],
  ] as const) {
    // biome-ignore format: pairs
    expect(rendered({ language, updates: 100 })).toContain(`## ${heading}\n`);
    for (const format of ["html", "latex"] as const)
      expect(rendered({ language, format, updates: 100 })).toContain(heading);
  }
  expect(rendered({})).not.toContain("## Training");
  expect(rendered({ updates: 5, numbers: false })).not.toContain("## Training");
  expect(renderDocument(derive(loss, { wrt: parameters }), { format: "markdown", updates: 5 })).not.toContain(
    "## Training",
  );
  const some = derive(loss, { wrt: parameters, rate: 0.1, trained: parameters.slice(4) });
  const rows = rowsBelow(
    renderDocument(some, { format: "markdown", updates: 9, digits: 15 }),
    "### The second update",
  );
  expect(rows.find(([name]) => name === "w_{1}")?.[1]).toBe("0.25"); // it stays
  const w = scalar("w"); // without a value
  const bare = derive(w.square().named("E"), { wrt: w, rate: 0.1 });
  expect(renderDocument(bare, { format: "markdown", updates: 5 })).not.toContain("## Training");
  for (const updates of [0, 1.5, Number.NaN]) expect(() => rendered({ updates })).toThrow(ChainruleError);
});

test("a gradient as one formula, where it has another derivative of the loss in it", () => {
  const plain = rendered({});
  const whole = rendered({ wholeFormulas: true });
  const inserted = whole.split("\n").filter((line) => !plain.includes(line));
  expect(inserted.filter((line) => line.startsWith(" &= (-(\\mathrm{target}_{o1}"))).toHaveLength(4); // w_1 to w_4
  expect(inserted.filter((line) => line.includes("\\cdot i_{1}"))).toHaveLength(2);
  const last = derive(loss, { wrt: parameters.slice(4), rate: 0.1 });
  expect(renderDocument(last, { format: "markdown", wholeFormulas: true })).toBe(
    renderDocument(last, { format: "markdown" }),
  );
});
