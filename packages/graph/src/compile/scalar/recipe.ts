import type { Arithmetic } from "../math/arithmetic";
import { recipes } from "../math/recipes";
import type { Recorded, Recording } from "../wasm/recording";
import { FUSED } from "./fuse";
import { FIRST_OWN, kernelName, ownKernel, type Tape } from "./tape";

/** What an instruction computes of its operands, at most five. */
type InstructionRecipe<T> = (...operands: T[]) => T;

/** The instructions of fused tapes that compute one value. Every step is rounded. */
function fusedRecipes<T, M>(p: Arithmetic<T, M>): ReadonlyMap<number, InstructionRecipe<T>> {
  return new Map<number, InstructionRecipe<T>>([
    [FUSED.mulAdd, (a, b, c) => p.add(p.mul(a, b), c)],
    [FUSED.mulSub, (a, b, c) => p.sub(p.mul(a, b), c)],
    [FUSED.mulMul, (a, b, c) => p.mul(p.mul(a, b), c)],
    [FUSED.mulMulAdd, (a, b, c, d) => p.add(p.mul(p.mul(a, b), c), d)],
    [FUSED.dot, (a, b, c, d) => p.add(p.mul(a, b), p.mul(c, d))],
    [FUSED.dotAdd, (a, b, c, d, e) => p.add(p.add(p.mul(a, b), p.mul(c, d)), e)],
    [FUSED.subMul, (a, b, c) => p.sub(c, p.mul(a, b))],
    [FUSED.subMulMul, (a, b, c, d) => p.sub(d, p.mul(p.mul(a, b), c))],
  ]);
}

/** The recipe of each code of a tape in a recording; what a user declared is called. */
export function recipesOf(recording: Recording, tape: Tape): (code: number) => InstructionRecipe<Recorded> {
  const table = recipes(recording);
  const ofFused = fusedRecipes(recording);
  return (code) => {
    const own = ownKernel(tape, code);
    if (own !== undefined)
      return (...operands) => recording.own(code - FIRST_OWN, operands.slice(0, own.arity));
    return ofFused.get(code) ?? table[kernelName(code)];
  };
}
