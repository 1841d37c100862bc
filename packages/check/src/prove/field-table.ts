import {
  entryCount,
  type Kernel,
  type Node,
  type NumberSystem,
  operationKey,
  type PointwiseName,
  rational,
} from "@chainrule/graph";
import { type Draw, NoImage, WHOLE } from "./draw";
import {
  atom,
  type Element,
  negative,
  numberElement,
  productOf,
  quotient,
  ROOT_OF_MINUS_ONE,
  sumOf,
} from "./element";
import { constantOf, exp, log, pow, power } from "./transcendental";

const { fromNumber: fractionOf } = rational;

const HALF = { n: 1n, d: 2n };

const sub = (a: Element, b: Element): Element => sumOf([a, negative(b)]);
const mul = (...factors: Element[]): Element => productOf(factors);
const square = (x: Element): Element => power(x, { n: 2n, d: 1n });
const half = (x: Element): Element => quotient(x, WHOLE(2));

/**
 * Graphs over the fields of one random point. Functions with no law here (arcsin, erf, abstract functions, and whether a
 * number is positive) are atoms: the same for the same argument. Two numbers that may differ count as different, so what holds
 * only where they do not, at a kink, is found out with numbers.
 */
export function fieldTable(draw: Draw): NumberSystem<Element> {
  const one = WHOLE(1);
  const zero = WHOLE(0);
  const exponential = (x: Element): Element => exp(x);
  const sigmoid = (x: Element): Element => quotient(one, sumOf([one, exp(negative(x))]));
  const softplus = (x: Element): Element => log(draw, sumOf([one, exp(x)]));
  const odd = (name: string, x: Element): Element =>
    draw.isCanonical(x) ? atom(name, [x]) : negative(atom(name, [negative(x)]));
  const positive = (x: Element): Element => {
    const sign = constantSign(x);
    return sign === undefined ? atom("positive", [x]) : WHOLE(sign > 0 ? 1 : 0);
  };
  const isZero = (x: Element): Element => {
    if (draw.image(x, 0) === 0n) return one;
    if (draw.isGeneric || constantOf(x) !== undefined) return zero;
    return atom("zero", [draw.isCanonical(x) ? x : negative(x)]);
  };
  const not = (x: Element): Element => sub(one, x);
  const turned = (x: Element): Element => exp(mul(ROOT_OF_MINUS_ONE(), x));
  const cos = (x: Element): Element => half(sumOf([turned(x), turned(negative(x))]));
  const sin = (x: Element): Element =>
    quotient(half(sub(turned(x), turned(negative(x)))), ROOT_OF_MINUS_ONE());
  const cosh = (x: Element): Element => half(sumOf([exp(x), exp(negative(x))]));
  const sinh = (x: Element): Element => half(sub(exp(x), exp(negative(x))));
  const max = (a: Element, b: Element): Element => {
    const [first, second] = draw.isCanonical(sub(a, b)) ? [a, b] : [b, a];
    const difference = sub(first, second);
    return sumOf([second, mul(difference, positive(difference))]);
  };
  const min = (a: Element, b: Element): Element => sub(sumOf([a, b]), max(a, b));
  const xlogy = (x: Element, y: Element): Element => mul(x, log(draw, y));
  const erf = (x: Element): Element => odd("erf", x);
  const erfc = (x: Element): Element => sub(one, erf(x));

  const pointwise: { readonly [K in PointwiseName]: Kernel<Element> } = {
    add: (a, b) => sumOf([a, b]),
    sub,
    mul: (a, b) => mul(a, b),
    div: quotient,
    neg: negative,
    pow: (x, y) => pow(draw, x, y),
    square,
    sqrt: (x) => power(x, HALF),
    exp: exponential,
    log: (x) => log(draw, x),
    log1p: (x) => log(draw, sumOf([one, x])),
    expm1: (x) => sub(exp(x), one),
    oneMinusSquare: (x) => sub(one, square(x)),
    xlogy,
    sin,
    cos,
    tan: (x) => quotient(sin(x), cos(x)),
    asin: (x) => odd("asin", x),
    acos: (x) => atom("acos", [x]),
    atan: (x) => odd("atan", x),
    sinh,
    cosh,
    tanh: (x) => quotient(sinh(x), cosh(x)),
    erf,
    erfc,
    sigmoid,
    softplus,
    relu: (x) => mul(x, positive(x)),
    leakyRelu: (x, slope) => sumOf([mul(slope, x), mul(sub(one, slope), x, positive(x))]),
    elu: (x, alpha) => chosen(positive(x), x, mul(alpha, sub(exp(x), one))),
    silu: (x) => mul(x, sigmoid(x)),
    // x erfc(-x / sqrt 2) / 2, with the number that stands for 1 / sqrt 2 in the derivative's rule
    gelu: (x) => half(mul(x, erfc(mul(numberElement(ROOT_HALF), negative(x))))),
    binaryCrossEntropy: (p, t) => negative(sumOf([xlogy(t, p), xlogy(sub(one, t), sub(one, p))])),
    binaryCrossEntropyWithLogits: (z, t) => sub(softplus(z), mul(t, z)),
    step: (x) => not(positive(negative(x))),
    abs: (x) => mul(x, sub(positive(x), positive(negative(x)))),
    sign: (x) => sub(positive(x), positive(negative(x))),
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

  function isTruth(x: Element): boolean {
    if (x.kind === "number") return x.c.n === 0n || x.c.n === x.c.d;
    if (x.kind === "atom") return x.name === "positive" || x.name === "zero";
    const [a, b] = x.args;
    return (
      x.kind === "sum" && a?.kind === "number" && b?.kind === "negative" && isTruth(b.args[0] as Element)
    );
  }

  const chosen = (truth: Element, yes: Element, no: Element): Element =>
    sumOf([mul(truth, yes), mul(not(truth), no)]);

  const extremum = (name: string, entries: readonly Element[]): Element => {
    const sorted = [...entries].sort((a, b) => (draw.image(a, 0) < draw.image(b, 0) ? -1 : 1));
    return sorted.length === 1 ? (sorted[0] as Element) : atom(name, sorted);
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

const ROOT_HALF = fractionOf(Math.SQRT1_2) ?? HALF;

const numbers = new WeakMap<Node, number>();
let met = 0;

/** A number of its own for each symbol. */
function numberOf(symbol: Node): number {
  const known = numbers.get(symbol) ?? met++;
  numbers.set(symbol, known);
  return known;
}

function constantSign(x: Element): number | undefined {
  if (x.kind !== "number") return undefined;
  return x.c.n > 0n ? 1 : x.c.n < 0n ? -1 : 0;
}
