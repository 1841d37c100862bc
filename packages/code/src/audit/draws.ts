import { entryCount, evaluate, type Node, symbolsOf, type TensorValue, type Value } from "@chainrule/graph";

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function* uniform(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    yield ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

/** How symbols are drawn: on both sides of 0, or as probabilities are. */
const SIDES = ["both", "both", "between", "between", "both"] as const;
export const DRAWS = SIDES.length;

/** Values of symbols, one draw after another; a symbol keeps its own. */
export class Draws {
  readonly #known: Map<Node, Float64Array>[] = SIDES.map(() => new Map());
  readonly #values: Map<Node, Value>[] = SIDES.map(() => new Map());

  /** The values of nodes at one draw. */
  at(draw: number, nodes: readonly Node[]): Float64Array[] {
    const values = this.#values[draw] as Map<Node, Value>; // within DRAWS
    const symbols = symbolsOf(nodes);
    for (const symbol of symbols)
      if (!values.has(symbol)) values.set(symbol, this.#drawn(symbol, draw, values.size));
    const bindings = new Map(symbols.map((symbol) => [symbol, values.get(symbol) as Value])); // just set
    return evaluate(nodes, bindings).map((value) =>
      typeof value === "number" ? Float64Array.of(value) : value.data,
    );
  }

  /** The value of a node that is asked for again and again. */
  of(draw: number, node: Node): Float64Array {
    const known = this.#known[draw]?.get(node);
    if (known !== undefined) return known;
    const [value] = this.at(draw, [node]) as [Float64Array]; // one for one
    this.#known[draw]?.set(node, value);
    return value;
  }

  /** What symbols are at a draw, by name. */
  point(draw: number, nodes: readonly Node[]): Record<string, number | readonly number[]> {
    const values = this.#values[draw] as Map<Node, Value>; // within DRAWS
    const entries = symbolsOf(nodes).map((symbol): [string, number | readonly number[]] => {
      const value = values.get(symbol) ?? 0;
      return [symbol.toString(), typeof value === "number" ? value : [...(value as TensorValue).data]];
    });
    return Object.fromEntries(entries);
  }

  #drawn(symbol: Node, draw: number, count: number): Value {
    const shape = symbol.shape as readonly number[]; // the reader makes no symbolic sizes
    const numbers = uniform(1 + draw * 7919 + count * 104729);
    const isChance = symbol.toString().startsWith("random");
    const next = (): number => {
      const u = numbers.next().value;
      if (isChance) return u;
      if (SIDES[draw] === "between" || shape.length === 0) return round(0.15 + 0.7 * u);
      return round((u < 0.5 ? -1 : 1) * (0.2 + 1.3 * numbers.next().value));
    };
    if (shape.length === 0) return next();
    return { shape, data: Float64Array.from({ length: entryCount(shape) }, next) };
  }
}

/** Few digits, so that a counterexample can be typed. */
const round = (value: number): number => Math.round(value * 1000) / 1000;
