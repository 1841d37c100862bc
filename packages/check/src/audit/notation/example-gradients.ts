import { type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain } from "../names/names";

/* Documents that mean by dZ the gradients of single examples, and average them in the gradients of parameters. */

const COUNT = /^[mMnNB]$/;

/** The numbers of examples that a formula is divided by: m of (1/m) of a sum. */
export function countsIn(tree: Tree): Plain[] {
  const countOf = (part: Tree): Plain[] => {
    const name = namedBy(part);
    return name !== undefined && COUNT.test(name.base) && name.sub === "" ? [name] : [];
  };
  return [...walk(tree)].flatMap((part) => {
    if (part.kind === "fraction") return countOf(part.below);
    if (part.kind !== "product") return [];
    return part.factors.flatMap((factor) => (factor.sign === "/" ? countOf(factor.tree) : []));
  });
}

/** Gradients of single examples, by their names: dZ stands for so many times the derivative of the mean. */
export interface Averaged {
  /** How many examples there are. */
  readonly count: Plain;
  readonly isOfExamples: (quantity: Plain) => boolean;
}

/**
 * Whether a document puts 1/m into the gradients of parameters only, dW = (1/m) dZ A^T beside dZ = A - Y, where its loss is a mean.
 * `of`: the quantity that a name is the gradient of.
 */
export function averagedOver(
  statements: readonly Statement[],
  of: (name: Plain) => Plain | undefined,
): Averaged | undefined {
  const defined = new Set<string>();
  const gradients: { readonly quantity: Plain; readonly tree: Tree }[] = [];
  const counts = new Map<string, Plain>();
  for (const {
    members: [left, right],
  } of statements) {
    const name = left && namedBy(left.tree);
    if (name === undefined || right === undefined) continue;
    const isUpdate = namesIn(right.tree).some((each) => keyOf(each) === keyOf(name));
    if (isUpdate) continue; // w = w - \eta dw defines nothing
    const quantity = of(name);
    if (quantity !== undefined) gradients.push({ quantity, tree: right.tree });
    else {
      defined.add(keyOf(name));
      for (const count of countsIn(right.tree)) counts.set(keyOf(count), count);
    }
  }
  const isOfExamples = (quantity: Plain): boolean => defined.has(keyOf(quantity));
  const [count, ...others] = counts.values();
  const isAveraged = ({ tree }: { readonly tree: Tree }): boolean =>
    countsIn(tree).length > 0 && namesIn(tree).some((name) => of(name) !== undefined);
  const [ofExamples, ofParameters] = [true, false].map((isOne) =>
    gradients.filter(({ quantity }) => isOfExamples(quantity) === isOne),
  ) as [typeof gradients, typeof gradients];
  const isMeant =
    ofParameters.some(isAveraged) &&
    ofExamples.length > 0 &&
    ofExamples.every(({ tree }) => countsIn(tree).length === 0);
  return count !== undefined && others.length === 0 && isMeant ? { count, isOfExamples } : undefined;
}
