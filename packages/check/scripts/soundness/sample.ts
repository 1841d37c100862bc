import type { Node } from "@chainrule/graph";
import type { ClaimOptions } from "../../test/adversarial/pair";
import { anyNumber } from "../../test/adversarial/points";
import type { Random } from "./random";
import type { Ranges } from "./signs";
import type { Tree } from "./tree";

/** Values as decimals, so that they are the same outside; of a tensor flat, with its shape. */
export interface Point {
  readonly sizes: Readonly<Record<string, number>>;
  readonly values: Readonly<
    Record<string, string | readonly [data: readonly string[], shape: readonly number[]]>
  >;
}

/** A truth and a claim as formulas, to be computed outside, and as what is checked. */
export interface Sample {
  readonly kind: string;
  /** Whether the claim was made by laws that hold, or by what changes values. */
  readonly made: "same" | "changed";
  readonly truth: Tree | readonly Tree[];
  readonly claim: Tree | readonly Tree[];
  readonly outputs: readonly (readonly [letter: string, size: string | number])[];
  readonly points: readonly Point[];
  /** Set where the sides may differ by less than one part in 10^30. */
  readonly fine?: boolean;
  readonly form: "node" | "text" | "LaTeX";
  readonly shown: readonly [truth: string, claim: string];
  readonly checked: { readonly truth: Node; readonly claim: string | Node; readonly options: ClaimOptions };
}

/** A kind of pair: how one is made, if what was drawn allows for one; `turn` counts the pairs of the kind. */
export interface Kind {
  readonly name: string;
  readonly make: (random: Random, turn: number) => Sample | undefined;
}

export const POINTS = 40;
const DIGITS = 6;
const INNER = 24;
const UNIT = 0.998;

/** A decimal of few digits in a range: near ones first, then of any size. */
export function decimalIn(range: Ranges[string] | undefined, place: number, random: Random): string {
  const isNear = place < INNER;
  if (range === "unit") return (0.001 + UNIT * random.unit()).toPrecision(DIGITS);
  const x = isNear ? random.unit() * 8 - 4 : anyNumber(random.unit);
  return (range === "positive" ? Math.abs(x) : x).toPrecision(DIGITS);
}

/** Points over scalars: near 0, then of any size, then those that are given. */
export function scalarPoints(
  names: readonly string[],
  ranges: Ranges,
  random: Random,
  given: readonly Readonly<Record<string, string>>[] = [],
): Point[] {
  const drawn = Array.from({ length: POINTS }, (_, place) =>
    Object.fromEntries(names.map((name) => [name, decimalIn(ranges[name], place, random)])),
  );
  const added = given.map((some) => ({
    ...Object.fromEntries(names.map((name) => [name, decimalIn(ranges[name], 0, random)])),
    ...some,
  }));
  return [...drawn, ...added].map((values) => ({ sizes: {}, values }));
}
