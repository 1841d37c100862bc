import { ChainruleError, shown } from "../errors";
import type { Node, Value } from "../node";
import { checkedValue, liftAll, nodeLabel, notASymbol } from "../ops/leaf";
import type { PointwiseName } from "../ops/names";
import { topologicalOrder } from "../order";
import { sameShape } from "../shape";
import { stableForm } from "../stable";
import { copyValue } from "../value";
import { kernelOf, nodeValue } from "./reference";
import { type Sizes, sizesOf } from "./sizes";

/** Outputs as a function of inputs, prepared once. */
export interface Program<R> {
  /** Values in the order of the inputs; outputs in the order of the outputs. */
  (values: readonly unknown[]): R;
  /**
   * Runs n steps and returns the outputs of the last. After each step, every output made by `updated(input, ...)` (such as
   * those of `sgd`) becomes the value of its input; without such outputs, the outputs replace the inputs one by one.
   * @throws ChainruleError OPTION when nothing tells how outputs feed inputs, or n is not a whole number >= 1
   */
  run(n: number, initial: readonly unknown[]): R;
}

/**
 * Prepares a graph for running many times: nodes that the outputs do not need are dropped, the rest becomes a list of
 * instructions. Symbols that are not inputs keep the values they have when it runs.
 * @throws ChainruleError NOT_A_LEAF, and at each run OPERAND, SHAPE, UNBOUND
 * @example const step = compile([E, ...gradient(E, ws)], [i1, i2, ...ws]); step([0.05, 0.1, ...values])
 */
export function compile<V extends Value>(outputs: Node<V>, inputs: readonly Node[]): Program<V>;
export function compile(outputs: readonly Node[], inputs: readonly Node[]): Program<Value[]>;
export function compile(outputs: Node | readonly Node[], given: readonly Node[]): Program<Value | Value[]> {
  const single = !Array.isArray(outputs);
  const roots = liftAll(outputs, "compile", 0);
  const inputs = liftAll(given, "compile", 1);
  for (const input of inputs) if (input.attrs.cell === undefined) throw notASymbol("compile", input);
  const list = instructions(roots, inputs);
  const result = (values: Value[]): Value | Value[] => (single ? (values[0] as Value) : values);
  const program = (values: readonly unknown[]): Value | Value[] =>
    result(runOnce(list, checkedInputs(inputs, values)));
  const run = (n: number, initial: readonly unknown[]): Value | Value[] => {
    if (!Number.isInteger(n) || n < 1) {
      throw new ChainruleError("OPTION", "the number of steps is a whole number >= 1", {
        where: "run",
        got: shown(n),
      });
    }
    const feeds = feedback(roots, inputs);
    const values = checkedInputs(inputs, initial);
    let last: Value[] = [];
    for (let step = 0; step < n; step++) {
      last = runOnce(list, values);
      for (const [from, to] of feeds) values[to] = last[from] as Value;
    }
    return result(last);
  };
  return Object.assign(program, { run });
}

/** Which output becomes which input after a step. */
function feedback(
  outputs: readonly Node[],
  inputs: readonly Node[],
): (readonly [output: number, input: number])[] {
  const marked = outputs.flatMap((output, from) => {
    const to = output.attrs.replaces === undefined ? -1 : inputs.indexOf(output.attrs.replaces);
    return to === -1 ? [] : [[from, to] as const];
  });
  if (marked.length > 0) return marked;
  const positional =
    outputs.length === inputs.length &&
    outputs.every((output, k) => sameShape(output.shape, (inputs[k] as Node).shape));
  if (positional) return outputs.map((_, k) => [k, k] as const);
  throw new ChainruleError("OPTION", "nothing says which output becomes which input", {
    where: "run",
    got: `${outputs.length} outputs and ${inputs.length} inputs`,
    mend: "Make the new values with sgd(...) or updated(parameter, next), and list their parameters as inputs",
  });
}

function checkedInputs(inputs: readonly Node[], values: readonly unknown[]): Value[] {
  if (!Array.isArray(values) || values.length !== inputs.length) {
    throw new ChainruleError("OPERAND", "one value for each input", {
      where: "compiled program",
      got: Array.isArray(values) ? `${values.length} values` : shown(values),
      expected: `${inputs.length}: ${inputs.map(nodeLabel).join(", ")}`,
    });
  }
  return inputs.map((input, k) => checkedValue(input, values[k]));
}

type Slots = (Value | undefined)[];
type Instruction = (slots: Slots, sizes: Sizes) => void;

interface InstructionList {
  readonly slots: number;
  readonly inputs: readonly (readonly [number | undefined, Node])[];
  /** Symbols that are not inputs: they are read when the program runs. */
  readonly parameters: readonly (readonly [number, Node])[];
  readonly steps: readonly Instruction[];
  readonly outputs: readonly number[];
}

function instructions(roots: readonly Node[], inputs: readonly Node[]): InstructionList {
  const order = topologicalOrder(roots);
  const slotOf = new Map<Node, number>();
  for (const node of order)
    slotOf.set(
      node,
      node.op.kind === "naming" ? (slotOf.get(node.inputs[0] as Node) as number) : slotOf.size,
    );
  const symbols = order.flatMap((node) =>
    node.attrs.cell === undefined ? [] : [[slotOf.get(node) as number, node] as const],
  );
  return {
    slots: order.length,
    inputs: inputs.map((input) => [slotOf.get(input), input]),
    parameters: symbols.filter(([, node]) => !inputs.includes(node)),
    steps: order
      .filter((node) => node.op.kind !== "naming" && node.attrs.cell === undefined)
      .map((node) => instruction(node, slotOf)),
    outputs: roots.map((root) => slotOf.get(root) as number),
  };
}

function instruction(node: Node, slotOf: ReadonlyMap<Node, number>): Instruction {
  const slot = slotOf.get(node) as number;
  if (node.op.kind !== "pointwise" || node.shape.length > 0) {
    return (slots, sizes) => {
      slots[slot] = nodeValue(node, (input) => slots[slotOf.get(input) as number] as Value, sizes);
    };
  }
  const stable = stableForm(node);
  const kernel = kernelOf((stable?.kernel ?? node.op.name) as PointwiseName, node);
  const [a = 0, b = a, c = a] = (stable?.inputs ?? node.inputs).map((input) => slotOf.get(input) as number);
  return (slots) => {
    slots[slot] = kernel(slots[a] as number, slots[b] as number, slots[c] as number); // a scalar's inputs are scalars
  };
}

function runOnce(list: InstructionList, values: readonly Value[]): Value[] {
  const slots: Slots = new Array<Value | undefined>(list.slots).fill(undefined);
  list.inputs.forEach(([slot], k) => {
    if (slot !== undefined) slots[slot] = values[k];
  });
  for (const [slot, node] of list.parameters) {
    const value = node.attrs.cell?.value;
    if (value === undefined) {
      throw new ChainruleError("UNBOUND", "this symbol has no value", {
        where: nodeLabel(node),
        mend: "Make it an input of compile, or give it one with .set(...)",
      });
    }
    slots[slot] = value;
  }
  const sizes = sizesOf([
    ...list.inputs.map(([, node], k) => [node, values[k]] as const),
    ...list.parameters.map(([slot, node]) => [node, slots[slot]] as const),
  ]);
  for (const step of list.steps) step(slots, sizes);
  return list.outputs.map((slot) => copyValue(slots[slot] as Value));
}
