/* Every pointwise operation that is a file of its own, by the name of its function. */
export { atan2 } from "./atan2";
export { ceil } from "./ceil";
export { clip } from "./clip";
export { floor } from "./floor";
export { hypot } from "./hypot";
export { logit } from "./logit";
export { mish } from "./mish";
export { round } from "./round";
export { softsign } from "./softsign";
export { stopGradient } from "./stop-gradient";
