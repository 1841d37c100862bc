import { operationKey } from "../../evaluate/declared";
import type { IndexMap } from "../../index-map";
import type { Node, Value } from "../../node";
import { topologicalOrder } from "../../order";
import { stableForm } from "../../stable";
import type { KernelName } from "../math/recipes";

/** A value of the program: equal operations on equal values are one. */
export interface Numbered {
  readonly id: number;
  /** The first node that computes it. */
  readonly node: Node;
  readonly kernel: KernelName | undefined;
  readonly inputs: readonly Numbered[];
}

/** The values that roots need, each after its inputs, and the value of each root. */
export interface Numbering {
  readonly values: readonly Numbered[];
  readonly roots: readonly Numbered[];
  /** By id: how many values and roots read it. */
  readonly uses: readonly number[];
}

/** Finds equal values, writes composite operations in others, and leaves out what no root needs. */
export function numbered(roots: readonly Node[]): Numbering {
  const values: Numbered[] = [];
  const known = new Map<string, Numbered>();
  const valueAt = new Map<Node, Numbered>();
  const constants = new Map<Value, number>();

  const intern = (node: Node, kernel: KernelName | undefined, inputs: readonly Numbered[]): Numbered => {
    const key = keyOf(node, kernel, inputs, constants);
    const old = key === undefined ? undefined : known.get(key);
    if (old !== undefined) return old;
    const value: Numbered = { id: values.length, node, kernel, inputs };
    values.push(value);
    if (key !== undefined) known.set(key, value);
    return value;
  };
  /** x > 0 is relu(x) > 0: where that is known, x itself need not be kept. */
  const masked = (inputs: readonly Numbered[]): readonly Numbered[] => {
    const [x, bound] = inputs as readonly [Numbered, Numbered];
    const relu = bound.node.attrs.value === 0 ? known.get(`relu ${x.id}`) : undefined;
    return relu === undefined ? inputs : [relu, bound];
  };
  const see = (node: Node): void => {
    if (valueAt.has(node)) return;
    const at = (input: Node): Numbered => valueAt.get(input) as Numbered; // inputs come first in every order
    const { op } = node;
    if (op.kind === "naming") valueAt.set(node, at(node.inputs[0] as Node));
    else if (op.kind === "pointwise" && op.forward === undefined) {
      const stable = stableForm(node);
      const kernel = (stable?.kernel ?? op.name) as KernelName;
      const inputs = (stable?.inputs ?? node.inputs).map(at);
      valueAt.set(node, intern(node, kernel, kernel === "gt" ? masked(inputs) : inputs));
    } else if (op.kind === "composite" && op.name !== "norm") {
      const lowered = op.lower(node);
      for (const inner of topologicalOrder([lowered], new Set(node.inputs))) see(inner); // composites are not nested
      valueAt.set(node, at(lowered));
    } else valueAt.set(node, intern(node, undefined, node.inputs.map(at)));
  };
  for (const node of topologicalOrder(roots)) see(node);
  const wanted = roots.map((root) => valueAt.get(root) as Numbered);
  const uses = new Array<number>(values.length).fill(0);
  for (const root of wanted) uses[root.id] = (uses[root.id] as number) + 1;
  for (let id = values.length - 1; id >= 0; id--) {
    if (uses[id] === 0) continue;
    for (const input of (values[id] as Numbered).inputs) uses[input.id] = (uses[input.id] as number) + 1;
  }
  return { values: values.filter(({ id }) => (uses[id] as number) > 0), roots: wanted, uses };
}

/** What two nodes have in common if they compute the same; undefined for symbols, which are equal to none. */
function keyOf(
  { op, attrs, shape }: Node,
  kernel: KernelName | undefined,
  inputs: readonly Numbered[],
  constants: Map<Value, number>,
): string | undefined {
  if (attrs.cell !== undefined) return undefined;
  const ids = inputs.map(({ id }) => id).join();
  if (kernel !== undefined) return `${kernel} ${ids}`;
  if (attrs.value !== undefined) {
    if (typeof attrs.value === "number") return `constant ${Object.is(attrs.value, -0) ? "-0" : attrs.value}`;
    const known = constants.get(attrs.value) ?? constants.size;
    constants.set(attrs.value, known);
    return `tensor ${known}`;
  }
  const { map, axis, axes, start, stop, dim } = attrs;
  return `${operationKey(op)} ${ids} ${JSON.stringify([map === undefined ? 0 : mapKey(map), axis, axes, start, stop, dim, shape])}`;
}

const mapKey = ({ inputs, output, sizes }: IndexMap): unknown => [inputs, output, sizes];
