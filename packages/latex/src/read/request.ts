/** What a part of the parser needs read before it goes on: a formula up to where it ends, one without a relation, one operand. */
export type Request = "formula" | "side" | "operand";
