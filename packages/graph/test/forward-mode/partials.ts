import { type Big, sign } from "./big";
import { type Entry, finite, LEAST, NAN, ROUNDING, UNCLEAR, ZERO } from "./entry";
import type { Loose } from "./laws";
import * as taylor from "./taylor";

/** A derivative, or undefined where the operation does not depend on the operand at all. */
export type Slope = Entry | undefined;

export interface Local {
  readonly value: Entry;
  readonly first: readonly Slope[];
  readonly second: readonly (readonly Slope[])[];
}

export const none = (arity: number): (readonly Slope[])[] =>
  Array.from({ length: arity }, () => new Array<Slope>(arity).fill(undefined));
export const same = (arity: number, value: Entry, slope: Entry): Local => ({
  value,
  first: new Array<Slope>(arity).fill(slope),
  second: Array.from({ length: arity }, () => new Array<Slope>(arity).fill(slope)),
});
export const unary = (value: Entry, first: Slope, second: Slope): Local => ({
  value,
  first: [first],
  second: [[second]],
});
/** Outside of the domain: the value is no number, what the derivatives are is not said. */
export const outside = (arity: number): Local => same(arity, NAN, UNCLEAR);

/** At a point near which the law has a power series. */
export function regular(f: taylor.Taylor, operands: readonly Entry[], loose: Loose = {}): Local {
  const errors = operands.map((x) => (x.kind === "finite" ? x.error : Number.POSITIVE_INFINITY));
  const places = operands.map((x) => (x.kind === "finite" ? x.big.n : 0));
  const { value, first, second, third } = taylor.partials(f, operands.length);
  /** What the errors of the operands do to a derivative, to first order; where that is no small part of it, nobody knows. */
  const bounded = (big: Big, slopes: readonly Big[], noise = 0): Slope => {
    const isFlat = slopes.every((slope) => sign(slope) === 0);
    if (isFlat && sign(big) === 0) return undefined;
    const spread = slopes.reduce(
      (sum, slope, k) => sum + ((errors[k] as number) === 0 ? 0 : Math.abs(slope.n) * (errors[k] as number)),
      0,
    );
    const size = Math.abs(big.n);
    const moved = slopes.reduce((sum, slope, k) => sum + Math.abs(slope.n * (places[k] as number)), 0);
    const isFar = spread > 0.01 * size && !isFlat;
    return finite(
      big,
      isFar
        ? Number.POSITIVE_INFINITY
        : spread + (loose.all ?? 1) * ROUNDING * (size + (loose.isBackward ? moved : 0)) + noise + LEAST,
    );
  };
  const steepest = (loose.bend ?? 2 ** -140) * Math.max(...first.map((slope) => Math.abs(slope.n)));
  return {
    value: bounded(value, first) ?? ZERO,
    first: first.map((slope, i) => bounded(slope, second[i] as readonly Big[])),
    second: second.map((row, i) =>
      row.map((slope, j) => bounded(slope, third[i]?.[j] as readonly Big[], steepest)),
    ),
  };
}
