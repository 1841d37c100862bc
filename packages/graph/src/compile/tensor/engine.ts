import { ChainruleError } from "../../errors";
import { nodeValue } from "../../evaluate/reference";
import { type Sizes, sizesOf } from "../../evaluate/sizes";
import type { Node, Value } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import { placesIn, topologicalOrder } from "../../order";
import { entryCount } from "../../shape";
import { copyValue } from "../../value";
import { type Backend, type Engine, type Feed, Promotion } from "../backend";
import { checkpointedTensors } from "../checkpoint/tensors";
import { explanation } from "./explain";
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

/** Runs a graph of tensors: node by node at first, then as WebAssembly, or loops, made for the sizes that come. */
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
  const parameters = order.filter((node) => node.attrs.cell !== undefined && !isInput.has(node));
  const promotion = new Promotion(backend === "javascript" ? "interpreter" : backend, WORTH);
  const built = new Map<string, Built>();
  let latest: Built | undefined;
  let done = 0;

  const sizesFor = (values: readonly Value[]): Sizes =>
    sizesOf([
      ...inputs.map((node, k) => [node, values[k] as Value] as const),
      ...parameters.map((node) => [node, parameterValue(node)] as const),
    ]);

  const reference = (values: readonly Value[], sizes: Sizes): Value[] => {
    const found = new Array<Value | undefined>(order.length);
    const bind = (node: Node, value: Value): void => {
      if (placeOf(node) !== -1) found[placeOf(node)] = value;
    };
    inputs.forEach((node, k) => {
      bind(node, values[k] as Value);
    });
    for (const node of parameters) bind(node, parameterValue(node));
    order.forEach((node, place) => {
      found[place] ??= nodeValue(node, (input) => found[placeOf(input)] as Value, sizes);
    });
    return roots.map((root) => found[placeOf(root)] as Value);
  };

  const build = (sizes: Sizes, isCompiled: boolean): Built => {
    const key = JSON.stringify([...sizes]);
    const known = built.get(key);
    if (known !== undefined) return known;
    const fed = new Set(feeds.map(({ from }) => from));
    const lowered = isCheckpointed ? checkpointedTensors(roots, sizes, fed) : lowerTensors(roots, sizes, fed);
    let module = isCompiled ? tensorModule(lowered, inputs, feeds, threads) : undefined;
    if (isCompiled && module === undefined) promotion.refuse();
    module ??= plainModule(lowered, inputs, feeds, threads);
    const made = { lowered, module };
    const oldest = built.keys().next().value;
    if (built.size >= MOST_BUILT && oldest !== undefined) built.delete(oldest);
    built.set(key, made);
    return made;
  };

  const runModule = ({ lowered, module }: Built, values: readonly Value[], steps: number): Value[] => {
    const { memory } = module;
    const write = (symbol: Node, value: Value): void => {
      const buffer = lowered.symbols.get(symbol);
      if (buffer === undefined) return;
      const count = lowered.buffers[buffer]?.count ?? 0;
      writeValue(memory, module.addresses[buffer] as number, count, value);
    };
    inputs.forEach((symbol, k) => {
      write(symbol, values[k] as Value);
    });
    for (const symbol of parameters) write(symbol, parameterValue(symbol));
    module.run(steps);
    return lowered.outputs.map(({ buffer, shape }) => {
      const at = module.addresses[buffer] as number;
      const data = new Float64Array(memory, 8 * at, entryCount(shape));
      return shape.length === 0 ? (data[0] as number) : { shape, data: data.slice() };
    });
  };

  return {
    run: (values, steps) => {
      const sizes = sizesFor(values);
      const work = order.reduce((total, node) => total + entriesOf(node), 0);
      const isDue = promotion.isDue(work * steps);
      done += work * steps;
      latest =
        (isDue || done > WORTH || isCheckpointed) && steps <= MOST_STEPS ? build(sizes, isDue) : undefined;
      if (latest !== undefined) return runModule(latest, values, steps);
      let now = [...values];
      for (let step = 1; ; step++) {
        const outputs = reference(now, sizes);
        if (step === steps) return outputs.map(copyValue);
        now = now.slice();
        for (const { from, to } of feeds) now[to] = outputs[from] as Value;
      }
    },
    explain: () => explanation(order.length, latest?.lowered, latest?.module, promotion),
  };
}

function parameterValue(symbol: Node): Value {
  const value = symbol.attrs.cell?.value;
  if (value !== undefined) return value;
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(symbol),
    mend: "Make it an input of compile, or give it one with .set(...)",
  });
}
