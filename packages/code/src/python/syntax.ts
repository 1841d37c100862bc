/* Python as far as layers are written in it. Every part knows where it stands, so that a finding can point there and mend it. */

/** Offsets in the text, counted from 0. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** An argument `name=value`. */
export interface Named {
  readonly name: string;
  readonly value: Expression;
}

export type Expression = Place &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "number"; readonly value: number; readonly isWhole: boolean }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "truth"; readonly value: boolean }
    | { readonly kind: "none" }
    | { readonly kind: "ellipsis" }
    | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
    | {
        readonly kind: "call";
        readonly callee: Expression;
        readonly args: readonly Expression[];
        readonly named: readonly Named[];
      }
    | { readonly kind: "subscript"; readonly of: Expression; readonly index: readonly Expression[] }
    | {
        readonly kind: "slice";
        readonly start?: Expression;
        readonly stop?: Expression;
        readonly step?: Expression;
      }
    | {
        readonly kind: "binary";
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: "conditional";
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: "tuple" | "list"; readonly items: readonly Expression[] }
    | {
        readonly kind: "dictionary";
        readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
      }
    | { readonly kind: "star"; readonly of: Expression }
    | { readonly kind: "lambda"; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | {
        readonly kind: "comprehension";
        readonly item: Expression;
        readonly target: Expression;
        readonly iterable: Expression;
      }
    | { readonly kind: "unread"; readonly what: string }
  );

export interface Parameter extends Place {
  readonly name: string;
  readonly annotation?: Expression;
  readonly initial?: Expression;
  /** `*args` or `**kwargs`. */
  readonly gathers?: "*" | "**";
}

export interface FunctionStatement extends Place {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface ClassStatement extends Place {
  readonly kind: "class";
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: readonly Statement[];
}

export type Statement =
  | FunctionStatement
  | ClassStatement
  | (Place &
      (
        | { readonly kind: "assign"; readonly targets: readonly Expression[]; readonly value: Expression }
        | {
            readonly kind: "update";
            readonly target: Expression;
            readonly operator: string;
            readonly value: Expression;
          }
        | { readonly kind: "return"; readonly value?: Expression }
        | { readonly kind: "expression"; readonly value: Expression }
        | {
            readonly kind: "if";
            readonly test: Expression;
            readonly body: readonly Statement[];
            readonly otherwise: readonly Statement[];
          }
        | {
            readonly kind: "for";
            readonly target: Expression;
            readonly iterable: Expression;
            readonly body: readonly Statement[];
          }
        | { readonly kind: "assert"; readonly test: Expression }
        | { readonly kind: "with"; readonly body: readonly Statement[] }
        | { readonly kind: "import"; readonly module: string; readonly name: string }
        | { readonly kind: "nothing"; readonly stops: boolean }
        | { readonly kind: "unread"; readonly what: string }
      ));

/** A file: its text, its statements, and what is said of shapes in comments, by line (counted from 1). */
export interface Module {
  readonly text: string;
  readonly body: readonly Statement[];
  readonly comments: ReadonlyMap<number, string>;
  readonly lineAt: (offset: number) => number;
}
