import { max, min, type Node } from "@chainrule/graph";
import { checkPositive } from "../refuse";

/** Gradients that are cut off before they are used. */
export interface ClippingOptions {
  /** No entry of a gradient is larger than this, or smaller than its negative. */
  readonly clipValue?: number;
  /** All gradients together are scaled down to this Euclidean norm where theirs is larger. After `clipValue`, if both are given. */
  readonly clipNorm?: number;
}

/** The gradients, cut off as the options say. @throws ChainruleError NUMBER */
export function clipped(
  gradients: readonly Node[],
  { clipValue, clipNorm }: ClippingOptions,
  where: string,
): readonly Node[] {
  const within = clipValue === undefined ? gradients : byValue(gradients, clipValue, where);
  return clipNorm === undefined ? within : byNorm(within, clipNorm, where);
}

function byValue(gradients: readonly Node[], limit: number, where: string): readonly Node[] {
  checkPositive(limit, "clipValue", where);
  return gradients.map((each) => min(max(each, -limit), limit));
}

/** g / max(1, |g| / limit), |g| over all gradients (Pascanu, Mikolov and Bengio 2013). */
function byNorm(gradients: readonly Node[], limit: number, where: string): readonly Node[] {
  checkPositive(limit, "clipNorm", where);
  const [first, ...others] = gradients.map((each) => each.norm());
  if (first === undefined) return gradients;
  const norm =
    others.length === 0 ? first : others.reduce((sum, each) => sum.add(each.square()), first.square()).sqrt();
  const excess = max(1, norm.div(limit));
  return gradients.map((each) => each.div(excess));
}
