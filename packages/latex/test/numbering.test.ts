/** Lines numbered as the author says: the notes that examples/general-layer.ts is from, and wrong numberings. */
import { derive } from "@chainrule/derive";
import { ChainruleError } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { deriveOptions, documentOptions, loss, parameters } from "../../../examples/general-layer";

const derivation = derive(loss, { wrt: parameters, ...deriveOptions });
const markdown = renderDocument(derivation, { format: "markdown", ...documentOptions });

/** What each number stands beside: the left side of its group of lines, and its own right side. */
function numbered(text: string): Map<string, { readonly left: string; readonly right: string }> {
  const found = new Map<string, { readonly left: string; readonly right: string }>();
  let left = "";
  for (const line of text.split("\n")) {
    const [, before = "", right = "", rest = ""] =
      /^(.*?) ?&:?= ?(.*?)(?: &&(.*?))?(?: \\\\.*)?$/.exec(line) ?? [];
    if (before.trim() !== "") left = before.trim();
    const tag = /\\text\{\(([^)]*)\)\}$/.exec(rest)?.[1];
    if (tag !== undefined) found.set(tag, { left, right });
  }
  return found;
}

/** LaTeX without spaces, limits of sums, multiplication signs and redundant braces; factors of products sorted. */
function normal(latex: string): string {
  const plain = latex
    .replace(/\\sum_\{(\w)=1\}\^\{\w\}/g, "\\sum_$1")
    .replace(/\\sum_\{(\w)\}/g, "\\sum_$1")
    .replace(/\\cdot|\\,|\*|\s/g, "")
    .replace(/_\{(\w)\}/g, "_$1")
    .replace(/\^\{(\w)\}/g, "^$1");
  const [outside = "", summand] = plain.split(/(?=\\sum)/);
  const sorted = (product: string): string =>
    (
      product.match(
        /^-|^\\sum_\w|\\frac\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|(?:f')?\([^()]*\)(?:\^\w)?|\\?[a-zA-Z]+(?:[_^](?:\w|\{[^{}]*\}))*|\S/g,
      ) ?? []
    )
      .sort()
      .join(" ");
  return [outside, ...(summand === undefined ? [] : [summand])].map(sorted).join(" | ");
}

/** The formulas of the notes; those of 12 to 15 reconstructed from the sentences that name them. */
const notes: Readonly<Record<string, readonly [left: string, right: string]>> = {
  "6-2-1": ["a_j^L", "f(z_j^L)"],
  "6-2-2": ["E", "\\frac{1}{2}\\sum_j(y_j-a_j^L)^2"],
  "6-2-3": [
    "\\frac{\\partial E}{\\partial w_{jk}^L}",
    "\\frac{\\partial E}{\\partial a_j^L}*\\frac{\\partial a_j^L}{\\partial z_j^L}*\\frac{\\partial z_j^L}{\\partial w_{jk}^L}",
  ],
  "6-2-4": ["\\frac{\\partial E}{\\partial a_j^L}", "-(y_j-a_j^L)"],
  "6-2-5": ["\\frac{\\partial a_j^L}{\\partial z_j^L}", "f'(z_j^L)"],
  "6-2-6": ["\\frac{\\partial z_j^L}{\\partial w_{jk}^L}", "a_k^{L-1}"],
  "6-2-8": ["\\frac{\\partial E}{\\partial w_{jk}^L}", "a_k^{L-1}(a_j^L-y_j)f'(z_j^L)"],
  "6-2-9": ["\\delta_j^L := \\frac{\\partial E}{\\partial z_j^L}", "(a_j^L-y_j)f'(z_j^L)"],
  "6-2-10": [
    "\\frac{\\partial E}{\\partial w_{ki}^{L-1}}",
    "\\frac{\\partial E}{\\partial a_k^{L-1}}*\\frac{\\partial a_k^{L-1}}{\\partial z_k^{L-1}}*\\frac{\\partial z_k^{L-1}}{\\partial w_{ki}^{L-1}}",
  ],
  "6-2-11": [
    "\\frac{\\partial E}{\\partial a_k^{L-1}}",
    "\\sum_j\\frac{\\partial E}{\\partial a_j^L}*\\frac{\\partial a_j^L}{\\partial z_j^L}*\\frac{\\partial z_j^L}{\\partial a_k^{L-1}}",
  ],
  "6-2-12": ["\\frac{\\partial a_k^{L-1}}{\\partial z_k^{L-1}}", "f'(z_k^{L-1})"],
  "6-2-13": ["\\frac{\\partial z_k^{L-1}}{\\partial w_{ki}^{L-1}}", "a_i^{L-2}"],
  "6-2-14": ["\\frac{\\partial E}{\\partial a_k^{L-1}}", "\\sum_j(a_j^L-y_j)f'(z_j^L)w_{jk}^L"],
  "6-2-15": [
    "\\frac{\\partial E}{\\partial w_{ki}^{L-1}}",
    "a_i^{L-2}f'(z_k^{L-1})\\sum_j(a_j^L-y_j)f'(z_j^L)w_{jk}^L",
  ],
  "6-2-16": [
    "\\delta_k^{L-1} := \\frac{\\partial E}{\\partial z_k^{L-1}}",
    "f'(z_k^{L-1})*\\sum_j(a_j^L-y_j)*f'(z_j^L)*w_{jk}^L",
  ],
};

describe("the general layer", () => {
  const lines = numbered(markdown);

  test("has the numbers of the notes, in their order, and no other", () => {
    expect([...lines.keys()]).toEqual(Object.keys(notes));
  });

  test.each(Object.entries(notes))("(%s) reads as in the notes", (number, [left, right]) => {
    const line = lines.get(number);
    expect(normal(line?.left ?? "")).toBe(normal(left));
    expect(normal(line?.right ?? "")).toBe(normal(right));
  });

  test("refers to lines by these numbers", () => {
    expect(markdown).toContain("\\text{insert (6-2-4) to (6-2-6)}\\quad\\text{(6-2-8)}");
    expect(markdown).toContain("\\text{insert (6-2-12) and (6-2-14)}\\quad\\text{(6-2-16)}");
  });

  test("keeps them in every format, and in matrix form those of the lines that are left", () => {
    expect(renderDocument(derivation, { format: "latex", ...documentOptions })).toContain("\\tag{6-2-11}");
    expect(renderDocument(derivation, { format: "html", ...documentOptions })).toContain("(6-2-16)");
    const matrix = renderDocument(derivation, { format: "markdown", notation: "matrix", ...documentOptions });
    expect([...numbered(matrix).keys()]).toEqual(
      ["1", "2", "4", "8", "9", "14", "15", "16"].map((number) => `6-2-${number}`),
    );
  });
});

test("a test of this file's reader: what differs in a factor, a sign or an index is not the same", () => {
  for (const other of [
    "a_j^{L-1}(a_j^L-y_j)f'(z_j^L)",
    "a_k^{L-1}(y_j-a_j^L)f'(z_j^L)",
    "-a_k^{L-1}(a_j^L-y_j)f'(z_j^L)",
  ])
    expect(normal(other)).not.toBe(normal("a_k^{L-1}(a_j^L-y_j)f'(z_j^L)"));
});

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  [
    "a symbol that is not there",
    { "dE/dq": "1" },
    /no line of the derivation is about this symbol, got dE\/dq/,
  ],
  ["a symbol that is only given", { y: "1" }, /no line .* got y/],
  [
    "too many numbers",
    { E: ["1", "2"] },
    /fewer lines than numbers, got 2 numbers for E \(expected at most 1\)/,
  ],
  ["one number twice", { E: "1", "a^L": "1" }, /two lines have one number, got 1/],
  ["what TeX would execute", { E: "\\input{x}" }, /not the number of a line/],
  ["a number that is no text", { E: [7] }, /not the number of a line, got 7/],
  ["no list", { E: 7 }, /a number is a text/],
  ["no record", null, /numbering is a record/],
];

test.each(wrong)("%s is refused", (_, numbering, message) => {
  const render = (): string =>
    renderDocument(derivation, { format: "markdown", numbering: numbering as Record<string, string> });
  expect(render).toThrow(ChainruleError);
  expect(render).toThrow(message);
});
