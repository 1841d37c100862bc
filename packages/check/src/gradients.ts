import {
  type Bindings,
  ChainruleError,
  evaluate,
  gradient,
  type Node,
  nameText,
  symbolsOf,
  type Value,
} from "@chainrule/graph";
import { check } from "./check";
import type { CheckOptions } from "./options";
import { Random } from "./prove/random";
import type { CheckResult, Verdict } from "./verdict";

/** The verdicts that let a formula stand. */
const ACCEPTED: ReadonlySet<Verdict> = new Set(["proved", "numerically equal", "rounding only"]);

/** Whether a claim stands: it was proved, is equal to 30 digits, or differs by rounding only. */
export const stands = ({ verdict }: CheckResult): boolean => ACCEPTED.has(verdict);

/** What a result says in a few lines: verdict, reason, where, repair. */
export function explained({ because, repair, repairs, verdict, where }: CheckResult): string {
  const lines = [`${verdict}: ${because}`];
  if (where !== undefined) {
    const expected = where.expected === undefined ? "" : `, expected ${where.expected}`;
    const ratio = where.ratio === undefined ? "" : `; claim / truth = ${where.ratio}`;
    lines.push(`${where.what} at column ${where.place.column}: ${where.place.text}${expected}${ratio}`);
  }
  for (const { edit, text } of repair === undefined ? (repairs ?? []) : [repair]) lines.push(`repair (${edit}): ${text}`);
  return lines.join("\n");
}

/**
 * Refuses a formula that is not the gradient, or whatever graph is given.
 * @throws ChainruleError WRONG, with what differs and the repair
 * @example assertGradient("-(t - out) * out * (1 - out) * x", gradient(E, w))
 */
export function assertGradient(claim: Node | string, truth: Node, options?: CheckOptions): CheckResult {
  const result = check(claim, truth, options);
  if (stands(result)) return result;
  throw new ChainruleError("WRONG", explained(result), { where: "assertGradient" });
}

export interface GradientCheckOptions {
  /** The symbols to differentiate by; all of the graph's by default. */
  readonly wrt?: readonly Node[];
  /** Values for symbols; what is not given keeps the value it has. */
  readonly at?: Bindings;
  readonly sizes?: Readonly<Record<string, number>>;
  readonly seed?: number;
  /** The largest relative difference that passes; 1e-6 by default. */
  readonly tolerance?: number;
}

/** How a gradient compares with finite differences. */
export interface GradientCheck {
  readonly passes: boolean;
  /** Along a random direction: the difference, relative to the larger of both. */
  readonly difference: number;
  /** Where it failed: each coordinate that differs. */
  readonly coordinates: readonly {
    readonly symbol: string;
    readonly entry: number;
    readonly gradient: number;
    readonly measured: number;
  }[];
}

/**
 * Compares the gradient of a scalar graph with central differences, extrapolated, along one random direction through all
 * symbols; if that fails, coordinate by coordinate. The graph has values there and no kink nearby.
 * @throws ChainruleError NOT_SCALAR, UNBOUND
 */
export function checkGradients(loss: Node, options: GradientCheckOptions = {}): GradientCheck {
  const { at = {}, seed = 1, sizes = {}, tolerance = 1e-6, wrt = symbolsOf([loss]) } = options;
  const random = new Random(seed);
  const base = [...wrt].map((node) => entriesOf(evaluate(node, bindingsFor(at, [node]), { sizes })));
  const gradients = evaluate(gradient(loss, [...wrt]), at, { sizes }).map(entriesOf);
  const shapes = [...wrt].map((node) => evaluate(node, bindingsFor(at, [node]), { sizes }));
  const lossAt = (moved: readonly (readonly number[])[]): number => {
    const values = new Map<Node, Value>(given(at, loss));
    wrt.forEach((node, k) => values.set(node, valueLike(shapes[k] as Value, moved[k] as readonly number[])));
    return evaluate(loss, values, { sizes }) as number;
  };
  const along = (direction: readonly (readonly number[])[]): number => {
    const step = (h: number): number => {
      const move = (sign: number): number =>
        lossAt(base.map((row, k) => row.map((x, j) => x + sign * h * (direction[k]?.[j] as number))));
      return (move(1) - move(-1)) / (2 * h);
    };
    return (4 * step(5e-4) - step(1e-3)) / 3;
  };
  const direction = base.map((row) => row.map(() => random.below(2) * 2 - 1));
  const expected = gradients.reduce(
    (total, row, k) => total + row.reduce((sum, g, j) => sum + g * (direction[k]?.[j] as number), 0),
    0,
  );
  const difference = relative(expected, along(direction));
  if (difference <= tolerance) return { passes: true, difference, coordinates: [] };
  const coordinates = base.flatMap((row, k) =>
    row.flatMap((_, j) => {
      const unit = base.map((other, m) => other.map((_, n) => (m === k && n === j ? 1 : 0)));
      const measured = along(unit);
      const exact = gradients[k]?.[j] as number;
      if (relative(exact, measured) <= tolerance) return [];
      const name = wrt[k]?.attrs.name;
      return [{ symbol: name === undefined ? `${k}` : nameText(name), entry: j, gradient: exact, measured }];
    }),
  );
  return { passes: false, difference, coordinates };
}

/** Differences of values below this size are compared absolutely: a step of 1e-3 shows no more. */
const SMALLEST = 1e-3;

const relative = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), SMALLEST);

const entriesOf = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

const valueLike = (value: Value, entries: readonly number[]): Value =>
  typeof value === "number" ? (entries[0] as number) : { shape: value.shape, data: Float64Array.from(entries) };

/** The bindings of those symbols that are among the nodes. */
function bindingsFor(at: Bindings, nodes: readonly Node[]): Map<Node, Value> {
  return new Map(nodes.flatMap((node) => given(at, node)));
}

function given(at: Bindings, root: Node): [Node, Value][] {
  return symbolsOf([root]).flatMap((node): [Node, Value][] => {
    const name = node.attrs.name === undefined ? "" : nameText(node.attrs.name);
    const value = at instanceof Map ? at.get(node) : (at as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [] : [[node, value as Value]]; // evaluate checks it
  });
}
