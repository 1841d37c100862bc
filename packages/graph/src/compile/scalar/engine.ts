import { ChainruleError } from "../../errors";
import type { Node } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import { type Backend, type Engine, type Feed, Promotion } from "../backend";
import {
  type Described,
  explanation,
  type Listing,
  listing,
  ofInterpreter,
  ofRuns,
  ofStraight,
  ofText,
} from "./explain";
import { feed } from "./feed";
import { interpret } from "./interpret";
import { generated } from "./javascript";
import { type Loops, loopsOf } from "./loops";
import type { LoweredScalars } from "./lower";
import { runsOf } from "./runs";
import { type Straight, straight } from "./straight";
import { memoryOf, type Tape, tapeBytes } from "./tape";

/** Up to so many instructions a program is written straight out; engines take long over more. */
const LONGEST_STRAIGHT = 2000;
/** How many interpreted instructions take as long as a build: measured, some 20 ns each against 5 us or 0.4 us. */
const WORTH = { fixed: 50_000, straight: 200, runs: 20 } as const;
/** The steps of one call: a counter of 32 bits. */
const MOST_STEPS = 2 ** 31;
const FEW_STEPS = 256;

/** A way to compute a program. It holds places in its memory, and nothing of the tape that it was made of. */
interface Executor {
  readonly memory: Float64Array;
  /** Where what is given is written, -1 for what nothing needs, and where outputs are read. */
  readonly inputs: Int32Array;
  readonly parameters: Int32Array;
  readonly outputs: Int32Array;
  /** Computes all values so many times; outputs become inputs in between. */
  readonly execute: (steps: number) => void;
  readonly describe: () => Described;
}

/** Runs a graph of scalars. */
export function scalarEngine(
  { tape, inputs, parameters, outputs }: LoweredScalars,
  backend: Backend,
  feeds: readonly Feed[],
): Engine {
  const operations = tape.code.reduce((count, code) => count + (code === 0 ? 0 : 1), 0);
  const needed = feeds.filter(({ to }) => inputs[to] !== -1);
  const source = { tape, inputs, parameters, outputs, needed, operations, backend };
  return running(
    source,
    parameters.map(([, symbol]) => symbol),
  );
}

/** What executors are made of. It is as large as the program, and dropped when nothing will be made of it again. */
interface Source extends LoweredScalars {
  /** Feeds of inputs that something needs. */
  readonly needed: readonly Feed[];
  readonly operations: number;
  readonly backend: Backend;
}

/** Apart from what made the source, so that nothing else holds on to it. */
function running(whole: Source, symbols: readonly Node[]): Engine {
  const { operations, backend } = whole;
  const each = operations <= LONGEST_STRAIGHT ? WORTH.straight : WORTH.runs;
  const promotion = new Promotion(backend, WORTH.fixed + each * operations);
  let source: Source | undefined = whole;
  let list: Listing | undefined;
  let executor: Executor | undefined;
  let hasRun = false;

  /** Sees to it that there is an executor for so many steps. */
  const readyFor = (steps: number): Executor => {
    if (source === undefined) return executor as Executor; // for one, it was dropped
    const isDue = promotion.isDue(operations * steps);
    const built = isDue ? builtFrom(source) : undefined;
    if (isDue && built === undefined) promotion.refuse();
    if (built === undefined && executor === undefined && !hasRun && steps === 1) {
      hasRun = true; // for a single run, to lay the program out would take longer than to run it
      return valueByValue(source, promotion);
    }
    executor = built ?? executor ?? inLoops(source, promotion);
    if (built !== undefined || promotion.isOver) {
      list = listing(source, operations);
      source = undefined;
    }
    return executor;
  };
  return {
    run: (values, steps) => {
      const { memory, inputs, parameters, outputs, execute } = readyFor(steps);
      for (let k = 0; k < symbols.length; k++) {
        const value = parameterValue(symbols[k] as Node);
        if (parameters[k] !== -1) memory[parameters[k] as number] = value;
      }
      for (let k = 0; k < inputs.length; k++)
        if (inputs[k] !== -1) memory[inputs[k] as number] = values[k] as number; // a scalar's value is a number
      execute(steps);
      return Array.from(outputs, (place) => memory[place] as number);
    },
    explain: () => {
      const described = executor?.describe() ?? byValue((source as Source).tape, promotion);
      return explanation(list ?? listing(source as Source, operations), described);
    },
  };
}

/** What is faster than interpreting; undefined where it is not allowed. */
function builtFrom(source: Source): Executor | undefined {
  const { tape, inputs, parameters, outputs, needed, operations, backend } = source;
  if (backend === "javascript") {
    const text = generated(tape, outputs);
    if (text === undefined) return undefined;
    const described = ofText(text.chunks, text.memory.byteLength);
    return stepByStep(source, text.memory, text.placeOf, text.execute, () => described);
  }
  if (operations > LONGEST_STRAIGHT) {
    const runs = runsOf(tape, outputs);
    if (runs === undefined) return undefined;
    const described = ofRuns(runs.info);
    return stepByStep(source, runs.memory, runs.placeOf, runs.execute, () => described);
  }
  const variable = [...inputs, ...parameters.map(([place]) => place)].filter((place) => place !== -1);
  const fed = needed.map(({ from, to }) => [from, inputs[to] as number] as const);
  const written = straight(tape, variable, outputs, fed);
  return written && inOneFunction(source, written);
}

function inOneFunction(source: Source, { instance, given, firstOutput }: Straight): Executor {
  const { inputs, parameters, outputs, needed } = source;
  const slots = new Map(given.map((place, which) => [place, which]));
  const slotOf = (place: number): number => slots.get(place) ?? -1;
  const memory = new Float64Array(instance.memory);
  const from = needed.map((pair) => firstOutput + pair.from);
  const to = needed.map((pair) => slotOf(inputs[pair.to] as number));
  const described = ofStraight(instance.bytes, instance.memory.byteLength);
  return {
    memory,
    inputs: Int32Array.from(inputs, slotOf),
    parameters: Int32Array.from(parameters, ([place]) => slotOf(place)),
    outputs: Int32Array.from(outputs, (_, k) => firstOutput + k),
    execute: (steps) => {
      // few steps first: engines make code faster between calls, not within one
      let now = FEW_STEPS;
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, now);
        instance.call.run?.(count);
        left -= count;
        now = Math.min(2 * now, MOST_STEPS);
        for (let k = 0; k < from.length; k++) memory[to[k] as number] = memory[from[k] as number] as number;
      }
    },
    describe: () => described,
  };
}

/** What computes every value once is called for each step. */
function stepByStep(
  { inputs, parameters, outputs, needed }: Source,
  memory: Float64Array,
  placeOf: (k: number) => number,
  once: () => void,
  describe: () => Described,
): Executor {
  const places = placesOf({ inputs, parameters, outputs }, placeOf);
  const from = Int32Array.from(needed, (pair) => places.outputs[pair.from] as number);
  const to = Int32Array.from(needed, (pair) => places.inputs[pair.to] as number);
  return {
    memory,
    ...places,
    execute: (steps) => {
      for (let step = 1; step < steps; step++) {
        once();
        feed(memory, from, to);
      }
      once();
    },
    describe,
  };
}

function valueByValue(source: Source, promotion: Promotion): Executor {
  const { tape } = source;
  const memory = memoryOf(tape);
  return stepByStep(
    source,
    memory,
    (k) => k,
    () => interpret(tape, memory),
    () => byValue(tape, promotion),
  );
}

const byValue = (tape: Tape, promotion: Promotion): Described =>
  ofInterpreter("value by value", 8 * tape.length + tapeBytes(tape), tape.length, promotion);

function inLoops({ tape, inputs, parameters, outputs, needed }: Source, promotion: Promotion): Executor {
  const { length } = tape;
  const fed = needed.map(({ from, to }) => [outputs[from] as number, inputs[to] as number] as const);
  const { memory, placeOf, runs, bytes, execute }: Loops = loopsOf(tape, outputs, fed);
  return {
    memory,
    ...placesOf({ inputs, parameters, outputs }, placeOf),
    execute,
    describe: () => ofInterpreter(`${runs} runs of equal operations`, bytes, length, promotion),
  };
}

/** Where in a memory stands what is given and what comes out. */
function placesOf(
  { inputs, parameters, outputs }: Pick<LoweredScalars, "inputs" | "parameters" | "outputs">,
  placeOf: (k: number) => number,
): Pick<Executor, "inputs" | "parameters" | "outputs"> {
  const known = (place: number): number => (place === -1 ? -1 : placeOf(place));
  return {
    inputs: Int32Array.from(inputs, known),
    parameters: Int32Array.from(parameters, ([place]) => known(place)),
    outputs: Int32Array.from(outputs, known),
  };
}

/** The value that a symbol has now. @throws ChainruleError UNBOUND */
export function parameterValue(symbol: Node): number {
  const value = symbol.attrs.cell?.value;
  if (typeof value === "number") return value;
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(symbol),
    mend: "Make it an input of compile, or give it one with .set(...)",
  });
}
