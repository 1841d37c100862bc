import {
  apply,
  constant,
  type Node,
  operations,
  type PointwiseName,
  scalar,
  symbolsOf,
} from "@chainrule/graph";
import { methodNames } from "../random-graph";
import { type Case, COMMON, source } from "./source";

const COMPARISONS = ["lt", "le", "gt", "ge", "eq", "ne"] as const;
const EXPONENTS = [2, 3, 0.5, -1, 0, 1, 1.5, -2];
/** How often an operation is tried anew because its value is not a number, which ends the story of a graph. */
const TRIES = 3;

/**
 * A scalar graph of two to ten operations with shared parts, choices and ties, the same for the same seed. The last operation
 * goes through all names as the seed goes up. Second derivatives: all of them.
 */
export function scalarCase(seed: number): Case {
  const { random, pick, below, number, border } = source(seed);
  let count = 0;
  const fresh = (value = number()): Node => scalar(`x_${++count}`, value);
  const pool: Node[] = [fresh(), fresh()];
  if (random() < 0.5) pool.push(fresh(pick(pool).value as number)); // a tie; symbols of numbers
  const operand = (): Node => {
    if (random() < 0.12 && count < 5) return fresh();
    return random() < 0.6 ? pick(pool.slice(-2)) : pick(pool);
  };
  const condition = (): Node =>
    apply(operations[pick(COMPARISONS)], [operand(), random() < 0.5 ? operand() : constant(pick(COMMON))]);
  const step = (name: PointwiseName): Node => {
    const op = operations[name];
    const isAtBorder = random() < 0.15; // nothing but special numbers, fresh
    const operands = Array.from({ length: op.arity }, () => (isAtBorder ? fresh(border()) : operand()));
    if (name === "where" && random() < 0.7) operands[0] = condition();
    if (name === "pow" && random() < 0.5) operands[1] = constant(pick(EXPONENTS));
    else if (op.arity === 2 && random() < 0.15) operands[below(2)] = constant(number());
    return apply(op, operands);
  };
  const grown = (name: () => PointwiseName): Node => {
    for (let attempt = 1; ; attempt++) {
      const node = step(name());
      if (attempt === TRIES || !Number.isNaN(node.value)) return node;
    }
  };
  const steps = 1 + below(8);
  for (let k = 0; k < steps; k++) {
    const node = grown(() => pick(methodNames));
    pool.push(random() < 0.1 ? node.named(`h_${k}`) : node);
  }
  const last = grown(() => methodNames[seed % methodNames.length] as PointwiseName);
  const root = random() < 0.4 ? last.add(pick(pool)) : random() < 0.3 ? last.mul(pick(pool)) : last;
  const found = symbolsOf([root]);
  const symbols = found.length > 0 ? found : [pool[0] as Node]; // of constants alone, every derivative is 0
  const directions = symbols.map((_, k) => symbols.map((_, l) => (l === k ? 1 : undefined)));
  return { root, symbols, directions };
}
