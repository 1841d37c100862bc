import { type Kernel, kernels } from "../../evaluate/kernels";
import type { Node } from "../../node";
import { placesIn } from "../../order";
import { limitForm, stableForm } from "../../stable";
import type { KernelName } from "../math/recipes";
import { isPlain } from "./lower";
import { localPartials } from "./partial";

/**
 * Gradients of a graph of scalars in numbers, in one sweep over arrays, for graphs that are built to be differentiated
 * once. Rules and the order of every sum are those of the gradient graph; numbers differ in the last place where that graph
 * happens to hold a stable form that neither the graph nor a rule holds alone.
 */
export function scalarBackward(nodes: readonly Node[]): boolean {
  const count = nodes.length;
  const values = new Float64Array(count);
  const placeOf = placesIn(nodes);
  let edges = 1;
  for (let place = 0; place < count; place++) {
    const node = nodes[place] as Node;
    if (!isPlain(node)) return false;
    edges += node.inputs.length;
    const { op, inputs, attrs } = node;
    if (op.kind === "naming") values[place] = values[placeOf(inputs[0] as Node)] as number;
    else if (op.kind === "leaf") {
      const value = attrs.value ?? attrs.cell?.value;
      if (typeof value !== "number") return false; // the evaluator says what is missing
      values[place] = value;
    } else {
      const stable = needsCare(op.name) ? stableForm(node) : undefined;
      const kernel: Kernel = kernels[(stable?.kernel ?? op.name) as KernelName];
      const operands = stable?.inputs ?? inputs;
      const a = values[placeOf(operands[0] as Node)] as number;
      const b = operands.length > 1 ? (values[placeOf(operands[1] as Node)] as number) : a;
      const c = operands.length > 2 ? (values[placeOf(operands[2] as Node)] as number) : b;
      values[place] = kernel(a, b, c);
    }
  }
  const sweep = new Sweep(count, edges);
  sweep.arrive(count - 1, 1, true);
  for (let place = count - 1; place >= 0; place--) {
    const node = nodes[place] as Node;
    const isReached = sweep.isReached(place);
    const adjoint = isReached ? sweep.total(place) : 0;
    node.adjoint = sweep.withAside(place, adjoint, isReached);
    if (!isReached || node.inputs.length === 0) continue;
    contribute(sweep, node, place, adjoint, values, placeOf);
  }
  return true;
}

/** Operations whose nodes may have a stable form. */
const needsCare = (name: string): boolean => name === "mul" || name === "sub" || name === "oneMinusSquare";

function contribute(
  sweep: Sweep,
  node: Node,
  place: number,
  adjoint: number,
  values: Float64Array,
  placeOf: (node: Node) => number,
): void {
  const { op, inputs } = node;
  const isAlive = sweep.isAlive(place);
  if (op.kind === "naming") {
    sweep.arrive(placeOf(inputs[0] as Node), adjoint, isAlive);
    return;
  }
  if (op.kind !== "pointwise") return;
  const limit = op.name === "mul" ? limitForm(node) : undefined;
  if (limit !== undefined) {
    const log = placeOf(limit.log);
    const x = placeOf(limit.x);
    sweep.arrive(x, isAlive ? adjoint * ((values[log] as number) + 1) : 0, isAlive);
    sweep.arriveAside(log, isAlive ? adjoint * (values[x] as number) : 0);
    return;
  }
  const partials = localPartials(op, node);
  const a = placeOf(inputs[0] as Node);
  const b = inputs.length > 1 ? placeOf(inputs[1] as Node) : a;
  const c = inputs.length > 2 ? placeOf(inputs[2] as Node) : b;
  for (let k = 0; k < inputs.length; k++) {
    const partial = partials[k];
    const to = k === 0 ? a : k === 1 ? b : c;
    if (partial === undefined || partial.kind === "none") continue;
    if (!isAlive) sweep.arrive(to, 0, false);
    else if (partial.kind === "sign") sweep.arrive(to, partial.negative ? -adjoint : adjoint, true);
    else if (partial.kind === "operand") {
      const factor = inputs[partial.which] as Node;
      if (factor.attrs.value === 0) continue; // an exact zero, as in the gradient graph
      const at = partial.which === 0 ? a : partial.which === 1 ? b : c;
      sweep.arrive(to, adjoint * (values[at] as number), true);
    } else if (partial.kind === "output") sweep.arrive(to, adjoint * (values[place] as number), true);
    else {
      const [x, y, z] = [values[a] as number, values[b] as number, values[c] as number];
      if (partial.kind === "computed")
        sweep.arrive(to, adjoint * partial.of(x, y, z, values[place] as number), true);
      else {
        const condition = partial.condition(x, y, z, values[place] as number);
        const counts = Number.isNaN(condition) || (condition !== 0) === partial.taken;
        sweep.arrive(to, Number.isNaN(condition) ? condition : counts ? adjoint : 0, counts);
      }
    }
  }
}

/** What arrives at each node from its consumers, as lists that begin with the consumer that comes first in the graph. */
class Sweep {
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #value: Float64Array;
  /** 1 where something arrived through branches that are taken. */
  readonly #alive: Uint8Array;
  readonly #aside = new Map<number, number>();
  #count = 0;

  constructor(nodes: number, edges: number) {
    this.#first = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(edges);
    this.#value = new Float64Array(edges);
    this.#alive = new Uint8Array(nodes);
  }

  arrive(place: number, value: number, isAlive: boolean): void {
    const edge = this.#count++;
    this.#value[edge] = value;
    this.#next[edge] = this.#first[place] as number;
    this.#first[place] = edge;
    if (isAlive) this.#alive[place] = 1;
  }

  /** A part of an adjoint that has reached the nodes below by another way. */
  arriveAside(place: number, value: number): void {
    this.#aside.set(place, value + (this.#aside.get(place) ?? 0));
  }

  isReached(place: number): boolean {
    return this.#first[place] !== -1;
  }

  isAlive(place: number): boolean {
    return this.#alive[place] === 1;
  }

  total(place: number): number {
    let edge = this.#first[place] as number;
    let total = this.#value[edge] as number;
    for (edge = this.#next[edge] as number; edge !== -1; edge = this.#next[edge] as number)
      total += this.#value[edge] as number;
    return total;
  }

  withAside(place: number, adjoint: number, isReached: boolean): number {
    if (this.#aside.size === 0) return adjoint;
    const aside = this.#aside.get(place);
    return aside === undefined ? adjoint : isReached ? adjoint + aside : aside;
  }
}
