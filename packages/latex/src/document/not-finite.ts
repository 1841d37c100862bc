import type { NotFinite } from "@chainrule/derive";
import { evaluate, type Node } from "@chainrule/graph";
import { filled, type Inline, type Language } from "../language/language";
import { type NumberStyle, printNumber } from "../number";
import { type PrinterOptions, toLatex } from "../print";
import { printName } from "../symbol";

/** Says in a sentence what is not finite, as a formula with the values of its operands. */
export function notFiniteText(
  { finding: { node }, symbol }: NotFinite,
  language: Language,
  print: PrinterOptions,
  style: NumberStyle,
): Inline[] {
  const operands =
    node.inputs.length === 0 ? [node] : node.inputs.filter(({ attrs }) => attrs.value === undefined);
  const formula = (each: Node): string =>
    each.attrs.name === undefined ? toLatex(each, print) : printName(each.attrs.name, print.symbols);
  const values = operands.map((operand): Inline => {
    const value = evaluate(operand);
    const right = typeof value === "number" ? ` = ${printNumber(value, style).latex}` : "";
    return { math: `${formula(operand)}${right}` };
  });
  return filled(language, "notFinite", {
    symbol: { math: printName(symbol, print.symbols) },
    formula: { math: formula(node) },
    values,
  });
}
