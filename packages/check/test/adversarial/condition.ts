import { all, create, type EvalFunction } from "mathjs";
import type { Values } from "./pair";

const math = create(all ?? {});
// What conditions may call besides the functions of mathjs, by their definitions.
math.import(
  {
    ln: Math.log,
    log: Math.log,
    sqrt: Math.sqrt,
    asin: Math.asin,
    acos: Math.acos,
    pow: Math.pow,
    log1p: Math.log1p,
    expm1: Math.expm1,
    square: (x: number) => x * x,
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
    softplus: (x: number) => (x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x))),
    relu: (x: number) => Math.max(x, 0),
    step: (x: number) => (x >= 0 ? 1 : 0),
    silu: (x: number) => x / (1 + Math.exp(-x)),
    oneMinusSquare: (x: number) => 1 - x * x,
    erfc: (x: number) => 1 - Number(math.evaluate(`erf(${x})`)),
  },
  { override: true },
);

/** A condition over leaves, as a predicate; undefined at points where it has no truth value. */
export type Condition = (at: Values) => boolean | undefined;

/**
 * Reads the text of a condition: comparisons of formulas, `and`, `or`, `not`.
 * @throws Error for what is none
 */
export function conditionOf(text: string): Condition {
  const compiled: EvalFunction = math.compile(text);
  return (at) => {
    try {
      const value: unknown = compiled.evaluate({ ...at });
      return typeof value === "boolean" ? value : undefined;
    } catch (error) {
      if (error instanceof Error && /Undefined (symbol|function)/.test(error.message)) throw error;
      return undefined; // a number that is not real
    }
  };
}
