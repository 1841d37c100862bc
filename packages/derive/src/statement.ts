import type { Name, Node, OperationName } from "@chainrule/graph";

/** What a statement does in a derivation. */
export type Role =
  /** A symbol with its value. */
  | "given"
  /** A named quantity of the forward pass. */
  | "definition"
  /** The loss, or one of the terms it is the sum of. */
  | "loss"
  /** A derivative as a product of partials along a path, or a sum of such products over paths. */
  | "chain"
  /** One partial derivative of one definition. */
  | "local"
  /** A recurring product under a name of its own: a delta, or R_1, R_2, ... */
  | "abbreviation"
  /** A derivative on the way from its product of partials to its closed form. */
  | "step"
  /** A derivative with everything local put in. */
  | "closed"
  /** A second derivative of the loss. */
  | "second"
  /** The new value of a parameter. */
  | "update";

/** Why a statement holds, as data; a language's table turns it into words. */
export type Reason =
  | { readonly kind: "given" }
  | { readonly kind: "definition" }
  | { readonly kind: "chain rule" }
  /** The chain rule, summed over `count` paths. */
  | { readonly kind: "paths"; readonly count: number }
  /** The loss is a sum, and these of its terms depend on the variable. */
  | { readonly kind: "terms"; readonly dependent: readonly Name[]; readonly independent: readonly Name[] }
  /** The derivative rules of these operations. */
  | { readonly kind: "rules"; readonly operations: readonly OperationName[] }
  /** The definition is linear in the variable: its coefficient. */
  | { readonly kind: "coefficient" }
  | { readonly kind: "independent" }
  | { readonly kind: "simplified" }
  | { readonly kind: "substituted" }
  /** Substituted, and sums over a Kronecker delta collapsed. */
  | { readonly kind: "collapsed" }
  /** The derivative of a derivative. */
  | { readonly kind: "second derivative" }
  /** Products of sums written as sums of products; equal factors above and below fraction bars cancelled. */
  | { readonly kind: "multiplied out" }
  /** Sums over a Kronecker delta collapsed. */
  | { readonly kind: "delta" }
  /** What the entries of these quantities sum to, put in. */
  | { readonly kind: "known sums"; readonly of: readonly Node[] }
  /** Equal to an earlier abbreviation. */
  | { readonly kind: "same"; readonly as: Name }
  | { readonly kind: "gradient descent" };

/** One line of a derivation: `symbol = expression`, because of a reason, from earlier statements. */
export interface Statement {
  /** Its position in the derivation, counted from 0. */
  readonly id: number;
  readonly symbol: Name;
  /** For an abbreviation, and for a definition that is a derivative: the derivative that the symbol stands for. */
  readonly stands?: Name;
  /** For an abbreviation of the author's: it stands for the negative of that derivative. */
  readonly negative?: boolean;
  /** The right-hand side, a graph over named nodes: symbols, definitions, partials, abbreviations. */
  readonly expression: Node;
  readonly role: Role;
  readonly because: Reason;
  /** The statements that this one uses, by id; all of them earlier. */
  readonly from: readonly number[];
  /** The layers l that a general statement holds for. */
  readonly layers?: readonly number[];
}

export type Form = "chain" | "delta" | "factors";

/**
 * How an update is written. "new": w^+ := w - rate ∂E/∂w. "arrow": w ← w - rate ∂E/∂w. "change": Δw := -rate ∂E/∂w. As data,
 * the symbol of the first two is w^+, of the last Δw.
 */
export type UpdateStyle = "new" | "arrow" | "change";

/** A derivation as data. Printers and checkers read it; neither differentiates. */
export interface Derivation {
  readonly form: Form;
  /** The scalar that is differentiated, with its name. */
  readonly loss: Node;
  readonly wrt: readonly Node[];
  /** The symbols that are trained, where that was said, whether differentiated by or not. */
  readonly trained?: readonly Node[];
  /** The learning rate, if updates were asked for. */
  readonly rate?: Node;
  /** How updates are written, if they were asked for. */
  readonly updates?: UpdateStyle;
  readonly statements: readonly Statement[];
  /** The derivations of derivatives that the loss contains: of a quantity that it is made of, by what it is differentiated by. */
  readonly inner?: readonly Derivation[];
}
