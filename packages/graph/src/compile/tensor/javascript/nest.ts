import { numberText, written } from "../../javascript/written";
import { Recording } from "../../wasm/recording";
import { START } from "../combine";
import { costOf } from "../expression";
import { loadsOf, type Nest } from "../instruction";
import { loopsOf } from "../nest";
import { record } from "../record";
import { tilingOf } from "../tile";
import { Constants, combined, type FunctionText, type Layout } from "./function";
import { LoopWriter, type Places } from "./loops";
import { tiledText } from "./tile";

/** Bodies that cost more are not written out for every entry of a tile. */
const MOST_COST = 9;

/** The function that runs a nest once: the loops of its WebAssembly, without lanes. */
export function nestText(nest: Nest, layout: Layout): FunctionText {
  const { body, combine, fill } = nest;
  const tiling = costOf(body) > MOST_COST ? undefined : tilingOf(nest, layout.countOf);
  if (tiling !== undefined && combine !== "store") return tiledText({ ...nest, combine }, tiling, layout);
  const loads = loadsOf(body);
  const output = loads.length;
  const loops = loopsOf(nest, [...loads.map(({ strides }) => strides), nest.strides]);
  const axes = loops.map(({ size, steps }) => ({ size, steps: steps.map((bytes) => bytes / 8) }));
  const writer = new LoopWriter(axes, loads.length + 1);
  const constants = new Constants(layout);

  const isEmpty = nest.loops.includes(0);
  const firstReduced = loops.findIndex(({ reduces }) => reduces);
  const entries = loops.filter(({ reduces }) => !reduces);
  /** Whether all that falls on an entry is met before the next entry: then its total stays in a variable. */
  const inTurn = firstReduced !== -1 && firstReduced === entries.length;
  const filled = entries.reduce((count, { size }) => count * size, 1);
  const count = layout.countOf(nest.output);
  if (fill !== undefined && (isEmpty || !inTurn || filled < count)) {
    const from = `a${output} - ${nest.offset}`;
    writer.write(`v.fill(${numberText(fill)}, ${from}, ${from} + ${count});`);
  }

  const recording = new Recording();
  const inputs: string[] = loads.map((_, k) => `x${k}`);
  const constant = (x: number): number => recording.input(inputs.push(constants.name(x)) - 1);
  const result = record(body, recording, (load) => recording.input(loads.indexOf(load)), constant);
  const { lines, results } = written(recording, [result], (which) => inputs[which] as string);

  /** What happens at one index. */
  const entry = (places: Places): void => {
    loads.forEach((_, k) => {
      writer.write(`const x${k} = ${writer.entry(k, places)};`);
    });
    for (const line of lines) writer.write(line);
    const to = inTurn ? "total" : writer.entry(output, places);
    const value = results[0] as string;
    writer.write(`${to} = ${combine === "store" ? value : combined[combine](to, value)};`);
  };
  const emit = (depth: number, places: Places): void => {
    const axis = axes[depth];
    if (axis === undefined) {
      entry(places);
      return;
    }
    const starts = inTurn && combine !== "store" && depth === firstReduced;
    if (starts) writer.write(`let total = ${numberText(fill ?? START[combine])};`);
    writer.along(places, axis, (inside) => emit(depth + 1, inside));
    if (starts) writer.write(`${writer.entry(output, places)} = total;`);
  };
  if (!isEmpty) emit(0, writer.start);
  const bases = loads.map(({ buffer, offset }) => layout.addressOf(buffer) + offset);
  return constants.function(writer.lines, [...bases, layout.addressOf(nest.output) + nest.offset]);
}
