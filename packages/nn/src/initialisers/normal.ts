import { compile, type TensorValue, tensor } from "@chainrule/graph";
import type { Random } from "../initialise";

/** How many numbers are made at once. */
const BLOCK = 128;

const [u, v] = ["u", "v"].map((name) => tensor(name, { shape: [BLOCK] })) as [
  ReturnType<typeof tensor>,
  ReturnType<typeof tensor>,
];
const boxMuller = u
  .log()
  .mul(-2)
  .sqrt()
  .mul(v.mul(2 * Math.PI).cos());

/**
 * A stream of numbers of the standard normal distribution (Box and Muller 1958), from a stream of uniform ones. Logarithm and
 * cosine are those of `@chainrule/graph`, so the same seed gives the same bits on every machine.
 */
export function normalStream(random: Random): Random {
  const program = compile([boxMuller], [u, v]);
  let block: ArrayLike<number> = [];
  let next = 0;
  return () => {
    if (next === block.length) {
      const draw = (from: (uniform: number) => number): TensorValue => ({
        shape: [BLOCK],
        data: Float64Array.from({ length: BLOCK }, () => from(random())),
      });
      const [value] = program([draw((uniform) => 1 - uniform), draw((uniform) => uniform)]); // 1 - u is above 0
      block = (value as TensorValue).data; // it has an axis
      next = 0;
    }
    return block[next++] as number; // next is below the length
  };
}
