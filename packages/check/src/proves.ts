import { ChainruleError, Node } from "@chainrule/graph";
import { claimBudget } from "./judge";
import { proofWithPieces } from "./prove/prove";
import { differentSizes } from "./sizes";
import { unlessBroken } from "./unless-broken";

/** How far two graphs are proved equal. */
export type Proved = "everywhere" | "away from kinks" | "not proved";

const SEED = 1;

/**
 * Whether two graphs are equal wherever the truth is defined: the proof of `check` alone, without its points and without a
 * search for what differs. "not proved" says nothing about the claim.
 * @throws ChainruleError OPERAND
 */
export function proves(claim: Node, truth: Node): Proved {
  if (!(claim instanceof Node) || !(truth instanceof Node))
    throw new ChainruleError("OPERAND", "claim and truth are nodes", { where: "proves" });
  const options = { sizes: differentSizes([claim, truth]), seed: SEED, budget: claimBudget().proofs };
  return unlessBroken(
    () => {
      const { isGeneric, proof } = proofWithPieces(claim, truth, options);
      if (proof.kind !== "equal" || proof.needs.length > 0) return "not proved";
      return isGeneric ? "away from kinks" : "everywhere";
    },
    () => "not proved" as const,
  );
}
