import type { Node } from "@chainrule/graph";
import type { Expression, FunctionStatement, Place, Statement } from "../python/syntax";
import type { Value } from "../read/value";

/** A forward pass with its backward pass, as the code writes them. */
export type Layer = Place & { readonly name: string } & (
    | { readonly kind: "autograd"; readonly methods: ReadonlyMap<string, FunctionStatement> }
    | { readonly kind: "class"; readonly methods: ReadonlyMap<string, FunctionStatement> }
    | {
        readonly kind: "custom_vjp";
        readonly primal: FunctionStatement;
        readonly forward: FunctionStatement;
        readonly backward: FunctionStatement;
        /** Positions of arguments that are not differentiated by. */
        readonly fixed: readonly number[];
      }
    | {
        readonly kind: "functions";
        readonly forward: FunctionStatement;
        readonly backward: FunctionStatement;
      }
    | { readonly kind: "one function"; readonly whole: FunctionStatement }
    | { readonly kind: "script"; readonly statements: readonly Statement[] }
  );

/** What goes into a forward pass. */
export interface Input {
  readonly name: string;
  readonly value: Value;
  /** The symbol, before anything changed the tensor in place. */
  readonly node?: Node;
}

/** A value that a backward pass hands back, with what it says it is. */
export interface Returned {
  readonly value: Value;
  /** As it is written. */
  readonly text: string;
  readonly at: Place;
}

/** Quantities by name, with all the nodes that a name stood for, one after another. */
export type Named = ReadonlyMap<string, readonly Node[]>;

/** One reading of a layer. */
export interface Ran {
  readonly inputs: readonly Input[];
  /** What a layer keeps and learns: self.W. */
  readonly parameters: readonly Input[];
  /** The forward pass's outputs, each with what comes back to it; 1 for a loss that nothing comes back to. */
  readonly outputs: readonly { readonly node: Node; readonly upstream: Node }[];
  /** Why there is no output. */
  readonly stopped?: string;
  /** Quantities of the forward pass. */
  readonly named: Named;
  /** What the backward pass gave values to. */
  readonly assigned: readonly Assignment[];
  /** What it returns, in its order. */
  readonly returned: readonly Returned[];
  /** Whether what is returned is told by its order alone. */
  readonly isByOrder: boolean;
  /** Where problems of the backward pass begin among all. */
  readonly backwardFrom: number;
  /** What a forward rule should have computed, where it is written twice. */
  readonly twice?: readonly { readonly node: Node; readonly own: Value; readonly at: Place }[];
  readonly returnsAt?: Place;
}

export interface Assignment {
  readonly name: string;
  readonly value: Value;
  readonly at: Place;
}

/** The last `return` of a function, with its items. */
export function returnOf(
  statements: readonly Statement[],
): { readonly at: Place; readonly items: readonly Expression[] } | undefined {
  let found: { readonly at: Place; readonly items: readonly Expression[] } | undefined;
  for (const statement of statements) {
    if (statement.kind === "return" && statement.value !== undefined) {
      const { value } = statement;
      const items = value.kind === "tuple" || value.kind === "list" ? value.items : [value];
      found = { at: { from: statement.from, to: statement.to }, items };
    } else if (statement.kind === "if" || statement.kind === "with") {
      found = returnOf(statement.body) ?? found;
      if (statement.kind === "if") found = returnOf(statement.otherwise) ?? found;
    }
  }
  return found;
}
