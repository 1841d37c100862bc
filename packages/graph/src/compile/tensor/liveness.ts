import type { Feed } from "../backend";
import { type Instruction, loadsOf, type Nest, reads } from "./instruction";
import type { LoweredTensors } from "./lower";

/** What comes last: nests that make new values of inputs, so that nobody reads the old ones after. */
export function updatesLast(
  { instructions, outputs }: LoweredTensors,
  feeds: readonly Feed[],
): readonly Instruction[] {
  const fed = new Set(feeds.map(({ from }) => outputs[from]?.buffer));
  const read = new Set(instructions.flatMap(reads));
  const isUpdate = (instruction: Instruction): boolean =>
    instruction.kind === "nest" && fed.has(instruction.output) && !read.has(instruction.output);
  return [...instructions.filter((instruction) => !isUpdate(instruction)), ...instructions.filter(isUpdate)];
}

/** Feeds that need no copy, as the new value can be written over the old one: by output buffer, the input's buffer. */
export function inPlace(
  instructions: readonly Instruction[],
  { outputs, symbols }: LoweredTensors,
  pairs: readonly (readonly [output: number, input: number])[],
): ReadonlyMap<number, number> {
  const result = new Map<number, number>();
  const given = new Set(symbols.values());
  const shown = outputs.map(({ buffer }) => buffer);
  for (const [output, input] of pairs) {
    const at = instructions.findIndex((instruction) => instruction.output === output);
    const nest = instructions[at];
    const isAlone = pairs.every(([from, to]) => from === output || to !== input);
    if (nest?.kind !== "nest" || shown.includes(input) || given.has(output) || !isAlone) continue;
    const later = instructions.slice(at + 1).some((instruction) => reads(instruction).includes(input));
    if (!later && readsWhereItWrites(nest, input)) result.set(output, input);
  }
  return result;
}

/** Whether a nest reads each entry of a buffer only where it then writes. */
function readsWhereItWrites(nest: Nest, buffer: number): boolean {
  const same = loadsOf(nest.body)
    .filter((load) => load.buffer === buffer)
    .every((load) => load.offset === nest.offset && load.strides.every((s, k) => s === nest.strides[k]));
  return same && nest.combine === "store" && nest.fill === undefined;
}

/** Places of buffers in memory, in numbers. A buffer's room is given to others after the last instruction that reads it. */
export function placed(
  instructions: readonly Instruction[],
  { buffers, outputs }: LoweredTensors,
  over: ReadonlyMap<number, number>,
): { readonly addresses: readonly number[]; readonly end: number } {
  const addresses = new Array<number>(buffers.length).fill(-1);
  const kept = new Set(outputs.map(({ buffer }) => buffer));
  const last = new Map<number, number>();
  instructions.forEach((instruction, at) => {
    for (const buffer of [...reads(instruction), instruction.output]) last.set(buffer, at);
  });
  const free = new Map<number, number[]>();
  let end = 0;
  const room = (count: number): number => {
    const even = count + (count % 2); // 16 bytes, so that pairs do not straddle cache lines
    const reused = free.get(even)?.pop();
    if (reused !== undefined) return reused;
    end += even;
    return end - even;
  };
  buffers.forEach(({ count, given }, buffer) => {
    if (given !== undefined || kept.has(buffer)) addresses[buffer] = over.has(buffer) ? -1 : room(count);
  });
  for (const [output, input] of over) addresses[output] = addresses[input] as number;
  instructions.forEach((instruction, at) => {
    const { output } = instruction;
    if (addresses[output] === -1) addresses[output] = room(buffers[output]?.count ?? 0);
    for (const buffer of new Set([...reads(instruction), output])) {
      const info = buffers[buffer];
      if (info === undefined || last.get(buffer) !== at || info.given !== undefined || kept.has(buffer))
        continue;
      const even = info.count + (info.count % 2);
      free.set(even, [...(free.get(even) ?? []), addresses[buffer] as number]);
    }
  });
  return { addresses, end };
}
