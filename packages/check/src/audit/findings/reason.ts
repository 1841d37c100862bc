import type { ErrorCode } from "@chainrule/graph";

/* What an audit found, as data. A language's table turns each kind into a sentence; nothing reads a sentence. */

/** What fills a place of a sentence: a formula or number as text, a reason, or several of these. */
export type Value = string | number | Reason | readonly Value[];

/** Why a claim has its verdict, and what such reasons are made of. */
export type Reason =
  | { readonly kind: PlainKind }
  // what is right
  /** A printed number is this one, rounded. */
  | { readonly kind: "rounded"; readonly value: string }
  | { readonly kind: "right before rounding"; readonly value: string }
  | { readonly kind: "derivative of the loss"; readonly loss: string; readonly by: string }
  | { readonly kind: "minus the derivative of the loss"; readonly loss: string; readonly by: string }
  | { readonly kind: "both sides"; readonly left: string; readonly right: string }
  /** What is claimed says that the loss is stationary. */
  | { readonly kind: "gradient is zero"; readonly by: string }
  | { readonly kind: "gradient is not zero"; readonly of: string; readonly by: string }
  | { readonly kind: "given that"; readonly because: Reason; readonly facts: readonly string[] }
  | { readonly kind: "for a case"; readonly because: Reason; readonly where: string }
  | { readonly kind: "holds where"; readonly conditions: readonly string[] }
  | { readonly kind: "follows"; readonly premises: readonly PremiseLabel[] }
  | { readonly kind: "needs a premise more"; readonly premises: readonly PremiseLabel[] }
  | { readonly kind: "by a sum"; readonly because: Reason; readonly sum: Reason }
  | { readonly kind: "for a row"; readonly row: string }
  | { readonly kind: "value for a row"; readonly row: string }
  | { readonly kind: "gate"; readonly gate: Reason }
  | { readonly kind: "says the definition"; readonly of: Reason }
  | { readonly kind: "condition beside the definition"; readonly of: Reason; readonly says: string }
  // what is wrong
  | { readonly kind: "more exactly"; readonly because: Reason; readonly details: readonly Reason[] }
  | { readonly kind: PartKind; readonly part: string }
  | { readonly kind: "times"; readonly ratio: string }
  | { readonly kind: "another value"; readonly value: string; readonly printed: string }
  | {
      readonly kind: "another value for a row";
      readonly row: string;
      readonly value: string;
      readonly printed: string;
    }
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "value of"; readonly name: string; readonly value: string }
  | {
      readonly kind: "another value of";
      readonly name: string;
      readonly value: string;
      readonly printed: string;
    }
  | { readonly kind: "comes to another value"; readonly own: string; readonly value: string }
  | {
      readonly kind: "another output of a gate";
      readonly gate: Reason;
      readonly row: string;
      readonly value: string;
    }
  | { readonly kind: "differs from the member before"; readonly before: string; readonly own: string }
  | { readonly kind: "member before comes to"; readonly value: string }
  | { readonly kind: "right, unlike the member before"; readonly value: string }
  | { readonly kind: "of another procedure"; readonly because: Reason; readonly procedure: Reason }
  | { readonly kind: "two procedures"; readonly first: Reason; readonly second: Reason }
  | { readonly kind: "after a wrong number"; readonly because: Reason }
  | { readonly kind: "too few digits before"; readonly value: string }
  | { readonly kind: "sides differ"; readonly left: string; readonly right: string }
  | { readonly kind: "difference of the sides"; readonly difference: string }
  | {
      readonly kind: "does not follow";
      readonly point: string;
      /** How many values the point has. */
      readonly count: number;
      readonly premises: readonly PremiseLabel[];
    }
  | { readonly kind: "and also"; readonly because: Reason; readonly more: Reason }
  | { readonly kind: "not together"; readonly premises: readonly PremiseLabel[]; readonly sum: Reason }
  | { readonly kind: "against the definition"; readonly of: Reason; readonly says: string }
  | { readonly kind: "sum over a letter of the left"; readonly letter: string; readonly free: string }
  | { readonly kind: "for an entry"; readonly entry: string; readonly because: Reason }
  | { readonly kind: "wrong for a case"; readonly because: Reason; readonly where: string }
  | { readonly kind: "wrong in a row"; readonly because: Reason; readonly row: string }
  | { readonly kind: "another value in a row"; readonly row: string; readonly value: string }
  | {
      readonly kind: "not that derivative";
      readonly loss: string;
      readonly by: string;
      readonly name: string;
    }
  // shapes
  | { readonly kind: "another shape"; readonly own: string; readonly expected: string }
  | { readonly kind: "transpose of that"; readonly because: Reason }
  | { readonly kind: "impossible shapes"; readonly misfit: Reason }
  | { readonly kind: "column before a matrix"; readonly left: Value; readonly right: Value }
  | { readonly kind: "inner sizes differ"; readonly left: Value; readonly right: Value }
  | {
      readonly kind: "inner sizes differ at";
      readonly left: Value;
      readonly right: Value;
      readonly name: string;
    }
  | { readonly kind: "shape of a name"; readonly own: Value; readonly name: string; readonly known: Value }
  | { readonly kind: "shapes side by side"; readonly left: Value; readonly right: Value }
  | { readonly kind: "shape of a row"; readonly shape: string }
  // what goes back to an earlier mistake
  | { readonly kind: "inherits"; readonly line: number; readonly because: Reason }
  | { readonly kind: "right after a wrong value"; readonly value: string }
  | { readonly kind: "right after a wrong cell"; readonly value: string }
  | { readonly kind: "after a wrong value"; readonly value: string }
  | { readonly kind: "after a wrong value in a row"; readonly row: string; readonly value: string }
  | { readonly kind: "value of an earlier line"; readonly name: string; readonly value: string }
  // what was not checked
  | { readonly kind: "unknown shape"; readonly name: string }
  | { readonly kind: "several entries"; readonly name: string }
  | { readonly kind: "defined by entries"; readonly name: string }
  | { readonly kind: "definition of impossible shapes"; readonly misfit: Reason }
  | { readonly kind: "unread definition"; readonly name: string; readonly because: Reason }
  | { readonly kind: "unsaid condition"; readonly fact: string }
  | { readonly kind: "undefined function"; readonly name: string }
  /** It was given with another value before. */
  | { readonly kind: "given again"; readonly before: string }
  | { readonly kind: "condition not met by the values"; readonly conditions: readonly string[] }
  | { readonly kind: "untold name"; readonly name: string }
  | { readonly kind: "shape by claims"; readonly name: string }
  | { readonly kind: "of a name defined twice"; readonly name: string }
  /** What was found where a name means what it was given last, and where it means what it was given before. */
  | { readonly kind: "by either"; readonly later: Reason; readonly earlier: Reason }
  | { readonly kind: "put in after updates"; readonly updates: number }
  | { readonly kind: "state not told"; readonly updates: number }
  | { readonly kind: "last digits of a training"; readonly updates: number }
  | { readonly kind: "samples above"; readonly letters: readonly string[] }
  | { readonly kind: "part of a sum"; readonly sum: string }
  | { readonly kind: "premises not found"; readonly because: Reason; readonly labels: readonly string[] }
  | NoValue
  | { readonly kind: "in a row"; readonly because: Reason; readonly row: string }
  | { readonly kind: "probably misread"; readonly because: Reason }
  | { readonly kind: "broke off"; readonly message: string }
  /** The document asks for it, and says why. */
  | { readonly kind: "skipped"; readonly why: string }
  | { readonly kind: "unread directive"; readonly got: string; readonly expected: string }
  // why a mistake was not mended
  | { readonly kind: "repair changes a line"; readonly line: number }
  | Unread
  // conditions by name, and their sums
  | PremiseLine
  | { readonly kind: "multiple"; readonly factor: string; readonly of: PremiseLabel }
  | { readonly kind: "sum"; readonly summands: readonly Value[]; readonly result: string }
  | { readonly kind: "output of a row"; readonly output: string; readonly row: string };

/** A condition without a number, by its line. */
export interface PremiseLine {
  readonly kind: "line";
  readonly line: number;
}

/** What a document calls a condition: the number printed with it, or its line. */
export type PremiseLabel = string | PremiseLine;

/** A formula that the reader refused: the parts of its error. */
export interface Unread {
  readonly kind: "unread";
  readonly code: ErrorCode;
  readonly what: string;
  readonly where?: string;
  readonly got?: string;
  readonly expected?: string;
  readonly mend?: string;
  /** Counted from 1, in the formula. */
  readonly column?: number;
}

/** A factor or term that is missing, or too much. */
export type PartKind = "missing factor" | "missing term" | "extra factor" | "extra term";

/** Reasons that say all by their kind. */
export type PlainKind =
  // what is right, or no claim
  | "definition"
  | "given"
  | "given condition"
  | "given entry"
  | "given in a row"
  | "condition"
  | "another name"
  | "equal to the graph"
  | "equal to the graph with others held"
  | "equal but at kinks"
  | "a subgradient"
  | "goal"
  | "equal to the member before"
  | "equal to the member before as rounded"
  | "equal at points"
  | "equal for the values given"
  | "exact value"
  | "value as computed"
  | "rounded numbers"
  | "numbers put in"
  | "rounded numbers put in"
  | "within the data"
  | "within the numbers before"
  | "transposed as all gradients"
  | "same for all values"
  | "holds for all values"
  // what is wrong
  | "not what the definitions give"
  | "wrong sign"
  | "other sign"
  | "half"
  | "twice"
  | "point slipped"
  | "nothing meets it"
  | "sum over a missing index"
  | "row beside a column"
  | "columns side by side"
  | "rows side by side"
  | "matrix before a row"
  | "trace of what is not square"
  // what goes back to an earlier mistake
  | "right after the member before"
  | "right after a wrong number"
  | "right after a wrong formula"
  | "after a wrong member"
  // what was not checked
  | "nothing claimed"
  | "nothing tells"
  | "nothing tells the inputs"
  | "no value"
  | "quantity without a value"
  | "not a number"
  | "matrices without letters"
  | "unknown shape of the definition"
  | "rounded on the way"
  | "equal for these values only"
  | "columns entry by entry"
  | "defined anew"
  | "supposition not read"
  | "equation at the optimum"
  | "goal or claim"
  | "given too often"
  | "gradients of single examples"
  | "vectors of samples"
  | "descent or ascent"
  | "sides without a common symbol"
  | "sides without values"
  | "condition not met"
  | "no truth value"
  | "two layouts"
  | "too few points"
  | "products of unknowns"
  | "contradictory premises"
  | "program without shapes"
  | "program not read"
  | "no equation read"
  // why a mistake was not mended
  | "no repair known"
  | "repair not right"
  // procedures that give a printed number
  | "already updated weights"
  | "one update fewer"
  | "one update more"
  | "biases trained"
  | "loss without its half"
  | "mean for the sum"
  | "gradient upwards"
  | `gate ${Gate}`;

/** Why a formula has no exact value. */
export type NoValue =
  | { readonly kind: NoValueKind }
  | { readonly kind: "not defined"; readonly name: string }
  | { readonly kind: "depends on a sign"; readonly difference: string; readonly sign: string };

export type NoValueKind =
  | "circular"
  | "number too large"
  | "too many terms"
  | "size of an unknown"
  | "not evaluated exactly"
  | "quotient by an unknown"
  | "quotient by 0"
  | "power"
  | "step at 0"
  | "sign at 0"
  | "several arguments"
  | "step of an unknown"
  | "no relation"
  | "no row applies"
  | "open at equality"
  | "name";

/** Logical functions by their names in programming. */
export type Gate = "and" | "or" | "nand" | "nor" | "xor" | "xnor" | "not" | "majority";

/** A reason with what is known besides. */
export const moreExactly = (because: Reason, details: readonly Reason[]): Reason =>
  details.length === 0 ? because : { kind: "more exactly", because, details };

/** A reason that says all by its kind may be given by that. */
export const reason = (given: Reason | PlainKind): Reason =>
  typeof given === "string" ? { kind: given } : given;
