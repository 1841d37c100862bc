import type { Tree } from "../tree";

/** What a part of the parser needs read before it goes on: a formula up to where it ends, one without a relation, one term of it, one operand. */
export type Request = "formula" | "side" | "term" | "operand";

/** A part that is being read. */
export type Parsing<T = Tree> = Generator<Request, T, Tree>;
