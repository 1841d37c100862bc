import { numbers } from "../compile/math/numbers";
import { type KernelName, recipes } from "../compile/math/recipes";

/** A function of float64 numbers; operands in the order of the operation's. */
export type Kernel = (a: number, b: number, c: number) => number;

/** The value of every pointwise operation, and of the stable forms, in float64: the recipes, computed at once. */
export const kernels: Readonly<Record<KernelName, Kernel>> = recipes(numbers);
