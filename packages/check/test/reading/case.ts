/** What a formula's names are worth at a point: numbers, lists and tables of numbers. */
export interface Values {
  readonly n: (name: string) => number;
  readonly v: (name: string) => number[];
  readonly m: (name: string) => number[][];
}

export type Meaning = (at: Values) => number | number[] | number[][];

/** A formula that somebody typed, and what a person means by it. */
export interface ReadCase {
  /** As typed, with its left side if it has one: the right side is what is read then. */
  readonly text: string;
  readonly form: "LaTeX" | "text";
  readonly source: "zh" | "en" | "other";
  readonly kind: "scalar" | "index" | "matrix";
  /** The names that the document defines around it, with shapes: [] scalar, [3], [2, 3]; an index formula's tensors are whole. */
  readonly names: Readonly<Record<string, readonly number[]>>;
  /** Index letters of the result's axes, if it has any. */
  readonly indices?: readonly string[];
  /** Lengths that the document calls by a letter: { m: 3 } is the length of every axis with 3 entries. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** How far index letters run of which the formula does not tell. */
  readonly runs?: Readonly<Record<string, number>>;
  /** Between which numbers a quantity is, where not any number will do: a probability, a variance. */
  readonly between?: Readonly<Record<string, readonly [from: number, to: number]>>;
  /** Quantities that are whole numbers. */
  readonly whole?: readonly string[];
  /** What a person means by it, in plain JavaScript over numbers and nested arrays. */
  readonly means: Meaning;
  /** Where several readings would be reasonable, the others. */
  readonly also?: readonly Meaning[];
}

type More = Omit<ReadCase, "text" | "form" | "source" | "kind" | "names" | "means">;
type Write = (text: string, names: ReadCase["names"], means: Meaning, more?: More) => ReadCase;

/** Writes down formulas of one form and origin. */
export function typed(
  form: ReadCase["form"],
  source: ReadCase["source"],
): Readonly<Record<ReadCase["kind"], Write>> {
  const of =
    (kind: ReadCase["kind"]): Write =>
    (text, names, means, more = {}) => ({ text, form, source, kind, names, means, ...more });
  return { scalar: of("scalar"), index: of("index"), matrix: of("matrix") };
}

/** Names of numbers. */
export const numbers = (...names: readonly string[]): Record<string, readonly number[]> =>
  Object.fromEntries(names.map((name) => [name, []]));

/** A probability. */
export const PART: readonly [number, number] = [0.05, 0.95];
/** A number above 0. */
export const POSITIVE: readonly [number, number] = [0.2, 2.5];
