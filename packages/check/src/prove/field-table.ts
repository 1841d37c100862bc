import {
  entryCount,
  type Kernel,
  type Node,
  type NumberSystem,
  operationKey,
  type PointwiseTable,
  rational,
} from "@chainrule/graph";
import { exp, log, modulus, pow, signOf, sqrt } from "./absolute";
import { keyOf } from "./algebra";
import type { Draw } from "./draw";
import {
  atom,
  type Element,
  negative,
  numberElement,
  powered,
  productOf,
  quotient,
  ROOT_OF_MINUS_ONE,
  sumOf,
  WHOLE,
  within,
} from "./element";
import { constantOf } from "./factors";
import { NoImage } from "./no-image";
import {
  hull,
  isNonpositive,
  isNonzero,
  isPositive,
  NONNEGATIVE,
  negated,
  POSITIVE,
  type Range,
  REALS,
  range,
} from "./range";

const { fromNumber: fractionOf } = rational;

const UNIT = { n: 1n, d: 1n };

const sub = (a: Element, b: Element): Element => sumOf([a, negative(b)]);
const mul = (...factors: Element[]): Element => productOf(factors);
const square = (x: Element): Element => powered(x, 2n);
const half = (x: Element): Element => quotient(x, WHOLE(2));

const SINE = range(-1, 1);
const TRUTH = range(0, 1);
/** A little more than a quarter of a turn. */
const QUARTER = range(-1.6, 1.6);

/** The larger of what has two ranges. */
const larger = (a: Range, b: Range): Range =>
  range(
    Math.max(a.low, b.low),
    Math.max(a.high, b.high),
    (a.low >= b.low && a.isLowOpen) || (b.low >= a.low && b.isLowOpen),
    (a.high <= b.high || a.isHighOpen) && (b.high <= a.high || b.isHighOpen),
  );

/**
 * Graphs over the fields of one random point. Functions with no law here (arcsin, erf, abstract functions) are atoms: the same
 * for the same argument. So is whether a number is positive, unless that is known or the draw is generic: then it is
 * (1 + x/|x|)/2. Two numbers that may differ count as different; what holds only where they do not, at a kink, is found out
 * with numbers.
 */
export function fieldTable(draw: Draw): NumberSystem<Element> {
  const one = WHOLE(1);
  const zero = WHOLE(0);
  /** What is 0 or 1. */
  const truths = new WeakSet<Element>();
  const truth = (x: Element): Element => {
    const found = within(x, TRUTH);
    truths.add(found);
    return found;
  };
  const rangeOf = (x: Element): Range => x.range ?? REALS;
  const sigmoid = (x: Element): Element =>
    within(quotient(one, sumOf([one, exp(draw, negative(x))])), range(0, 1, true, true));
  const softplus = (x: Element): Element => within(log(draw, sumOf([one, exp(draw, x)])), POSITIVE);
  const odd = (name: string, x: Element, values: Range): Element =>
    draw.isCanonical(x) ? atom(name, [x], values) : negative(atom(name, [negative(x)], values));
  const positive = (x: Element): Element => {
    const values = draw.known(x);
    if (isPositive(values)) return one;
    if (isNonpositive(values) || keyOf(draw.image(x, 0)) === "0") return zero;
    draw.note({ element: x, source: "piece" });
    return truth(
      draw.isGeneric ? half(sumOf([one, signOf(draw, x, "piece")])) : atom("positive", [x], TRUTH),
    );
  };
  const isZero = (x: Element): Element => {
    if (keyOf(draw.image(x, 0)) === "0") return one;
    if (draw.isGeneric || constantOf(x) !== undefined || isNonzero(draw.known(x))) return zero;
    return truth(atom("zero", [draw.isCanonical(x) ? x : negative(x)]));
  };
  const not = (x: Element): Element => {
    const other = sub(one, x);
    return other.kind === "number" ? other : truth(other);
  };
  const turned = (x: Element): Element => exp(draw, mul(ROOT_OF_MINUS_ONE(), x));
  const cos = (x: Element): Element => within(half(sumOf([turned(x), turned(negative(x))])), SINE);
  /** What an inverse function was applied to: sin(arcsin(x)) is x wherever that is defined. */
  const undone = (name: string, x: Element): Element | undefined => {
    const [inner] = x.kind === "negative" ? x.args : [x];
    if (inner?.kind !== "atom" || inner.name !== name) return undefined;
    return x.kind === "negative" && name !== "acos" ? negative(inner.args[0] as Element) : inner.args[0];
  };
  const cosine = (x: Element): Element => undone("acos", x) ?? cos(x);
  const sine = (x: Element): Element => undone("asin", x) ?? sin(x);
  const sin = (x: Element): Element =>
    within(quotient(half(sub(turned(x), turned(negative(x)))), ROOT_OF_MINUS_ONE()), SINE);
  const cosh = (x: Element): Element =>
    within(half(sumOf([exp(draw, x), exp(draw, negative(x))])), range(1, Number.POSITIVE_INFINITY));
  const sinh = (x: Element): Element => half(sub(exp(draw, x), exp(draw, negative(x))));
  const max = (a: Element, b: Element): Element => {
    const [first, second] = draw.isCanonical(sub(a, b)) ? [a, b] : [b, a];
    const difference = sub(first, second);
    return within(sumOf([second, mul(difference, positive(difference))]), larger(rangeOf(a), rangeOf(b)));
  };
  const min = (a: Element, b: Element): Element =>
    within(sub(sumOf([a, b]), max(a, b)), negated(larger(negated(rangeOf(a)), negated(rangeOf(b)))));
  const xlogy = (x: Element, y: Element): Element => mul(x, log(draw, y));
  const erf = (x: Element): Element => odd("erf", x, range(-1, 1, true, true));
  const erfc = (x: Element): Element => within(sub(one, erf(x)), range(0, 2, true, true));
  const sign = (x: Element): Element => within(sub(positive(x), positive(negative(x))), SINE);

  const pointwise: PointwiseTable<Kernel<Element>> = {
    add: (a, b) => sumOf([a, b]),
    sub,
    mul: (a, b) => mul(a, b),
    div: quotient,
    neg: negative,
    pow: (x, y) => pow(draw, x, y),
    square,
    sqrt: (x) => sqrt(draw, x),
    exp: (x) => exp(draw, x),
    log: (x) => log(draw, x),
    log1p: (x) => log(draw, sumOf([one, x])),
    expm1: (x) => sub(exp(draw, x), one),
    oneMinusSquare: (x) => sub(one, square(x)),
    xlogy,
    sin: sine,
    cos: cosine,
    tan: (x) => undone("atan", x) ?? quotient(sine(x), cosine(x)),
    asin: (x) => odd("asin", x, QUARTER),
    acos: (x) => atom("acos", [x], range(0, 3.2)),
    atan: (x) => odd("atan", x, QUARTER),
    sinh,
    cosh,
    tanh: (x) => within(quotient(sinh(x), cosh(x)), range(-1, 1, true, true)),
    erf,
    erfc,
    sigmoid,
    softplus,
    relu: (x) => within(mul(x, positive(x)), larger(rangeOf(x), range(0, 0))),
    leakyRelu: (x, slope) => sumOf([mul(slope, x), mul(sub(one, slope), x, positive(x))]),
    elu: (x, alpha) => chosen(positive(x), x, mul(alpha, sub(exp(draw, x), one))),
    gelu: (x) => half(mul(x, erfc(quotient(negative(x), sqrt(draw, WHOLE(2)))))), // x Phi(x)
    step: (x) => not(positive(negative(x))),
    floor: (x) => (x.kind === "number" ? numberElement(rational.floor(x.c)) : atom("floor", [x])),
    abs: (x) => within(modulus(draw, x, UNIT), NONNEGATIVE),
    sign,
    min,
    max,
    where: (condition, yes, no) => chosen(holds(condition), yes, no),
    lt: (a, b) => positive(sub(b, a)),
    le: (a, b) => not(positive(sub(a, b))),
    gt: (a, b) => positive(sub(a, b)),
    ge: (a, b) => not(positive(sub(b, a))),
    eq: (a, b) => isZero(sub(a, b)),
    ne: (a, b) => not(isZero(sub(a, b))),
  };

  /** Whether a condition is anything but 0: what comparisons give is 1 or 0. */
  function holds(condition: Element): Element {
    return isTruth(condition) ? condition : not(isZero(condition));
  }

  const isTruth = (x: Element): boolean =>
    truths.has(x) || (x.kind === "number" && (x.c.n === 0n || x.c.n === x.c.d));

  const chosen = (condition: Element, yes: Element, no: Element): Element => {
    if (condition.kind === "number") return condition.c.n === 0n ? no : yes;
    return within(sumOf([mul(condition, yes), mul(not(condition), no)]), hull(rangeOf(yes), rangeOf(no)));
  };

  const extremum = (name: string, entries: readonly Element[]): Element => {
    const key = (x: Element): string => keyOf(draw.image(x, 0));
    const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const [only] = sorted;
    if (only !== undefined && sorted.length === 1) return only;
    return atom(name, sorted, entries.map(rangeOf).reduce(larger));
  };

  return {
    number: (value) => {
      const fraction = fractionOf(value);
      if (fraction === undefined) throw new NoImage("none"); // NaN and infinities
      return numberElement(fraction);
    },
    symbol: (node, entry) => atom(`symbol ${numberOf(node)}.${entry}`, []),
    abstract: (name, order, x) => atom(`${name} ${order}`, [x]),
    // nothing is known but that equal operands give equal values
    declared: (op, operands, shape) => {
      const entries = operands.flatMap(({ data }) => data);
      const sizes = operands.map((operand) => operand.shape.join()).join(" ");
      return Array.from({ length: entryCount(shape) }, (_, k) =>
        atom(`${operationKey(op)} ${sizes} ${k}`, entries),
      );
    },
    pointwise,
    sum: (terms) => (terms.length === 0 ? zero : terms.length === 1 ? (terms[0] as Element) : sumOf(terms)),
    product: (factors) => (factors.length === 1 ? (factors[0] as Element) : productOf(factors)),
    largest: (entries) => extremum("largest", entries),
    smallest: (entries) => negative(extremum("largest", entries.map(negative))),
  };
}

const numbers = new WeakMap<Node, number>();
let met = 0;

/** A number of its own for each symbol. */
function numberOf(symbol: Node): number {
  const known = numbers.get(symbol) ?? met++;
  numbers.set(symbol, known);
  return known;
}
