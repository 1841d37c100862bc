import { type Operation, operations } from "@chainrule/graph";
import type { Random } from "./random";
import { isNotNegative, isPositive, isSmall, type Ranges } from "./signs";
import { add, call, leaf, mul, number, square, type Tree } from "./tree";

type Pointwise = Extract<Operation, { readonly kind: "pointwise" }>;

/** The pointwise operations of the table; new ones join. */
export const pointwise: readonly Pointwise[] = Object.values(operations).flatMap((op: Operation) =>
  op.kind === "pointwise" ? [op] : [],
);

/** Where formulas grow. */
export interface Ground {
  readonly random: Random;
  readonly leaves: readonly string[];
  readonly ranges: Ranges;
  /** Names of the operations to choose from. */
  readonly choice: readonly string[];
}

const NUMBERS = ["2", "3", "0.5", "0.1", "1.5", "-2", "-0.7", "4", "0.25", "10"];
const COMPARISONS = new Set(["lt", "le", "gt", "ge", "eq", "ne"]);
/** Chance that a formula ends before its depth. */
const SHORT = 0.15;

export const atom = ({ leaves, random }: Ground): Tree =>
  random.chance(0.8) ? leaf(random.pick(leaves)) : number(random.pick(NUMBERS));

/** A random formula that is defined wherever its leaves are in their ranges. */
export function grown(ground: Ground, depth: number): Tree {
  const { choice, random } = ground;
  if (depth <= 0 || random.chance(SHORT)) return atom(ground);
  return operated(ground, random.pick(choice), depth);
}

/** An operation of random operands in its domain. */
export function operated(ground: Ground, name: string, depth: number): Tree {
  const { random } = ground;
  const any = (): Tree => grown(ground, depth - 1);
  const above = (): Tree => positive(ground, depth - 1);
  switch (name) {
    case "sqrt":
    case "log":
    case "log1p":
      return call(name, above());
    case "div":
      return call(name, any(), above());
    case "asin":
    case "acos":
      return call(name, small(ground, depth - 1));
    case "pow":
      return random.chance(0.5)
        ? call(name, any(), number(random.pick(["2", "3", "4"])))
        : call(
            name,
            above(),
            random.chance(0.5) ? number(random.pick(["0.5", "1.5", "-1", "-2", "2.5"])) : any(),
          );
    case "xlogy":
      return call(name, any(), above());
    case "binaryCrossEntropy":
      return call(name, call("sigmoid", any()), leaf(random.pick(ground.leaves)));
    case "leakyRelu":
    case "elu":
      return call(name, any(), number(random.pick(["0.1", "0.5", "1"])));
    case "where":
      return call(name, call(random.pick(["lt", "gt", "le", "ge", "ne"]), any(), any()), any(), any());
    case "tan":
      return call(name, call("tanh", any())); // away from the poles
    default: {
      const op = pointwise.find((each) => each.name === name);
      const operand = op?.domain === undefined ? any : above;
      const made = call(name, ...Array.from({ length: op?.arity ?? 1 }, operand));
      return COMPARISONS.has(name) ? mul(made, any()) : made;
    }
  }
}

/** A random formula that is above 0 wherever its leaves are in their ranges. */
export function positive(ground: Ground, depth: number): Tree {
  const { leaves, random, ranges } = ground;
  const known = leaves.filter((name) => (ranges[name] ?? "any") !== "any");
  const inner = grown(ground, depth - 1);
  if (isPositive(inner, ranges)) return inner;
  const way = random.below(known.length > 0 ? 8 : 7);
  if (way === 0) return call("exp", inner);
  if (way === 1) return add(number(1), square(inner));
  if (way === 2) return call("sigmoid", inner);
  if (way === 3) return call("softplus", inner);
  if (way === 4) return add(number(2), call(random.pick(["sin", "cos", "tanh"]), inner));
  if (way === 5) return call("cosh", inner);
  if (way === 6)
    return isNotNegative(inner, ranges) ? add(number("0.5"), inner) : add(number(1), square(inner));
  return leaf(random.pick(known));
}

/** A random formula between -1 and 1. */
export function small(ground: Ground, depth: number): Tree {
  const inner = grown(ground, depth - 1);
  return isSmall(inner) ? inner : call(ground.random.pick(["sin", "cos", "tanh", "sigmoid"]), inner);
}
