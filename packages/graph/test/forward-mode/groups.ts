import { add, div, exact, mul, ZERO as NOTHING, sign, sqrt, sub, ONE as UNIT } from "./big";
import { type Entry, entryOf, finite, NAN, ROUNDING, UNCLEAR, ZERO } from "./entry";
import { chained, constantJet, type Jet } from "./jet";
import { local } from "./local";
import type { Local, Slope } from "./partials";

/* Pointwise operations, and reductions of the entries of a group, in jets. */

export function pointwise(name: string, operands: readonly Jet[]): Jet {
  return chained(
    local(
      name,
      operands.map(({ value }) => value),
      operands.map(({ given }) => given),
    ),
    operands,
  );
}

/** A sum of which this is a part: what rounding does depends on the partial sums. */
export function summed(a: Jet, b: Jet): Jet {
  const jet = pointwise("add", [a, b]);
  const { value } = jet;
  if (value.kind !== "finite" || a.value.kind !== "finite" || b.value.kind !== "finite") return jet;
  const largest = Math.max(Math.abs(a.value.big.n), Math.abs(b.value.big.n));
  return { ...jet, value: finite(value.big, value.error + ROUNDING * largest) };
}

/** The largest or smallest; what ties is shared in equal parts. */
export function extremum(group: readonly Jet[], isLargest: boolean): Jet {
  const given = group.map((jet) => jet.given);
  if (given.some(Number.isNaN)) return chained(everywhere(group, NAN, NAN, UNCLEAR), group);
  const best = isLargest ? Math.max(...given) : Math.min(...given);
  const tied = group.filter((jet) => jet.given === best);
  const share = finite(div(UNIT, exact(tied.length)), ROUNDING / tied.length);
  const first: readonly Slope[] = tied.map(() => (tied.length === 1 ? entryOf(1) : share));
  return chained(
    { value: (tied[0] as Jet).value, first, second: tied.map(() => tied.map(() => undefined)) },
    tied,
  );
}

const everywhere = (group: readonly Jet[], value: Entry, first: Entry, second: Entry): Local => ({
  value,
  first: group.map(() => first),
  second: group.map(() => group.map(() => second)),
});

/** The Euclidean norm: slopes x_i/r and (d_ij - x_i x_j/r^2)/r; slopes 0 at the origin, where second derivatives are not said. */
export function norm(group: readonly Jet[]): Local {
  const entries = group.map(({ value }) => value);
  if (entries.some(({ kind }) => kind === "nan")) return everywhere(group, NAN, NAN, UNCLEAR);
  const far = entries.filter(({ kind }) => kind === "infinite");
  if (far.length === 1) {
    return {
      value: entryOf(Number.POSITIVE_INFINITY),
      first: entries.map((x) => (x.kind === "infinite" ? entryOf(x.sign) : ZERO)),
      second: entries.map(() => entries.map(() => ZERO)),
    };
  }
  if (far.length > 0) return everywhere(group, entryOf(Number.POSITIVE_INFINITY), UNCLEAR, UNCLEAR);
  const x = entries.map((entry) => (entry.kind === "finite" ? entry.big : NOTHING));
  const errors = entries.map((entry) => (entry.kind === "finite" ? entry.error : Number.POSITIVE_INFINITY));
  const off = Math.max(...errors);
  const r = sqrt(x.reduce((sum, each) => add(sum, mul(each, each)), NOTHING));
  if (sign(r) === 0) {
    return off === 0 ? everywhere(group, ZERO, ZERO, UNCLEAR) : everywhere(group, UNCLEAR, UNCLEAR, UNCLEAR);
  }
  if (off > 0.01 * r.n) return everywhere(group, UNCLEAR, UNCLEAR, UNCLEAR);
  const count = x.length;
  const slopes = x.map((each) => div(each, r));
  const bend = 1 / r.n; // the size of second derivatives
  return {
    value: finite(r, count * off + ROUNDING * r.n),
    first: slopes.map((slope) => finite(slope, 2 * count * off * bend + ROUNDING * Math.abs(slope.n))),
    second: slopes.map((a, i) =>
      slopes.map((b, j) => {
        const big = div(sub(i === j ? UNIT : NOTHING, mul(a, b)), r);
        if (count === 1) return undefined; // |x| has no bend
        return finite(
          big,
          (6 * count * off * bend + 2 * ROUNDING * (Number(i === j) + Math.abs(mul(a, b).n))) * bend,
        );
      }),
    ),
  };
}

const constantLike = (jet: Jet, given: number): Jet =>
  constantJet({ entries: jet.first.length, directions: jet.along.map(() => []) }, given);

/** With one infinite entry the limits, for any others; with several there are none. */
const isFar = (group: readonly Jet[]): boolean =>
  group.some(({ given }) => given === Number.POSITIVE_INFINITY);
const isNowhere = (group: readonly Jet[]): boolean =>
  group.filter(({ given }) => given === Number.POSITIVE_INFINITY).length > 1 ||
  group.every(({ given }) => given === Number.NEGATIVE_INFINITY);

export function logSumExp(group: readonly Jet[]): Jet {
  if (group.some(({ given }) => Number.isNaN(given))) return chained(everywhere(group, NAN, NAN, NAN), group);
  if (isNowhere(group)) return chained(everywhere(group, UNCLEAR, UNCLEAR, UNCLEAR), group);
  if (isFar(group)) {
    const first = group.map(({ given }) => (given === Number.POSITIVE_INFINITY ? entryOf(1) : ZERO));
    return chained({ ...everywhere(group, entryOf(Number.POSITIVE_INFINITY), ZERO, ZERO), first }, group);
  }
  const { powers, top } = powersOf(group);
  return pointwise("add", [top, pointwise("log", [powers.reduce(summed)])]);
}
export function logSoftmax(group: readonly Jet[]): readonly Jet[] {
  if (isNowhere(group) || isFar(group) || group.some(({ given }) => Number.isNaN(given))) {
    const all = logSumExp(group);
    const isTop = ({ given }: Jet): boolean => given === Number.POSITIVE_INFINITY && !isNowhere(group);
    return group.map((jet) => (isTop(jet) ? constantLike(jet, 0) : pointwise("sub", [jet, all])));
  }
  const { powers, top } = powersOf(group);
  const rest = pointwise("log", [powers.reduce(summed)]);
  return group.map((jet) => pointwise("sub", [pointwise("sub", [jet, top]), rest]));
}
export function softmax(group: readonly Jet[]): readonly Jet[] {
  const all = (value: Entry, first: Entry, second: Entry): readonly Jet[] =>
    group.map(() => chained(everywhere(group, value, first, second), group));
  if (group.some(({ given }) => Number.isNaN(given))) return all(NAN, NAN, NAN);
  if (isNowhere(group)) return all(UNCLEAR, UNCLEAR, UNCLEAR);
  if (isFar(group)) {
    return group.map(({ given }) => {
      const value = given === Number.POSITIVE_INFINITY ? entryOf(1) : ZERO;
      return chained(everywhere(group, value, ZERO, ZERO), group);
    });
  }
  const { powers } = powersOf(group);
  const sum = powers.reduce(summed);
  return powers.map((power) => pointwise("div", [power, sum]));
}
/** e^(x - top) for the largest of them, so that nothing overflows. */
function powersOf(group: readonly Jet[]): { readonly powers: readonly Jet[]; readonly top: Jet } {
  const largest = Math.max(...group.map(({ given }) => given));
  const top = constantLike(group[0] as Jet, largest);
  return { powers: group.map((jet) => pointwise("exp", [pointwise("sub", [jet, top])])), top };
}
