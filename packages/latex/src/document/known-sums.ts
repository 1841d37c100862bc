import { type Node, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { tex } from "../safe/tex";
import { nameInline, nameOf, type Writing } from "./writing";

/** The sums over an axis that lines use: what was declared of a symbol, and that a softmax sums to 1. */
export function knownSumInline(quantity: Node, { print, spelling }: Writing): Inline {
  const body = quantity.op.kind === "naming" ? (quantity.inputs[0] as Node) : quantity;
  const axis = body.attrs.axes?.[0] ?? quantity.shape.length - 1;
  const left = tex.join(spelling.expression(quantity.sum(axis), print), tex` `);
  const total = tex`${quantity.attrs.sumsTo ?? 1}`;
  const isTensor = spelling.notation === "matrix" && quantity.shape.length > 1;
  return { math: tex`${left} = ${isTensor ? tex`${total === "1" ? tex`` : total}\\mathbf{1}` : total}` };
}

/** What was declared of the symbols below the loss. */
export function declaredSums(writing: Writing): Inline[][] {
  return topologicalOrder([writing.derivation.loss])
    .filter(({ attrs }) => attrs.sumsTo !== undefined)
    .map((quantity) =>
      filled(writing.language, "declaredSum", {
        symbol: nameInline(nameOf(quantity), writing),
        sum: knownSumInline(quantity, writing),
      }),
    );
}
