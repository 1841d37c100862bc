import type { Span } from "./refusal";

/** What stands above or below right of a name. */
export interface Script extends Span {
  /** Without braces, spaces and styles: `jk`, `1,jk`, `(2)`, `L-1`. */
  readonly text: string;
  /** Its letters (with primes), numbers, words and signs one by one: `1`, `,`, `j`, `k`. */
  readonly parts: readonly string[];
  /** As a formula, if it is one: an exponent. */
  readonly formula?: Tree;
  /** Typed without braces, several characters in a row: TeX itself would take the first one only. */
  readonly loose?: boolean;
}

/** A name as it was written. */
export interface WrittenName {
  /** The letter or word: `w`, `net`, `delta` for δ, `yhat` for ŷ. */
  readonly base: string;
  readonly sub?: Script;
  readonly sup?: Script;
  readonly primes: number;
  /** Set as text or as an operator: never a product of single letters. */
  readonly upright?: boolean;
}

/** A sign between two sides. */
export type RelationSign =
  | "="
  | "=="
  | ":="
  | "≈"
  | "<"
  | ">"
  | "≤"
  | "≥"
  | "≠"
  | "∝"
  | "←"
  | "≡"
  | "∈"
  | "→";

/**
 * A factor with the sign before it: "" for none (and for the first), "*" for every sign of multiplication, "/" for division; those
 * of programs: ".*" and "./" entry by entry, "@" for a product of matrices.
 */
export interface Factor {
  readonly sign: "" | "*" | "/" | ".*" | "./" | "@";
  readonly tree: Tree;
}

export type Bracket = "(" | "[" | "⦃";

export interface Term {
  readonly sign: "+" | "-";
  readonly tree: Tree;
}

/** The syntax of a formula. Every part knows where it was typed. Nothing in it depends on what names mean. */
/** axis=0, keepdims=True. */
export interface CallOptions extends Span {
  /** Counted from 0; negative from the end. */
  readonly axis?: number;
  readonly keepDims?: boolean;
}

export type Tree = Span &
  (
    | { readonly kind: "number"; readonly text: string; readonly value: number }
    /** A number followed by \%. */
    | { readonly kind: "percent"; readonly body: Tree }
    | { readonly kind: "name"; readonly name: WrittenName }
    /** A name before an opening bracket: a call or a product, whichever the name says; "" where a function's
     * command needs none. `parameter` is its subscript as a formula. */
    | {
        readonly kind: "applied";
        readonly head: Tree & { readonly kind: "name" };
        readonly bracket: Bracket | "";
        readonly arguments: readonly Tree[];
        readonly parameter?: Tree;
        /** What a program says by name in the brackets. */
        readonly options?: CallOptions;
      }
    | { readonly kind: "group"; readonly bracket: Bracket | "{" | ""; readonly body: Tree }
    | { readonly kind: "sum"; readonly terms: readonly Term[] }
    | { readonly kind: "product"; readonly factors: readonly Factor[] }
    /** a ⊙ b */
    | { readonly kind: "entrywise"; readonly factors: readonly Tree[] }
    | { readonly kind: "fraction"; readonly above: Tree; readonly below: Tree }
    | {
        readonly kind: "power";
        readonly base: Tree;
        readonly exponent: Tree;
        /** .^ of a program: of each entry. */
        readonly entrywise?: boolean;
      }
    | { readonly kind: "transpose"; readonly base: Tree }
    /** An entry of what is in brackets or the result of a call: (W a)_j. */
    | { readonly kind: "entry"; readonly base: Tree; readonly sub: Script }
    | { readonly kind: "root"; readonly body: Tree; readonly degree?: Tree }
    | { readonly kind: "absolute"; readonly body: Tree }
    | { readonly kind: "norm"; readonly body: Tree; readonly sub?: Script }
    /** A sum or an extremum over a letter. */
    | {
        readonly kind: "over";
        readonly sign: "sum" | "max" | "min" | "prod";
        readonly letters: readonly string[];
        readonly from?: Tree;
        readonly to?: Tree;
        /** What the letter has to fulfil beside, a relation: i ≠ k. */
        readonly condition?: Tree;
        /** The name of the set that the letter is in: the S of i ∈ S. */
        readonly set?: string;
        readonly body: Tree;
        readonly head: Span;
      }
    /** `order` times the numerator's differential over those below. */
    | {
        readonly kind: "derivative";
        readonly symbol: "partial" | "Delta" | "d" | "nabla";
        readonly of: Tree;
        /** One for each differential below, repeated for higher orders; none for ∇ without an index. */
        readonly by: readonly Tree[];
        /** How often is differentiated where nothing says by what: 2 of ∇². */
        readonly order?: number;
        /** What it is where d is a quantity: a quotient. */
        readonly plain?: Tree;
        /** The letter of the differentials, where it could be a quantity: d, or a delta that is written for ∂. */
        readonly letter?: string;
      }
    /** The value at a point, f'(x)|_{x = 1}: what holds there, equation by equation. */
    | { readonly kind: "at"; readonly body: Tree; readonly point: readonly Tree[] }
    /** A differential that no other stands below or above: Δw_{hj}. */
    | {
        readonly kind: "differential";
        readonly symbol: "partial" | "Delta";
        readonly order: number;
        readonly of: Tree;
      }
    | {
        readonly kind: "cases";
        readonly rows: readonly { readonly value: Tree; readonly condition?: Tree }[];
      }
    /** ⟨a, b⟩ */
    | { readonly kind: "inner"; readonly factors: readonly [Tree, Tree] }
    /** [1, 2], [[1, 2], [3, 4]] */
    | { readonly kind: "array"; readonly items: readonly Tree[] }
    | { readonly kind: "matrix"; readonly rows: readonly (readonly Tree[])[] }
    | { readonly kind: "relation"; readonly sides: readonly Tree[]; readonly signs: readonly RelationSign[] }
    /** Parts that were given names, and what is made of them. */
    | {
        readonly kind: "parts";
        readonly definitions: readonly { readonly name: WrittenName; readonly value: Tree }[];
        readonly body: Tree;
      }
  );

export type NameTree = Tree & { readonly kind: "name" };

/** One equation, or one line of a chain of equations. */
export interface Line extends Span {
  /** What stands before the first relation; undefined where the line continues the one above. */
  readonly left?: Tree;
  /** Each relation with what follows it. Empty for a formula without a relation. */
  readonly right: readonly { readonly sign: RelationSign; readonly tree: Tree }[];
  /** tag{...} */
  readonly tag?: string;
  /** label{...} */
  readonly label?: string;
  /** text{...} beside the line. */
  readonly remarks: readonly string[];
}

/** A text and its lines. */
export interface Formulas {
  readonly text: string;
  readonly lines: readonly Line[];
}
