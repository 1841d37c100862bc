import { mapTree, type Tree } from "@chainrule/graph/read";

/* Documents that say how derivatives of vectors by vectors are laid out: the derivatives of one entry in a column. */

const DENOMINATOR = /\bdenominator[- ]layout\b|\bHessian (?:formulation|layout)\b|分母[布佈]局/i;
const DENIED =
  /(?:\b(?:not|never|unlike|versus|instead of|rather than)\b|不用|不采用|不採用|而不是|而非|不同于|不同於)[^.。\n]{0,40}(?:denominator|Hessian|分母)/i;
const NUMERATOR = /\bnumerator[- ]layout\b|\bJacobian (?:formulation|layout)\b|分子[布佈]局/i;

/** Whether a document says that derivatives of vectors have the derivatives of one entry in a column. */
export const isInDenominatorLayout = (document: string): boolean =>
  DENOMINATOR.test(document) && !NUMERATOR.test(document) && !DENIED.test(document);

/** A formula with the derivatives of vectors by vectors transposed. */
export const inDenominatorLayout = (tree: Tree, rankOf: (name: Tree) => number | undefined): Tree =>
  mapTree(tree, (part) => {
    const isJacobian =
      part.kind === "derivative" &&
      part.by.length === 1 &&
      rankOf(part.of) === 1 &&
      rankOf(part.by[0] as Tree) === 1;
    return isJacobian ? { kind: "transpose", base: part, start: part.start, end: part.end } : undefined;
  });
