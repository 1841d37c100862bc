import { type Dim, dim, type Size } from "@chainrule/graph";
import { partsOf, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { DeclaredAxes } from "./declared-axes";
import { isEquality } from "./definition";
import { functionNamed, isKronecker, keyOf, namedBy, type Plain, plain } from "./names";
import { printedIn } from "./trees";

/** A name with the letters that run over its axes set apart. */
export interface Indexed {
  /** The quantity as a whole: w^L for w_{jk}^L. */
  readonly whole: Plain;
  readonly letters: readonly string[];
}

const MARKS: ReadonlySet<string> = new Set(
  "in out tot max min old new net tr std hid val pos neg ref act cls lin mid kl".split(" "),
);
/** Three letters and more in a row are indices only if they are such as indices have: those of "prev" are not. */
const LONG_RUN = /^(?!.*(.).*\1)[a-dh-np-t]+$/;

/** Which letters of the document are indices, and which of them run equally far. */
export class Letters {
  #letters: ReadonlySet<string>;
  /** Quantities that are numbered, such as w_1: a letter in the place of the number is no axis. */
  readonly #numbered: ReadonlySet<string>;
  /** Quantities whose indices are labels of units, such as net_{h1} and net_o: a letter is one more label. */
  readonly #labelled: ReadonlySet<string>;
  readonly #twin = new Map<string, string>();
  /** Where letters below names are marks by themselves: the quantities of which they make entries all the same. */
  readonly #wholes: ReadonlySet<string> | undefined;
  readonly #bound: ReadonlySet<string>;
  /** The axes of the quantities that are declared with letters. */
  readonly axes: DeclaredAxes;

  /** What the length of an axis is called, by its letter. */
  readonly #lengths = new Map<string, Plain>();

  /**
   * `areMarks`: W_f is a name of its own, unless f is bound by a sum, or the document has W. `lengths`: how far letters run, by the
   * names that bounds of sums give. `apart`: quantities whose w_0 is no entry.
   */
  constructor(
    statements: readonly Statement[],
    axes: DeclaredAxes,
    areMarks = false,
    lengths: ReadonlyMap<string, Plain> = new Map(),
    apart: ReadonlySet<string> = new Set(),
  ) {
    this.axes = axes;
    const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
    const names = trees.flatMap(namesIn);
    const bound = new Set(trees.flatMap(lettersBound));
    const valued = statements.flatMap(({ members: [left, right] }) => {
      const name = left === undefined ? undefined : namedBy(left.tree);
      return name !== undefined && right !== undefined && printedIn(right.tree) !== undefined ? [name] : [];
    });
    this.#labelled = labelledIn(names, bound, valued);
    const beside = names.map(({ sub }) => singleLetters(sub) ?? []);
    const isBeside = (own: readonly string[]): boolean => own.some((letter) => bound.has(letter));
    this.#bound = new Set([...bound, ...beside.filter(isBeside).flat()]);
    this.#wholes = areMarks ? new Set(names.map(keyOf)) : undefined;
    const bases = new Map<string, Set<string>>();
    for (const { base, sub } of names) {
      if (this.#labelled.has(base)) continue;
      for (const part of singleLetters(sub) ?? []) {
        const known = bases.get(part) ?? new Set();
        bases.set(part, known.add(base));
      }
    }
    this.#letters = new Set([
      ...bound,
      ...[...bases].flatMap(([letter, users]) => (users.size > 1 ? [letter] : [])),
    ]);
    const labels = new Set(statements.flatMap((statement) => labelsIn(statement, this.#bound)));
    for (const letter of statements.flatMap(letterDefined)) if (!bound.has(letter)) labels.add(letter);
    this.#letters = new Set([...this.#letters].filter((letter) => !labels.has(letter)));
    const primed = [...bases.keys()].filter((part) => this.#letters.has(part.replace(/'+$/, ""))); // i' runs where i does
    this.#letters = new Set([...this.#letters, ...primed]);
    this.#numbered = new Set(
      names.flatMap(({ base, sub }) => (/^\d/.test(sub) && !(sub === "0" && apart.has(base)) ? [base] : [])),
    );
    const first = new Map<string, string>();
    for (const name of names) {
      if (axes.split(name) !== undefined) continue; // where it is declared, a letter is no more than a letter
      const { letters, whole } = this.split(name);
      for (const [axis, letter] of letters.entries()) {
        const place = `${whole.base}|${whole.sub}|${whole.sup}|${axis}`;
        const other = first.get(place);
        if (other === undefined) first.set(place, letter);
        else this.#join(letter, other);
      }
    }
    for (const [letter, name] of lengths) this.#lengths.set(this.#root(letter), name);
  }

  get any(): boolean {
    return this.#letters.size > 0;
  }

  /** Whether names without letters may be vectors and matrices. */
  get areWholes(): boolean {
    return this.#wholes !== undefined;
  }

  isLetter(letter: string): boolean {
    return this.#letters.has(letter);
  }

  split(name: Plain): Indexed {
    const declared = this.axes.split(name);
    if (isKronecker(name)) {
      const own = [...name.sub.replace(",", "")];
      if (own.every((letter) => this.#bound.has(letter)))
        return { whole: { ...name, sub: "" }, letters: own }; // "in" is no mark then
    }
    if (declared !== undefined)
      return { whole: declared.whole, letters: declared.indices.filter((index) => !/^\d/.test(index)) };
    const all = singleLetters(name.sub);
    const whole = { ...name, sub: "" };
    const isMark =
      this.#wholes !== undefined &&
      !this.#wholes.has(keyOf(whole)) &&
      all?.every((letter) => this.#bound.has(letter)) !== true;
    if (isMark) return { whole: name, letters: [] };
    const isAxes =
      all?.every((letter) => this.#letters.has(letter)) &&
      !this.#labelled.has(name.base) &&
      !this.#numbered.has(name.base);
    return isAxes && all !== undefined ? { whole, letters: all } : { whole: name, letters: [] };
  }

  /** The shape of a quantity whose entries have some letters: what is declared, else how far they run. */
  shape(whole: Plain, letters: readonly string[]): readonly Size[] {
    return this.axes.shapeOf(whole) ?? letters.map((letter) => this.size(letter));
  }

  /** How far a letter runs. */
  size(letter: string): Dim {
    const root = this.#root(letter);
    const name = this.#lengths.get(root);
    return dim(name === undefined ? `n_${root}` : `${name.base}${name.sub === "" ? "" : `_${name.sub}`}`);
  }

  /** The size that a name stands for, if it is the length of an axis. */
  lengthNamed(key: string): Dim | undefined {
    const declared = this.axes.sizeNamed(key);
    if (declared !== undefined) return declared;
    const found = [...this.#lengths].find(([, name]) => keyOf(name) === key);
    return found && this.size(found[0]);
  }

  #root(letter: string): string {
    let at = letter;
    for (let next = this.#twin.get(at); next !== undefined; next = this.#twin.get(at)) at = next;
    return at;
  }

  #join(a: string, b: string): void {
    const [x, y] = [this.#root(a), this.#root(b)].sort() as [string, string];
    if (x !== y) this.#twin.set(y, x);
  }
}

/**
 * Quantities that have labels such as h1 below, where h is no letter that a sum runs over; of which one with a letter has a value,
 * w_o = 0.5; and net inputs and outputs of units
 * h and o where no sum runs over anything.
 */
function labelledIn(
  names: readonly Plain[],
  bound: ReadonlySet<string>,
  valued: readonly Plain[],
): Set<string> {
  const isSummed = (base: string): boolean => names.some((name) => name.base === base && bound.has(name.sub));
  const single = valued.flatMap(({ base, sub }) =>
    /^[a-z]$/.test(sub) && !bound.has(sub) && !isSummed(base) ? [base] : [],
  );
  return new Set([
    ...single,
    ...names.flatMap(({ base, sub }) => {
      const letter = /^([a-z])\d+$/.exec(sub)?.[1];
      const isUnit = bound.size === 0 && /^[ho]$/.test(sub) && /^(net|out)$/.test(base);
      return isUnit || (letter !== undefined && !bound.has(letter)) ? [base] : [];
    }),
  ]);
}

/** Letters below names that no sum runs over, in a formula for what has no letter: in u = p_w - p_l they only tell names apart. */
function labelsIn({ members: [left, ...others] }: Statement, bound: ReadonlySet<string>): string[] {
  const name = left && namedBy(left.tree);
  if (name === undefined || name.sub !== "" || name.sup !== "") return [];
  const isOpen = others.some(({ tree }) =>
    [...walk(tree)].some((part) => part.kind === "over" && part.letters.length === 0),
  );
  if (isOpen) return []; // a sum over what is not said
  const own = others.flatMap(({ sign, tree }) => (isEquality(sign) ? namesIn(tree) : []));
  const letters = own.flatMap(({ sub }) => singleLetters(sub) ?? []);
  return letters.filter((letter) => !bound.has(letter));
}

/** g of g = \tanh(z_g): a letter that is a quantity itself, by a formula, is a mark where it stands below. */
function letterDefined({ isCondition, members: [left, first] }: Statement): string[] {
  const name = left && namedBy(left.tree);
  const isLetter = name !== undefined && /^[a-z]$/.test(name.base) && name.sub === "" && name.sup === "";
  const isFormula = first !== undefined && isEquality(first.sign) && !isCondition;
  if (!isLetter || !isFormula || namedBy(first.tree) !== undefined) return [];
  return namesIn(first.tree).some(({ sub }) => sub.endsWith(name.base)) ? [name.base] : [];
}

/** The letters of an index that is made of single letters only. */
function singleLetters(sub: string): string[] | undefined {
  if (!/^[a-z]'*(?:,?[a-z]'*){0,3}$/.test(sub) || MARKS.has(sub)) return undefined;
  if (/^[a-z]{3,}$/.test(sub) && !LONG_RUN.test(sub)) return undefined;
  return sub.match(/[a-z]'*/g) ?? undefined;
}

/** The plain names in a formula, those of its powers too. */
export function namesIn(tree: Tree): Plain[] {
  const heads = new Set<Tree>();
  const marks = new Set<Tree>();
  const names: Plain[] = [];
  for (const part of walk(tree)) {
    if (marks.has(part)) {
      for (const inner of partsOf(part)) marks.add(inner);
      continue;
    }
    const formula = part.kind === "name" ? part.name.sup?.formula : undefined;
    if (part.kind === "name" && formula !== undefined && plain(part.name).sup !== "") marks.add(formula); // a layer
    if (part.kind === "applied" && functionNamed(part) !== undefined) heads.add(part.head);
    const name = part.kind === "name" && !heads.has(part) ? namedBy(part) : undefined;
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The letters that sums in a formula run over. */
export function lettersBound(tree: Tree): string[] {
  const letters: string[] = [];
  for (const part of walk(tree)) if (part.kind === "over") letters.push(...part.letters);
  return letters;
}
