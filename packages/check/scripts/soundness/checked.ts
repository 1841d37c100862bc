import type { Answer } from "../../test/adversarial/answer";
import type { Sample } from "./sample";

/** Which pair is to be made and checked. */
export interface Request {
  readonly seed: number;
  readonly place: number;
}

/** A pair without its graphs, which do not leave the process, and what the check said. */
export interface Checked {
  readonly sample: Omit<Sample, "checked"> & { readonly assume: readonly string[] };
  readonly answer: Answer;
  readonly operations: readonly string[];
}

/** The pair alone, for one that is not answered. */
export const withoutGraphs = ({ checked, ...sample }: Sample): Checked["sample"] => ({
  ...sample,
  assume: [checked.options.assume ?? []].flat(),
});
