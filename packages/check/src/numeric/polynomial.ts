import {
  type Kernel,
  type Node,
  type NumberSystem,
  type Rational,
  rational,
  type Sizes,
  walk,
} from "@chainrule/graph";
import type { Budget } from "../budget";
import { fraction, type Precise } from "./wide";
import { type WideName, wideTable } from "./wide-table";

const { fromNumber: fractionOf, negative, ONE, plus, fraction: reduced, times, ZERO } = rational;

/** Coefficients of 1, x, x^2, ...; the last is not 0. */
export type Polynomial = readonly Rational[];

/** A polynomial over another that is not 0. */
interface Quotient {
  readonly above: Polynomial;
  readonly below: Polynomial;
}

/** A quotient of polynomials; undefined for what is none, or has none that is short. */
type Known = Quotient | undefined;

const LARGEST_DEGREE = 16;

const trimmed = (p: readonly Rational[]): Polynomial => {
  let end = p.length;
  while (end > 0 && (p[end - 1] as Rational).n === 0n) end--;
  return p.slice(0, end);
};

const sum = (p: Polynomial, q: Polynomial): Polynomial =>
  trimmed(Array.from({ length: Math.max(p.length, q.length) }, (_, k) => plus(p[k] ?? ZERO, q[k] ?? ZERO)));

const scaled = (p: Polynomial, by: Rational): Polynomial => p.map((c) => times(c, by));

function product(p: Polynomial, q: Polynomial): Polynomial {
  if (p.length === 0 || q.length === 0) return [];
  const out = new Array<Rational>(p.length + q.length - 1).fill(ZERO);
  p.forEach((a, i) => {
    q.forEach((b, j) => {
      out[i + j] = plus(out[i + j] as Rational, times(a, b));
    });
  });
  return out;
}

export const derivativeOf = (p: Polynomial): Polynomial =>
  trimmed(p.slice(1).map((c, k) => times(c, { n: BigInt(k + 1), d: 1n })));

/** The value at x, by Horner's rule. */
export const valueAt = (p: Polynomial, x: Rational): Rational =>
  p.reduceRight((value, c) => plus(times(value, x), c), ZERO);

const UNIT: Polynomial = [ONE];
const constantOf = (c: Rational): Quotient => ({ above: trimmed([c]), below: UNIT });
const isConstant = ({ above, below }: Quotient): boolean => above.length <= 1 && below.length === 1;

const kept = (x: Quotient): Known =>
  x.above.length <= LARGEST_DEGREE + 1 && x.below.length <= LARGEST_DEGREE + 1 ? x : undefined;

const added = (a: Quotient, b: Quotient): Known =>
  a.below === b.below
    ? { above: sum(a.above, b.above), below: a.below }
    : kept({
        above: sum(product(a.above, b.below), product(b.above, a.below)),
        below: product(a.below, b.below),
      });
const opposite = ({ above, below }: Quotient): Quotient => ({ above: above.map(negative), below });
const multiplied = (a: Quotient, b: Quotient): Known =>
  kept({
    above: product(a.above, b.above),
    below: a.below === b.below && a.below === UNIT ? UNIT : product(a.below, b.below),
  });
function divided(a: Quotient, b: Quotient): Known {
  if (b.above.length === 0) return undefined;
  const [c] = b.above;
  if (isConstant(b) && c !== undefined) return { above: scaled(a.above, reduced(c.d, c.n)), below: a.below };
  return kept({ above: product(a.above, b.below), below: product(a.below, b.above) });
}

function power(x: Quotient, y: Quotient): Known {
  const exponent = y.above[0] ?? ZERO;
  if (!isConstant(y) || exponent.d !== 1n || exponent.n < 0n || exponent.n > BigInt(LARGEST_DEGREE))
    return undefined;
  let result: Known = constantOf(ONE);
  for (let k = 0n; k < exponent.n; k++) result = result && multiplied(result, x);
  return result;
}

const algebra: { readonly [K in WideName]?: (a: Quotient, b: Quotient) => Known } = {
  add: added,
  sub: (a, b) => added(a, opposite(b)),
  mul: multiplied,
  div: divided,
  neg: opposite,
  square: (x) => multiplied(x, x),
  oneMinusSquare: (x) => {
    const square = multiplied(x, x);
    return square && added(constantOf(ONE), opposite(square));
  },
  pow: power,
};

/** Bits that a constant which is no fraction is rounded to. */
const BITS = 128;

/** Graphs as quotients of polynomials in one entry; all that does not depend on it is a number, rounded if need be. */
function polynomialTable(symbol: (node: Node, entry: number) => Known, budget: Budget): NumberSystem<Known> {
  const wide = wideTable({ bits: BITS, budget }, () => undefined).pointwise;
  const precise = ({ above }: Quotient): Precise => {
    const c = above[0] ?? ZERO;
    return fraction(c.n, c.d);
  };
  const constant = (name: WideName, operands: readonly Quotient[]): Known => {
    const [a, b, c] = operands.map(precise);
    const value = wide[name](a, b, c);
    if (typeof value !== "object") return undefined;
    if (value.kind === "exact") return constantOf(reduced(value.n, value.d));
    const { exponent, mantissa } = value;
    if (Math.abs(exponent) > 2000) return undefined;
    return constantOf(
      exponent >= 0 ? { n: mantissa << BigInt(exponent), d: 1n } : reduced(mantissa, 1n << BigInt(-exponent)),
    );
  };
  const pointwise = Object.fromEntries(
    (Object.keys(wide) as WideName[]).map((name): [string, Kernel<Known>] => [
      // its keys are these
      name,
      (...all) => {
        const operands = all.filter((x) => x !== undefined);
        const law = algebra[name];
        budget.spend(40);
        const [a, b = a] = operands;
        if (a === undefined || b === undefined || operands.length < all.length) return undefined;
        if (law !== undefined) return law(a, b);
        return operands.every(isConstant) ? constant(name, operands) : undefined;
      },
    ]),
  ) as { readonly [K in WideName]: Kernel<Known> };
  const all = (parts: readonly Known[], join: (a: Quotient, b: Quotient) => Known, first: Rational): Known =>
    parts.reduce<Known>((joined, part) => joined && part && join(joined, part), constantOf(first));
  return {
    number: (value) => {
      const found = fractionOf(value);
      return found && constantOf(found);
    },
    symbol,
    abstract: () => undefined,
    declared: (_op, _operands, shape) => new Array<Known>(shape.reduce((a, b) => a * b, 1)).fill(undefined),
    pointwise,
    sum: (terms) => all(terms, added, ZERO),
    product: (factors) => all(factors, multiplied, ONE),
    largest: (entries) => (entries.length === 1 ? entries[0] : undefined),
    smallest: (entries) => (entries.length === 1 ? entries[0] : undefined),
  };
}

/** What a node's entries are 0 with, as polynomials in the first entry of a symbol; undefined for an entry that is none. */
export function polynomialsIn(
  nodes: readonly Node[],
  symbol: Node,
  value: (node: Node, entry: number) => number,
  sizes: Sizes,
  budget: Budget,
): readonly (readonly (Polynomial | undefined)[])[] {
  const variable: Quotient = { above: [ZERO, ONE], below: UNIT };
  const table = polynomialTable((node, entry) => {
    if (node === symbol && entry === 0) return variable;
    const found = fractionOf(value(node, entry));
    return found && constantOf(found);
  }, budget);
  const at = walk(nodes, sizes, table);
  return nodes.map((node) => at(node).data.map((entry) => entry?.above));
}
