import { type Name, parseName, partialName, raised } from "@chainrule/graph";
import katex from "katex";
import { expect, test } from "vitest";
import { printName, type SymbolOverrides } from "./symbol";

function prints(
  rows: readonly (readonly [name: string | Name, print: string, overrides?: SymbolOverrides])[],
): void {
  const print = ([name, , overrides]: (typeof rows)[number]): string =>
    printName(typeof name === "string" ? parseName(name) : name, overrides);
  expect(rows.map(print)).toEqual(rows.map(([, expected]) => expected));
  for (const [, expected] of rows)
    katex.renderToString(expected, { strict: "error", throwOnError: true, displayMode: true });
}

test("letters, words, indices and layers", () => {
  prints([
    ["x", "x"],
    ["net_h1", "\\mathrm{net}_{h1}"],
    ["out_o1", "\\mathrm{out}_{o1}"],
    ["target_o1", "\\mathrm{target}_{o1}"],
    ["E_total", "E_{\\mathrm{total}}"],
    ["w5", "w_{5}"],
    ["w_12", "w_{12}"],
    ["w₁₂", "w_{12}"],
    ["loss2", "\\mathrm{loss}_{2}"],
    ["W^(1)", "W^{(1)}"],
    ["W^1", "W^{(1)}"],
    ["w_{jk}^L", "w_{jk}^{L}"],
    ["W^(out)", "W^{(\\mathrm{out})}"],
    ["L^direct", "L^{\\mathrm{direct}}"],
    ["w_{j,k}", "w_{j,k}"],
    ["w_{i+1}", "w_{i+1}"],
    ["delta_j^(l)", "\\delta_{j}^{(l)}"],
    ["delta_out", "\\delta_{\\mathrm{out}}"],
    ["theta_3^(2)", "\\theta_{3}^{(2)}"],
    ["z_j^(l+1)", "z_{j}^{(l+1)}"],
    ["yhat_j", "\\hat{y}_{j}"],
    ["xbar", "\\bar{x}"],
    ["thetatilde", "\\tilde{\\theta}"],
    ["x'", "x'"],
    ["x'_1", "x'_{1}"],
    ["x_a_b", "x_{\\text{a\\_b}}"],
    ["b", "b"],
    ["pi", "\\pi"],
    ["E", "E"],
  ]);
});

test("Greek, by word and by letter, and in front of another name", () => {
  prints([
    ["alpha", "\\alpha"],
    ["α", "\\alpha"],
    ["Δ", "\\Delta"],
    ["Δw_5", "\\Delta w_{5}"],
    ["Δout", "\\Delta \\mathrm{out}"],
    ["ε_1", "\\varepsilon_{1}"],
    ["sigma_x", "\\sigma_{x}"],
    ["w_alpha", "w_{\\alpha}"],
  ]);
});

test("other scripts stand in text, and what no mathematics font has is named", () => {
  prints([
    ["损失", "\\text{损失}"],
    ["权重_1", "\\text{权重}_{1}"],
    ["w_输出", "w_{\\text{输出}}"],
    ["größe", "\\text{größe}"],
    ["вес", "\\text{вес}"],
    ["🚀", "\\text{U+1F680}"],
  ]);
});

test("characters that mean something to TeX", () => {
  prints([
    ["a%b", "\\text{a\\%b}"],
    ["a#", "\\text{a\\#}"],
    ["a&b", "\\text{a\\&b}"],
    ["a$b$", "\\text{a\\$b\\$}"],
    ["a~b", "\\text{a\\textasciitilde{}b}"],
    ["^", "\\text{\\textasciicircum{}}"],
    ["a\\b", "\\text{a\\textbackslash{}b}"],
    ["\\input{x}", "\\text{\\textbackslash{}input\\{x\\}}"],
    ["a{b", "\\text{a\\{b}"],
    ["__proto__", "\\text{\\_\\_proto\\_\\_}"],
    ["constructor", "\\mathrm{constructor}"],
    ["toString_valueOf", "\\mathrm{toString}_{\\mathrm{valueOf}}"],
    ["_x", "\\text{\\_x}"],
    ["a-b", "\\text{a-b}"],
    ["a+b", "\\text{a+b}"],
    ["w_a%", "w_{\\text{a\\%}}"],
    ["w^a#", "w^{\\text{a\\#}}"],
  ]);
});

test("next values", () => {
  const next = (name: string): Name => raised(parseName(name), "+");
  prints([
    [next("w_5"), "w_{5}^{+}"],
    [next("W^(1)"), "W^{(1)+}"],
    [next("W^1"), "W^{(1)+}"],
    [next("net_h1"), "\\mathrm{net}_{h1}^{+}"],
    [next("w_5"), "u_{5}^{+}", { w_5: "u_{5}" }],
    [next("w_5"), "{u^{(1)}}^{+}", { w_5: "u^{(1)}" }],
    [next("w_5"), "v", { "w_5^+": "v", w_5: "u" }],
  ]);
});

test("partial derivatives", () => {
  const [E, w, v] = [parseName("E_total"), parseName("w_5"), parseName("w_1")];
  const [x, y] = [parseName("x"), parseName("y")];
  const by = (of: Name, ...variables: Name[]): Name =>
    variables.reduce<Name>((name, each) => partialName(name, each), of);
  prints([
    [by(E, w), "\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{5}}"],
    [
      by(parseName("out_o1"), parseName("net_o1")),
      "\\frac{\\partial \\mathrm{out}_{o1}}{\\partial \\mathrm{net}_{o1}}",
    ],
    [by(E, w, w), "\\frac{\\partial^{2} E_{\\mathrm{total}}}{\\partial w_{5}^{2}}"],
    [by(E, w, v), "\\frac{\\partial^{2} E_{\\mathrm{total}}}{\\partial w_{1}\\,\\partial w_{5}}"],
    [by(y, x, x, w), "\\frac{\\partial^{3} y}{\\partial w_{5}\\,\\partial x^{2}}"],
    [by(y, w, x, x), "\\frac{\\partial^{3} y}{\\partial x^{2}\\,\\partial w_{5}}"],
    [by(y, parseName("W^(1)"), parseName("W^(1)")), "\\frac{\\partial^{2} y}{(\\partial W^{(1)})^{2}}"],
    [by(E, w), "\\frac{\\partial J}{\\partial u}", { E_total: "J", w_5: "u" }],
    [by(E, w), "g_{5}", { "dE_total/dw_5": "g_{5}" }],
    [
      by(E, parseName("__proto__")),
      "\\frac{\\partial E_{\\mathrm{total}}}{\\partial \\text{\\_\\_proto\\_\\_}}",
    ],
  ]);
});

test("overrides, by the text of the name", () => {
  prints([
    ["target_o1", "t_{1}", { target_o1: "t_{1}" }],
    ["target_o2", "\\mathrm{target}_{o2}", { target_o1: "t_{1}" }],
    ["constructor", "\\mathrm{constructor}", {}],
  ]);
});
