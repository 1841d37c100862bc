import type { IndexMap } from "../index-map";
import type { Node } from "../node";
import { add, div, mul, neg, sub } from "../ops/arithmetic";
import { contraction, expand } from "../ops/contract";
import { constantNode } from "../ops/leaf";
import * as exact from "../rational";
import type { Shape, Size } from "../shape";
import { decimal } from "../simplify/decimal";
import { type NumberOf, power } from "../simplify/factor";
import { factored } from "./common-factor";
import { type Index, type Indices, type Monomial, onesOf, type Polynomial, type Power } from "./monomial";

/* Polynomials of entries as graphs again, the way a reader writes them: sums over an index stand around what has that index. */

/** A part of a product: an expression with an index for each of its axes. */
interface Part {
  readonly node: Node;
  readonly at: readonly Index[];
}

/** The sum of terms times what they have in common, as a graph whose axes are the given indices. */
export function writtenPolynomial(
  terms: Polynomial,
  at: readonly number[],
  indices: Indices,
  numberOf: NumberOf,
): Node {
  const shape = at.map((index) => indices.size(index));
  const { common, rest } = factored(terms, numberOf);
  const [first] = rest;
  if (common === undefined || first === undefined) return writtenSum(terms, at, indices);
  const free = at.filter((index) =>
    rest.some(
      ({ deltas, powers }) =>
        powers.some((power) => power.at.includes(index)) || deltas.some((pair) => pair.includes(index)),
    ),
  );
  const isTaken = rest.every(({ coefficient }) => coefficient.n < 0n);
  const inner = writtenSum(isTaken ? rest.map(opposite) : rest, free, indices);
  const sum: Power = { base: inner, at: free, exponent: 1 };
  const isComplement = rest.some(({ powers }) => powers.length === 0); // y (1 - y), but (y - t) x
  const powers = isComplement ? [...common.powers, sum] : [sum, ...common.powers];
  const whole = { ...common, powers };
  return expand(writtenSum([isTaken ? opposite(whole) : whole], at, indices), shape);
}

const opposite = (term: Monomial): Monomial => ({ ...term, coefficient: exact.negative(term.coefficient) });

/** A sum of monomials as a graph whose axes are the given indices; what is added comes before what is taken away. */
export function writtenSum(terms: Polynomial, at: readonly number[], indices: Indices): Node {
  const shape = at.map((index) => indices.size(index));
  const isPositive = ({ coefficient }: Monomial): boolean => coefficient.n > 0n;
  const ordered = [...terms.filter(isPositive), ...terms.filter((term) => !isPositive(term))];
  let sum: Node | undefined;
  for (const term of ordered) {
    const node = writtenMonomial(term, at, indices);
    const isTaken = !isPositive(term);
    if (sum === undefined) sum = isTaken ? neg(node) : node;
    else sum = isTaken ? sub(sum, node) : add(sum, node);
  }
  return expand(sum ?? constantNode(0), shape);
}

/** A monomial without its sign. */
function writtenMonomial(term: Monomial, at: readonly number[], indices: Indices): Node {
  const [numbers, divided] = sidesOf(exact.absolute(term.coefficient));
  const { above, below } = entrywise(term.powers.filter((each) => each.at.length === 0));
  const divisors = below === undefined ? divided : [...divided, below];
  const parts = partsOf(term, indices);
  const body = joined(parts, term.deltas, at, indices);
  const top = [...numbers, ...(above === undefined ? [] : [above]), ...(body === undefined ? [] : [body])];
  const whole = productOf(top) ?? constantNode(1);
  const bottom = productOf(divisors);
  return bottom === undefined ? whole : div(whole, bottom);
}

/** Larger denominators are written as decimals where they can be: x/2, but 0.05 x. */
const LARGEST_DENOMINATOR = 9n;

/** A positive number as what stands above and what stands below a fraction bar. */
function sidesOf(value: exact.Rational): readonly [above: Node[], below: Node[]] {
  const short = value.d > LARGEST_DENOMINATOR ? decimal(value) : undefined;
  if (short !== undefined) return [[constantNode(short)], []];
  const side = (number: bigint): Node[] => (number === 1n ? [] : [constantNode(Number(number))]);
  return [side(value.n), side(value.d)];
}

const productOf = (nodes: readonly Node[]): Node | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce(mul);

/** Powers of entries at the same indices, as what stands above and what stands below a fraction bar. */
function entrywise(powers: readonly Power[]): { readonly above?: Node; readonly below?: Node } {
  const side = (sign: 1 | -1): Node | undefined =>
    productOf(
      powers.flatMap(({ base, exponent }) => (exponent * sign > 0 ? [power(base, Math.abs(exponent))] : [])),
    );
  const [above, below] = [side(1), side(-1)];
  return { ...(above && { above }), ...(below && { below }) };
}

/** Factors without bound indices, then what is summed: a sum for each set of bound indices that hang together. */
function partsOf({ bound, powers }: Monomial, indices: Indices): Part[] {
  const groups = groupedByPlace(powers.filter(({ at }) => at.length > 0));
  const isBound = (index: Index): index is number => index !== null && bound.includes(index);
  const free = groups.filter(({ at }) => !at.some(isBound));
  let left = groups.filter(({ at }) => at.some(isBound));
  const sums: Part[] = [];
  for (let start = left[0]; start !== undefined; start = left[0]) {
    const shared = new Set<number>(start.at.filter(isBound));
    const touches = ({ at }: Part): boolean => at.some((index) => isBound(index) && shared.has(index));
    for (let size = 0; size < shared.size; ) {
      size = shared.size;
      for (const part of left)
        if (touches(part)) for (const index of part.at.filter(isBound)) shared.add(index);
    }
    sums.push(summed(left.filter(touches), shared, indices));
    left = left.filter((part) => !touches(part));
  }
  return [...free, ...sums];
}

/** Powers at the same indices are one part. */
function groupedByPlace(powers: readonly Power[]): Part[] {
  const byPlace = new Map<string, Power[]>();
  for (const each of powers) {
    const key = each.at.join(",");
    const list = byPlace.get(key);
    if (list === undefined) byPlace.set(key, [each]);
    else list.push(each);
  }
  return [...byPlace.values()].map((list) => {
    const { above, below } = entrywise(list);
    const node = below === undefined ? (above as Node) : div(above ?? constantNode(1), below); // a list is not empty
    return { node, at: (list[0] as Power).at };
  });
}

/** The sum of a product over its bound indices. */
function summed(parts: readonly Part[], bound: ReadonlySet<number>, indices: Indices): Part {
  const met = [...new Set(parts.flatMap(({ at }) => at))].filter((index) => index !== null);
  const output = met.filter((index) => !bound.has(index));
  return { node: contractionOf(parts, [...output, ...bound], output, indices), at: output };
}

function contractionOf(
  parts: readonly Part[],
  order: readonly number[],
  output: readonly number[],
  indices: Indices,
): Node {
  const position = new Map(order.map((index, k) => [index, k]));
  const place = (index: Index): Index => (index === null ? null : (position.get(index) as number));
  const map: IndexMap = {
    inputs: parts.map(({ at }) => at.map(place)),
    output: output.map((index) => position.get(index) as number),
    sizes: order.map((index) => indices.size(index)),
  };
  return contraction(
    parts.map(({ node }) => node),
    map,
  );
}

/** The product of parts at the output's indices; indices that a delta sets equal become one. */
function joined(
  given: readonly Part[],
  deltas: Monomial["deltas"],
  at: readonly number[],
  indices: Indices,
): Node | undefined {
  const shape: Shape = at.map((index): Size => indices.size(index));
  const first = representatives(deltas, at);
  const parts = given.map((part) => ({
    ...part,
    at: part.at.map((index) => (index === null ? null : (first.get(index) ?? index))),
  }));
  const output = at.map((index) => first.get(index) ?? index);
  if (deltas.length === 0 && parts.every((part) => isWhole(part, at))) {
    const wide = parts.filter((part) => part.at.length > 0);
    const scalars = parts.filter((part) => part.at.length === 0);
    if (wide.length > 0 || at.length === 0) return productOf([...wide, ...scalars].map(({ node }) => node));
    const sum = productOf(scalars.map(({ node }) => node));
    return sum === undefined ? undefined : expand(sum, shape);
  }
  if (parts.length === 0 && deltas.length === 0) return onesOf(shape);
  const scalars = parts.filter((part) => part.at.length === 0).map(({ node }) => node);
  const wide = parts.filter((part) => part.at.length > 0);
  return productOf([contractionOf(wide, [...new Set(output)], output, indices), ...scalars]);
}

const isWhole = (part: Part, at: readonly number[]): boolean =>
  part.at.length === 0 ||
  (part.at.length === at.length && part.at.every((index, axis) => index === at[axis]));

/** For each index that deltas set equal to an earlier one of the output, that one. */
function representatives(deltas: Monomial["deltas"], at: readonly number[]): Map<number, number> {
  const first = new Map<number, number>();
  const root = (index: number): number => {
    let found = index;
    for (let next = first.get(found); next !== undefined; next = first.get(found)) found = next;
    return found;
  };
  for (const [a, b] of deltas) {
    const [p, q] = [root(a), root(b)];
    if (p === q) continue;
    const [early, late] = at.indexOf(p) <= at.indexOf(q) ? [p, q] : [q, p];
    first.set(late, early);
  }
  return new Map([...first.keys()].map((index) => [index, root(index)]));
}
