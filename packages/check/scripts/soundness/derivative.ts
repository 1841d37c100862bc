import { add, call, div, mul, neg, number, ONE, pow, square, sub, type Tree, TWO, ZERO } from "./tree";

/*
 * Derivatives of formulas by calculus, written down here a second time, so that gradients of graphs are held against them.
 */

/** f'(a) for y = f(a). */
const rules: Readonly<Record<string, (a: Tree, y: Tree) => Tree>> = {
  neg: () => number(-1),
  square: (a) => mul(TWO, a),
  exp: (_, y) => y,
  expm1: (a) => call("exp", a),
  log: (a) => div(ONE, a),
  log1p: (a) => div(ONE, add(ONE, a)),
  sqrt: (_, y) => div(ONE, mul(TWO, y)),
  sin: (a) => call("cos", a),
  cos: (a) => neg(call("sin", a)),
  sinh: (a) => call("cosh", a),
  cosh: (a) => call("sinh", a),
  tanh: (_, y) => sub(ONE, square(y)),
  atan: (a) => div(ONE, add(ONE, square(a))),
  sigmoid: (_, y) => mul(y, sub(ONE, y)),
  softplus: (a) => call("sigmoid", a),
  silu: (a) => mul(call("sigmoid", a), add(ONE, mul(a, sub(ONE, call("sigmoid", a))))),
  relu: (a) => call("gt", a, ZERO),
  abs: (a) => call("sign", a),
};

/** The operations that have a rule here. */
export const differentiable: readonly string[] = [...Object.keys(rules), "add", "sub", "mul", "div"];

const isZero = (tree: Tree): boolean => tree.value === "0";

/** The derivative of a formula by a leaf; undefined for operations without a rule here. */
export function derivative(tree: Tree, by: string): Tree | undefined {
  const { args, name, op } = tree;
  if (op === "number") return ZERO;
  if (op === "leaf") return name === by ? ONE : ZERO;
  const [a, b] = args;
  const [da, db] = args.map((arg) => derivative(arg, by));
  if (a === undefined || da === undefined || (b !== undefined && db === undefined)) return undefined;
  if (b === undefined || db === undefined) {
    const rule = rules[op];
    return rule && (isZero(da) ? ZERO : mul(rule(a, tree), da));
  }
  switch (op) {
    case "add":
      return isZero(da) ? db : isZero(db) ? da : add(da, db);
    case "sub":
      return isZero(db) ? da : sub(da, db);
    case "mul":
      return isZero(da) ? mul(a, db) : isZero(db) ? mul(da, b) : add(mul(da, b), mul(a, db));
    case "div":
      return isZero(db) ? div(da, b) : div(sub(mul(da, b), mul(a, db)), square(b));
    case "pow": {
      const exponent = Number(b.value);
      return b.op === "number" ? mul(mul(b, pow(a, number(exponent - 1))), da) : undefined;
    }
    default:
      return undefined;
  }
}
