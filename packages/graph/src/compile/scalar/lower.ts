import { kernels } from "../../evaluate/kernels";
import type { Node, Operation, Pointwise } from "../../node";
import { placesIn, topologicalOrder } from "../../order";
import { stableForm } from "../../stable";
import type { KernelName } from "../math/recipes";
import { MOST_OWN, type OwnKernel, type Tape, TapeWriter } from "./tape";

/** A graph of scalars as a tape, and where on it what the caller knows stands; -1 for what no output needs. */
export interface LoweredScalars {
  readonly tape: Tape;
  readonly inputs: readonly number[];
  /** Symbols that are not inputs: they are read when the program runs. */
  readonly parameters: readonly (readonly [place: number, symbol: Node])[];
  readonly outputs: readonly number[];
}

/** Whether a node is a scalar that one kernel computes from scalars, or a leaf or name of such. */
export function isPlain({ op, shape, attrs }: Node): boolean {
  if (shape.length > 0) return false;
  if (op.kind === "pointwise") return op.forward !== undefined || Object.hasOwn(kernels, op.name);
  return op.kind === "naming" || (op.kind === "leaf" && attrs.dim === undefined);
}

/** Whether an operation is a function that a user declared. */
export const isOwn = (op: Operation): op is Pointwise & OwnKernel =>
  op.kind === "pointwise" && op.forward !== undefined;

/** Lowers a graph all of whose nodes are scalars; undefined for others. */
export function lowerScalars(roots: readonly Node[], inputs: readonly Node[]): LoweredScalars | undefined {
  const order = topologicalOrder(roots);
  const known = new Set<Operation>(); // a look at each operation is enough, leaves apart
  for (const node of order) {
    if (node.shape.length === 0 && known.has(node.op)) continue;
    if (!isPlain(node)) return undefined;
    if (node.op.kind !== "leaf") known.add(node.op);
  }
  if ([...known].filter(isOwn).length > MOST_OWN) return undefined;
  const placeOf = placesIn(order);
  const writer = new TapeWriter(order.length);
  const at = new Int32Array(order.length);
  const isInput = new Set(inputs);
  const parameters: [number, Node][] = [];
  for (let place = 0; place < order.length; place++) {
    const node = order[place] as Node;
    const { op, attrs } = node;
    if (op.kind === "naming") at[place] = at[placeOf(node.first as Node)] as number;
    else if (op.kind === "leaf") {
      if (attrs.cell === undefined)
        at[place] = writer.constant(attrs.value as number); // a scalar constant
      else {
        at[place] = writer.given();
        if (!isInput.has(node)) parameters.push([at[place] as number, node]);
      }
    } else {
      const stable = stableForm(node);
      const operands = stable?.inputs ?? node.list;
      const [first, second] = [
        operands?.[0] ?? node.first,
        stable === undefined ? node.second : operands?.[1],
      ];
      const third = operands?.[2];
      const a = at[placeOf(first as Node)] as number;
      const b = second === undefined ? a : (at[placeOf(second)] as number);
      const c = third === undefined ? b : (at[placeOf(third)] as number);
      if (isOwn(op)) at[place] = writer.own(op, a, b, c);
      else at[place] = writer.operation((stable?.kernel ?? op.name) as KernelName, a, b, c);
    }
  }
  const { tape, place } = writer.done(roots.map((root) => at[placeOf(root)] as number));
  const onTape = (node: Node): number => {
    const found = placeOf(node);
    return found === -1 ? -1 : (place[at[found] as number] as number);
  };
  return {
    tape,
    inputs: inputs.map(onTape),
    parameters: parameters.map(([k, node]) => [place[k] as number, node] as const),
    outputs: roots.map(onTape),
  };
}
