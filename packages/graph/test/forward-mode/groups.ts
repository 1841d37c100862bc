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
  if (entries.some(({ kind }) => kind === "infinite")) {
    return everywhere(group, entryOf(Number.POSITIVE_INFINITY), UNCLEAR, UNCLEAR);
  }
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
        if (count === 1) return Number.isFinite(bend) ? undefined : UNCLEAR; // |x| has no bend
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

/** An entry beyond all, or nothing but -infinity: the softmax is infinity over infinity, or 0 over 0. */
const isNowhere = (group: readonly Jet[]): boolean =>
  group.some(({ given }) => given === Number.POSITIVE_INFINITY) ||
  group.every(({ given }) => given === Number.NEGATIVE_INFINITY);

export function logSumExp(group: readonly Jet[]): Jet {
  if (group.some(({ given }) => Number.isNaN(given))) return chained(everywhere(group, NAN, NAN, NAN), group);
  if (isNowhere(group)) {
    const value = entryOf(Math.max(...group.map(({ given }) => given)));
    return chained(everywhere(group, value, UNCLEAR, UNCLEAR), group);
  }
  const { powers, top } = powersOf(group);
  return pointwise("add", [top, pointwise("log", [powers.reduce(summed)])]);
}
/** Of every entry of the softmax, or of its logarithm, where there is no number to be said. */
function unsaid(group: readonly Jet[]): readonly Jet[] | undefined {
  const hasNaN = group.some(({ given }) => Number.isNaN(given));
  if (!hasNaN && !isNowhere(group)) return undefined;
  const entry = hasNaN ? NAN : UNCLEAR;
  return group.map(() => chained(everywhere(group, entry, entry, entry), group));
}
export function logSoftmax(group: readonly Jet[]): readonly Jet[] {
  const found = unsaid(group);
  if (found !== undefined) return found;
  const { powers, top } = powersOf(group);
  const rest = pointwise("log", [powers.reduce(summed)]);
  return group.map((jet) => pointwise("sub", [pointwise("sub", [jet, top]), rest]));
}
export function softmax(group: readonly Jet[]): readonly Jet[] {
  const found = unsaid(group);
  if (found !== undefined) return found;
  const { powers } = powersOf(group);
  const sum = powers.reduce(summed);
  return powers.map((power) => pointwise("div", [power, sum]));
}
/** e^(x - top) for the largest of them, so that nothing overflows: 1 for the largest itself, whatever it is off by. */
function powersOf(group: readonly Jet[]): { readonly powers: readonly Jet[]; readonly top: Jet } {
  const largest = Math.max(...group.map(({ given }) => given));
  const best = group.find(({ given }) => given === largest) as Jet; // it is the given value of one
  const top = { ...constantLike(best, largest), value: best.value };
  const differences = group.map((jet) => {
    const difference = pointwise("sub", [jet, top]);
    return jet === best ? { ...difference, value: ZERO } : difference;
  });
  return { powers: differences.map((each) => pointwise("exp", [each])), top };
}
