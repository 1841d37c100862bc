import type { Node } from "./node";

/** A node that is known to be a function of one node below it, by its derivative. */
export interface KnownDerivative {
  readonly x: Node;
  readonly between: readonly Node[];
  readonly next: () => Node;
}

const known = new WeakMap<Node, KnownDerivative>();

export const knownDerivative = (node: Node): KnownDerivative | undefined => known.get(node);
