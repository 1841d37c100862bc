import {
  constant,
  type Node,
  Node as NodeOf,
  scalar,
  symbolsOf,
  tensor,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { checked, type Direction, type Fault } from "./check";
import type { Case } from "./source";

/** The most graphs that are tried. */
const TRIALS = 400;

const countOf = (node: Node): number => node.shape.reduce<number>((count, size) => count * (size as number), 1); // biome-ignore format: sizes are numbers
const entriesOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];

/** Numbers that say more about a fault than others do. */
const weightOf = (x: number): number => {
  if ([0, 1, 2].includes(x) && !Object.is(x, -0)) return 1;
  return Number.isInteger(x) && Math.abs(x) < 10 ? 2 : Number.isFinite(x) && Math.abs(x) < 1e6 ? 3 : 4;
};
function sizeOf({ root, symbols, directions }: Case): number {
  const leaves = topologicalOrder([root]).map(({ attrs }) => attrs.value ?? attrs.cell?.value);
  const entries = leaves.flatMap((value) => (value === undefined ? [] : entriesOf(value)));
  const numbers = entries.reduce((sum, x) => sum + weightOf(x), 0);
  const weights = directions
    .flat()
    .reduce<number>((sum, w) => sum + (w === undefined ? 0 : w === 1 ? 0.1 : 0.5), 0);
  return 10 * topologicalOrder([root]).length + 3 * symbols.length + numbers + weights + directions.length;
}

/** A graph in which some nodes stand in for others. */
function replaced(root: Node, replacements: ReadonlyMap<Node, Node>): Node {
  const made = new Map<Node, Node>(replacements);
  for (const node of topologicalOrder([root])) {
    if (made.has(node)) continue;
    const inputs = node.inputs.map((input) => made.get(input) as Node);
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    made.set(node, isSame ? node : new NodeOf(node.op, inputs, node.attrs, node.shape));
  }
  return made.get(root) as Node;
}

const leafOf = (name: string, value: Value): Node =>
  typeof value === "number" ? scalar(name, value) : tensor(name, { shape: value.shape, data: value.data });

const constantOf = (value: Value): Node => (typeof value === "number" ? constant(value) : constant(value));

/** The same question about a smaller graph; a direction keeps the weights of the entries that are still there. */
function asked(root: Node, { symbols, directions }: Case, renamed?: readonly [Node, Node]): Case {
  const found = symbolsOf([root]);
  const starts = new Map<Node, number>();
  let start = 0;
  for (const symbol of symbols) {
    starts.set(renamed?.[0] === symbol ? renamed[1] : symbol, start);
    start += countOf(symbol);
  }
  const carried = directions.map((direction) =>
    found.flatMap((symbol) => {
      const from = starts.get(symbol);
      return Array.from({ length: countOf(symbol) }, (_, k) =>
        from === undefined ? undefined : direction[from + k],
      );
    }),
  );
  const kept = carried.filter((direction) => direction.some((weight) => weight !== undefined));
  const first: Direction = found.flatMap((symbol) => Array.from({ length: countOf(symbol) }, () => 1));
  return { root, symbols: found, directions: kept.length > 0 ? kept : [first] };
}

function* smaller(given: Case): Generator<Case> {
  const { root, directions } = given;
  const order = topologicalOrder([root]);
  for (const node of order.slice(0, -1)) {
    if (node.op.kind === "leaf") continue;
    yield asked(node.shape.length === 0 ? node : node.sum(), given);
    if (node.shape.length > 0) yield asked(node.at(...node.shape.map(() => 0)), given);
  }
  for (const node of order) {
    for (const input of node.inputs) {
      if (node !== root && input.shape.join() === node.shape.join()) {
        yield asked(replaced(root, new Map([[node, input]])), given);
      }
    }
  }
  for (const [k, node] of order.entries()) {
    if (node === root || node.attrs.value !== undefined) continue;
    if (node.op.kind !== "leaf") {
      yield asked(replaced(root, new Map([[node, leafOf(`v_${k}`, node.value)]])), given);
    }
    yield asked(replaced(root, new Map([[node, constantOf(node.value)]])), given);
  }
  for (const symbol of given.symbols) {
    const { value } = symbol;
    for (const k of entriesOf(value).keys()) {
      for (const x of [1, 2, 0, -1, 0.5]) {
        if (weightOf(x) >= weightOf(entriesOf(value)[k] as number)) continue;
        const next = leafOf(
          String(symbol),
          typeof value === "number"
            ? x
            : { shape: value.shape, data: value.data.map((old, at) => (at === k ? x : old)) },
        );
        yield asked(replaced(root, new Map([[symbol, next]])), given, [symbol, next]);
      }
    }
  }
  if (directions.length > 1) for (const direction of directions) yield { ...given, directions: [direction] };
  const [only] = directions;
  if (directions.length === 1 && only !== undefined) {
    const taken = only.flatMap((weight, k) => (weight === undefined ? [] : [k]));
    if (taken.length > 1)
      for (const k of taken) yield { ...given, directions: [only.map((_, l) => (l === k ? 1 : undefined))] };
  }
}

/** A case with a fault of the same kind that is roughly as small as can be. */
export function shrunk(given: Case, kind: string): Case {
  let best = given;
  let trials = 0;
  const isFaulty = (trial: Case): boolean => {
    trials++;
    try {
      if (trial.symbols.length === 0) return false;
      return checked(trial.root, trial.symbols, trial.directions).faults.some((fault) => fault.kind === kind);
    } catch {
      return false; // a graph that cannot be is no smaller case
    }
  };
  for (let isBetter = true; isBetter && trials < TRIALS; ) {
    isBetter = false;
    const size = sizeOf(best);
    for (const trial of smaller(best)) {
      if (trials >= TRIALS) break;
      if (sizeOf(trial) < size && isFaulty(trial)) {
        best = trial;
        isBetter = true;
        break;
      }
    }
  }
  return best;
}

const numberText = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));
function valueText(value: Value): string {
  if (typeof value === "number") return numberText(value);
  const nested = (axis: number, from: number, length: number): string => {
    if (axis === value.shape.length) return numberText(value.data[from] as number);
    const size = value.shape[axis] as number;
    const step = length / size;
    return `[${Array.from({ length: size }, (_, k) => nested(axis + 1, from + k * step, step)).join(", ")}]`;
  };
  return nested(0, 0, value.data.length);
}

/** The graph as code. */
export function codeOf({ root, symbols, directions }: Case): string {
  const names = new Map<Node, string>();
  const lines = topologicalOrder([root]).map((node, k) => {
    const { value, cell, name: _, map, ...attrs } = node.attrs;
    const isSymbol = cell !== undefined;
    const name = isSymbol ? String(node) : `n${k}`;
    names.set(node, name);
    const maker = node.shape.length === 0 ? "scalar" : "tensor";
    if (isSymbol) return `${name} = ${maker}("${name}", ${valueText(node.value)})`;
    if (value !== undefined) return `${name} = constant(${valueText(value)})`;
    const inputs = node.inputs.map((input) => names.get(input)).join(", ");
    const more = JSON.stringify({ ...attrs, ...(map !== undefined && { map }) });
    return `${name} = ${node.op.name}(${inputs})${more === "{}" ? "" : ` ${more}`}`;
  });
  const ways = directions.map((direction) => `[${direction.map((weight) => weight ?? "-").join(", ")}]`);
  return [...lines, `symbols ${symbols.map(String).join(", ")}; directions ${ways.join(" ")}`].join("\n");
}

export const faultText = (fault: Fault): string => `${fault.kind}: ${fault.text}`;
