import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import type { DeclaredAxes } from "../names/declared-axes";
import { namesIn } from "../names/letters";
import { isKronecker, keyOf, namedBy, type Plain } from "../names/names";
import { size as sizeWritten } from "../names/size";
import { printedIn } from "../names/trees";
import { mapStatements } from "../statements/statements";

/*
 * How far sums run. A document says with the bounds of its sums how long an axis is: \sum_{j=1}^{m} z_j is the sum of all entries of
 * z. A sum over the same axis with other bounds is one over a part of it.
 */

type Over = Tree & { readonly kind: "over" };

/** A bound: a number, or a name with a number added to it. */
export interface Bound {
  readonly name?: string;
  readonly offset: number;
}

/** Numbers that the document gives, by name: m = 3. */
type Given = ReadonlyMap<string, number>;

const NONE: Given = new Map();

/** What a bound says, if it is built from numbers and one name by + and -. */
export function boundIn(tree: Tree, given: Given): Bound | undefined {
  let [name, offset]: [string | undefined, number] = [undefined, 0];
  const pending: { readonly part: Tree; readonly sign: number }[] = [{ part: tree, sign: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, sign } = next;
    if (part.kind === "number") offset += sign * part.value;
    else if (part.kind === "group") pending.push({ part: part.body, sign });
    else if (part.kind === "sum")
      for (const term of part.terms)
        pending.push({ part: term.tree, sign: term.sign === "+" ? sign : -sign });
    else {
      const own = part.kind === "name" ? namedBy(part) : undefined;
      if (own === undefined) return undefined;
      const value = given.get(keyOf(own));
      if (value !== undefined) offset += sign * value;
      else if (name !== undefined || sign < 0) return undefined;
      else name = keyOf(own);
    }
  }
  return Number.isInteger(offset) ? { ...(name !== undefined && { name }), offset } : undefined;
}

/** The whole number that a bound is; undefined where it has a name in it. */
export function wholeNumberIn(tree: Tree | undefined, given: Given = NONE): number | undefined {
  const bound = tree === undefined ? undefined : boundIn(tree, given);
  return bound?.name === undefined ? bound?.offset : undefined;
}

/** What a document gives whole numbers. */
export function wholeNumbers(statements: readonly Statement[]): Given {
  return new Map(
    statements.flatMap(({ members: [left, right] }): [string, number][] => {
      const name = left === undefined ? undefined : namedBy(left.tree);
      const value = right === undefined ? undefined : printedIn(right.tree)?.value;
      return name !== undefined && value !== undefined && Number.isInteger(value)
        ? [[keyOf(name), value]]
        : [];
    }),
  );
}

/** An axis of a quantity: that of its first, second, ... index. */
const placeOf = ({ base, sup }: Plain, axis: number): string => `${base}|${sup}|${axis}`;

/** Letters and digits below a name, one for each axis. Kronecker's delta is no quantity: it has the axes of others. */
const indicesOf = (name: Plain): readonly string[] =>
  !isKronecker(name) && /^(?:[a-z]'*|\d)(?:,?(?:[a-z]'*|\d)){0,3}$/.test(name.sub)
    ? (name.sub.match(/[a-z]'*|\d/g) ?? [])
    : [];

/** The axes of a name with what stands at them below. */
function axesOf(name: Plain, declared: DeclaredAxes): { readonly place: string; readonly index: string }[] {
  const told = declared.split(name);
  const own = told && { ...name, base: keyOf({ ...told.whole, sup: "" }) };
  return (told?.indices ?? indicesOf(name)).map((index, axis) => ({
    index,
    place: placeOf(own ?? name, axis),
  }));
}

/** The axes at which a letter stands in a formula. */
function placesOf(tree: Tree, letter: string, declared: DeclaredAxes): string[] {
  return namesIn(tree).flatMap((name) =>
    axesOf(name, declared).flatMap(({ index, place }) => (index === letter ? [place] : [])),
  );
}

/** Axes that are equally long, because one letter stands at them; never two that sums say are not. */
class Axes {
  readonly #same = new Map<string, string>();
  readonly #lengths: Map<string, string>;

  /** `lengths`: how far sums run over an axis. */
  constructor(lengths: ReadonlyMap<string, string>) {
    this.#lengths = new Map(lengths);
  }

  root(place: string): string {
    let at = place;
    for (let next = this.#same.get(at); next !== undefined; next = this.#same.get(at)) at = next;
    return at;
  }

  join(places: readonly string[]): void {
    const [first, ...others] = places;
    for (const place of others) {
      const [root, other] = [this.root(first as string), this.root(place)];
      const [length, own] = [this.#lengths.get(root), this.#lengths.get(other)];
      if (root === other || (length !== undefined && own !== undefined && length !== own)) continue;
      this.#same.set(other, root);
      if (length === undefined && own !== undefined) this.#lengths.set(root, own);
    }
  }
}

/** How often a sum over an axis is written in some way. */
interface Written {
  readonly text: string;
  /** From 1, or from what is not said, to a name or a number: what says how long an axis is. */
  readonly isPlain: boolean;
}

const UNBOUNDED: Written = { text: "", isPlain: false };

function writtenAs({ from, to }: Over, given: Given): Written {
  if (from === undefined && to === undefined) return UNBOUNDED;
  const [first, last] = [from === undefined ? { offset: 1 } : boundIn(from, given), to && boundIn(to, given)];
  const isPlain =
    first?.name === undefined &&
    first?.offset === 1 &&
    last !== undefined &&
    (last.name === undefined || last.offset === 0);
  return { text: `${textOf(first)}..${textOf(last)}`, isPlain };
}

/** What cannot be compared is like nothing else. */
const textOf = (bound: Bound | undefined): string =>
  bound === undefined ? "?" : `${bound.name ?? ""}+${bound.offset}`;

/**
 * The statements with the bounds left out of sums over whole axes; those of other sums stay, and say that it is a part. An axis is as
 * long as the document declares it, else as the first sum over it that runs from 1 to a name or a number; or as all sums over it run,
 * if they are all alike.
 */
export function withWholeSums(
  statements: readonly Statement[],
  declared: readonly Declared[],
  told: DeclaredAxes,
): Statement[] {
  const given = wholeNumbers(statements);
  const trees = statements.map(({ members }) => members.map(({ tree }) => tree));
  const sums = trees.flat().flatMap(sumsIn);
  if (sums.every(({ from, to }) => from === undefined && to === undefined)) return [...statements];
  const axes = axesIn(trees, sums, given, told);
  const numbered = new Set(
    trees
      .flat()
      .flatMap((tree) =>
        namesIn(tree).flatMap((name) =>
          axesOf(name, told).flatMap(({ index, place }) => (/^\d/.test(index) ? [place] : [])),
        ),
      ),
  );
  const ways = new Map<string, Written[]>();
  for (const sum of sums)
    for (const place of new Set(placesOf(sum.body, letterOf(sum), told).map((each) => axes.root(each))))
      ways.set(place, [...(ways.get(place) ?? []), writtenAs(sum, given)]);
  const lengths = new Map(
    declared.flatMap(({ letters, name, sizes }) =>
      sizes.map((size, axis): [string, string] => {
        const own = letters === undefined ? name : { ...name, base: keyOf({ ...name, sup: "" }) };
        const text = sizeWritten(size).text;
        const value = /^\d+$/.test(text) ? Number(text) : given.get(text);
        return [axes.root(placeOf(own, axis)), `+1..${value === undefined ? `${text}+0` : `+${value}`}`];
      }),
    ),
  );
  for (const [place, written] of ways) {
    const length = written.find(({ isPlain }) => isPlain)?.text ?? alike(written);
    if (!lengths.has(place) && length !== undefined) lengths.set(place, length);
  }
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "over" || part.letters.length !== 1) return undefined;
    const places = placesOf(part.body, letterOf(part), told);
    const { text } = writtenAs(part, given);
    const isWhole = places.length > 0 && places.every((place) => lengths.get(axes.root(place)) === text);
    const isNumbered = wholeNumberIn(part.to) !== undefined && places.some((place) => numbered.has(place));
    const { from: _from, to: _to, ...unbounded } = part;
    const own = isWhole && !isValue(part) && !isNumbered ? unbounded : part;
    return { ...own, body: mapTree(part.body, change) };
  };
  return mapStatements(statements, change);
}

/**
 * What the lengths of axes are called, by their letters: the n of sums from 1 to n, where all sums over the letter run so and are
 * over whole axes (`whole`, as `withWholeSums` gives them), and where n has no value and is defined nowhere; else the n of means.
 */
export function namedLengths(statements: readonly Statement[], whole: readonly Statement[]): Lengths {
  const treesOf = (all: readonly Statement[]): Tree[] =>
    all.flatMap(({ members }) => members.map(({ tree }) => tree));
  const told = new Set(
    statements.flatMap(({ members: [left, right] }) => {
      const name = left && right && namedBy(left.tree);
      return name === undefined ? [] : [keyOf(name)];
    }),
  );
  const kept = new Set(
    treesOf(whole)
      .flatMap(sumsIn)
      .flatMap((sum) => (sum.to === undefined ? [] : [letterOf(sum)])),
  );
  const found = new Map<string, Plain | undefined>();
  for (const sum of treesOf(statements).flatMap(sumsIn)) {
    const letter = letterOf(sum);
    const name = sum.to === undefined ? undefined : namedBy(sum.to);
    const isPlain =
      writtenAs(sum, NONE).isPlain && name !== undefined && !told.has(keyOf(name)) && !kept.has(letter);
    const before = found.get(letter);
    const isSame =
      !found.has(letter) || (before !== undefined && name !== undefined && keyOf(before) === keyOf(name));
    if (sum.to !== undefined || sum.from !== undefined)
      found.set(letter, isPlain && isSame ? name : undefined);
  }
  const named = [...found].flatMap(([letter, name]) => (name === undefined ? [] : [[letter, name] as const]));
  const means = treesOf(whole)
    .flatMap(meansIn)
    .filter(([letter, name]) => !found.has(letter) && !told.has(keyOf(name)) && !kept.has(letter));
  const apart = treesOf(statements).flatMap(sumsIn).flatMap(summedFromOne);
  return { lengths: new Map([...named, ...means]), means: new Map(means), apart: new Set(apart) };
}

/** The lengths of axes by the letters that run along them; those of `means` are what a mean divides by. */
export interface Lengths {
  readonly lengths: ReadonlyMap<string, Plain>;
  readonly means: ReadonlyMap<string, Plain>;
  /** Quantities whose entries count from 1: their w_0 is a quantity of its own. */
  readonly apart: ReadonlySet<string>;
}

/** w of \sum_{j=1}^d w_j x_j. */
const summedFromOne = (sum: Over): string[] =>
  wholeNumberIn(sum.from) === 1
    ? namesIn(sum.body).flatMap(({ base, sub }) => (sub === letterOf(sum) ? [base] : []))
    : [];

/** \frac1N \sum_j z_j is a mean: N is how far j runs. */
function meansIn(tree: Tree): (readonly [letter: string, name: Plain])[] {
  return [...walk(tree)].flatMap((part) => {
    if (part.kind !== "product") return [];
    return part.factors.flatMap(({ tree: fraction }, k) => {
      const sum = part.factors[k + 1]?.tree;
      const isMean =
        fraction.kind === "fraction" &&
        wholeNumberIn(fraction.above) === 1 &&
        sum?.kind === "over" &&
        sum.sign === "sum" &&
        sum.letters.length === 1 &&
        sum.to === undefined;
      const name = isMean ? namedBy(fraction.below) : undefined;
      return isMean && name !== undefined && name.sub === "" ? [[letterOf(sum), name] as const] : [];
    });
  });
}

/** A sum in a formula that `withWholeSums` left its bounds, with a name in them: one over a part of an axis. */
export const partialSumIn = (tree: Tree, told: DeclaredAxes): Over | undefined =>
  sumsIn(tree).find((sum) => {
    const isOpen = [sum.from, sum.to].some(
      (limit) => limit !== undefined && wholeNumberIn(limit) === undefined,
    );
    return isOpen && !isValue(sum) && placesOf(sum.body, letterOf(sum), told).length > 0;
  });

/**
 * A formula whose sums from 1 to a name run over whole axes, whatever the name is; undefined where others are left, or where it
 * divides by that name: a mean over a part of the samples.
 */
export function withWholeAxes(tree: Tree, told: DeclaredAxes): Tree | undefined {
  const limits = new Set<string>();
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "over" || part.to === undefined || !writtenAs(part, NONE).isPlain) return undefined;
    const { from: _from, to, ...unbounded } = part;
    for (const name of namesIn(to)) limits.add(keyOf(name));
    return { ...unbounded, body: mapTree(part.body, change) };
  };
  const whole = mapTree(tree, change);
  const isOfPart =
    partialSumIn(whole, told) !== undefined || namesIn(whole).some((name) => limits.has(keyOf(name)));
  return isOfPart ? undefined : whole;
}

/** Whether the letter of a sum is a factor of its summand itself: \sum_k k x_k. */
const isValue = (sum: Over): boolean =>
  namesIn(sum.body).some(({ base, sub }) => sub === "" && base === letterOf(sum));

const letterOf = ({ letters }: Over): string => letters[0] ?? "";

const sumsIn = (tree: Tree): Over[] =>
  [...walk(tree)].flatMap((part) => (part.kind === "over" && part.letters.length === 1 ? [part] : []));

/** The axes of a document: places that one letter joins, in a sum or in a statement outside of its sums. */
function axesIn(
  trees: readonly (readonly Tree[])[],
  sums: readonly Over[],
  given: Given,
  told: DeclaredAxes,
): Axes {
  const lengths = new Map<string, string>();
  for (const sum of sums) {
    const { isPlain, text } = writtenAs(sum, given);
    for (const place of isPlain ? placesOf(sum.body, letterOf(sum), told) : [])
      if (!lengths.has(place)) lengths.set(place, text);
  }
  const axes = new Axes(lengths);
  for (const sum of sums) axes.join(placesOf(sum.body, letterOf(sum), told));
  for (const members of trees) {
    const bound = new Set(members.flatMap(sumsIn).map(letterOf));
    const letters = new Set(
      members.flatMap((tree) =>
        namesIn(tree).flatMap((name) => axesOf(name, told).map(({ index }) => index)),
      ),
    );
    for (const letter of letters)
      if (/^[a-z]/.test(letter) && !bound.has(letter))
        axes.join(members.flatMap((tree) => placesOf(tree, letter, told)));
  }
  return axes;
}

/** The one way in which all sums over an axis are written. */
const alike = ([first, ...others]: readonly Written[]): string | undefined =>
  first !== undefined && !first.text.includes("?") && others.every(({ text }) => text === first.text)
    ? first.text
    : undefined;
