import type { Node } from "./node";
import { add, div, mul, neg, sub } from "./ops/arithmetic";
import { constantNode } from "./ops/leaf";

/*
 * Derivatives of any order in closed form. Differentiated by rules alone, the n-th derivative of a sigmoid is a sum of some 3^n
 * products, which nobody collects. But with w = y (1 - y) and v = 1 - 2y every one of them is w R(w) or w v R(w), R a
 * polynomial; so it is for tanh, and the derivatives of a power follow each other by e/x. Nodes that are such a derivative
 * are recognised, or remembered, and differentiated as what they are. R has no cancellation that grows with |x|, for w
 * is small there: at order 20 some 40 ulp are lost at most in the middle, next to a zero four digits.
 */

/** A node that is a function of one node below it, x, and its derivative by x. */
export interface ClosedForm {
  readonly x: Node;
  /** What is between the node and x: where one of these is sought or held, the derivative goes by the rules. */
  readonly between: readonly Node[];
  /** What it is a multiple of: the form holds where none of these depends on what is sought. */
  readonly constants: readonly Node[];
  readonly derivative: () => Node;
}

const remembered = new WeakMap<Node, ClosedForm>();
let isAnyRemembered = false;
function remember(node: Node, form: ClosedForm): void {
  isAnyRemembered = true;
  if (!remembered.has(node)) remembered.set(node, form);
}

/** The closed form of a node, if it is the derivative of a function that has one. */
export function closedForm(node: Node): ClosedForm | undefined {
  const { op, first, second } = node;
  if (op.name === "mul" && second?.op.name === "sub" && second.second === first)
    return second.first?.attrs.value === 1 ? ofSigmoid(node, first as Node, second) : remembered.get(node);
  if (op.name === "oneMinusSquare") return ofTanh(node, first as Node) ?? remembered.get(node);
  const known = remembered.get(node);
  if (known !== undefined || op.name !== "div" || node.attrs.vanishes) return known;
  return quotientForm(node, first as Node, second as Node);
}

/**
 * Whether the closed form of a node may round otherwise than the rules, by which sweeps in numbers go. That of a/x for a number a
 * is -(a/x)/x by either.
 */
export function roundsAsOne(node: Node): boolean {
  if (isAnyRemembered && remembered.has(node)) return true;
  const { op, first, second } = node;
  const mayBe =
    op.name === "mul" ? second?.second === first : op.name === "oneMinusSquare" || op.name === "div";
  return mayBe && (closedForm(node)?.between.length ?? 0) > 0;
}

const ONE = constantNode(1);
const TWO = constantNode(2);

function ofSigmoid(w: Node, y: Node, complement: Node): ClosedForm | undefined {
  const names = named(y, "sigmoid");
  if (names === undefined) return undefined;
  const x = (names[names.length - 1] as Node).first as Node;
  const family = { w, v: () => sub(ONE, mul(TWO, y)), ...SIGMOID };
  return familyForm(
    family,
    { x, between: [complement, ...names], constants: [complement.first as Node] },
    [1n],
    0,
  );
}

function ofTanh(w: Node, y: Node): ClosedForm | undefined {
  const names = named(y, "tanh");
  if (names === undefined) return undefined;
  const x = (names[names.length - 1] as Node).first as Node;
  return familyForm({ w, v: () => y, ...TANH }, { x, between: names, constants: [] }, [1n], 0);
}

/** A node and what its names stand for, down to an operation; undefined if that is another one. */
function named(node: Node, operation: string): Node[] | undefined {
  const chain = [node];
  let bare = node;
  while (bare.op.kind === "naming") {
    bare = bare.first as Node;
    chain.push(bare);
  }
  return bare.op.name === operation ? chain : undefined;
}

/** w' = a v w, v' = b w, v^2 = c + d w, all by x. */
interface Family {
  readonly w: Node;
  readonly v: () => Node;
  readonly a: bigint;
  readonly b: bigint;
  readonly c: bigint;
  readonly d: bigint;
}

const SIGMOID = { a: 1n, b: -2n, c: 1n, d: -4n } as const;
const TANH = { a: -2n, b: 1n, c: 1n, d: -1n } as const;

type At = Omit<ClosedForm, "derivative">;

/** The form of w v^s R(w), s being 0 or 1. */
function familyForm(family: Family, at: At, R: readonly bigint[], s: 0 | 1): ClosedForm {
  const derivative = (): Node => {
    const [next, parity] = differentiated(family, R, s);
    const node = written(family, next, parity);
    const between = [...at.between, family.w];
    remember(node, familyForm(family, { ...at, between }, next, parity));
    return node;
  };
  return { ...at, derivative };
}

function differentiated(
  { a, b, c, d }: Family,
  R: readonly bigint[],
  s: 0 | 1,
): readonly [next: bigint[], parity: 0 | 1] {
  const S = R.map((r, k) => BigInt(k + 1) * r); // R + w R'
  if (s === 0) return [S.map((r) => a * r), 1];
  const next = new Array<bigint>(R.length + 1).fill(0n);
  const put = (k: number, r: bigint): void => {
    next[k] = (next[k] as bigint) + r;
  };
  for (const [k, r] of S.entries()) {
    put(k, a * c * r);
    put(k + 1, a * d * r);
  }
  for (const [k, r] of R.entries()) put(k + 1, b * r);
  return [next, 0];
}

/** By Horner's rule. */
function written({ w, v }: Family, R: readonly bigint[], s: 0 | 1): Node {
  const outer = s === 0 ? w : mul(w, v());
  const [last, ...rest] = [...R].reverse().map((r) => constantNode(Number(r)));
  const polynomial = rest.reduce<Node>((total, r) => add(mul(total, w), r), last as Node);
  const { value } = polynomial.attrs;
  if (value === 1) return outer;
  return value === -1 ? neg(outer) : mul(polynomial, outer);
}

/** a/x, and what is a multiple of a power: 1/(2 sqrt(x)), n x^n / x, and what follows from these. */
function quotientForm(node: Node, above: Node, below: Node): ClosedForm {
  const ofRoot = isNumber(above) && below.op.name === "mul" && isNumber(below.first as Node);
  const root = ofRoot ? named(below.second as Node, "sqrt") : undefined;
  if (root !== undefined) {
    const x = (root[root.length - 1] as Node).first as Node;
    return powerForm(node, -0.5, { x, between: [below, ...root], constants: [above, below.first as Node] });
  }
  const multiple = multipleOfPower(above, below);
  return multiple === undefined
    ? powerForm(node, -1, { x: below, between: [], constants: [above] })
    : powerForm(node, multiple.exponent - 1, { x: below, ...multiple });
}

/** A constant, or a product of constants, as adjoints are. */
function isNumber(root: Node): boolean {
  let node = root;
  while (node.op.name === "mul" && typeof node.second?.attrs.value === "number") node = node.first as Node;
  return typeof node.attrs.value === "number";
}

/** Reads a number times a power of x, written as products with numbers, signs and quotients. */
function multipleOfPower(root: Node, x: Node): (Omit<At, "x"> & { readonly exponent: number }) | undefined {
  const between: Node[] = [];
  const constants: Node[] = [];
  let exponent = 0;
  for (let node = root; ; ) {
    const { op, first, second } = node;
    if (isNumber(node)) {
      constants.push(node);
      return { exponent, between, constants };
    }
    between.push(node);
    const last = second?.attrs.value;
    if (op.name === "pow" && first === x && typeof last === "number") {
      constants.push(second as Node);
      return { exponent: exponent + last, between, constants };
    }
    if (op.name === "div" && second === x) {
      exponent--;
      node = first as Node;
    } else if (op.name === "mul" && isNumber(first as Node)) {
      constants.push(first as Node);
      node = second as Node;
    } else if (op.kind === "naming" || op.name === "neg") node = first as Node;
    else return undefined;
  }
}

/** A multiple of x^e, by x: e times itself over x. */
function powerForm(node: Node, e: number, at: At): ClosedForm {
  const derivative = (): Node => {
    const next = e === -1 ? neg(div(node, at.x)) : div(mul(constantNode(e), node), at.x);
    const between = [...at.between, node];
    remember(next, powerForm(next, e - 1, { ...at, between }));
    return next;
  };
  return { ...at, derivative };
}
