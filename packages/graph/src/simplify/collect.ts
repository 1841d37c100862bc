import type { Node } from "../node";
import { add, div, mul, neg, sub } from "../ops/arithmetic";
import { expand } from "../ops/contract";
import { pow, square } from "../ops/elementary";
import { constantNode } from "../ops/leaf";
import type { Numbering } from "./numbering";
import type { Rational } from "./rational";
import * as exact from "./rational";

/*
 * Sums and products. Each is read into a list (terms with coefficients, factors with exponents), what is alike is put
 * together, and it is written again in the order in which things first stood. Nothing is rewritten unless a law applies:
 *   numbers      2 (3 x) = 6 x, 2 + 3 = 5          zeros and ones   0 x = 0, 1 x = x, x + 0 = x
 *   signs        (-a) b = -(a b), a - (-b) = a + b  like factors     x x = x^2, x / x = 1 (x != 0)
 *   like terms   2 x + 3 x = 5 x                    quotients        a (1 / b) = a / b, (a / b) / c = a / (b c)
 */

const SUMS: ReadonlySet<string> = new Set(["add", "sub"]);
const PRODUCTS: ReadonlySet<string> = new Set(["mul", "div", "neg"]);

export type Family = "sum" | "product";

/** Which of the two a node belongs to. */
export function familyOf(node: Node): Family | undefined {
  if (SUMS.has(node.op.name)) return "sum";
  return PRODUCTS.has(node.op.name) ? "product" : undefined;
}

interface Factor {
  readonly base: Node;
  exponent: number;
}

interface Product {
  readonly coefficient: Rational;
  readonly factors: readonly Factor[];
  /** Whether a law applied while reading. */
  readonly changed: boolean;
}

/** Reads a product; `inside` says which nodes may be opened. */
function readProduct(root: Node, numbering: Numbering, inside: (node: Node) => boolean): Product {
  let coefficient = exact.ONE;
  let numbers = 0;
  let changed = false;
  const byNumber = new Map<string, Factor>();
  const pending: { node: Node; exponent: number; depth: number }[] = [{ node: root, exponent: 1, depth: 0 }];
  while (pending.length > 0) {
    const { node, exponent, depth } = pending.pop() as { node: Node; exponent: number; depth: number };
    const [a, b] = node.inputs;
    const open = node === root || inside(node);
    if (open && node.op.name === "mul") pending.push(at(b, exponent, depth + 1), at(a, exponent, depth + 1));
    else if (open && node.op.name === "div") {
      if (depth > 0 && (exponent < 0 || a?.op.name === "div" || b?.op.name === "div")) changed = true;
      if (a?.attrs.value === 1 && depth > 0) changed = true;
      pending.push(at(b, -exponent, depth + 1), at(a, exponent, depth + 1));
    } else if (open && node.op.name === "neg") {
      coefficient = exact.negative(coefficient);
      if (depth > 0) changed = true;
      pending.push(at(a, exponent, depth + 1));
    } else {
      const value = typeof node.attrs.value === "number" ? exact.rational(node.attrs.value) : undefined;
      if (value !== undefined && (exponent > 0 || !exact.isZero(value))) {
        coefficient = exact.times(coefficient, exact.power(value, exponent));
        numbers++;
        if (value.n < 0n || exact.isZero(value) || (exact.isOne(value) && exponent > 0) || exact.isOne(value))
          changed ||= isWorth(root, value, exponent);
        continue;
      }
      const [base, k] = powerOf(node);
      const key = `${numbering.of(base)}`;
      const known = byNumber.get(key);
      if (known === undefined) byNumber.set(key, { base, exponent: k * exponent });
      else {
        known.exponent += k * exponent;
        changed = true;
      }
    }
  }
  return { coefficient, factors: [...byNumber.values()], changed: changed || numbers > 1 };
}

/** 1/x is as short as it gets; every other 0, 1 or negative number in a product can go or become a sign. */
function isWorth(root: Node, value: Rational, exponent: number): boolean {
  const isReciprocal =
    exact.isOne(value) && exponent > 0 && root.op.name === "div" && root.inputs[0]?.attrs.value === 1;
  return !isReciprocal;
}

function at(
  node: Node | undefined,
  exponent: number,
  depth: number,
): { node: Node; exponent: number; depth: number } {
  return { node: node as Node, exponent, depth }; // mul, div and neg have these inputs
}

function powerOf(node: Node): readonly [base: Node, exponent: number] {
  if (node.op.name === "square") return [node.inputs[0] as Node, 2];
  const exponent = node.inputs[1]?.attrs.value;
  if (node.op.name === "pow" && typeof exponent === "number" && Number.isInteger(exponent)) {
    return [node.inputs[0] as Node, exponent];
  }
  return [node, 1];
}

function writePower({ base, exponent }: Factor, sign: 1 | -1): Node {
  const k = exponent * sign;
  if (k === 1) return base;
  return k === 2 ? square(base) : pow(base, constantNode(k));
}

const productOf = (nodes: readonly Node[]): Node | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce((left, right) => mul(left, right));

/** Writes a product: sign, number, factors, divisor. */
function writeProduct(coefficient: Rational, factors: readonly Factor[]): Node {
  if (exact.isZero(coefficient)) return constantNode(0);
  const live = factors.filter((factor) => factor.exponent !== 0);
  const above = live.filter((factor) => factor.exponent > 0).map((factor) => writePower(factor, 1));
  const below = live.filter((factor) => factor.exponent < 0).map((factor) => writePower(factor, -1));
  const negative = coefficient.n < 0n;
  const size = negative ? exact.negative(coefficient) : coefficient;
  const whole = exact.decimal(size);
  if (whole !== undefined) {
    if (whole !== 1 || (above.length === 0 && below.length === 0)) above.unshift(constantNode(whole));
  } else {
    if (size.n !== 1n) above.unshift(constantNode(Number(size.n)));
    below.unshift(constantNode(Number(size.d)));
  }
  const top = productOf(above) ?? constantNode(1);
  const bottom = productOf(below);
  const value = bottom === undefined ? top : div(top, bottom);
  if (!negative) return value;
  return typeof value.attrs.value === "number" ? constantNode(-value.attrs.value) : neg(value);
}

/** A product with its laws applied; the node itself where none does. */
export function collectProduct(node: Node, numbering: Numbering, inside: (node: Node) => boolean): Node {
  const product = readProduct(node, numbering, inside);
  if (!product.changed) return node;
  return expand(writeProduct(product.coefficient, product.factors), node.shape);
}

interface Term {
  coefficient: Rational;
  readonly factors: readonly Factor[];
  /** The node as it stood, if nothing has been put together with it. */
  original: { readonly node: Node; readonly sign: 1 | -1 } | undefined;
}

/** A sum with its laws applied; the node itself where none does. */
export function collectSum(root: Node, numbering: Numbering, inside: (node: Node) => boolean): Node {
  const terms = new Map<string, Term>();
  let changed = false;
  const pending: { node: Node; sign: 1 | -1 }[] = [{ node: root, sign: 1 }];
  while (pending.length > 0) {
    const { node, sign } = pending.pop() as { node: Node; sign: 1 | -1 };
    const [a, b] = node.inputs;
    const open = node === root || inside(node);
    if (open && (node.op.name === "add" || node.op.name === "sub")) {
      const flipped = node.op.name === "sub" ? (-sign as 1 | -1) : sign;
      pending.push({ node: b as Node, sign: flipped }, { node: a as Node, sign });
      continue;
    }
    const product = readProduct(node, numbering, (inner) => familyOf(inner) === "product");
    const coefficient = sign === 1 ? product.coefficient : exact.negative(product.coefficient);
    if (exact.isZero(coefficient) || (node.op.name === "neg" && terms.size > 0)) changed = true;
    const key = keyOf(product.factors, numbering);
    const known = terms.get(key);
    if (known === undefined)
      terms.set(key, { coefficient, factors: product.factors, original: { node, sign } });
    else {
      known.coefficient = exact.plus(known.coefficient, coefficient);
      known.original = undefined;
      changed = true;
    }
    const negativeNumber = product.factors.length === 0 && product.coefficient.n < 0n && terms.size > 1;
    if (negativeNumber) changed = true;
  }
  if (!changed) return root;
  return expand(writeSum([...terms.values()]), root.shape);
}

const keyOf = (factors: readonly Factor[], numbering: Numbering): string =>
  factors
    .map(({ base, exponent }) => `${numbering.of(base)}^${exponent}`)
    .sort()
    .join(" ");

function writeSum(terms: readonly Term[]): Node {
  let total: Node | undefined;
  for (const { coefficient, factors, original } of terms) {
    if (exact.isZero(coefficient)) continue;
    const [node, negative] = writeTerm(coefficient, factors, original);
    if (total === undefined) total = negative ? negated(node) : node;
    else total = negative ? sub(total, node) : add(total, node);
  }
  return total ?? constantNode(0);
}

const negated = (node: Node): Node =>
  typeof node.attrs.value === "number" ? constantNode(-node.attrs.value) : neg(node);

/** A term without its sign, and whether the sign is minus. */
function writeTerm(
  coefficient: Rational,
  factors: readonly Factor[],
  original: Term["original"],
): readonly [Node, boolean] {
  const negative = coefficient.n < 0n;
  if (original === undefined)
    return [writeProduct(negative ? exact.negative(coefficient) : coefficient, factors), negative];
  const { node, sign } = original;
  if (node.op.name === "neg") return [node.inputs[0] as Node, sign === 1];
  const value = node.attrs.value;
  if (typeof value === "number" && value < 0) return [constantNode(-value), sign === 1];
  return [node, sign === -1];
}
