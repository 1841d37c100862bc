import { constant, type Node, where } from "@chainrule/graph";

/*
 * Functions that ONNX has for float32 only, or not at all, in operations that runtimes have for float64, to a few units in the
 * last place.
 */

const ROOT_PI = Math.sqrt(Math.PI);
/** Step and number of terms of the midpoint rule for erfc: its error is e^(-pi^2 / h^2), 7e-18. */
const STEP = 0.5;
const TERMS = 13;
/** Below this the series of erf is used, whose terms are then small soon. */
const SERIES_BELOW = 0.5;
const SERIES_TERMS = 13;
/** Halvings of an angle before the series of atan, whose argument is then below 0.1. */
const HALVINGS = 3;
const ARCTAN_TERMS = 9;

/** ln(1 + x) by Kahan's correction of ln(u), u = 1 + x rounded. */
function log1p(x: Node): Node {
  const u = x.add(1);
  const difference = u.sub(1);
  const isLost = difference.eq(0);
  return where(isLost, x, u.log().mul(x.div(where(isLost, 1, difference))));
}

/** e^x - 1 by Kahan's correction, u = e^x rounded: (u - 1) x / ln u; where u rounds to 1 or to 0 and far out, the plain value. */
function expm1(x: Node): Node {
  const u = x.exp();
  const difference = u.sub(1);
  const isLost = u.eq(1);
  const isFar = x.abs().gt(30);
  const inner = difference.mul(x.div(where(isLost.add(isFar), 1, where(isFar, 1, u).log())));
  return where(isLost, x, where(isFar, difference, inner));
}

function sinh(x: Node): Node {
  const u = expm1(x.abs());
  return x.sign().mul(u.add(u.div(u.add(1))).mul(0.5));
}

const cosh = (x: Node): Node => {
  const u = x.abs().exp();
  return u.add(u.pow(-1)).mul(0.5);
};

/** By polynomials of the argument's square, from the last coefficient on. */
const series = (square: Node, coefficients: readonly number[]): Node =>
  coefficients.reduceRight<Node>((sum, c) => sum.mul(square).add(c), constant(0));

/** The angle of an argument between -1 and 1: halved by tan(a/2) = t / (1 + sqrt(1 + t^2)), then the series t - t^3/3 + ... */
function atan(x: Node): Node {
  const isOutside = x.abs().gt(1);
  let t: Node = where(isOutside, where(isOutside, x, 1).pow(-1), x);
  for (let k = 0; k < HALVINGS; k++) t = t.div(t.square().add(1).sqrt().add(1));
  const coefficients = Array.from({ length: ARCTAN_TERMS }, (_, k) => (k % 2 === 0 ? 1 : -1) / (2 * k + 1));
  const angle = t.mul(series(t.square(), coefficients)).mul(2 ** HALVINGS);
  return where(
    isOutside,
    x
      .sign()
      .mul(Math.PI / 2)
      .sub(angle),
    angle,
  );
}

/** asin x = 2 atan(x / (1 + sqrt((1 - x)(1 + x)))). */
const asin = (x: Node): Node => atan(x.div(constant(1).sub(x).mul(x.add(1)).sqrt().add(1))).mul(2);

/** acos x = 2 atan2(sqrt(1 - x), sqrt(1 + x)); atan of infinity is pi/2. */
const acos = (x: Node): Node => {
  const below = x.add(1).sqrt();
  const isEnd = below.eq(0);
  const angle = atan(
    constant(1)
      .sub(x)
      .sqrt()
      .div(where(isEnd, 1, below)),
  ).mul(2);
  return where(isEnd, Math.PI, angle);
};

/**
 * erfc x for x >= 0 by the midpoint rule for the integral of e^(-t^2) / (x^2 + t^2), with the term of its pole:
 * 2 h x e^(-x^2) / pi times the sum over t_k = (k + 1/2) h, plus 2 / (1 + e^(2 pi x / h)) (Chiarella and Reichel 1968).
 */
function upperErfc(x: Node): Node {
  const square = x.square();
  let sum: Node = constant(0);
  for (let k = TERMS - 1; k >= 0; k--) {
    const t = (k + 0.5) * STEP;
    sum = sum.add(constant(Math.exp(-t * t)).div(square.add(t * t)));
  }
  const integral = x
    .mul(square.neg().exp())
    .mul((2 * STEP) / Math.PI)
    .mul(sum);
  return integral.add(
    constant(2).div(
      x
        .mul((2 * Math.PI) / STEP)
        .exp()
        .add(1),
    ),
  );
}

function erfc(x: Node): Node {
  const upper = upperErfc(x.abs());
  return where(x.lt(0), constant(2).sub(upper), upper);
}

function erf(x: Node): Node {
  let coefficient = 2 / ROOT_PI;
  const coefficients = Array.from({ length: SERIES_TERMS }, (_, k) => {
    const own = coefficient / (2 * k + 1);
    coefficient /= -(k + 1);
    return own;
  });
  const small = x.mul(series(x.square(), coefficients));
  return where(x.abs().lt(SERIES_BELOW), small, x.sign().mul(constant(1).sub(upperErfc(x.abs()))));
}

/** ln(1 + e^x) without overflow. */
const softplus = (x: Node): Node => x.relu().add(log1p(x.abs().neg().exp()));

/** The functions by the operation that they stand for. */
export const LOWERED: Readonly<Record<string, (inputs: readonly Node[]) => Node>> = Object.fromEntries(
  Object.entries({
    log1p,
    expm1,
    sinh,
    cosh,
    tan: (x: Node) => x.sin().div(x.cos()),
    asin,
    acos,
    atan,
    erf,
    erfc,
    softplus,
  }).map(([name, f]) => [name, ([x]: readonly Node[]) => f(x as Node)]),
);
