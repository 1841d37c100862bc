import { constant, fused, type Node, never, type Size } from "@chainrule/graph";

/** What the identity is called. */
export const IDENTITY = "I";

/** Ones on the diagonal. */
export const identity = (size: Size): Node =>
  fused([constant(1).broadcastTo([size])], { inputs: [[0]], output: [0, 0], sizes: [size] }, { open: never });
