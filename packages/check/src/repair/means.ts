import type { Tree } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import type { Count } from "../locate/counts";
import { ADDED, EXCHANGED, factor, replaced, type Slip, written } from "./slip";

/** The sum for the mean, in the whole formula: 1/n is missing, n a number of entries, or a scalar that has a name. */
export function missingMeans(side: Side, words: Vocabulary, counts: readonly Count[]): Slip[] {
  const { tree } = side;
  const scalars = words.nodes.filter(({ shape }) => shape.length === 0);
  const texts = new Set([
    ...counts.map(({ sizes }) => side.syntax.count(sizes)),
    ...scalars.map((node) => side.syntax.spelled(node)),
  ]);
  return [...texts].map((n) => replaced(tree, "missing 1/n", divided(side, n), ADDED));
}

/** A formula over n; a number that it begins with goes above n. */
function divided(side: Side, n: string): string {
  const { tree } = side;
  const first = tree.kind === "product" ? tree.factors[0]?.tree : undefined;
  if (first?.kind === "number")
    return `${side.syntax.dividedBy(written(side, first), n)}${side.text.slice(first.end, tree.end)}`;
  const whole = tree.kind === "over" ? written(side, tree) : factor(side, tree); // a sum sign reaches to the end
  return side.syntax.times(side.syntax.dividedBy("1", n), whole, false);
}

/** The mean for the sum: n below a fraction that does not belong there. */
export function surplusMeans(tree: Tree, side: Side, counts: readonly Count[]): Slip[] {
  if (tree.kind !== "fraction") return [];
  const isCount = counts.some(({ sizes }) => side.syntax.count(sizes) === written(side, tree.below).trim());
  if (!isCount || written(side, tree.above).trim() === "1") return [];
  return [replaced(tree, MEAN_FOR_SUM, factor(side, tree.above), EXCHANGED)];
}

export const MEAN_FOR_SUM = "mean for sum";

/** What a factor less is called: without 1/n, a mean is a sum. */
export function surplusEdit(part: Tree, side: Side, counts: readonly Count[]): string | undefined {
  if (part.kind !== "fraction" || written(side, part.above).trim() !== "1") return undefined;
  const below = written(side, part.below).trim();
  return counts.some(({ sizes }) => side.syntax.count(sizes) === below) ? MEAN_FOR_SUM : undefined;
}
