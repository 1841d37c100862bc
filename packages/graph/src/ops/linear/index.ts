/* Linear algebra on matrices whose sizes are numbers. */
export { det, logdet } from "./determinant";
export { inverse } from "./inverse";
export { kron, vec } from "./products";
export { solve } from "./solve";
