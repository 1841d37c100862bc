import { evaluate, type IndexMap, type Node, topologicalOrder, type Value } from "@chainrule/graph";
import { extremum, logSoftmax, logSumExp, norm, pointwise, softmax, summed } from "./groups";
import { agrees, chained, constantJet, type Frame, type Jet, settled, symbolJet } from "./jet";
import type { Slope } from "./partials";

/*
 * A graph in jets: plain loops over the entries of every node. Only operations, attributes and the order of nodes are read of the
 * graph, and its values by the reference, which decide choices and are themselves held against the mathematics.
 */

interface Jets {
  readonly shape: readonly number[];
  readonly data: readonly Jet[];
}

/** A value that is not what the mathematics says. */
export interface Wrong {
  readonly node: Node;
  readonly text: string;
}
export interface Interpretation {
  readonly jets: Jets;
  readonly wrong: readonly Wrong[];
  /** Entries of values that were held against the mathematics, and those of which it says nothing. */
  readonly judged: number;
  readonly unsaid: number;
}

const numbersOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];
const shapeOf = (value: Value): readonly number[] => (typeof value === "number" ? [] : value.shape);
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Symbols are laid one after another; direction r gives entry k of all of them the weight `directions[r][k]`. */
export function interpreted(
  root: Node,
  symbols: readonly Node[],
  directions: readonly (readonly Slope[])[],
): Interpretation {
  const order = topologicalOrder([root]);
  const values = evaluate(order);
  const frame: Frame = {
    entries: symbols.reduce((count, symbol) => count + sizeOf(symbol.shape as number[]), 0), // sizes are numbers
    directions,
  };
  const starts = new Map<Node, number>();
  let start = 0;
  for (const symbol of symbols) {
    starts.set(symbol, start);
    start += sizeOf(symbol.shape as number[]);
  }
  const wrong: Wrong[] = [];
  let [judged, unsaid] = [0, 0];
  const done = new Map<Node, Jets>();
  order.forEach((node, place) => {
    const value = values[place] as Value;
    const given = numbersOf(value);
    const first = starts.get(node);
    if (node.op.kind === "leaf") {
      const data = given.map((x, k) =>
        first === undefined ? constantJet(frame, x) : symbolJet(frame, x, first + k),
      );
      done.set(node, { shape: shapeOf(value), data });
      return;
    }
    const inputs = node.inputs.map((input) => done.get(input) as Jets);
    const data = entriesOf(node, inputs, shapeOf(value), frame).map((jet, k) => {
      const x = given[k] as number;
      const verdict = agrees(jet.value, x);
      if (verdict === undefined) unsaid++;
      else judged++;
      if (verdict === false)
        wrong.push({ node, text: `entry ${k} is ${x}, expected ${entryText(jet.value)}` });
      return settled(jet, x);
    });
    done.set(node, { shape: shapeOf(value), data });
  });
  return { jets: done.get(root) as Jets, wrong, judged, unsaid };
}

export function entryText(entry: Slope): string {
  if (entry === undefined) return "exactly 0";
  if (entry.kind === "nan") return "NaN";
  if (entry.kind === "infinite")
    return entry.sign === 0 ? "infinite" : `${entry.sign * Number.POSITIVE_INFINITY}`;
  return `${entry.big.n} +- ${entry.error.toExponential(1)}`;
}

/** Every combination of indices below these sizes, in the order of rows. */
function* combinations(sizes: readonly number[]): Generator<readonly number[]> {
  const count = sizeOf(sizes);
  for (let k = 0; k < count; k++) {
    const index: number[] = [];
    let rest = k;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % (sizes[axis] as number);
      rest = Math.floor(rest / (sizes[axis] as number));
    }
    yield index;
  }
}
const withAxis = (index: readonly number[], axis: number, at: number): readonly number[] =>
  index.map((i, k) => (k === axis ? at : i));
const positionOf = (index: readonly number[], shape: readonly number[]): number =>
  index.reduce((position, i, axis) => position * (shape[axis] as number) + i, 0);

/** The entry that stands at this index of a larger shape, as NumPy broadcasts. */
function broadcastEntry({ shape, data }: Jets, index: readonly number[]): Jet {
  const own = shape.map((size, axis) =>
    size === 1 ? 0 : (index[index.length - shape.length + axis] as number),
  );
  return data[positionOf(own, shape)] as Jet;
}

function entriesOf(
  node: Node,
  inputs: readonly Jets[],
  shape: readonly number[],
  frame: Frame,
): readonly Jet[] {
  const x = inputs[0] as Jets;
  const { axis = 0, axes = [], start = 0, map } = node.attrs;
  switch (node.op.name) {
    case "named":
    case "reshape":
      return x.data;
    case "contraction":
      return contracted(inputs, map as IndexMap, shape, frame); // every contraction has one
    case "maxOver":
    case "minOver":
      return reduced(x, axes, (group) => extremum(group, node.op.name === "maxOver"));
    case "norm":
      return reduced(x, axes, (group) => chained(norm(group), group));
    case "logSumExp":
      return reduced(x, axes, logSumExp);
    case "softmax":
      return along(x, axes, softmax);
    case "logSoftmax":
      return along(x, axes, logSoftmax);
    case "concat":
      return [...combinations(shape)].map((index) => {
        let at = index[axis] as number;
        const part = inputs.find(({ shape: own }) => {
          if (at < (own[axis] as number)) return true;
          at -= own[axis] as number;
          return false;
        }) as Jets; // the sizes of the parts add up
        return part.data[positionOf(withAxis(index, axis, at), part.shape)] as Jet;
      });
    case "slice":
      return [...combinations(shape)].map(
        (index) => x.data[positionOf(withAxis(index, axis, (index[axis] as number) + start), x.shape)] as Jet,
      );
    case "pad":
      return [...combinations(shape)].map((index) => {
        const at = (index[axis] as number) - start;
        if (at < 0 || at >= (x.shape[axis] as number)) return constantJet(frame, 0);
        return x.data[positionOf(withAxis(index, axis, at), x.shape)] as Jet;
      });
    default:
      return [...combinations(shape)].map((index) =>
        pointwise(
          node.op.name,
          inputs.map((input) => broadcastEntry(input, index)),
        ),
      );
  }
}

function contracted(
  inputs: readonly Jets[],
  map: IndexMap,
  shape: readonly number[],
  frame: Frame,
): readonly Jet[] {
  const sums = new Map<number, Jet>();
  for (const index of combinations(map.sizes as readonly number[])) {
    const factors = inputs.map(({ shape: own, data }, k) => {
      const places = (map.inputs[k] as readonly (number | null)[]).map((which) =>
        which === null ? 0 : (index[which] as number),
      );
      return data[positionOf(places, own)] as Jet;
    });
    const term = factors
      .slice(1)
      .reduce((a, b) => pointwise("mul", [a, b]), factors[0] ?? constantJet(frame, 1));
    const position = positionOf(map.output.map((which) => index[which] as number), shape); // biome-ignore format: one value
    const before = sums.get(position);
    sums.set(position, before === undefined ? term : summed(before, term));
  }
  return Array.from({ length: sizeOf(shape) }, (_, k) => sums.get(k) ?? constantJet(frame, 0));
}

/** The positions of entries that differ along these axes alone, group by group. */
function groupsOf({ shape }: Jets, axes: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  let position = 0;
  for (const index of combinations(shape)) {
    const key = index.filter((_, axis) => !axes.includes(axis)).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position++]);
    else group.push(position++);
  }
  return [...groups.values()];
}
const reduced = (x: Jets, axes: readonly number[], f: (group: readonly Jet[]) => Jet): readonly Jet[] =>
  groupsOf(x, axes).map((group) => f(group.map((at) => x.data[at] as Jet)));
function along(
  x: Jets,
  axes: readonly number[],
  f: (group: readonly Jet[]) => readonly Jet[],
): readonly Jet[] {
  const results = [...x.data];
  for (const group of groupsOf(x, axes)) {
    f(group.map((at) => x.data[at] as Jet)).forEach((jet, k) => {
      results[group[k] as number] = jet;
    });
  }
  return results;
}
