import type { Node } from "../../node";
import type { Feed } from "../backend";
import { arranged } from "./arrangement";
import { nestLoop } from "./blocks";
import type { LoweredTensors } from "./lower";
import { runProduct } from "./matmul";
import { type TensorModule, writeGiven } from "./module";
import { ownAction } from "./own";
import { oneThread } from "./threads";

/** A program over tensors as loops in plain JavaScript, which every content security policy allows. */
export function plainModule(
  lowered: LoweredTensors,
  inputs: readonly Node[],
  feeds: readonly Feed[],
  threads: number,
): TensorModule {
  const { instructions, addresses, end, copies } = arranged(lowered, inputs, feeds);
  const memory = new Float64Array(end);
  const countOf = (buffer: number): number => lowered.buffers[buffer]?.count ?? 0;
  const actions = instructions.map((instruction) =>
    instruction.kind === "product"
      ? () => runProduct(memory, instruction, addresses)
      : instruction.kind === "own"
        ? ownAction(instruction, memory.buffer, addresses)
        : nestLoop(instruction, memory, addresses, countOf),
  );
  const moves = copies.map(([output, input]) => {
    const [from, to] = [addresses[output] as number, addresses[input] as number];
    return () => void memory.copyWithin(to, from, from + countOf(input));
  });
  writeGiven(lowered, memory.buffer, addresses);
  const run = (steps: number): void => {
    for (let step = 0; step < steps; step++) {
      if (step > 0) for (const move of moves) move();
      for (const action of actions) action();
    }
  };
  const said = threads === 1 ? undefined : oneThread(threads, "these loops are run by one");
  return { memory: memory.buffer, bytes: undefined, instructions, addresses, copies, threads: said, run };
}
