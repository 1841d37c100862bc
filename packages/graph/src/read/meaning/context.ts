import type { Node } from "../../index";
import type { Tree } from "../tree";
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
  /** What was made of each part without index letters; of a sum and a product, of its first terms and factors too. */
  readonly made: Map<Tree, readonly Node[]>;
  /** What the first terms of a sum make, the first two, and so on; factors of a product in the same way. */
  readonly steps: Map<Tree, readonly Node[]>;
  /** What parts that can be read in several ways were read as: x(a + b) as a product, x^2 as a power. */
  readonly readAs: Map<Tree, Tree>;
  /** How many terms sums were written out to so far. */
  written: number;
}
