import type { Node } from "../node";

/**
 * DOMAIN: outside the function's domain, or on its border: the logarithm of a negative number, 0/0. OVERFLOW: infinite from
 * finite operands. NAN: not a number from operands that are numbers, as infinity - infinity. NOT_FINITE: a value that was
 * given is NaN or infinite. UNBOUND: a symbol, a size or a function without a value. UNDERFLOW: 0 or subnormal where the
 * value is neither, so that what is derived from it is lost. SATURATION: rounded to the limit of the function, whose distance
 * from it is lost. KINK: no derivative there, `choice` says which value is used. SINGULAR: the derivative is infinite there.
 * UNTRAINABLE: the derivative is 0 wherever it exists.
 */
export type FindingCode =
  | "DOMAIN"
  | "OVERFLOW"
  | "NAN"
  | "NOT_FINITE"
  | "UNBOUND"
  | "UNDERFLOW"
  | "SATURATION"
  | "KINK"
  | "SINGULAR"
  | "UNTRAINABLE";

/** Something about an evaluation that a reader should be told. */
export interface Finding {
  readonly code: FindingCode;
  /** Where it arises: what is made of it may be wrong too, and is not listed. */
  readonly node: Node;
  /** The name of the node, of the definition whose body it is, or its operation in the definition that it stands in. */
  readonly where: string;
  readonly message: string;
  readonly choice?: string;
  /** 0: in the values of the roots, 1: in their gradient, 2: in the gradient of that. */
  readonly order: 0 | 1 | 2;
}

/** What a rule finds at a node. */
export type Found = Pick<Finding, "code" | "message" | "choice">;
