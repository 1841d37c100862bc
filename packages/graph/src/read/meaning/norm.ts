import { type Node, norm } from "../../index";
import type { Tree } from "../tree";
import type { Context } from "./context";

/**
 * The norm between double bars. The index is the p of the p-norm (1, 2, 3/2 as 1.5, infinity) of a vector, or F; without one it
 * is the Euclidean norm. Of a matrix, with an index other than F, some mean the norm of its entries and others that of what
 * it does to vectors: neither is guessed.
 * @throws ChainruleError REFUSED
 */
export function normOf(context: Context, tree: Tree & { kind: "norm" }, x: Node): Node {
  const { sub } = tree;
  if (sub === undefined || sub.text === "F") return context.place.at(tree, () => norm(x));
  const p = exponentOf(sub.text);
  if (p === undefined) {
    throw context.place.fail("REFUSED", "no norm has this index", sub, {
      got: `_{${sub.text}}`,
      expected: context.place.examples.norms,
      mend: context.place.examples.axisNorm,
    });
  }
  if (x.shape.length > 1) {
    throw context.place.fail("REFUSED", "this norm of a matrix has two readings", tree, {
      got: context.place.text.slice(tree.start, tree.end),
      mend: context.place.examples.matrixNorm,
    });
  }
  return context.place.at(tree, () => norm(x, { p }));
}

/** The p that an index says; undefined for what is none. */
function exponentOf(text: string): number | undefined {
  if (text === "∞") return Number.POSITIVE_INFINITY;
  const p = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return p >= 1 ? p : undefined;
}
