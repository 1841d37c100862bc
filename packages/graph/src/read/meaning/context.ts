import type { Arithmetic } from "./arithmetic";
import type { Indices } from "./indices";
import type { KnownNames } from "./known";
import type { NamesInFormula } from "./names";
import type { Place } from "./place";

/** What building any part of one formula needs. */
export interface Context {
  readonly place: Place;
  readonly known: KnownNames;
  readonly names: NamesInFormula;
  readonly indices: Indices;
  readonly values: Arithmetic;
  /** What letters that nothing else tells of stand for as bounds: the n of a sum over an axis of 3. */
  readonly lengths: Map<string, number>;
  /** How many terms sums were written out to so far. */
  written: number;
}
