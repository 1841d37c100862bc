/** What takes for ever, or overflows everything: an answer within seconds, whatever it is, and never a false one. */
import { type Node, scalar } from "@chainrule/graph";
import { DIFFERS, EQUAL, leaves, NOT_WRONG, type Outcome, type Pair, scalarPairs } from "./pair";

const nested = (depth: number, open: string, inner: string, close = ")"): string =>
  open.repeat(depth) + inner + close.repeat(depth);
const DEPTH = 90;
const sumOf = (count: number, term: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => term(k + 1)).join(" + ");
const productOf = (count: number, factor: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => factor(k + 1)).join(" * ");
const SOME: readonly Outcome[] = [...DIFFERS, "holds where"];

const repeated = (count: number, x: Node, step: (x: Node, k: number) => Node): Node => {
  let node = x;
  for (let k = 0; k < count; k++) node = step(node, k);
  return node;
};
const x = leaves.x as Node<number>;
const y = leaves.y as Node<number>;
const graphs = (
  rows: readonly (readonly [title: string, truth: Node, claim: Node, allowed: readonly Outcome[]])[],
): Pair[] =>
  rows.map(([title, truth, claim, allowed]) => ({
    kind: "costly graph",
    title,
    truth,
    claim,
    allowed,
    options: {},
  }));

export const costly: readonly Pair[] = [
  ...scalarPairs("costly formula", [
    ["sin(1/w^2)", "2*sin(1/w^2)", DIFFERS],
    ["sin(1/w^2)", "-sin(-1/w^2)", NOT_WRONG],
    ["cos(exp(1/w^2))", "cos(exp(1/w^2))+1e-9", DIFFERS],
    ["exp(exp(exp(x)))", "2*exp(exp(exp(x)))", DIFFERS],
    ["exp(exp(exp(x)))", "exp(exp(exp(x)))+0", NOT_WRONG],
    ["exp(exp(exp(exp(x))))", "1.0001*exp(exp(exp(exp(x))))", DIFFERS],
    ["exp(-exp(exp(x)))", "0", DIFFERS],
    ["x^x^x", "(x^x)^x", DIFFERS],
    ["x^x^x^x", "x^(x^(x^x))", NOT_WRONG],
    ["sin(exp(exp(x)))", "2*sin(exp(exp(x)))", DIFFERS],
    ["sin(1000000000*x)", "sin(1000000000*x)*cos(y)", DIFFERS],
    ["sin(1000000000*x)", "2*sin(500000000*x)*cos(500000000*x)", NOT_WRONG],
    ["tan(1000000000000000*x)", "tan(1000000000000001*x)", DIFFERS],
    ["x^1000000", "x^1000001", DIFFERS],
    ["(1+x)^500", "(1+x)^499*(1+x)", EQUAL],
    ["(1+x)^1000000000", "(1+x)^999999999*(1+x)", NOT_WRONG],
    ["(x+y+z)^60", "(x+y+z)^59*(x+y-z)", DIFFERS],
    ["(x+y+z+w)^40", "((x+y)^2+2*(x+y)*(z+w)+(z+w)^2)^20", NOT_WRONG],
    ["2^(2^(2^x))", "2^(2^(2^y))", DIFFERS],
    ["x^(1/1000000000)", "x^(1/1000000001)", DIFFERS],
    ["exp(1e300*x)", "exp(1e300*x)*y", DIFFERS],
    ["1e308*x*1e308*1e308", "1e308*x*1e308", DIFFERS],
    ["sin(1/x)*1e300", "sin(1/x)*1e299", DIFFERS],
    ["x^(-1000000)", "x^(-1000001)*x", NOT_WRONG],
    [nested(DEPTH, "sin(", "x"), nested(DEPTH + 1, "sin(", "x"), DIFFERS],
    [nested(DEPTH, "sin(", "x"), nested(DEPTH, "sin(", "x+0"), NOT_WRONG],
    [nested(DEPTH, "sqrt(1+", "x^2"), nested(DEPTH, "sqrt(1+", "y^2"), DIFFERS],
    [nested(DEPTH, "log(1+exp(", "x", "))"), nested(DEPTH, "log(1+exp(", "x", "))"), NOT_WRONG],
    [nested(60, "(", "x", "^2+1)"), nested(60, "(", "x", "^2+1)+x"), DIFFERS],
    [nested(DEPTH, "abs(", "x", "-1)"), nested(DEPTH, "abs(", "x+y", "-1)"), SOME],
    [nested(40, "(x > ", "x", " ? x : y)"), "y", SOME],
    [nested(DEPTH, "1/(x+", "x"), nested(DEPTH, "1/(x+", "x+1"), DIFFERS],
    [nested(8, "exp(", "x"), nested(8, "exp(", "x+1"), DIFFERS],
    [nested(30, "erf(", "x"), nested(30, "erf(", "x*1.01"), DIFFERS],
    [sumOf(300, (k) => `x^${k}`), `x*(x^300-1)/(x-1)`, EQUAL],
    [sumOf(200, (k) => `sqrt((x-${k})^2)`), sumOf(200, (k) => `abs(x-${k})`), NOT_WRONG],
    [sumOf(100, (k) => `sqrt((x-${k})^2)`), sumOf(100, (k) => `(x-${k})`), SOME],
    [sumOf(40, (k) => `sqrt(${k}+x^2)`), `${sumOf(39, (k) => `sqrt(${k}+x^2)`)} + sqrt(41+x^2)`, DIFFERS],
    [productOf(60, (k) => `(x-${k})`), productOf(60, (k) => `(x-${61 - k})`), EQUAL],
    [productOf(60, (k) => `(x-${k})`), productOf(60, (k) => `(${k}-x)`), EQUAL],
    [productOf(61, (k) => `(x-${k})`), productOf(61, (k) => `(${k}-x)`), DIFFERS],
    [sumOf(60, (k) => `relu(x-${k})`), sumOf(60, (k) => `relu(x-${k === 60 ? 61 : k})`), SOME],
    [
      sumOf(25, (k) => `log(x^2+${k})`),
      `log(${productOf(25, (k) => `(x^2+${k})`)})`,
      [...EQUAL, "undecided"],
    ],
    [sumOf(25, (k) => `sin(${k}*x)`), sumOf(25, (k) => `sin(${k === 25 ? 26 : k}*x)`), DIFFERS],
    ["sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(x)))))", "sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(2*x)))))", DIFFERS],
    ["(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+x)^8", "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)-x)^8", DIFFERS],
  ]),
  ...graphs([
    ["2^200 x as x + x, two hundred times", repeated(200, x, (s) => s.add(s)), x, DIFFERS],
    ["a shared sum, twice", repeated(200, x, (s) => s.add(s)), repeated(200, x, (s) => s.mul(2)), NOT_WRONG],
    [
      "x^2 + y, sixty times",
      repeated(60, x, (s) => s.mul(s).add(y)),
      repeated(60, x, (s) => s.square().add(y)),
      NOT_WRONG,
    ],
    [
      "x^2 + y, sixty times, and one term more",
      repeated(60, x, (s) => s.mul(s).add(y)),
      repeated(60, x, (s) => s.mul(s).add(y)).add(y),
      DIFFERS,
    ],
    [
      "sin(s) cos(s), a hundred times",
      repeated(100, x, (s) => s.sin().mul(s.cos())),
      repeated(100, x, (s) => s.mul(2).sin().mul(0.5)),
      NOT_WRONG,
    ],
    ["sqrt(s^2), a hundred times", repeated(100, x, (s) => s.square().sqrt()), x.abs(), NOT_WRONG],
    [
      "sqrt((s-1)^2), thirty times",
      repeated(30, x, (s) => s.sub(1).square().sqrt()),
      repeated(30, x, (s) => s.sub(1).abs()),
      NOT_WRONG,
    ],
    [
      "max of shared parts, fifty times",
      repeated(50, x, (s) => s.max(s.neg()).sub(1)),
      repeated(50, x, (s) => s.abs().sub(1)),
      NOT_WRONG,
    ],
    [
      "a tower of two thousand additions",
      repeated(2000, x, (s, k) => s.add(k)),
      repeated(2000, x, (s, k) => s.add(k)).add(1),
      DIFFERS,
    ],
    [
      "a chain of two thousand activations",
      repeated(2000, x, (s) => s.tanh()),
      repeated(2001, x, (s) => s.tanh()),
      DIFFERS,
    ],
    [
      "sums of forty symbols",
      Array.from({ length: 40 }, (_, k) => scalar(`s_${k}`).square()).reduce((s, q) => s.add(q), x.mul(0)),
      x,
      DIFFERS,
    ],
  ]),
];
