import type { Place } from "../../python/syntax";
import type { Library } from "../../read/call";

/** What a small change of the code is about. */
export type EditKind =
  | "sign"
  | "factor"
  | "transpose"
  | "reduction"
  | "axis"
  | "order of a product"
  | "order of a difference"
  | "extra factor"
  | "extra term"
  | "missing term"
  | "comparison"
  | "number"
  | "function"
  | "name"
  | "missing factor"
  | "accumulated"
  | "not accumulated"
  | "order of what is returned"
  | "missing gradient"
  | "order of what is kept"
  | "changed in place";

/** A small change: what stands from one offset to another, in other words. */
export interface Edit extends Place {
  readonly text: string;
  readonly kind: EditKind;
  /** The likeliest slips are tried first. */
  readonly cost: number;
}

/** What edits may use. */
export interface Surroundings {
  readonly text: string;
  readonly library: Library;
  /** Names that may stand for a factor, or for one another. */
  readonly names: readonly string[];
  /** Whether a gradient is several times what it should be: a number of entries may be missing below it. */
  readonly isLarge: boolean;
  /** Quantities of the forward pass, which could be kept. */
  readonly kept: readonly string[];
  /** Gradients that may be a term of another. */
  readonly terms: readonly string[];
  /** Gradients that are there and could be returned. */
  readonly gradients: readonly string[];
}
