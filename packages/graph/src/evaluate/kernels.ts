/** The value of every pointwise operation, and of the stable forms, in float64: the recipes, written out. */
export { type Kernel, plain as kernels } from "../compile/math/plain";
