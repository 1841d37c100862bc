import { costOf } from "./expression";
import { type Finish, type Instruction, loadsOf, type Nest, type Product, reads } from "./instruction";
import type { LoweredTensors } from "./lower";
import { isSmall } from "./small";

/** What costs more, such as an exponential, would be written out for every register of a tile. */
const MOST_COST = 9;

/** Where only one nest reads a small product, entry by entry, it is computed as the product is stored. */
export function fused(lowered: LoweredTensors): LoweredTensors {
  const { instructions, outputs } = lowered;
  const shown = new Set(outputs.map(({ buffer }) => buffer));
  const readers = new Map<number, Instruction[]>();
  const writers = new Map<number, number>();
  for (const instruction of instructions) {
    const { output } = instruction;
    writers.set(output, (writers.get(output) ?? 0) + 1);
    for (const buffer of new Set(reads(instruction)))
      readers.set(buffer, [...(readers.get(buffer) ?? []), instruction]);
  }
  const finishes = new Map<Instruction, Finish>();
  const done = new Set<Instruction>();
  for (const product of instructions) {
    if (product.kind !== "product" || !isSmall(product) || shown.has(product.output)) continue;
    const [nest, ...others] = readers.get(product.output) ?? [];
    if (nest?.kind !== "nest" || others.length > 0 || writers.get(product.output) !== 1) continue;
    if (shown.has(nest.output) || finishes.has(nest) || !isFinish(nest, product)) continue;
    finishes.set(nest, { product, body: nest.body });
    done.add(product);
  }
  return {
    ...lowered,
    instructions: instructions.flatMap((instruction): Instruction[] => {
      if (done.has(instruction)) return [];
      const finish = finishes.get(instruction);
      if (finish === undefined) return [instruction];
      const { output, offset } = instruction as Nest; // only nests finish
      return [{ ...finish.product, output, offset, finish }];
    }),
  };
}

/** Whether a nest stores a function of each entry of a product at the entry's place. */
function isFinish({ combine, fill, loops, strides, body }: Nest, { m, n, output, offset }: Product): boolean {
  const isSame = (list: readonly number[]): boolean => list.length === 2 && list[0] === n && list[1] === 1;
  return (
    combine === "store" &&
    fill === undefined &&
    loops.length === 2 &&
    loops[0] === m &&
    loops[1] === n &&
    isSame(strides) &&
    costOf(body) <= MOST_COST &&
    loadsOf(body).every((load) =>
      load.buffer === output
        ? isSame(load.strides) && load.offset === offset
        : load.strides[1] === 0 || load.strides[1] === 1,
    )
  );
}
