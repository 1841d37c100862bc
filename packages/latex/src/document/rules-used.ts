import type { Statement } from "@chainrule/derive";
import { type Name, type Node, nameText, type OperationName, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline, type Phrase } from "../language/language";
import { notationOf } from "../notation";
import { isDeclared, operatorName } from "../operators";
import { type Tex, tex } from "../safe/tex";
import { nameTex, primed } from "../symbol";
import type { Writing } from "./writing";

/** The rule of differentiation that an operation stands for, where it is not the derivative of a function with a name. */
const rules: Readonly<Partial<Record<OperationName, Phrase>>> = {
  square: "rulePower",
  oneMinusSquare: "rulePower",
  sqrt: "rulePower",
  pow: "rulePower",
  mul: "ruleProduct",
  div: "ruleQuotient",
  where: "ruleCases",
};

/** Functions that are printed by a layout of their own, as they stand in "the derivative of ...". */
const functions: Readonly<Partial<Record<OperationName, Tex>>> = {
  exp: tex`e^{x}`,
  expm1: tex`e^{x}`,
  log1p: tex`\\ln`,
  xlogy: tex`\\ln`,
  binaryCrossEntropy: tex`\\ln`,
  binaryCrossEntropyWithLogits: tex`\\operatorname{softplus}`,
  abs: tex`\\left|x\\right|`,
  norm: tex`\\left\\|x\\right\\|`,
  leakyRelu: tex`\\operatorname{LeakyReLU}`,
  elu: tex`\\operatorname{ELU}`,
  maxOver: tex`\\max`,
  minOver: tex`\\min`,
};

/**
 * The rules by which a statement's partial was found from the definition it uses, the outermost first; the chain rule too
 * if one stands inside another.
 */
export function rulesUsed(statement: Statement, by: Name, writing: Writing): Inline[][] {
  const { language } = writing;
  const definition = definitionUsed(statement, writing);
  const found: Inline[][] = [];
  let isNested = false;
  for (const { node, dependent } of definition === undefined ? [] : waysDown(definition, by)) {
    const rule = ruleOf(node, dependent, writing);
    if (rule === undefined) continue;
    found.unshift(rule);
    isNested ||= dependent.some((input) => input.attrs.name === undefined);
  }
  if (found.length === 0) return [filled(language, "ruleSum")];
  if (isNested) found.push(filled(language, "chainRule"));
  const seen = new Set<string>();
  return found.filter((rule) => {
    const key = JSON.stringify(rule);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** The definition that a partial is one of: of a sum, the only summand that depends on the variable. */
function definitionUsed({ because, from }: Statement, { derivation }: Writing): Statement | undefined {
  const used = from
    .map((id) => derivation.statements[id])
    .filter((source) => source?.role === "definition" || source?.role === "loss");
  if (because.kind !== "terms") return used[0];
  return used.find((source) => because.dependent.some((name) => name === source?.symbol));
}

/** The operations between a definition and a quantity in it, with the operands that depend on the quantity. */
function waysDown(
  { expression }: Statement,
  by: Name,
): { readonly node: Node; readonly dependent: readonly Node[] }[] {
  const order = topologicalOrder([expression]);
  const held = new Set(order.filter((node) => node.attrs.name !== undefined));
  const above = new Set(
    order.filter((node) => held.has(node) && nameText(node.attrs.name as Name) === nameText(by)),
  );
  return topologicalOrder([expression], held).flatMap((node) => {
    const dependent = node.inputs.filter((input) => above.has(input));
    if (held.has(node) || dependent.length === 0) return [];
    above.add(node);
    return [{ node, dependent }];
  });
}

/** The rule for one operation; nothing for sums, signs and constant factors, which need no mention beside another rule. */
function ruleOf(node: Node, dependent: readonly Node[], { language, print }: Writing): Inline[] | undefined {
  const name = node.op.name as OperationName;
  if (node.op.kind === "pointwise" && node.op.symbol !== undefined) {
    const { name: symbol, order } = node.op.symbol;
    const math = primed(nameTex(symbol, print.symbols), order);
    return filled(language, "ruleFunction", { function: { math } });
  }
  if (isDeclared(node.op))
    return filled(language, "ruleFunction", { function: { math: operatorName(node.op, print.operators) } });
  if (name === "mul" && dependent.length < 2) return undefined;
  if (name === "div" && !dependent.includes(node.inputs[1] as Node)) return undefined;
  if (name === "pow" && dependent.includes(node.inputs[1] as Node))
    return filled(language, "ruleFunction", { function: { math: tex`a^{x}` } });
  const rule = rules[name];
  if (rule !== undefined) return filled(language, rule);
  const notation = notationOf(node.op);
  const isTaken = notation?.kind === "function" && print.taken?.has(notation.latex);
  const latex =
    notation?.kind === "function"
      ? ((isTaken ? notation.spelled : undefined) ?? notation.latex)
      : functions[name];
  return latex === undefined ? undefined : filled(language, "ruleFunction", { function: { math: latex } });
}
