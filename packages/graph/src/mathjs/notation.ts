import type { Node } from "../node";
import type { PointwiseName } from "../ops/table";

/** How tightly each kind of formula binds, from the loosest, by the grammar of mathjs. */
export const BINDS = { choice: 1, comparison: 2, sum: 3, product: 4, sign: 5, power: 6, atom: 7 } as const;

/** A sign between two operands, and how tightly each operand must bind to stand there without parentheses. */
export interface Infix {
  readonly form: "infix";
  readonly sign: string;
  /** The sign for tensors, where mathjs gives the plain one another meaning (matrix product, inverse, power). */
  readonly entrywise?: string;
  readonly binds: number;
  readonly left: number;
  readonly right: number;
}

/** A name before arguments in parentheses, a sign before its operand, or `c ? a : b`. */
export interface Other {
  readonly form: "call" | "sign" | "choice";
}

const call: Other = { form: "call" };

const comparison = (sign: string): Infix => ({
  form: "infix",
  sign,
  binds: BINDS.comparison,
  left: BINDS.sum,
  right: BINDS.sum,
});

/** A sign that groups from the left: `a - b - c` is `(a - b) - c`. */
const fromLeft = (sign: string, binds: number, entrywise?: string): Infix => ({
  form: "infix",
  sign,
  binds,
  left: binds,
  right: binds + 1,
  ...(entrywise !== undefined && { entrywise }),
});

/** Pointwise operations that are not called by their name. Reader and writer both go by this table. */
const signs: { readonly [K in PointwiseName]?: Infix | Other } = {
  add: fromLeft("+", BINDS.sum),
  sub: fromLeft("-", BINDS.sum),
  mul: fromLeft("*", BINDS.product, ".*"),
  div: fromLeft("/", BINDS.product, "./"),
  // from the right, and the exponent may have a sign: 2^3^2 = 512, 2^-1 = 0.5
  pow: {
    form: "infix",
    sign: "^",
    entrywise: ".^",
    binds: BINDS.power,
    left: BINDS.atom,
    right: BINDS.sign,
  },
  neg: { form: "sign" },
  lt: comparison("<"),
  le: comparison("<="),
  gt: comparison(">"),
  ge: comparison(">="),
  eq: comparison("=="),
  ne: comparison("!="),
  where: { form: "choice" },
};

/** How a pointwise operation stands in a formula. */
export const notationOf = (name: string): Infix | Other => signs[name as PointwiseName] ?? call;

/** Whether the plain sign would mean something else to mathjs: a matrix product, quotient or power. */
export function meansMatrix(sign: string, left: Node, right: Node): boolean {
  if (sign === "*") return left.shape.length > 0 && right.shape.length > 0;
  if (sign === "/") return right.shape.length > 0;
  return sign === "^" && left.shape.length + right.shape.length > 0;
}
