import { ChainruleError, shown } from "../errors";
import type { IndexMap } from "../index-map";
import { nameText } from "../name";
import { inputsOf, type Layout, type Node, type Operation, type Value } from "../node";
import { pointwiseMap } from "../ops/apply";
import { refuseEmpty } from "../ops/contract";
import { checkedValue, lift, liftAll, nodeLabel, notASymbol } from "../ops/leaf";
import type { PointwiseName } from "../ops/names";
import { placesIn, topologicalOrder } from "../order";
import { isCount, type Shape } from "../shape";
import { stableForm } from "../stable";
import { hasNaN, hasStrongZeros, writtenOut } from "../strong-zero";
import { copyValue } from "../value";
import { declaredValue } from "./declared";
import { type Kernel, kernels } from "./kernels";
import { moved } from "./layout";
import { ALONE, type Combine, runNest, SUM } from "./nest";
import { concreteSize, type Sizes, sizesOf } from "./sizes";

/** Values for symbols: by node, or by the text of their names. What is not given keeps the value it has. */
export type Bindings = ReadonlyMap<Node, unknown> | Readonly<Record<string, unknown>>;

export interface EvaluateOptions {
  /** Symbolic sizes that no value tells, by name. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/**
 * The value of a node, or of several in one pass, by the reference evaluator: float64, one node after another, nothing
 * clever. It is the judge of every faster way.
 * @throws ChainruleError UNBOUND (a symbol or size without value, by name), SHAPE, OPERAND, UNKNOWN_SYMBOL
 * @example evaluate(E, { w_5: 0.3 })
 */
export function evaluate<V extends Value>(node: Node<V>, bindings?: Bindings, options?: EvaluateOptions): V;
export function evaluate(nodes: readonly Node[], bindings?: Bindings, options?: EvaluateOptions): Value[];
export function evaluate(
  node: Node | readonly Node[],
  bindings: Bindings = {},
  options: EvaluateOptions = {},
): Value | Value[] {
  const roots = liftAll(node, "evaluate", 0);
  const valueAt = evaluateAll(roots, bindings, options);
  const results = roots.map((root) => copyValue(valueAt(root)));
  return Array.isArray(node) ? results : (results[0] as Value);
}

/** The value of every node below the roots, as a function of the node; see `strong-zero.ts` for those that are NaN. */
export function evaluateAll(
  roots: readonly Node[],
  bindings: Bindings = {},
  options: EvaluateOptions = {},
): (node: Node) => Value {
  const order = topologicalOrder(roots);
  const valueAt = plainValues(order, bindings, options);
  if (!roots.some((root) => hasNaN(valueAt(root))) || !hasStrongZeros(order)) return valueAt;
  const imageOf = writtenOut(roots);
  const images = topologicalOrder(order.map(imageOf));
  const imageValueAt = plainValues(images, bindings, options);
  return (node) => imageValueAt(imageOf(node));
}

function plainValues(
  order: readonly Node[],
  bindings: Bindings,
  options: EvaluateOptions,
): (node: Node) => Value {
  const bound = boundValues(order, bindings);
  const sizes = sizesOf([...bound], givenSizes(options));
  const placeOf = placesIn(order);
  const values = new Array<Value | undefined>(order.length);
  const valueAt = (node: Node): Value => values[placeOf(node)] as Value; // inputs stand before the nodes that use them
  for (const [node, value] of bound) {
    const place = placeOf(node);
    if (place !== -1) values[place] = value; // others are bound for the sizes they tell
  }
  for (let place = 0; place < order.length; place++) {
    values[place] ??= nodeValue(order[place] as Node, valueAt, sizes);
  }
  return valueAt;
}

function boundValues(order: readonly Node[], bindings: Bindings): Map<Node, Value> {
  const values = new Map<Node, Value>();
  if (typeof bindings !== "object" || bindings === null || Array.isArray(bindings)) {
    throw new ChainruleError("OPERAND", "bindings are a Map of nodes or an object of names", {
      where: "evaluate",
      got: shown(bindings),
    });
  }
  const byNode: ReadonlyMap<unknown, unknown> = bindings instanceof Map ? bindings : new Map();
  for (const [key, value] of byNode) {
    const node = lift(key as Node, "evaluate", 1); // lift refuses what is no node
    if (node.attrs.cell === undefined) throw notASymbol("evaluate", node);
    values.set(node, checkedValue(node, value));
  }
  const wanted = new Map<string, unknown>(bindings instanceof Map ? [] : Object.entries(bindings));
  const met = new Set<string>();
  for (const node of order) {
    const cell = node.attrs.cell;
    if (cell === undefined) continue;
    const text = node.attrs.name === undefined ? "" : nameText(node.attrs.name);
    if (wanted.has(text)) {
      values.set(node, checkedValue(node, wanted.get(text)));
      met.add(text);
    } else if (!values.has(node) && cell.value !== undefined) values.set(node, cell.value);
  }
  const unmet = [...wanted.keys()].find((text) => !met.has(text));
  if (unmet !== undefined) {
    throw new ChainruleError("UNKNOWN_SYMBOL", "the graph has no symbol of this name", {
      where: "evaluate",
      got: JSON.stringify(unmet),
      expected: order
        .flatMap((node) => (node.attrs.cell === undefined ? [] : [nodeLabel(node)]))
        .slice(0, 20)
        .join(", "),
    });
  }
  return values;
}

function givenSizes({ sizes = {} }: EvaluateOptions): Map<string, number> {
  for (const [name, size] of Object.entries(sizes)) {
    if (isCount(size)) continue;
    throw new ChainruleError("SIZE", `size ${name} is not a number of entries`, {
      where: "evaluate",
      got: shown(size),
      expected: "a whole number >= 0",
    });
  }
  return new Map(Object.entries(sizes));
}

/** The value of one node from those of the nodes below it. */
export function nodeValue(node: Node, valueAt: (input: Node) => Value, sizes: Sizes): Value {
  const op: Operation = node.op;
  switch (op.kind) {
    case "leaf":
      return leafValue(node, sizes);
    case "naming":
      return valueAt(node.first as Node);
    case "pointwise": {
      const stable = stableForm(node);
      const name = (stable?.kernel ?? op.name) as PointwiseName; // or one that a user declared
      const inputs = stable?.inputs ?? inputsOf(node);
      const kernel = kernelOf(name, node);
      if (node.shape.length > 0) return pointwise(kernel, node, inputs, inputs.map(valueAt), sizes);
      const [a, b = a, c = a] = inputs as readonly [Node, Node?, Node?];
      return kernel(valueAt(a) as number, valueAt(b) as number, valueAt(c) as number); // a scalar's inputs are scalars
    }
    case "indexed":
      return indexed(node, node.inputs.map(valueAt), sizes);
    case "layout":
      return moved(op as Layout, node, node.inputs.map(valueAt));
    case "declared":
      return declaredValue(op, node.inputs.map(valueAt), concrete(node.shape, sizes, node));
    case "composite": {
      if (op.name === "norm") return scaledNorm(node, valueAt(node.inputs[0] as Node), sizes);
      return loweredValue(op.lower(node), node, valueAt, sizes);
    }
  }
}

function leafValue(node: Node, sizes: Sizes): Value {
  const { value, dim } = node.attrs;
  if (value !== undefined) return value;
  if (dim !== undefined) {
    const count = concreteSize(dim, sizes, node);
    refuseEmpty("mean", [count]);
    return count;
  }
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(node),
    mend: "Give it one with .set(...) or in the bindings of evaluate",
  });
}

export function kernelOf(name: PointwiseName, node: Node): Kernel {
  const kernel: Kernel | undefined =
    node.op.kind === "pointwise" && node.op.forward !== undefined ? node.op.forward : kernels[name];
  if (kernel !== undefined) return kernel;
  if (node.op.kind === "pointwise" && node.op.symbol !== undefined) {
    throw new ChainruleError("UNBOUND", "this function has no meaning yet", {
      where: node.op.law,
      mend: "Give it one with bind(graph, { name: (x) => ... })",
    });
  }
  throw new ChainruleError("NO_INTERPRETATION", "no rule to evaluate this operation", {
    where: node.op.name,
  });
}

function concrete(shape: Shape, sizes: Sizes, node: Node): number[] {
  return shape.map((size) => concreteSize(size, sizes, node));
}

function pointwise(
  kernel: Kernel,
  node: Node,
  inputs: readonly Node[],
  values: readonly Value[],
  sizes: Sizes,
): Value {
  const map = pointwiseMap(inputs, node.shape);
  return runNest(
    { ...map, sizes: concrete(node.shape, sizes, node) },
    values,
    ([a, b = 0, c = 0]) => kernel(a as number, b, c),
    ALONE,
  );
}

const product = (entries: readonly number[]): number => {
  let result = 1;
  for (const entry of entries) result *= entry;
  return result;
};

const EXTREMA: Readonly<Record<string, Combine>> = {
  maxOver: { start: Number.NEGATIVE_INFINITY, step: Math.max },
  minOver: { start: Number.POSITIVE_INFINITY, step: Math.min },
};

function indexed(node: Node, values: readonly Value[], sizes: Sizes): Value {
  const map = node.attrs.map as IndexMap; // every indexed operation has one
  const nest = { ...map, sizes: concrete(map.sizes, sizes, node) };
  const extremum = EXTREMA[node.op.name];
  if (extremum !== undefined) {
    const reduced = nest.sizes.filter((_, index) => !map.output.includes(index));
    refuseEmpty(node.op.name === "maxOver" ? "max" : "min", reduced);
  }
  const isSum = nest.sizes.some((size, index) => size !== 1 && !map.output.includes(index));
  return runNest(nest, values, product, extremum ?? (isSum ? SUM : ALONE));
}

function loweredValue(lowered: Node, node: Node, valueAt: (input: Node) => Value, sizes: Sizes): Value {
  const inner = new Map<Node, Value>();
  const inputs = new Set(node.inputs);
  for (const step of topologicalOrder([lowered], inputs)) {
    inner.set(
      step,
      inputs.has(step)
        ? valueAt(step)
        : nodeValue(step, (input) => inner.get(input) ?? valueAt(input), sizes),
    );
  }
  return inner.get(lowered) as Value;
}

/** The Euclidean norm, scaled by a power of two near the largest entry so that squares neither overflow nor vanish. */
function scaledNorm(node: Node, x: Value, sizes: Sizes): Value {
  if (typeof x === "number") return Math.abs(x);
  const axes = node.attrs.axes ?? [];
  const rank = x.shape.length;
  const kept = x.shape.map((_, axis) => (axes.includes(axis) ? rank + axis : axis));
  const all = x.shape.map((_, axis) => axis);
  const map = { inputs: [all], output: kept, sizes: [...x.shape, ...x.shape.map(() => 1)] };
  const largest = runNest(map, [x], ([a]) => Math.abs(a as number), { start: 0, step: Math.max });
  const pair = { ...map, inputs: [all, all.map((axis) => (axes.includes(axis) ? null : axis))] };
  const square = ([a, m]: readonly number[]): number => {
    const ratio = (a as number) / scaleOf(m as number);
    return ratio * ratio; // an engine's ratio ** 2 may differ in the last bit
  };
  const squares = runNest(pair, [x, largest], square, SUM);
  const data = zipped(largest, squares, (m, total) =>
    Number.isFinite(m) ? Math.sqrt(total) * scaleOf(m) : m,
  );
  const shape = concrete(node.shape, sizes, node);
  return shape.length === 0 ? (data[0] as number) : { shape, data };
}

/** The power of two just below a finite number; 1 for 0. */
const scaleOf = (largest: number): number =>
  largest === 0 || !Number.isFinite(largest) ? 1 : 2 ** Math.max(-1022, Math.floor(Math.log2(largest)));

function zipped(a: Value, b: Value, f: (a: number, b: number) => number): Float64Array {
  if (typeof a === "number" || typeof b === "number") return Float64Array.of(f(a as number, b as number)); // both are
  return a.data.map((entry, k) => f(entry, b.data[k] as number));
}
