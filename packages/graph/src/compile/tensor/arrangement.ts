import type { Node } from "../../node";
import type { Feed } from "../backend";
import type { Instruction } from "./instruction";
import { inPlace, placed, updatesLast } from "./liveness";
import type { LoweredTensors } from "./lower";

/** Where the buffers of a program lie in one memory, and what is copied between two steps. Places count numbers. */
export interface Arrangement {
  readonly instructions: readonly Instruction[];
  readonly addresses: readonly number[];
  /** The first place behind all buffers. */
  readonly end: number;
  /** Buffers of new values and the buffers of the inputs that they replace. */
  readonly copies: readonly (readonly [output: number, input: number])[];
}

/** Puts updates last, and new values over old ones where nothing reads those any more. */
export function arranged(
  lowered: LoweredTensors,
  inputs: readonly Node[],
  feeds: readonly Feed[],
): Arrangement {
  const instructions = updatesLast(lowered, feeds);
  const pairs = feeds.flatMap(({ from, to }) => {
    const input = lowered.symbols.get(inputs[to] as Node);
    const output = lowered.outputs[from]?.buffer;
    return input === undefined || output === undefined ? [] : [[output, input] as const];
  });
  const over = inPlace(instructions, lowered, pairs);
  const copies = pairs.filter(([output]) => !over.has(output));
  return { instructions, copies, ...placed(instructions, lowered, over) };
}
