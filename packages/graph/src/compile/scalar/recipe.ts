import { type Recipe, recipes } from "../math/recipes";
import type { Recorded, Recording } from "../wasm/recording";
import { FIRST_OWN, kernelName, ownKernel, type Tape } from "./tape";

/** The recipe of each code of a tape in a recording; what a user declared is called. */
export function recipesOf(recording: Recording, tape: Tape): (code: number) => Recipe<Recorded> {
  const table = recipes(recording);
  return (code) => {
    const own = ownKernel(tape, code);
    if (own === undefined) return table[kernelName(code)];
    return (...operands) => recording.own(code - FIRST_OWN, operands.slice(0, own.arity));
  };
}
