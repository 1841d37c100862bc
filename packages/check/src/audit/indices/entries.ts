import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { BAD, type Finding } from "../findings/finding";
import type { DeclaredAxes } from "../names/declared-axes";
import { namesIn } from "../names/letters";
import { isKronecker, isKroneckerEntry, keyOf, namedBy, type Plain, plainTree } from "../names/names";
import { printedIn } from "../names/trees";
import { inInstance } from "../statements/general";
import { mapStatements } from "../statements/statements";
import { wholeNumberIn, wholeNumbers } from "./bounds";

/*
 * Vectors that a document gives entry by entry: it says of z_k what it means of z_1, z_2 and z_3. A statement with such a letter is
 * put into numbers, once for each entry, and each of them is judged; a sum over the letter is written out.
 */

/** So many entries may a family have, and so many statements may one stand for. */
const MOST_ENTRIES = 12;
const MOST_INSTANCES = 36;

type Values = ReadonlyMap<string, number>;

/** Indices of a quantity, one by one: letters, or numbers. w_{12} is that of row 1 and column 2 where the document has w_{jk} too. */
function indicesOf({ sub }: Plain, axes: number): string[] | undefined {
  const parts = sub.includes(",") ? sub.split(",") : axes > 1 ? [...sub] : [sub];
  return parts.length === axes && parts.every((part) => /^(?:[a-z]|\d+)$/.test(part)) ? parts : undefined;
}

const slotOf = ({ base, sup }: Plain, axis: number): string => `${base}|${sup}|${axis}`;

/** Which quantities are given entry by entry, and which letters number them. */
class Families {
  /** How many indices a quantity has. */
  readonly #axes = new Map<string, number>();
  /** The numbers that each index of a quantity has. */
  readonly #numbers = new Map<string, Set<number>>();
  readonly letters: ReadonlySet<string>;
  /** Whole numbers that the document gives: m = 3. */
  readonly given: ReadonlyMap<string, number>;

  constructor(statements: readonly Statement[], axes: DeclaredAxes) {
    this.given = wholeNumbers(statements);
    const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
    // what a document declares with its axes is judged for all entries
    const names = trees
      .flatMap(namesIn)
      .filter((name) => axes.split(name) === undefined && !(axes.isAny && isKroneckerEntry(name)));
    for (const { base, sub, sup } of names)
      if (/^[a-z](?:,?[a-z]){0,2}$/.test(sub) && !WORDS.test(sub))
        this.#axes.set(`${base}|${sup}`, sub.replace(/,/g, "").length);
    for (const name of names) {
      for (const [axis, index] of (this.indices(name) ?? []).entries()) {
        const known = this.#numbers.get(slotOf(name, axis)) ?? new Set();
        if (/^\d/.test(index)) this.#numbers.set(slotOf(name, axis), known.add(Number(index)));
      }
    }
    for (const [slot, numbers] of this.#numbers) {
      const quantity = slot.replace(/\|\d+$/, "");
      // one entry alone does not tell how many there are
      if (numbers.size === 1 && this.#axes.get(quantity) === 1) this.#numbers.delete(slot);
    }
    this.#inherit(statements);
    this.letters = lettersFor(
      statements,
      trees,
      names,
      (name, axis) => this.#numbers.has(slotOf(name, axis)),
      (name) => this.indices(name),
    );
  }

  /** What is defined for each entry of another quantity has as many entries: p_k = f(z_k). */
  #inherit(statements: readonly Statement[]): void {
    const defined = statements.flatMap(({ members }) => {
      const [left, right] = members;
      const name = left === undefined ? undefined : namedBy(left.tree);
      return name === undefined || right === undefined ? [] : [{ name, names: namesIn(right.tree) }];
    });
    for (let before = -1; before !== this.#numbers.size; ) {
      before = this.#numbers.size;
      for (const { name, names } of defined) {
        for (const [axis, index] of (this.indices(name) ?? []).entries()) {
          const numbers =
            /^\d/.test(index) || this.#numbers.has(slotOf(name, axis)) ? [] : this.range(index, names);
          if (numbers.length > 0) this.#numbers.set(slotOf(name, axis), new Set(numbers));
        }
      }
    }
  }

  indices(name: Plain): string[] | undefined {
    const axes = this.#axes.get(`${name.base}|${name.sup}`);
    return axes === undefined ? undefined : indicesOf(name, axes);
  }

  /** The numbers that a letter may stand for among some names: those that each numbered quantity has there. */
  range(letter: string, names: readonly Plain[]): number[] {
    const sets = names.flatMap((name) =>
      (this.indices(name) ?? []).flatMap((index, axis) => {
        const numbers = index === letter ? this.#numbers.get(slotOf(name, axis)) : undefined;
        return numbers === undefined ? [] : [numbers];
      }),
    );
    const [first, ...others] = sets.sort((a, b) => b.size - a.size);
    // a quantity of which only some entries have been named is as long as the others
    const all = [...(first ?? [])].sort((a, b) => a - b);
    return all.length > MOST_ENTRIES || others.some((each) => [...each].some((n) => !all.includes(n)))
      ? []
      : all;
  }
}

/** Marks that are made of letters and are none. */
const WORDS = /^(?:in|out|tot|max|min|old|new|net|tr)$/;
const USUAL = /^[ijklmn]$/;

/** Letters that stand where numbers do, and that a sum runs over, or that several quantities share. */
function lettersFor(
  statements: readonly Statement[],
  trees: readonly Tree[],
  names: readonly Plain[],
  isNumbered: (name: Plain, axis: number) => boolean,
  indices: (name: Plain) => string[] | undefined,
): Set<string> {
  const bound = new Set(
    trees.flatMap((tree) => [...walk(tree)].flatMap((part) => (part.kind === "over" ? part.letters : []))),
  );
  const users = new Map<string, Set<string>>();
  const numbered = new Set<string>();
  for (const name of names) {
    for (const [axis, index] of (indices(name) ?? []).entries()) {
      if (!/^[a-z]/.test(index)) continue;
      users.set(index, (users.get(index) ?? new Set()).add(name.base));
      if (isNumbered(name, axis)) numbered.add(index);
    }
  }
  for (const { members } of statements) {
    const [left, right] = members;
    const name = left === undefined ? undefined : namedBy(left.tree);
    const isValue = right !== undefined && printedIn(right.tree) !== undefined;
    if (name !== undefined && isValue) for (const index of indices(name) ?? []) numbered.delete(index); // a label
  }
  return new Set(
    [...numbered].filter(
      (letter) => bound.has(letter) || (USUAL.test(letter) && (users.get(letter)?.size ?? 0) > 1),
    ),
  );
}

/** Every statement about a general entry once for each entry: the first in the place of what was typed, the others as its instances. */
export function inEntries(typed: readonly Statement[], axes: DeclaredAxes): Statement[] {
  const families = new Families(typed, axes);
  if (families.letters.size === 0) return [...typed];
  const statements = withLengths(typed, families);
  return statements.flatMap((statement) => {
    const trees = statement.members.map(({ tree }) => unrolled(tree, families));
    if (trees.some((tree) => isOpen(tree, families))) return [statement];
    const names = trees.flatMap(namesIn);
    const free = [...families.letters].filter((letter) =>
      names.some((name) => families.indices(name)?.includes(letter)),
    );
    const withTrees = (change: (tree: Tree) => Tree): Statement => ({
      ...statement,
      members: statement.members.map((member) =>
        inInstance(member, (tree) => change(unrolled(tree, families))),
      ),
    });
    const choices = choicesFor(free, names, families, isForAll(statement, families));
    if (choices.length === 0) return [withTrees((tree) => tree)];
    return choices.map((values, k) => ({
      ...withTrees((tree) => numbered(tree, values, families)),
      instance: {
        of: [...values].map(([letter, value]) => `${letter} = ${value}`).join(", "),
        isFirst: k === 0,
      },
    }));
  });
}

/** Whether a sum over entries could not be written out. */
const isOpen = (tree: Tree, { letters }: Families): boolean =>
  [...walk(tree)].some((part) => part.kind === "over" && part.letters.some((letter) => letters.has(letter)));

/** What was found for each statement as it was typed: of one about a general entry, for the first entry where it is bad. */
export function typedFindings(
  statements: readonly Statement[],
  findings: readonly (readonly Finding[])[],
): Finding[][] {
  const typed: Finding[][] = [];
  for (const [k, { instance, isRepeated }] of statements.entries()) {
    const own = findings[k] as readonly Finding[]; // one for each statement
    if (isRepeated) continue;
    const last = typed[typed.length - 1];
    if (instance === undefined) typed.push([...own]);
    else if (instance.isFirst || last === undefined)
      typed.push(own.map((found) => forEntry(found, instance.of)));
    else {
      for (const [m, found] of own.entries())
        if (BAD.has(found.verdict) && !BAD.has((last[m] as Finding).verdict))
          last[m] = forEntry(found, instance.of);
    }
  }
  return typed;
}

/** A finding that says for which entry; what would repair the statement for one is no formula for all. */
function forEntry({ repair: _, ...found }: Finding, of: string): Finding {
  return BAD.has(found.verdict)
    ? { ...found, because: { kind: "for an entry", entry: of, because: found.because } }
    : found;
}

/** A definition holds for equal indices too, and so does what has a Kronecker delta in it. */
function isForAll({ members }: Statement, families: Families): boolean {
  const name = members[0] === undefined ? undefined : namedBy(members[0].tree);
  const isEntry = name !== undefined && families.indices(name) !== undefined;
  return isEntry || members.some(({ tree }) => namesIn(tree).some(isKronecker));
}

function choicesFor(
  free: readonly string[],
  names: readonly Plain[],
  families: Families,
  isForEqual: boolean,
): Values[] {
  let choices: Map<string, number>[] = [new Map()];
  for (const letter of free) {
    const range = families.range(letter, names);
    choices = choices.flatMap((values) => range.map((value) => new Map([...values, [letter, value]])));
    if (choices.length > MOST_INSTANCES) choices = choices.slice(0, MOST_INSTANCES);
  }
  if (free.length === 0) return [];
  const distinct = choices.filter((values) => new Set(values.values()).size === values.size);
  return isForEqual || distinct.length === 0 ? choices : distinct;
}

const number = (value: number, { end, start }: Tree, text = String(value)): Tree => ({
  kind: "number",
  text,
  value,
  start,
  end,
});

/** A formula with numbers for letters. */
function numbered(tree: Tree, values: Values, families: Families): Tree {
  return mapTree(tree, (part) => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (part.kind !== "name" || name === undefined) return undefined;
    if (isKronecker(name)) {
      const [a, b] = [...name.sub.replace(",", "")].map((letter) => values.get(letter));
      if (a !== undefined && b !== undefined) return number(a === b ? 1 : 0, part);
    }
    const indices = families.indices(name) ?? [];
    if (!indices.some((index) => values.has(index))) return undefined;
    const sub = indices.map((index) => values.get(index) ?? index).join(name.sub.includes(",") ? "," : "");
    return plainTree({ ...name, sub }, part);
  });
}

/** Sums over entries written out. */
function unrolled(tree: Tree, families: Families): Tree {
  return [...walk(tree)].some((part) => part.kind === "over")
    ? mapTree(tree, (part) => (part.kind === "over" ? sumOf(part, families) : undefined))
    : tree;
}

function sumOf(over: Tree & { readonly kind: "over" }, families: Families): Tree | undefined {
  const [letter] = over.letters;
  if (
    over.sign !== "sum" ||
    over.letters.length !== 1 ||
    letter === undefined ||
    !families.letters.has(letter)
  )
    return undefined;
  const body = unrolled(over.body, families);
  const all = families.range(letter, namesIn(body));
  const [from, to] = [over.from, over.to].map((limit) => wholeNumberIn(limit, families.given));
  const isUnread = (limit: Tree | undefined, value: number | undefined): boolean =>
    limit !== undefined && value === undefined;
  // a name that no number is given for counts the entries, m - 1 is no name
  if (isUnread(over.from, from) || (isUnread(over.to, to) && over.to?.kind !== "name")) return undefined;
  const range = all.filter(
    (value) => value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Number.POSITIVE_INFINITY),
  );
  const isWhole = to === undefined || range[range.length - 1] === to;
  if (range.length === 0 || !isWhole) return undefined;
  const { end, start } = over;
  const terms = range.map((value) => ({
    sign: "+" as const,
    tree: grouped(numbered(body, new Map([[letter, value]]), families)),
  }));
  return { kind: "group", bracket: "(", body: { kind: "sum", terms, start, end }, start, end };
}

const grouped = (body: Tree): Tree =>
  body.kind === "group" ? body : { kind: "group", bracket: "(", body, start: body.start, end: body.end };

/** n of \frac{1}{n} \sum_{i=1}^n, which the document gives no value: how many entries there are. */
function withLengths(statements: readonly Statement[], families: Families): readonly Statement[] {
  const lengths = new Map<string, number>();
  const told = new Set(
    statements.flatMap(({ members: [left] }) => {
      const name = left === undefined ? undefined : namedBy(left.tree);
      return name === undefined ? [] : [keyOf(name)];
    }),
  );
  for (const { members } of statements) {
    for (const part of members.flatMap(({ tree }) => [...walk(tree)])) {
      if (part.kind !== "over" || part.to === undefined || part.letters.length !== 1) continue;
      const name = namedBy(part.to);
      const range = families.range(part.letters[0] as string, namesIn(part.body));
      const isCounted = part.from === undefined || printedIn(part.from)?.value === range[0];
      if (name !== undefined && name.sub === "" && !told.has(keyOf(name)) && range.length > 0 && isCounted)
        lengths.set(keyOf(name), range[range.length - 1] as number);
    }
  }
  if (lengths.size === 0) return statements;
  const change = (part: Tree): Tree | undefined => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    const length = name === undefined ? undefined : lengths.get(keyOf(name));
    return name === undefined || length === undefined ? undefined : number(length, part, keyOf(name));
  };
  return mapStatements(statements, change);
}
