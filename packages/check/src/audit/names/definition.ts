import type { Tree } from "@chainrule/graph/read";
import type { Plain } from "./names";
import type { Printed } from "./trees";

/** A formula that a document gives for a name. */
export interface Definition {
  readonly name: Plain;
  readonly letters: readonly string[];
  readonly tree: Tree;
  /** Which statement says so; -1 for what only the use of a name tells. */
  readonly statement: number;
  readonly isNumeric: boolean;
}

/** A number that a document gives for a name. */
export interface Given {
  readonly name: Plain;
  readonly printed: Printed;
  readonly statement: number;
}

/** One reading of a name that the document does not define: with what was concluded, for the conventions. */
export interface Implied {
  readonly name: Plain;
  readonly kind: "alias" | "net input" | "summand" | "loss from above";
  readonly as: string;
}

/** A loss that nothing defines, and what it depends on. */
export interface Upstream {
  readonly loss: Plain;
  readonly outputs: readonly Plain[];
}

export interface Functions {
  /** f(x) = ...: the argument's name and the formula. */
  readonly defined: ReadonlyMap<
    string,
    { readonly argument: Plain; readonly tree: Tree; readonly statement: number }
  >;
}

export interface Collected {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly givens: ReadonlyMap<string, Given>;
  readonly functions: Functions["defined"];
  readonly implied: readonly Implied[];
  /** The loss, where nothing defines it. */
  readonly upstream: Upstream | undefined;
}

/** Whether a sign says that both sides are the same. */
export const isEquality = (sign: string | undefined): boolean =>
  sign === "=" || sign === ":=" || sign === "≈" || sign === "≡";
