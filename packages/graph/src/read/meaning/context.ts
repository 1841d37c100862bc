import type { Node } from "../../index";
import type { Tree } from "../tree";
import type { Arithmetic } from "./arithmetic";
import type { Indices } from "./indices";
import type { KnownNames } from "./known";
import type { Limits } from "./limits";
import type { NamesInFormula } from "./names";
import type { Place } from "./place";
import type { Building, Scope, Value } from "./scope";

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
  /** The set that letters of sums are in. */
  set: string | undefined;
  readonly limits: Limits;
}

/** The node of a value without index letters. */
export function nodeIn(value: Value): Node | undefined {
  if (value.kind === "whole") return value.node;
  const [factor] = value.factors;
  return value.factors.length === 1 && factor?.letters.length === 0 ? factor.node : undefined;
}

/** A part that is read as another one. */
export function* readAs(context: Context, tree: Tree, other: Tree, scope: Scope | undefined): Building {
  context.readAs.set(tree, other);
  return yield { tree: other, scope };
}

/** Factors side by side. */
export const productOf = (factors: readonly Tree[]): Tree => ({
  kind: "product",
  factors: factors.map((tree) => ({ sign: "", tree })),
  start: factors[0]?.start ?? 0,
  end: factors[factors.length - 1]?.end ?? 0,
});
