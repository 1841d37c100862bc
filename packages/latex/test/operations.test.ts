/** Pointwise operations that are a file each: printed as LaTeX and as text they are read back, with their gradients, by every name. */
import { apply, gradient, Node, type Operation, operations, scalar } from "@chainrule/graph";
import { expression, toMathjs } from "@chainrule/graph/mathjs";
import { fromLatex, toLatex } from "@chainrule/latex";
import katex from "katex";
import { expect, test } from "vitest";

type Pointwise = Extract<Operation, { readonly kind: "pointwise" }>;
const filed = Object.values(operations).filter(
  (op): op is Pointwise => op.kind === "pointwise" && !(op.name in Node.prototype),
);

/** Values inside every domain, off every kink. */
const symbols = [scalar("x", 0.37), scalar("y", 0.61), scalar("z", 0.83)];
const scope = Object.fromEntries(symbols.map((symbol) => [String(symbol), symbol]));

test("there are such operations", () => expect(filed.length).toBeGreaterThan(5));

test.each(filed.map((op) => [op.name, op] as const))("%s", (name, op) => {
  const operands = symbols.slice(0, op.arity);
  const y = apply(op, operands);
  for (const node of [y, y.mul(2).sub(1).square(), ...gradient(y.square(), operands)]) {
    const latex = toLatex(node);
    katex.renderToString(latex, { strict: "error", throwOnError: true });
    expect(fromLatex(latex, symbols).value, latex).toBeCloseTo(node.value as number, 12);
    const text = toMathjs(node);
    expect(expression(text, scope).value, text).toBeCloseTo(node.value as number, 12);
  }
  for (const called of [name, ...(op.aliases ?? [])]) {
    const list = operands.map(String).join(", ");
    expect(expression(`${called}(${list})`, scope).op).toBe(op);
    expect(fromLatex(`\\operatorname{${called}}(${list})`, symbols).op).toBe(op);
  }
});

test("brackets of the whole numbers around a number", () => {
  for (const [latex, name] of [
    ["\\lfloor x + y \\rfloor", "floor"],
    ["\\left\\lceil \\frac{x}{y} \\right\\rceil", "ceil"],
  ] as const)
    expect(fromLatex(latex, symbols).op.name).toBe(name);
  expect(() => fromLatex("\\lfloor x", symbols)).toThrow(/SYNTAX|closed|bracket/i);
});
