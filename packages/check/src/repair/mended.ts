import { type Node, shapeText } from "@chainrule/graph";
import type { Claim, Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import type { Ground } from "../locate/ground";
import { located } from "../locate/located";
import { ratioBetween } from "../locate/ratio";
import type { Difference, Repair } from "../verdict";
import { placeOfIndex, placeOfRepair } from "./place";
import { triedRepairs } from "./tried";

/** A wrong formula: as a claim, if it has a meaning, and as the text that it was read from. */
interface WrongFormula {
  readonly claim: Claim | undefined;
  readonly side: Side | undefined;
  /** An index that does not fit. */
  readonly index?: Difference | undefined;
  /** Whether claim and truth have one shape. */
  readonly isComparable: boolean;
}

/** Where a wrong formula differs from the truth, and the small edits that make it the truth. */
export interface Mended {
  readonly where?: Difference;
  readonly repairs: readonly Repair[];
}

/** Goes down to the part that differs; what that cannot mend, such as a formula over tensors, small changes of the text may. */
export function mendedSide(
  { claim, index, isComparable, side }: WrongFormula,
  truth: Node,
  words: Vocabulary,
  ground: Ground,
): Mended {
  const first: Mended =
    claim?.phrase !== undefined && isComparable ? located(claim, truth, words, ground) : { repairs: [] };
  if (first.repairs.length > 0 || side === undefined) return first;
  const repairs = triedRepairs(side, truth, words, ground);
  if (repairs.length === 0) return first;
  const ratio =
    claim !== undefined && shapeText(claim.node.shape) === shapeText(truth.shape)
      ? ratioBetween(claim.node, truth, words.nodes, side.syntax, ground)
      : undefined;
  const place = index === undefined ? placeOfRepair(repairs) : placeOfIndex(index, repairs);
  return { where: { ...place, ...(ratio !== undefined && { ratio }) }, repairs };
}
