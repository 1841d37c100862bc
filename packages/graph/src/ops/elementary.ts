import type { Defined, Domain, Node, Partial, Pointwise } from "../node";
import { apply } from "./apply";
import { add, div, mul, neg, sub, vanishingProduct, vanishingQuotient } from "./arithmetic";
import { constantNode, STRONG_ZERO } from "./leaf";
import type { UnaryName } from "./names";

/*
 * Elementary functions of the NIST Digital Library of Mathematical Functions, chapters 4 and 7; derivatives as there
 * (4.7, 4.20, 4.24, 4.34, 7.2).
 */

const ONE = constantNode(1);
const TWO = constantNode(2);
const MINUS_TWO = constantNode(-2);

/** Declares a function of one operand by its law and its derivative in terms of x and of y = f(x). */
function unary(
  name: UnaryName,
  law: string,
  derivative: (x: Node, y: Node) => Node,
  extra: Pick<Pointwise, "domain" | "overflows"> = {},
): Pointwise {
  const partial: Partial = ([x], y) => derivative(x as Node, y);
  return { kind: "pointwise", name, law, arity: 1, partials: [partial], ...extra };
}

const where1 = (law: string, holds: (x: number) => boolean): { readonly domain: Domain } => ({
  domain: { law, holds },
});

export const squareOperation = unary("square", "x^2", (x) => mul(TWO, x));
export const sqrtOperation = unary(
  "sqrt",
  "sqrt(x)",
  (_x, y) => div(ONE, mul(TWO, y)),
  where1("x >= 0", (x) => x >= 0),
);
export const expOperation = unary("exp", "e^x", (_x, y) => y, { overflows: true });
export const logOperation = unary(
  "log",
  "ln x",
  (x) => div(ONE, x),
  where1("x > 0", (x) => x > 0),
);
export const log1pOperation = unary(
  "log1p",
  "ln(1 + x)",
  (x) => div(ONE, add(ONE, x)),
  where1("x > -1", (x) => x > -1),
);
export const expm1Operation = unary("expm1", "e^x - 1", (x) => exp(x), { overflows: true });
export const sinOperation = unary("sin", "sin x", (x) => cos(x));
export const cosOperation = unary("cos", "cos x", (x) => neg(sin(x)));
export const tanOperation = unary("tan", "sin x / cos x", (_x, y) => add(ONE, square(y)));
export const asinOperation = unary(
  "asin",
  "arcsin x",
  (x) => div(ONE, sqrt(oneMinusSquare(x))),
  where1("-1 <= x <= 1", (x) => Math.abs(x) <= 1),
);
export const acosOperation = unary(
  "acos",
  "arccos x",
  (x) => neg(div(ONE, sqrt(oneMinusSquare(x)))),
  where1("-1 <= x <= 1", (x) => Math.abs(x) <= 1),
);
export const atanOperation = unary("atan", "arctan x", (x) => div(ONE, add(ONE, square(x))));
export const sinhOperation = unary("sinh", "(e^x - e^-x) / 2", (x) => cosh(x), { overflows: true });
export const coshOperation = unary("cosh", "(e^x + e^-x) / 2", (x) => sinh(x), { overflows: true });
export const tanhOperation = unary("tanh", "(e^x - e^-x) / (e^x + e^-x)", (_x, y) => oneMinusSquare(y));

/** Declared for the derivatives of tanh, asin and acos: accurate near 1, where x^2 rounds, and one operation. */
export const oneMinusSquareOperation: Defined = {
  ...unary("oneMinusSquare", "1 - x^2", (x) => mul(MINUS_TWO, x)),
  lower: ([x]) => sub(ONE, square(x as Node)),
  writtenOut: true,
};

export const square = (x: Node): Node => apply(squareOperation, [x]);
export const oneMinusSquare = (x: Node): Node => apply(oneMinusSquareOperation, [x]);
export const sqrt = (x: Node): Node => apply(sqrtOperation, [x]);
export const exp = (x: Node): Node => apply(expOperation, [x]);
export const log = (x: Node): Node => apply(logOperation, [x]);
export const log1p = (x: Node): Node => apply(log1pOperation, [x]);
export const expm1 = (x: Node): Node => apply(expm1Operation, [x]);
export const sin = (x: Node): Node => apply(sinOperation, [x]);
export const cos = (x: Node): Node => apply(cosOperation, [x]);
export const sinh = (x: Node): Node => apply(sinhOperation, [x]);
export const cosh = (x: Node): Node => apply(coshOperation, [x]);
export const tanh = (x: Node): Node => apply(tanhOperation, [x]);
export const atan = (x: Node): Node => apply(atanOperation, [x]);

/** x log y with 0 log 0 = 0, its limit along x = y. */
export const xlogyOperation: Defined = {
  kind: "pointwise",
  name: "xlogy",
  law: "x ln y, and 0 where x = 0",
  arity: 2,
  partials: [([, y]) => log(y as Node), ([x, y]) => vanishingQuotient(x as Node, y as Node)],
  domain: { law: "y > 0, or x = 0", holds: (x, y) => y > 0 || (x === 0 && y === 0) },
  lower: ([x, y]) => mul(x as Node, log(y as Node)),
};

export const xlogy = (x: Node, y: Node): Node => apply(xlogyOperation, [x, y]);

/** Powers. A constant exponent n gives n x^(n-1); a variable one also d/dy = x^y ln x. */
export const powOperation: Pointwise = {
  kind: "pointwise",
  name: "pow",
  law: "x^y",
  arity: 2,
  partials: [
    ([x, y], output) => basePartial(x as Node, y as Node, output),
    ([x], output) => xlogy(output, x as Node),
  ],
  domain: {
    law: "x > 0, or y whole (and x != 0 where y < 0)",
    holds: (x, y) => x > 0 || (Number.isInteger(y) && (x !== 0 || y >= 0)) || (x === 0 && y > 0),
  },
};

export const pow = (x: Node, y: Node): Node => apply(powOperation, [x, y]);

/** Of a negative number n it is n x^n / x, for x^(n-1) may be 0 in float64 where what it is multiplied with is not small. */
function basePartial(x: Node, y: Node, output: Node): Node {
  const exponent = y.attrs.value;
  if (typeof exponent !== "number") {
    return vanishingProduct(y, pow(x, sub(y, ONE)));
  }
  if (exponent === 0) return STRONG_ZERO;
  if (exponent === 1) return ONE;
  if (exponent < 0) return div(mul(y, output), x);
  return mul(y, exponent === 2 ? x : pow(x, constantNode(exponent - 1)));
}

const TWO_OVER_ROOT_PI = constantNode(2 / Math.sqrt(Math.PI));
const gaussian = (x: Node): Node => mul(TWO_OVER_ROOT_PI, exp(neg(square(x))));

export const erfOperation = unary("erf", "2/sqrt(pi) times the integral of e^(-t^2) from 0 to x", (x) =>
  gaussian(x),
);
export const erfcOperation = unary("erfc", "1 - erf x", (x) => neg(gaussian(x)));
export const erfc = (x: Node): Node => apply(erfcOperation, [x]);
