import { ChainruleError, shown } from "../errors";
import type { Node, TensorValue, Value } from "../node";
import { checkedValue, liftAll, nodeLabel, notASymbol } from "../ops/leaf";
import { topologicalOrder } from "../order";
import { entryCount, isConcrete, sameShape } from "../shape";
import { hasNaN, hasStrongZeros, writtenOut } from "../strong-zero";
import { type Backend, checkBackend, type Engine, type Feed } from "./backend";
import { checkpointedScalars } from "./checkpoint/scalars";
import { scalarEngine } from "./scalar/engine";
import { lowerScalars } from "./scalar/lower";
import { tensorEngine } from "./tensor/engine";
import { MOST_THREADS } from "./threads/pool";

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
  /**
   * The same with other data in each step, such as batches: `data` has a list for each step, of the values of those inputs that
   * no output replaces; `initial` are the values of the others. What is replaced stays where it is computed.
   * @throws ChainruleError OPTION, OPERAND, SHAPE
   * @example compile([loss, ...sgd(loss, ps, { rate: 0.1 })], [x, y, ...ps]).run(batches, ps.map((p) => p.value))
   */
  run(data: readonly (readonly unknown[])[], initial: readonly unknown[]): R;
  /** The instruction list, the backend that runs it and why, and the memory it takes. */
  explain(): string;
}

export interface CompileOptions {
  /** `"auto"` if left out. */
  readonly backend?: Backend;
  /**
   * Keeps few values in memory and computes the others again when they are needed, at most 1.25 times as many as there are:
   * for gradients of long unrolled recurrences. What a program holds beside its data is then of the order of the square root
   * of the length (of scalars, a five-hundredth once that is less). The numbers are the same bits. It takes longer to compile.
   */
  readonly checkpoint?: boolean;
  /**
   * How many threads share the work of large tensors, 1 if left out, at most 64: this one, and workers that all programs
   * have in common. The numbers are the same bits. It is for programs run as WebAssembly, in Node and in pages that are
   * cross-origin isolated (and allow `worker-src blob:`); elsewhere, and until the workers have started, this thread does
   * it all. `explain()` says how many there are, which instructions they share, and why not others.
   */
  readonly threads?: number;
}

/**
 * Prepares a graph for running many times: nodes that the outputs do not need are dropped, equal ones are computed once,
 * the rest becomes a list of instructions, which is interpreted at first and becomes WebAssembly when it has run often
 * enough. The numbers are the same bits either way. Symbols that are not inputs keep the values they have when it runs.
 * @throws ChainruleError NOT_A_LEAF, OPTION, and at each run OPERAND, SHAPE, UNBOUND
 * @example const step = compile([E, ...gradient(E, ws)], [i1, i2, ...ws]); step([0.05, 0.1, ...values])
 */
export function compile<V extends Value>(
  outputs: Node<V>,
  inputs: readonly Node[],
  options?: CompileOptions,
): Program<V>;
export function compile(
  outputs: readonly Node[],
  inputs: readonly Node[],
  options?: CompileOptions,
): Program<Value[]>;
export function compile(
  outputs: Node | readonly Node[],
  given: readonly Node[],
  options: CompileOptions = {},
): Program<Value | Value[]> {
  const single = !Array.isArray(outputs);
  const roots = liftAll(outputs, "compile", 0);
  const inputs = liftAll(given, "compile", 1);
  for (const input of inputs) if (input.attrs.cell === undefined) throw notASymbol("compile", input);
  const backend = checkBackend(options.backend ?? "auto");
  const feeds = feedback(roots, inputs);
  const isCheckpointed = isOn(options.checkpoint);
  const threads = threadCount(options.threads);
  const made = (nodes: readonly Node[]): Engine =>
    engineOf(nodes, inputs, backend, feeds ?? [], isCheckpointed, threads);
  const engine = made(roots);
  const quiet = hasStrongZeros(topologicalOrder(roots)) ? quietEngine(roots, made) : undefined;
  /** What an engine computes, and where there is a NaN in it, what one with strong zeros written out does. */
  const settled = (compute: (on: Engine) => Value[]): Value[] => {
    const values = compute(engine);
    return quiet === undefined || !values.some(hasNaN) ? values : compute(quiet());
  };
  const count = roots.length; // a program does not keep its graph
  const result = (values: Value[]): Value | Value[] => (single ? (values[0] as Value) : values);
  const program = (values: readonly unknown[]): Value | Value[] => {
    const checked = checkedInputs(inputs, values);
    return result(settled((on) => on.run(checked, 1)));
  };
  const run = (steps: number | readonly (readonly unknown[])[], initial: readonly unknown[]) => {
    if (feeds === undefined) throw noFeedback(count, inputs);
    if (Array.isArray(steps)) {
      const given = givenSteps(inputs, feeds, steps, initial);
      return result(settled((on) => runOver(on, feeds, given)));
    }
    const [checked, times] = [checkedInputs(inputs, initial), checkedCount(steps)];
    return result(settled((on) => on.run(checked, times)));
  };
  return Object.assign(program, { run, explain: engine.explain });
}

/** The engine of the same graph with its strong zeros written out, made when it is first needed. It keeps the graph till then. */
function quietEngine(roots: readonly Node[], made: (nodes: readonly Node[]) => Engine): () => Engine {
  let nodes: readonly Node[] = roots;
  let engine: Engine | undefined;
  return () => {
    engine ??= made(nodes.map(writtenOut(nodes)));
    nodes = [];
    return engine;
  };
}

/** @throws ChainruleError OPTION */
function checkedCount(n: unknown): number {
  if (Number.isInteger(n) && (n as number) >= 1) return n as number;
  throw new ChainruleError("OPTION", "the number of steps is a whole number >= 1", {
    where: "run",
    got: shown(n),
    mend: "Or give a list of data for each step",
  });
}

/** The values of all inputs in each step; what is fed stands there as it was in the beginning. */
function givenSteps(
  inputs: readonly Node[],
  feeds: readonly Feed[],
  data: readonly unknown[],
  initial: unknown,
): Value[][] {
  const fed = inputs.filter((_, k) => feeds.some(({ to }) => to === k));
  const open = inputs.filter((_, k) => feeds.every(({ to }) => to !== k));
  if (data.length === 0 || open.length === 0) {
    throw new ChainruleError("OPTION", "data for each step are values of inputs that no output replaces", {
      where: "run",
      got: data.length === 0 ? "no step" : `inputs that are replaced, all ${fed.length} of them`,
      mend: "Give the number of steps",
    });
  }
  const start = checkedInputs(fed, initial, "run: the values to start from");
  return data.map((values, step) => {
    const given = checkedInputs(open, values, `run: step ${step}`);
    return inputs.map((input) => {
      const place = open.indexOf(input);
      return (place === -1 ? start[fed.indexOf(input)] : given[place]) as Value; // it is one or the other
    });
  });
}

function runOver(engine: Engine, feeds: readonly Feed[], steps: readonly (readonly Value[])[]): Value[] {
  const all = engine.runOver?.(steps);
  if (all !== undefined) return all;
  let outputs: Value[] = [];
  for (const [step, given] of steps.entries()) {
    const values = [...given];
    if (step > 0) for (const { from, to } of feeds) values[to] = outputs[from] as Value;
    outputs = engine.run(values, 1);
  }
  return outputs;
}

/** @throws ChainruleError OPTION */
function isOn(checkpoint: unknown = false): boolean {
  if (typeof checkpoint === "boolean") return checkpoint;
  throw new ChainruleError("OPTION", "checkpoint is true or false", {
    where: "compile",
    got: shown(checkpoint),
  });
}

/** @throws ChainruleError OPTION */
function threadCount(threads: unknown = 1): number {
  if (Number.isInteger(threads) && (threads as number) >= 1 && (threads as number) <= MOST_THREADS)
    return threads as number;
  throw new ChainruleError("OPTION", "the number of threads is a whole number", {
    where: "compile",
    got: shown(threads),
    expected: `1 to ${MOST_THREADS}`,
  });
}

function engineOf(
  roots: readonly Node[],
  inputs: readonly Node[],
  backend: Backend,
  feeds: readonly Feed[],
  isCheckpointed: boolean,
  threads: number,
): Engine {
  const scalars = lowerScalars(roots, inputs);
  if (scalars === undefined) return tensorEngine(roots, inputs, backend, feeds, { isCheckpointed, threads });
  const engine = isCheckpointed
    ? checkpointedScalars(scalars, backend, feeds)
    : scalarEngine(scalars, backend, feeds);
  if (threads === 1) return engine;
  const one = `threads: 1 of ${threads}: operations on scalars are too little work to share`;
  return { run: engine.run, explain: () => `${engine.explain()}\n${one}` };
}

/** Which output becomes which input after a step; undefined if nothing says. */
function feedback(outputs: readonly Node[], inputs: readonly Node[]): readonly Feed[] | undefined {
  const marked = outputs.flatMap((output, from) => {
    const to = output.attrs.replaces === undefined ? -1 : inputs.indexOf(output.attrs.replaces);
    return to === -1 ? [] : [{ from, to }];
  });
  if (marked.length > 0) return marked;
  const positional =
    outputs.length === inputs.length &&
    outputs.every((output, k) => sameShape(output.shape, (inputs[k] as Node).shape));
  return positional ? outputs.map((_, k) => ({ from: k, to: k })) : undefined;
}

function noFeedback(outputs: number, inputs: readonly Node[]): ChainruleError {
  return new ChainruleError("OPTION", "nothing says which output becomes which input", {
    where: "run",
    got: `${outputs} outputs and ${inputs.length} inputs`,
    mend: "Make the new values with sgd(...) or updated(parameter, next), and list their parameters as inputs",
  });
}

function checkedInputs(inputs: readonly Node[], values: unknown, where = "compiled program"): Value[] {
  if (!Array.isArray(values) || values.length !== inputs.length) {
    throw new ChainruleError("OPERAND", "one value for each input", {
      where,
      got: Array.isArray(values) ? `${values.length} values` : shown(values),
      expected: `${inputs.length}: ${inputs.map(nodeLabel).join(", ")}`,
    });
  }
  return inputs.map((input, k) => {
    const value = values[k];
    return fits(input, value) ? value : checkedValue(input, value);
  });
}

/** Whether a value is a tensor as the input takes it: engines copy it into their memory, so no copy is made before. */
function fits({ shape }: Node, value: unknown): value is TensorValue {
  if (typeof value !== "object" || value === null || !("data" in value) || !("shape" in value)) return false;
  const { data, shape: given } = value;
  return (
    data instanceof Float64Array &&
    Array.isArray(given) &&
    isConcrete(shape) &&
    sameShape(given, shape) &&
    data.length === entryCount(shape)
  );
}
