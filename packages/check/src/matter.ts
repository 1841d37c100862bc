import type { Node, Sizes } from "@chainrule/graph";
import type { Budget } from "./budget";
import type { Claim } from "./claim/claim";
import type { CheckedOptions } from "./options";
import type { Condition } from "./prove/condition";

/** What is compared: a claim and the truth, of one shape, where some conditions hold. */
export interface Matter {
  readonly claim: Claim;
  readonly truth: Node;
  readonly sizes: Sizes;
  readonly given: readonly Condition[];
  readonly settings: CheckedOptions;
  /** The work that may be done: in all, and by proofs. */
  readonly budget: { readonly whole: Budget; readonly proofs: Budget };
}
