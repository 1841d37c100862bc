import { ChainruleError } from "../../errors";
import type { Node, Value } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import { type Backend, type Engine, type Feed, Promotion } from "../backend";
import { explanation } from "./explain";
import { feed } from "./feed";
import { interpret } from "./interpret";
import { type Generated, generated } from "./javascript";
import { type Loops, loopsOf } from "./loops";
import type { LoweredScalars } from "./lower";
import { type Runs, runsOf } from "./runs";
import { type Straight, straight } from "./straight";
import { memoryOf } from "./tape";

/** Up to so many instructions a program is written straight out; engines take long over more. */
const LONGEST_STRAIGHT = 2000;
/** How many interpreted instructions take as long as a build: measured, some 20 ns each against 5 us or 0.4 us. */
const WORTH = { fixed: 50_000, straight: 200, runs: 20 } as const;
/** The steps of one call: a counter of 32 bits. */
const MOST_STEPS = 2 ** 31;
const FEW_STEPS = 256;

/** How scalars are computed: values are read from memory at the places that `placeOf` gives. */
interface Executor {
  readonly memory: Float64Array;
  readonly placeOf: (k: number) => number;
  /** Computes all values once. */
  readonly execute: () => void;
}

/** Runs a graph of scalars. */
export function scalarEngine(lowered: LoweredScalars, backend: Backend, feeds: readonly Feed[]): Engine {
  const { tape, inputs, parameters, outputs } = lowered;
  const operations = tape.code.reduce((count, code) => count + (code === 0 ? 0 : 1), 0);
  const isShort = operations <= LONGEST_STRAIGHT;
  const each = isShort ? WORTH.straight : WORTH.runs;
  const promotion = new Promotion(backend, WORTH.fixed + each * operations);
  const needed = feeds.filter(({ to }) => inputs[to] !== -1);
  let written: Straight | undefined;
  let laidOut: Runs | undefined;
  let text: Generated | undefined;
  let inLoops: Loops | undefined;
  let hasRun = false;

  /** What runs before anything is built: for a single run, laying it out would take longer than running it. */
  const interpreted = (values: readonly Value[], steps: number): number[] => {
    if (hasRun || steps > 1) {
      inLoops ??= loopsOf(
        tape,
        outputs,
        needed.map(({ from, to }) => [outputs[from] as number, inputs[to] as number]),
      );
      return runLoops(inLoops, values, steps);
    }
    hasRun = true;
    const memory = memoryOf(tape);
    return runExecutor({ memory, placeOf: (k) => k, execute: () => interpret(tape, memory) }, values, steps);
  };

  const isBuilt = (): boolean => (written ?? laidOut ?? text) !== undefined;

  const build = (): void => {
    if (backend === "javascript") text = generated(tape, outputs);
    else if (isShort) {
      const variable = [...inputs, ...parameters.map(([place]) => place)].filter((place) => place !== -1);
      const fed = needed.map(({ from, to }) => [from, inputs[to] as number] as const);
      written = straight(tape, variable, outputs, fed);
    } else laidOut = runsOf(tape, outputs);
    if (!isBuilt()) promotion.refuse();
  };

  /** Writes what the first step begins with. */
  const start = (values: readonly Value[], write: (place: number, x: number) => void): void => {
    for (const [place, symbol] of parameters) {
      const value = parameterValue(symbol);
      if (place !== -1) write(place, value);
    }
    inputs.forEach((place, k) => {
      if (place !== -1) write(place, values[k] as number); // a scalar's value is a number
    });
  };

  const runStraight = (
    { instance, given, firstOutput }: Straight,
    values: readonly Value[],
    steps: number,
  ): number[] => {
    const memory = new Float64Array(instance.memory);
    const slot = new Map(given.map((place, which) => [place, which]));
    start(values, (place, x) => {
      memory[slot.get(place) as number] = x;
    });
    // few steps first: engines make code faster between calls, not within one
    let now = FEW_STEPS;
    for (let left = steps; left > 0; ) {
      const count = Math.min(left, now);
      instance.call.run?.(count);
      left -= count;
      now = Math.min(2 * now, MOST_STEPS);
      for (const { from, to } of needed) {
        memory[slot.get(inputs[to] as number) as number] = memory[firstOutput + from] as number;
      }
    }
    return Array.from(memory.subarray(firstOutput, firstOutput + outputs.length));
  };

  const runExecutor = (
    { memory, placeOf, execute }: Executor,
    values: readonly Value[],
    steps: number,
  ): number[] => {
    start(values, (place, x) => {
      memory[placeOf(place)] = x;
    });
    const from = Int32Array.from(needed, (feed) => placeOf(outputs[feed.from] as number));
    const to = Int32Array.from(needed, (feed) => placeOf(inputs[feed.to] as number));
    for (let step = 1; step < steps; step++) {
      execute();
      feed(memory, from, to);
    }
    execute();
    return outputs.map((k) => memory[placeOf(k)] as number);
  };

  const runLoops = (
    { memory, placeOf, execute }: Loops,
    values: readonly Value[],
    steps: number,
  ): number[] => {
    start(values, (place, x) => {
      memory[placeOf(place)] = x;
    });
    execute(steps);
    return outputs.map((k) => memory[placeOf(k)] as number);
  };

  return {
    run: (values, steps) => {
      if (!isBuilt() && promotion.isDue(operations * steps)) build();
      if (written !== undefined) return runStraight(written, values, steps);
      const built = laidOut ?? text;
      if (built !== undefined) return runExecutor(built, values, steps);
      return interpreted(values, steps);
    },
    explain: () =>
      explanation(lowered, { operations, straight: written, runs: laidOut, text, loops: inLoops, promotion }),
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
