import { ChainruleError } from "../../errors";
import { float64 } from "../../evaluate/float64";
import { type Sizes, sizesOf } from "../../evaluate/sizes";
import { valuesIn } from "../../evaluate/walk";
import type { Node, Value } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import { placesIn, topologicalOrder } from "../../order";
import { entryCount } from "../../shape";
import { copyValue } from "../../value";
import { type Backend, type Engine, type Feed, Promotion } from "../backend";
import { checkpointedTensors } from "../checkpoint/tensors";
import { explanation } from "./explain";
import { LONGEST_TEXT, textModule } from "./javascript/module";
import { type LoweredTensors, lowerTensors } from "./lower";
import { type TensorModule, tensorModule, writeValue } from "./module";
import { plainModule } from "./plain";
import { entriesOf } from "./work";

/** Entries the reference computes, one by one, in the time that it takes to build a module. */
const WORTH = 40_000;
/** Programs for so many different sizes are kept. */
const MOST_BUILT = 8;
const MOST_STEPS = 2 ** 31 - 1;

interface Built {
  readonly lowered: LoweredTensors;
  readonly module: TensorModule;
}

interface Ways {
  readonly isCheckpointed?: boolean;
  readonly threads?: number;
}

/**
 * Runs a graph of tensors: node by node at first, then as WebAssembly, as functions made of text if that is asked for, or in
 * loops, made for the sizes that come.
 */
export function tensorEngine(
  roots: readonly Node[],
  inputs: readonly Node[],
  backend: Backend,
  feeds: readonly Feed[],
  { isCheckpointed = false, threads = 1 }: Ways = {},
): Engine {
  const order = topologicalOrder(roots);
  const placeOf = placesIn(order);
  const isInput = new Set(inputs);
  const open = [...inputs.keys()].filter((k) => feeds.every(({ to }) => to !== k));
  const parameters = order.filter((node) => node.attrs.cell !== undefined && !isInput.has(node));
  const compiled = backend === "javascript" ? textModule : tensorModule;
  const promotion = new Promotion(backend, WORTH);
  const built = new Map<string, Built>();
  let latest: Built | undefined;
  let done = 0;

  const sizesFor = (values: readonly Value[]): Sizes =>
    sizesOf([
      ...inputs.map((node, k) => [node, values[k] as Value] as const),
      ...parameters.map((node) => [node, parameterValue(node)] as const),
    ]);

  const reference = (values: readonly Value[], sizes: Sizes): Value[] => {
    const bound = new Map(inputs.map((node, k) => [node, values[k] as Value]));
    for (const node of parameters) bound.set(node, parameterValue(node));
    return roots.map(valuesIn(order, sizes, float64(bound), placeOf));
  };

  const build = (sizes: Sizes, isCompiled: boolean): Built => {
    const key = JSON.stringify(sizes);
    const known = built.get(key);
    if (known !== undefined) return known;
    const fed = new Set(feeds.map(({ from }) => from));
    const lowered = isCheckpointed
      ? checkpointedTensors(roots, sizes, fed)
      : lowerTensors(roots, sizes, fed, backend === "javascript" ? LONGEST_TEXT : undefined);
    let module = isCompiled ? compiled(lowered, inputs, feeds, threads) : undefined;
    if (isCompiled && module === undefined) promotion.refuse();
    module ??= plainModule(lowered, inputs, feeds, threads);
    const made = { lowered, module };
    const oldest = built.keys().next().value;
    if (built.size >= MOST_BUILT && oldest !== undefined) built.delete(oldest);
    built.set(key, made);
    return made;
  };

  const place = ({ lowered, module }: Built, symbol: Node, value: Value): void => {
    const buffer = lowered.symbols.get(symbol);
    if (buffer === undefined) return;
    const count = lowered.buffers[buffer]?.count ?? 0;
    writeValue(module.memory, module.addresses[buffer] as number, count, value);
  };

  const begin = (on: Built, values: readonly Value[]): void => {
    inputs.forEach((symbol, k) => {
      place(on, symbol, values[k] as Value);
    });
    for (const symbol of parameters) place(on, symbol, parameterValue(symbol));
  };

  const results = ({ lowered, module }: Built): Value[] =>
    lowered.outputs.map(({ buffer, shape }) => {
      const at = module.addresses[buffer] as number;
      const data = new Float64Array(module.memory, 8 * at, entryCount(shape));
      return shape.length === 0 ? (data[0] as number) : { shape, data: data.slice() };
    });

  const work = order.reduce((total, node) => total + entriesOf(node), 0);
  const isWorth = (work: number): boolean => {
    const isDue = promotion.isDue(work);
    done += work;
    return isDue;
  };

  return {
    run: (values, steps) => {
      const sizes = sizesFor(values);
      const isDue = isWorth(work * steps);
      latest =
        (isDue || done > WORTH || isCheckpointed) && steps <= MOST_STEPS ? build(sizes, isDue) : undefined;
      if (latest !== undefined) {
        begin(latest, values);
        latest.module.run(steps);
        return results(latest);
      }
      let now = [...values];
      for (let step = 1; ; step++) {
        const outputs = reference(now, sizes);
        if (step === steps) return outputs.map(copyValue);
        now = now.slice();
        for (const { from, to } of feeds) now[to] = outputs[from] as Value;
      }
    },
    runOver: (steps) => {
      const sizes = sizesFor(steps[0] as readonly Value[]); // there is at least one step
      if (steps.some((values) => !isSame(sizesFor(values), sizes))) return undefined;
      const isDue = isWorth(work * steps.length);
      if (!isDue && done <= WORTH && !isCheckpointed) return undefined;
      const on = build(sizes, isDue);
      latest = on;
      const { module } = on;
      const numbers = new Float64Array(module.memory);
      steps.forEach((values, step) => {
        if (step === 0) begin(on, values);
        else {
          for (const [output, input] of module.copies) {
            const from = module.addresses[output] as number;
            numbers.copyWithin(
              module.addresses[input] as number,
              from,
              from + (on.lowered.buffers[input]?.count ?? 0),
            );
          }
          for (const k of open) place(on, inputs[k] as Node, values[k] as Value);
        }
        module.run(1);
      });
      return results(on);
    },
    explain: () => explanation(order.length, latest?.lowered, latest?.module, promotion),
  };
}

/** Sizes of the same symbols, which come in the same order. */
const isSame = (a: Sizes, b: Sizes): boolean => JSON.stringify(a) === JSON.stringify(b);

function parameterValue(symbol: Node): Value {
  const value = symbol.attrs.cell?.value;
  if (value !== undefined) return value;
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(symbol),
    mend: "Make it an input of compile, or give it one with .set(...)",
  });
}
