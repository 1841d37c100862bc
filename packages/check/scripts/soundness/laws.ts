import { isNotNegative, isPositive, isSmall, type Ranges } from "./signs";
import {
  add,
  call,
  div,
  HALF,
  mul,
  neg,
  number,
  ONE,
  pow,
  sameTree,
  square,
  sub,
  type Tree,
  TWO,
  ZERO,
} from "./tree";

/** A law that rewrites a formula to an equal one, or is silent where it does not apply. */
export type Law = (tree: Tree, ranges: Ranges) => Tree | undefined;

/** A formula that laws such as x = x (1 + c) - x c put in. */
const AUX = add(ONE, square(call("sin", number(1))));

type Two = (a: Tree, b: Tree, ranges: Ranges, tree: Tree) => Tree | undefined;
type One = (a: Tree, ranges: Ranges, tree: Tree) => Tree | undefined;
const of2 =
  (op: string, law: Two): Law =>
  (tree, ranges) => {
    const [a, b] = tree.args;
    return tree.op === op && a !== undefined && b !== undefined ? law(a, b, ranges, tree) : undefined;
  };
const of1 =
  (op: string, law: One): Law =>
  (tree, ranges) => {
    const [a] = tree.args;
    return tree.op === op && a !== undefined ? law(a, ranges, tree) : undefined;
  };
const where3 =
  (law: (c: Tree, a: Tree, b: Tree) => Tree | undefined): Law =>
  (tree) => {
    const [c, a, b] = tree.args;
    return tree.op === "where" && c !== undefined && a !== undefined && b !== undefined
      ? law(c, a, b)
      : undefined;
  };
const args = (tree: Tree, op: string): readonly [Tree, Tree] | undefined => {
  const [a, b] = tree.args;
  return tree.op === op && a !== undefined && b !== undefined ? [a, b] : undefined;
};
const arg = (tree: Tree, op: string): Tree | undefined => (tree.op === op ? tree.args[0] : undefined);

export const algebra: readonly Law[] = [
  of2("add", (a, b) => add(b, a)),
  of2("mul", (a, b) => mul(b, a)),
  of2("sub", (a, b) => add(a, neg(b))),
  of2("sub", (a, b) => neg(sub(b, a))),
  of2("sub", (a, b) => add(neg(b), a)),
  of1("neg", (a) => mul(number(-1), a)),
  of1("neg", (a) => sub(ZERO, a)),
  of2("add", (a, b) => {
    const inner = args(b, "add");
    return inner && add(add(a, inner[0]), inner[1]);
  }),
  of2("mul", (a, b) => {
    const inner = args(b, "add");
    return inner && add(mul(a, inner[0]), mul(a, inner[1]));
  }),
  of2("mul", (a, b) => {
    const inner = args(b, "sub");
    return inner && sub(mul(a, inner[0]), mul(a, inner[1]));
  }),
  of2("mul", (a, b) => {
    const inner = args(b, "mul");
    return inner && mul(mul(a, inner[0]), inner[1]);
  }),
  of2("mul", (a, b) => div(sub(square(add(a, b)), square(sub(a, b))), number(4))),
  of2("div", (a, b) => mul(a, div(ONE, b))),
  of2("div", (a, b) => mul(a, pow(b, number(-1)))),
  of2("div", (a, b) => div(mul(a, AUX), mul(b, AUX))),
  of2("div", (a, b) => {
    const inner = args(a, "add");
    return inner && add(div(inner[0], b), div(inner[1], b));
  }),
  of2("add", (a, b) => {
    const [left, right] = [args(a, "div"), args(b, "div")];
    return left && right && div(add(mul(left[0], right[1]), mul(right[0], left[1])), mul(left[1], right[1]));
  }),
  of2("add", (a, b) => {
    const left = args(a, "div");
    return left && div(add(left[0], mul(b, left[1])), left[1]);
  }),
  of1("square", (a) => mul(a, a)),
  of1("square", (a) => {
    const inner = args(a, "add");
    return inner && add(add(square(inner[0]), mul(TWO, mul(inner[0], inner[1]))), square(inner[1]));
  }),
  of1("square", (a) => {
    const inner = args(a, "mul");
    return inner && mul(square(inner[0]), square(inner[1]));
  }),
  of1("square", (a) => square(neg(a))),
  of1("square", (a) => add(mul(sub(a, ONE), add(a, ONE)), ONE)),
  of2("pow", (a, b) => (b.value === "3" ? mul(a, square(a)) : undefined)),
  of2("pow", (a, b) => (b.value === "2" ? square(a) : undefined)),
  of2("pow", (a, b) => (b.value === "4" ? square(square(a)) : undefined)),
  of2("pow", (a, b) => (b.value === "-1" ? div(ONE, a) : undefined)),
  of2("pow", (a, b) => (b.value === "-2" ? div(ONE, square(a)) : undefined)),
  (tree) => add(tree, ZERO),
  (tree) => mul(ONE, tree),
  (tree) => neg(neg(tree)),
  (tree) => sub(mul(TWO, tree), tree),
  (tree) => div(tree, ONE),
  (tree) => sub(add(tree, AUX), AUX),
  (tree) => div(add(tree, tree), TWO),
];

export const powers: readonly Law[] = [
  of1("exp", (a) => {
    const inner = args(a, "add");
    return inner && mul(call("exp", inner[0]), call("exp", inner[1]));
  }),
  of1("exp", (a) => {
    const inner = args(a, "sub");
    return inner && div(call("exp", inner[0]), call("exp", inner[1]));
  }),
  of1("exp", (a) => div(ONE, call("exp", neg(a)))),
  of1("exp", (a) => square(call("exp", div(a, TWO)))),
  of1("exp", (a) => mul(call("exp", sub(a, ONE)), call("exp", ONE))),
  of1("exp", (a) => call("sqrt", call("exp", mul(TWO, a)))),
  of1("exp", (a) => add(call("expm1", a), ONE)),
  of1("expm1", (a) => sub(call("exp", a), ONE)),
  of1("log", (a, ranges) => {
    const inner = args(a, "mul");
    const isFit = inner?.every((part) => isPositive(part, ranges));
    return inner && isFit ? add(call("log", inner[0]), call("log", inner[1])) : undefined;
  }),
  of1("log", (a, ranges) => {
    const inner = args(a, "div");
    const isFit = inner?.every((part) => isPositive(part, ranges));
    return inner && isFit ? sub(call("log", inner[0]), call("log", inner[1])) : undefined;
  }),
  of1("log", (a, ranges) => {
    const inner = args(a, "pow");
    return inner && isPositive(inner[0], ranges) ? mul(inner[1], call("log", inner[0])) : undefined;
  }),
  of1("log", (a) => arg(a, "exp")),
  of1("log", (a) => neg(call("log", div(ONE, a)))),
  of1("log", (a) => div(call("log", square(a)), TWO)),
  of1("log", (a) => mul(TWO, call("log", call("sqrt", a)))),
  of1("log", (a) => sub(call("log", mul(TWO, a)), call("log", TWO))),
  of1("log", (a) => mul(call("log", TWO), div(call("log", a), call("log", TWO)))),
  of1("log1p", (a) => call("log", add(ONE, a))),
  of1("sqrt", (a, ranges) => {
    const inner = args(a, "mul");
    const isFit = inner?.every((part) => isNotNegative(part, ranges));
    return inner && isFit ? mul(call("sqrt", inner[0]), call("sqrt", inner[1])) : undefined;
  }),
  of1("sqrt", (a, ranges) => {
    const inner = args(a, "div");
    const isFit = inner?.every((part) => isPositive(part, ranges));
    return inner && isFit ? div(call("sqrt", inner[0]), call("sqrt", inner[1])) : undefined;
  }),
  of1("sqrt", (a) => pow(a, HALF)),
  of1("sqrt", (a, ranges) => (isPositive(a, ranges) ? div(a, call("sqrt", a)) : undefined)),
  of1("sqrt", (a, ranges) => (isPositive(a, ranges) ? call("exp", mul(HALF, call("log", a))) : undefined)),
  of2("pow", (a, b, ranges) => {
    const inner = args(b, "add");
    return inner && isPositive(a, ranges) ? mul(pow(a, inner[0]), pow(a, inner[1])) : undefined;
  }),
  of2("pow", (a, b, ranges) => {
    const inner = args(b, "mul");
    return inner && isPositive(a, ranges) ? pow(pow(a, inner[0]), inner[1]) : undefined;
  }),
  of2("pow", (a, b, ranges) => (isPositive(a, ranges) ? call("exp", mul(b, call("log", a))) : undefined)),
  of2("pow", (a, b, ranges) => (isPositive(a, ranges) ? div(ONE, pow(a, neg(b))) : undefined)),
  of2("pow", (a, b, ranges) => (isPositive(a, ranges) ? pow(square(a), div(b, TWO)) : undefined)),
  of2("pow", (a, b, ranges) => (isPositive(a, ranges) ? square(pow(a, div(b, TWO))) : undefined)),
  of2("pow", (a, b, ranges) => {
    const inner = args(a, "mul");
    const isFit = inner?.every((part) => isPositive(part, ranges));
    return inner && isFit ? mul(pow(inner[0], b), pow(inner[1], b)) : undefined;
  }),
  (tree, ranges) => (isPositive(tree, ranges) ? call("exp", call("log", tree)) : undefined),
  (tree, ranges) => (isPositive(tree, ranges) ? call("sqrt", square(tree)) : undefined),
  (tree, ranges) => (isPositive(tree, ranges) ? square(call("sqrt", tree)) : undefined),
  (tree, ranges) => (isPositive(tree, ranges) ? pow(pow(tree, number("0.5")), TWO) : undefined),
  (tree, ranges) => (isPositive(tree, ranges) ? call("abs", tree) : undefined),
  (tree) => call("log", call("exp", tree)),
  (tree) => call("log1p", call("expm1", tree)),
  of2("xlogy", (a, b, ranges) => (isPositive(b, ranges) ? mul(a, call("log", b)) : undefined)),
];

const sin = (a: Tree): Tree => call("sin", a);
const cos = (a: Tree): Tree => call("cos", a);
const sinh = (a: Tree): Tree => call("sinh", a);
const cosh = (a: Tree): Tree => call("cosh", a);
const tanh = (a: Tree): Tree => call("tanh", a);
const exp = (a: Tree): Tree => call("exp", a);
const halved = (a: Tree): Tree => div(a, TWO);

export const angles: readonly Law[] = [
  of1("square", (a) => {
    const inner = arg(a, "sin");
    return inner && sub(ONE, square(cos(inner)));
  }),
  of1("square", (a) => {
    const inner = arg(a, "cos");
    return inner && div(add(ONE, cos(mul(TWO, inner))), TWO);
  }),
  of1("sin", (a) => neg(sin(neg(a)))),
  of1("cos", (a) => cos(neg(a))),
  of1("sin", (a) => {
    const inner = args(a, "add");
    return inner && add(mul(sin(inner[0]), cos(inner[1])), mul(cos(inner[0]), sin(inner[1])));
  }),
  of1("cos", (a) => {
    const inner = args(a, "sub");
    return inner && add(mul(cos(inner[0]), cos(inner[1])), mul(sin(inner[0]), sin(inner[1])));
  }),
  of1("sin", (a) => mul(TWO, mul(sin(halved(a)), cos(halved(a))))),
  of1("cos", (a) => sub(ONE, mul(TWO, square(sin(halved(a)))))),
  of1("cos", (a) => sub(square(cos(halved(a))), square(sin(halved(a))))),
  of1("tan", (a) => div(sin(a), cos(a))),
  of1("tan", (a) => neg(call("tan", neg(a)))),
  of1("sinh", (a) => div(sub(exp(a), exp(neg(a))), TWO)),
  of1("sinh", (a) => sub(exp(a), cosh(a))),
  of1("cosh", (a) => div(add(exp(a), exp(neg(a))), TWO)),
  of1("cosh", (a) => add(ONE, mul(TWO, square(sinh(halved(a)))))),
  of1("cosh", (a) => call("sqrt", add(ONE, square(sinh(a))))),
  of1("tanh", (a) => div(sinh(a), cosh(a))),
  of1("tanh", (a) => sub(ONE, div(TWO, add(exp(mul(TWO, a)), ONE)))),
  of1("tanh", (a) => neg(tanh(neg(a)))),
  of1("tanh", (a) => {
    const inner = args(a, "add");
    return inner && div(add(tanh(inner[0]), tanh(inner[1])), add(ONE, mul(tanh(inner[0]), tanh(inner[1]))));
  }),
  of1("asin", (a) => neg(call("asin", neg(a)))),
  of1("asin", (a) => sub(call("acos", ZERO), call("acos", a))),
  of1("acos", (a) => sub(call("acos", ZERO), call("asin", a))),
  of1("atan", (a) => neg(call("atan", neg(a)))),
  (tree) => call("tan", call("atan", tree)),
  (tree) => (isSmall(tree) ? sin(call("asin", tree)) : undefined),
  (tree) => mul(tree, add(square(sin(AUX)), square(cos(AUX)))),
];

const sigmoid = (a: Tree): Tree => call("sigmoid", a);
const softplus = (a: Tree): Tree => call("softplus", a);

export const activations: readonly Law[] = [
  of1("sigmoid", (a) => div(ONE, add(ONE, exp(neg(a))))),
  of1("sigmoid", (a) => div(exp(a), add(ONE, exp(a)))),
  of1("sigmoid", (a) => div(add(ONE, tanh(halved(a))), TWO)),
  of1("sigmoid", (a) => sub(ONE, sigmoid(neg(a)))),
  of1("sigmoid", (a) => exp(neg(softplus(neg(a))))),
  of1("tanh", (a) => sub(mul(TWO, sigmoid(mul(TWO, a))), ONE)),
  of1("softplus", (a) => call("log", add(ONE, exp(a)))),
  of1("softplus", (a) => add(a, softplus(neg(a)))),
  of1("softplus", (a) => neg(call("log", sigmoid(neg(a))))),
  of1("softplus", (a) => call("log1p", exp(a))),
  of1("silu", (a) => mul(a, sigmoid(a))),
  of1("silu", (a) => div(a, add(ONE, exp(neg(a))))),
  of1("silu", (a) => add(a, call("silu", neg(a)))),
  of1("gelu", (a) => add(a, call("gelu", neg(a)))),
  of1("gelu", (a) => mul(halved(a), add(ONE, call("erf", div(a, call("sqrt", TWO)))))),
  of1("gelu", (a) => mul(halved(a), call("erfc", neg(div(a, call("sqrt", TWO)))))),
  of1("erf", (a) => neg(call("erf", neg(a)))),
  of1("erf", (a) => sub(ONE, call("erfc", a))),
  of1("erfc", (a) => sub(ONE, call("erf", a))),
  of1("erfc", (a) => sub(TWO, call("erfc", neg(a)))),
  of1("oneMinusSquare", (a) => sub(ONE, square(a))),
  of1("oneMinusSquare", (a) => mul(sub(ONE, a), add(ONE, a))),
  of2("binaryCrossEntropy", (p, t) =>
    neg(add(mul(t, call("log", p)), mul(sub(ONE, t), call("log", sub(ONE, p))))),
  ),
  of2("binaryCrossEntropy", (p, t) => {
    const z = arg(p, "sigmoid");
    return z && call("binaryCrossEntropyWithLogits", z, t);
  }),
  of2("binaryCrossEntropyWithLogits", (z, t) => sub(softplus(z), mul(t, z))),
  of2("binaryCrossEntropyWithLogits", (z, t) => add(softplus(neg(z)), mul(sub(ONE, t), z))),
  of2("binaryCrossEntropyWithLogits", (z, t) => call("binaryCrossEntropy", sigmoid(z), t)),
];

const abs = (a: Tree): Tree => call("abs", a);
const max = (a: Tree, b: Tree): Tree => call("max", a, b);
const min = (a: Tree, b: Tree): Tree => call("min", a, b);

const OPPOSITE: Readonly<Record<string, string>> = {
  lt: "ge",
  le: "gt",
  gt: "le",
  ge: "lt",
  eq: "ne",
  ne: "eq",
};
const MIRRORED: Readonly<Record<string, string>> = {
  lt: "gt",
  le: "ge",
  gt: "lt",
  ge: "le",
  eq: "eq",
  ne: "ne",
};
const comparison =
  (law: (op: string, a: Tree, b: Tree) => Tree): Law =>
  (tree) => {
    const [a, b] = tree.args;
    return tree.op in OPPOSITE && a !== undefined && b !== undefined ? law(tree.op, a, b) : undefined;
  };

export const pieces: readonly Law[] = [
  of1("abs", (a) => max(a, neg(a))),
  of1("abs", (a) => call("sqrt", square(a))),
  of1("abs", (a) => mul(a, call("sign", a))),
  of1("abs", (a) => abs(neg(a))),
  of1("abs", (a) => call("where", call("gt", a, ZERO), a, neg(a))),
  of1("abs", (a) => {
    const inner = args(a, "mul");
    return inner && mul(abs(inner[0]), abs(inner[1]));
  }),
  of1("abs", (a) => add(call("relu", a), call("relu", neg(a)))),
  of1("relu", (a) => max(a, ZERO)),
  of1("relu", (a) => div(add(a, abs(a)), TWO)),
  of1("relu", (a) => mul(a, call("step", a))),
  of1("relu", (a) => add(a, call("relu", neg(a)))),
  of1("relu", (a) => call("relu", call("relu", a))),
  of2("max", (a, b) => max(b, a)),
  of2("max", (a, b) => div(add(add(a, b), abs(sub(a, b))), TWO)),
  of2("max", (a, b) => neg(min(neg(a), neg(b)))),
  of2("max", (a, b) => add(a, call("relu", sub(b, a)))),
  of2("max", (a, b) => call("where", call("gt", a, b), a, b)),
  of2("max", (a, b) => max(max(a, b), a)),
  of2("min", (a, b) => min(b, a)),
  of2("min", (a, b) => sub(add(a, b), max(a, b))),
  of2("min", (a, b) => sub(a, call("relu", sub(a, b)))),
  of1("sign", (a) => sub(call("gt", a, ZERO), call("lt", a, ZERO))),
  of1("sign", (a) => neg(call("sign", neg(a)))),
  of1("step", (a) => call("ge", a, ZERO)),
  of1("step", (a) => call("where", call("lt", a, ZERO), ZERO, ONE)),
  of2("leakyRelu", (a, slope) => add(call("relu", a), mul(slope, min(a, ZERO)))),
  of2("leakyRelu", (a, slope) => call("where", call("gt", a, ZERO), a, mul(slope, a))),
  of2("elu", (a, alpha) => call("where", call("gt", a, ZERO), a, mul(alpha, sub(exp(a), ONE)))),
  of2("elu", (a, alpha) => add(call("relu", a), mul(alpha, call("expm1", min(a, ZERO))))),
  comparison((op, a, b) => sub(ONE, call(OPPOSITE[op] ?? "", a, b))),
  comparison((op, a, b) => call(MIRRORED[op] ?? "", b, a)),
  comparison((op, a, b) => call(op, sub(a, b), ZERO)),
  where3((c, a, b) =>
    c.op in OPPOSITE ? call("where", { ...c, op: OPPOSITE[c.op] ?? "" }, b, a) : undefined,
  ),
  where3((c, a, b) => (c.op in OPPOSITE ? add(mul(c, a), mul(sub(ONE, c), b)) : undefined)),
  where3((c, a, b) => (sameTree(a, b) ? a : call("where", c, add(a, ZERO), b))),
  (tree) => max(tree, tree),
  (tree) => sub(call("relu", tree), call("relu", neg(tree))),
];

/** Laws of real numbers applied where nothing shows that they hold: mostly they change the value, and where is to be told. */
export const conditional: readonly Law[] = [
  of1("abs", (a) => a),
  of1("relu", (a) => a),
  of2("max", (a) => a),
  of1("sqrt", (a) => {
    const inner = arg(a, "square");
    return inner;
  }),
  of1("sqrt", (a) => {
    const inner = args(a, "mul");
    return inner && mul(call("sqrt", inner[0]), call("sqrt", inner[1]));
  }),
  of1("log", (a) => {
    const inner = arg(a, "square");
    return inner && mul(TWO, call("log", inner));
  }),
  of1("log", (a) => {
    const inner = args(a, "mul");
    return inner && add(call("log", inner[0]), call("log", inner[1]));
  }),
  of1("log", (a) => {
    const inner = args(a, "div");
    return inner && sub(call("log", inner[0]), call("log", inner[1]));
  }),
  of2("pow", (a, b) => {
    const inner = arg(a, "square");
    return inner && pow(inner, mul(TWO, b));
  }),
];
