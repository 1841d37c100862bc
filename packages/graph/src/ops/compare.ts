import type { Defined, Kink, Node, Pointwise } from "../node";
import { apply } from "./apply";
import { mul } from "./arithmetic";
import { constantNode, STRONG_ZERO } from "./leaf";

/*
 * Comparisons, choices and what is flat almost everywhere. A comparison is 1 where it holds and 0 where it does not;
 * with a NaN on either side it is NaN, and `where` passes that NaN on, so nothing is lost on the way.
 */

const ZERO = constantNode(0);
const ONE = constantNode(1);
const HALF = constantNode(0.5);

type ComparisonName = "lt" | "le" | "gt" | "ge" | "eq" | "ne";

function comparison(name: ComparisonName, law: string): Pointwise {
  return { kind: "pointwise", name, law, arity: 2, partials: ["flat", "flat"] };
}

export const ltOperation = comparison("lt", "a < b");
export const leOperation = comparison("le", "a <= b");
export const gtOperation = comparison("gt", "a > b");
export const geOperation = comparison("ge", "a >= b");
export const eqOperation = comparison("eq", "a = b");
export const neOperation = comparison("ne", "a != b");

export const lt = (a: Node, b: Node): Node => apply(ltOperation, [a, b]);
export const gt = (a: Node, b: Node): Node => apply(gtOperation, [a, b]);
const le = (a: Node, b: Node): Node => apply(leOperation, [a, b]);
const ge = (a: Node, b: Node): Node => apply(geOperation, [a, b]);
export const eq = (a: Node, b: Node): Node => apply(eqOperation, [a, b]);
export const ne = (a: Node, b: Node): Node => apply(neOperation, [a, b]);

/** The zeros of its partials are strong: the branch that is not taken never poisons a gradient. */
export const whereOperation: Pointwise = {
  kind: "pointwise",
  name: "where",
  law: "a where c, else b",
  arity: 3,
  partials: [
    "flat",
    ([c]) => where(c as Node, ONE, STRONG_ZERO),
    ([c]) => where(c as Node, STRONG_ZERO, ONE),
  ],
};

export const where = (c: Node, yes: Node, no: Node): Node => apply(whereOperation, [c, yes, no]);

const atZero = (choice: string): Kink => ({ at: "x = 0", choice, holds: (x) => x === 0 });

export const stepOperation: Pointwise = {
  kind: "pointwise",
  name: "step",
  law: "1 where x >= 0, else 0",
  arity: 1,
  partials: ["flat"],
  kink: atZero("0"),
  untrainable: true,
};

export const signOperation: Pointwise = {
  kind: "pointwise",
  name: "sign",
  law: "1 where x > 0, -1 where x < 0, else 0",
  arity: 1,
  partials: ["flat"],
  kink: atZero("0"),
  untrainable: true,
};

export const absOperation: Pointwise = {
  kind: "pointwise",
  name: "abs",
  law: "|x|",
  arity: 1,
  partials: [([x]) => sign(x as Node)],
  kink: atZero("0"),
};

export const sign = (x: Node): Node => apply(signOperation, [x]);
export const abs = (x: Node): Node => apply(absOperation, [x]);

const tie: Kink = { at: "a = b", choice: "1/2 to each", holds: (a, b) => a === b };

/** 1 where a beats b, 1/2 where they are equal, else 0. */
const winner = (reaches: (a: Node, b: Node) => Node, a: Node, b: Node): Node =>
  where(reaches(a, b), where(eq(a, b), HALF, ONE), STRONG_ZERO);

export const maxOperation: Pointwise = {
  kind: "pointwise",
  name: "max",
  law: "the larger of a and b",
  arity: 2,
  folds: true,
  partials: [([a, b]) => winner(ge, a as Node, b as Node), ([a, b]) => winner(ge, b as Node, a as Node)],
  kink: tie,
};

export const minOperation: Pointwise = {
  kind: "pointwise",
  name: "min",
  law: "the smaller of a and b",
  arity: 2,
  folds: true,
  partials: [([a, b]) => winner(le, a as Node, b as Node), ([a, b]) => winner(le, b as Node, a as Node)],
  kink: tie,
};

export const reluOperation: Pointwise = {
  kind: "pointwise",
  name: "relu",
  law: "x where x > 0, else 0",
  arity: 1,
  partials: [([x]) => where(gt(x as Node, ZERO), ONE, STRONG_ZERO)],
  kink: atZero("0"),
};

export const leakyReluOperation: Defined = {
  kind: "pointwise",
  name: "leakyRelu",
  law: "x where x > 0, else a x",
  arity: 2,
  partials: [
    ([x, slope]) => where(gt(x as Node, ZERO), ONE, slope as Node),
    ([x]) => where(gt(x as Node, ZERO), STRONG_ZERO, x as Node),
  ],
  kink: atZero("a"),
  lower: ([x, slope]) => where(gt(x as Node, ZERO), x as Node, mul(slope as Node, x as Node)),
};
