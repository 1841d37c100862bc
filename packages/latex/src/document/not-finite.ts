import type { NotFinite } from "@chainrule/derive";
import { evaluate, type Node } from "@chainrule/graph";
import { filled, type Inline, type Language } from "../language/language";
import { type NumberStyle, printNumber } from "../number";
import { nodeTex, type PrinterOptions } from "../print";
import { type Tex, tex } from "../safe/tex";
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
  const formula = (each: Node): Tex =>
    each.attrs.name === undefined ? nodeTex(each, print) : printName(each.attrs.name, print.symbols);
  const values = operands.map((operand): Inline => {
    const value = evaluate(operand);
    const right = typeof value === "number" ? tex` = ${printNumber(value, style).latex}` : tex``;
    return { math: tex`${formula(operand)}${right}` };
  });
  return filled(language, "notFinite", {
    symbol: { math: printName(symbol, print.symbols) },
    formula: { math: formula(node) },
    values,
  });
}
