import { type Tree, walk } from "@chainrule/graph/read";
import { keyOf, namedBy } from "./names";

/* Total derivatives, du/dw, of a document that has partial ones too. */

type Derivative = Tree & { readonly kind: "derivative" };

/** What is differentiated and by what, as text. */
export function pairOf({ by, of }: Derivative): string | undefined {
  const [above, below] = [namedBy(of), by.length === 1 ? namedBy(by[0] as Tree) : undefined];
  return above && below && `${keyOf(above)} by ${keyOf(below)}`;
}

/** The total derivatives du/dw of a document that has partial ones, ∂u/∂w, of the same quantities too. */
export function totalsIn(trees: readonly Tree[]): ReadonlySet<string> {
  const pairs = { d: new Set<string>(), partial: new Set<string>() };
  for (const part of trees.flatMap((tree) => [...walk(tree)])) {
    const pair = part.kind === "derivative" ? pairOf(part) : undefined;
    if (
      part.kind === "derivative" &&
      pair !== undefined &&
      (part.symbol === "d" || part.symbol === "partial")
    )
      pairs[part.symbol].add(pair);
  }
  return new Set([...pairs.d].filter((pair) => pairs.partial.has(pair)));
}
