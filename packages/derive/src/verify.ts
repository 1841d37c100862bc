import {
  bind,
  ChainruleError,
  evaluate,
  fused,
  gradient,
  type Meanings,
  type Name,
  type Node,
  nameText,
  never,
  type Shape,
  scalar,
  sizeText,
  tensor,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { nameOf } from "./definitions";
import { resized } from "./sizes/resize";
import type { Derivation, Statement } from "./statement";

/** How a derivation was checked. */
export interface Verification {
  /** The statements about derivatives of the loss that were compared with the gradient. */
  readonly compared: number;
  /** The largest difference, relative to the largest entry of the gradient. */
  readonly worst: number;
}

/** Statements and gradients are computed in different ways from the same numbers; more than rounding is a mistake. */
const TOLERANCE = 1e-9;
/** Gradients below this size are compared absolutely: what is left of them may be rounding alone. */
const SMALLEST = 1e-6;

/**
 * Instantiates a derivation and compares every statement about a derivative of the loss with the gradient itself: symbols
 * get numbers between 0 and 1, or what they were declared to sum to; sizes become pairwise different (2, 3, 4, ...), those that
 * are numbers too unless something depends on them, so that transposed factors and slips of an index cannot cancel, and
 * abstract functions get meanings. Where the loss has no gradient there, the sizes and values that symbols have are taken.
 * @throws ChainruleError WRONG, naming the statement, if one does not hold
 */
export function verify({ loss, statements }: Derivation): Verification {
  const [other = loss, ...expressions] = resized([loss, ...statements.map(({ expression }) => expression)]);
  const instance = statements.map((statement, k) => ({ ...statement, expression: expressions[k] as Node }));
  return compared(other, instance, false) ?? (compared(loss, statements, true) as Verification);
}

/** Undefined where the loss has no gradient; with its own values there is no other to go to. */
function compared(
  loss: Node,
  statements: readonly Statement[],
  keepsValues: boolean,
): Verification | undefined {
  const order = topologicalOrder([loss]);
  const named = order.filter((node) => node.attrs.name !== undefined);
  const quantities = new Map(named.map((node) => [nameText(nameOf(node)), node]));
  const claims = statements.flatMap((statement) => claimOf(statement, loss, quantities));
  const references = referencesOf(loss, claims);
  const roots = [...references.roots, ...claims.map(({ expression }) => expression)];
  const directions = claims.flatMap(({ direction }) => (direction === undefined ? [] : [direction]));
  const results = valuesOf(roots, [...order, ...new Set(directions)], keepsValues);
  if (!keepsValues && !results.slice(0, references.roots.length).every(isWhole)) return undefined;
  let worst = 0;
  claims.forEach((claim, k) => {
    const { statement } = claim;
    const reference = results[references.of(claim)] as Value;
    const expected = statement.negative === true ? negated(reference) : reference;
    const difference = distance(results[references.roots.length + k] as Value, expected);
    worst = Math.max(worst, difference);
    if (difference <= TOLERANCE) return;
    throw new ChainruleError("WRONG", "a derived statement differs from the gradient", {
      where: `derivation, statement ${statement.id}: ${nameText(statement.symbol)}`,
      got: `a relative difference of ${difference}`,
      expected: `at most ${TOLERANCE}`,
    });
  });
  return { compared: claims.length, worst };
}

/** What a statement says about a derivative of the loss. */
interface Claim {
  readonly statement: Statement;
  readonly variable: Node;
  /** Of a second derivative: the second variable, and a direction in which it moves. */
  readonly second?: Node;
  readonly direction?: Node;
  /** The first derivative, or the second one times the direction. */
  readonly expression: Node;
}

/** Second derivatives are compared in one direction of numbers made up: a wrong entry would show in it. */
function claimOf(statement: Statement, loss: Node, quantities: ReadonlyMap<string, Node>): Claim[] {
  const name = statement.stands ?? statement.symbol;
  const { expression } = statement;
  const variable = variableOf(name, loss, quantities);
  if (variable !== undefined) return [{ statement, variable, expression }];
  if (name.kind !== "partial") return [];
  const [first, second] = [quantities.get(nameText(name.by)), variableOf(name.of, loss, quantities)];
  if (first === undefined || second === undefined) return [];
  const direction = tensorOf(second.shape);
  return [{ statement, variable: first, second, direction, expression: along(expression, direction) }];
}

/** A symbol of a shape. */
const tensorOf = (shape: Shape): Node =>
  shape.length === 0 ? scalar("direction") : tensor("direction", { shape });

/** The sum over the last axes of a tensor times those of a direction. */
function along(x: Node, direction: Node): Node {
  const kept = x.shape.length - direction.shape.length;
  const indices = x.shape.map((_, axis) => axis);
  const map = {
    inputs: [indices, indices.slice(kept)],
    output: indices.slice(0, kept),
    sizes: x.shape,
  };
  return fused([x, direction], map, { open: never });
}

/** Gradients of the loss, each once, and gradients of their inner products with directions. */
function referencesOf(
  loss: Node,
  claims: readonly Claim[],
): { readonly roots: readonly Node[]; readonly of: (claim: Claim) => number } {
  const variables = [...new Set(claims.flatMap(({ second, variable }) => (second ? [] : [variable])))];
  const seconds = claims.filter(({ direction }) => direction !== undefined);
  const bent = seconds.map(({ direction, second, variable }) =>
    gradient(along(gradient(loss, second as Node), direction as Node), variable, {
      holding: [direction as Node],
    }),
  );
  return {
    roots: [...gradient(loss, variables), ...bent],
    of: (claim) =>
      claim.second === undefined
        ? variables.indexOf(claim.variable)
        : variables.length + seconds.indexOf(claim),
  };
}

const isWhole = (value: Value): boolean =>
  typeof value === "number" ? Number.isFinite(value) : value.data.every(Number.isFinite);

/** All values at numbers made up for the purpose, or at those that are given. */
function valuesOf(roots: readonly Node[], order: readonly Node[], keepsValues: boolean): Value[] {
  const { meanings, sizes, values } = instantiated(order, keepsValues);
  return evaluate(bind(roots, meanings), values, { sizes });
}

const negated = (value: Value): Value =>
  typeof value === "number" ? -value : { ...value, data: value.data.map((entry) => -entry) };

/** The quantity whose derivative of the loss a name is; undefined for any other name. */
function variableOf(name: Name, loss: Node, quantities: ReadonlyMap<string, Node>): Node | undefined {
  if (name.kind !== "partial" || nameText(name.of) !== nameText(nameOf(loss))) return undefined;
  return quantities.get(nameText(name.by));
}

interface Instance {
  readonly values: ReadonlyMap<Node, Value>;
  readonly sizes: Readonly<Record<string, number>>;
  readonly meanings: Meanings;
}

/** Numbers for every symbol, or for those that have none. */
function instantiated(order: readonly Node[], keepsValues: boolean): Instance {
  const sizes = differentSizes(order.map((node) => node.shape));
  const random = numbersFrom(1);
  const values = new Map<Node, Value>();
  const meanings: Record<string, (x: Node) => Node> = {};
  for (const node of order) {
    const { cell } = node.attrs;
    if (cell !== undefined && !(keepsValues && cell.value !== undefined)) {
      values.set(node, declared(node, filled(concrete(node.shape, sizes), random)));
    }
    const symbol = node.op.kind === "pointwise" ? node.op.symbol : undefined;
    if (symbol === undefined) continue;
    const bend = 0.3 + 0.1 * Object.keys(meanings).length; // no two functions mean the same
    meanings[nameText(symbol.name)] ??= (x) => x.tanh().add(x.mul(bend).sin());
  }
  return { values, sizes, meanings };
}

/** A number for each symbolic size, no two alike and none that the graph has already. */
function differentSizes(shapes: readonly Shape[]): Record<string, number> {
  const taken = new Set(shapes.flat().filter((size) => typeof size === "number"));
  const sizes: Record<string, number> = {};
  let next = 2;
  for (const size of shapes.flat()) {
    if (typeof size === "number" || sizes[sizeText(size)] !== undefined) continue;
    while (taken.has(next)) next++;
    sizes[sizeText(size)] = next++;
  }
  return sizes;
}

const concrete = (shape: Shape, sizes: Readonly<Record<string, number>>): number[] =>
  shape.map((size) => (typeof size === "number" ? size : (sizes[sizeText(size)] as number))); // all sizes were met

function filled(shape: readonly number[], random: () => number): Value {
  if (shape.length === 0) return random();
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length: count }, random) };
}

/** Numbers that keep what was declared of a symbol: scaled so that they sum to it along the last axis. */
function declared({ attrs: { sumsTo } }: Node, value: Value): Value {
  if (sumsTo === undefined || typeof value === "number") return value;
  const length = value.shape[value.shape.length - 1] ?? 1;
  const data = value.data.map((entry, k) => {
    const start = k - (k % length);
    return (entry * sumsTo) / value.data.slice(start, start + length).reduce((sum, each) => sum + each, 0);
  });
  return { shape: value.shape, data };
}

/** Numbers from 0.1 to 0.9, the same ones each time (a linear congruential generator, Numerical Recipes' constants). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.1 + (0.8 * state) / 2 ** 32;
  };
}

/** The largest difference of two values' entries, relative to the second's largest entry. */
function distance(a: Value, b: Value): number {
  const entries = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);
  const [left, right] = [Array.from(entries(a)), Array.from(entries(b))];
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  let [largest, difference] = [0, 0];
  right.forEach((entry, k) => {
    if (Object.is(entry, left[k])) return;
    largest = Math.max(largest, Math.abs(entry));
    difference = Math.max(difference, Math.abs((left[k] as number) - entry));
  });
  return difference / Math.max(largest, SMALLEST);
}
