import { mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";
import { printedIn } from "../names/trees";
import { inInstance } from "../statements/general";
import { boundIn, wholeNumberIn, wholeNumbers } from "./bounds";
import { withOwnLetter, withSampleMarks } from "./sample-marks";

/*
 * Letters in superscripts that count layers or samples, put into numbers: what a document says of layer l, or of sample r, is said
 * of each. A claim is judged for one of them, a definition holds for all.
 */

/** What a letter above counts, and with which number a claim is judged. */
interface Count {
  readonly letter: string;
  /** The number for the letter in a claim. */
  readonly value: number;
  readonly first: number;
  readonly last: number;
  /** A letter that stands for the last number itself: L. */
  readonly end?: string;
  /** Whole numbers that the document gives: N = 4. */
  readonly given: ReadonlyMap<string, number>;
  /** Names with the letter below that sums run to: n of \sum_{j=1}^{n_l}. */
  readonly lengths?: ReadonlySet<string>;
}

/** So many layers or samples are put into numbers at most. */
const MOST = 6;
const FEWEST_LAYERS = 3;
const FEWEST_SAMPLES = 2;

interface Mark {
  readonly letter: string;
  readonly offset: number;
}

/** (l+1) or L-1 */
function markOf(sup: string): Mark | undefined {
  const [, letter, offset = "0"] = /^\(?([A-Za-z])([+-]\d)?\)?$/.exec(sup) ?? [];
  return letter === undefined ? undefined : { letter, offset: Number(offset) };
}

const numberOf = (sup: string): number | undefined => {
  const digits = /^\((\d+)\)$/.exec(sup)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** Every statement with its layers and samples in numbers, and definitions again for the other layers and samples. */
export function inNumbers(statements: readonly Statement[]): Statement[] {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const layers = layersIn(statements, names);
  const samples = samplesIn(statements, names, layers);
  if (layers === undefined && samples.length === 0) return [...statements];
  let marked = statements;
  const counts = [...(layers === undefined ? [] : [layers])];
  for (const [k, sample] of samples.entries()) {
    const own = withOwnLetter(marked, sample.letter);
    marked = k === 0 ? withSampleMarks(own.statements, own.letter) : own.statements;
    counts.push({ ...sample, letter: own.letter });
  }
  const named = layers === undefined ? marked : withInput(marked, layers);
  return named.flatMap((statement) =>
    isOfLayers(statement, layers)
      ? [{ ...statement, isCondition: true as const }]
      : [instance(statement, counts), ...others(statement, counts)],
  );
}

// --- what is counted ---

/** The letter that stands for the last layer, and the number that is put for it; undefined where no letter counts layers. */
export function lastLayer(
  statements: readonly Statement[],
): { readonly letter: string; readonly value: number } | undefined {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const layers = layersIn(statements, names);
  return layers?.end === undefined ? undefined : { letter: layers.end, value: layers.last };
}

function layersIn(statements: readonly Statement[], names: readonly Plain[]): Count | undefined {
  const marks = names.flatMap(({ sup }) => markOf(sup) ?? []);
  const largest = Math.max(0, ...names.map(({ sup }) => numberOf(sup) ?? 0));
  // h_t of h_{t-1} beside h_2: steps, of which some are numbered
  const isStep = ({ letter, offset }: Mark): boolean =>
    offset === 1 || (offset === -1 && letter === "l" && largest > 0);
  const general = marks.find(
    ({ letter }) =>
      letter === letter.toLowerCase() &&
      (marks.some((other) => other.letter === letter.toUpperCase()) ||
        marks.some((other) => other.letter === letter && isStep(other))),
  );
  if (general === undefined) return undefined;
  const { letter } = general;
  const end = letter.toUpperCase();
  const given = givenFor(end, statements);
  const last = given !== undefined && given <= MOST ? given : Math.max(FEWEST_LAYERS, largest);
  return last > MOST || largest > last || last < 2
    ? undefined
    : {
        letter,
        value: last - 1,
        first: 1,
        last,
        end,
        given: wholeNumbers(statements),
        lengths: lengthsOf(statements, [letter, end]),
      };
}

/** l = 1: for which layers something holds. */
function isOfLayers({ members: [left] }: Statement, layers: Count | undefined): boolean {
  const name = left && namedBy(left.tree);
  return name !== undefined && layers !== undefined && keyOf(name) === layers.letter;
}

/** The names with one of these letters below that sums run to. */
function lengthsOf(statements: readonly Statement[], letters: readonly string[]): Set<string> {
  const bounds = statements.flatMap(({ members }) =>
    members.flatMap(({ tree }) =>
      [...walk(tree)].flatMap((part) =>
        part.kind === "over" && part.to !== undefined ? namesIn(part.to) : [],
      ),
    ),
  );
  return new Set(
    bounds.flatMap(({ base, sub }) => (letters.includes(markOf(sub)?.letter ?? "") ? [base] : [])),
  );
}

/** The whole number that a document gives for a letter. */
function givenFor(letter: string, statements: readonly Statement[]): number | undefined {
  for (const { members } of statements) {
    const [left, right] = members;
    const name = left === undefined ? undefined : namedBy(left.tree);
    const value = right === undefined ? undefined : printedIn(right.tree)?.value;
    if (name !== undefined && keyOf(name) === letter && value !== undefined && Number.isInteger(value))
      return value;
  }
  return undefined;
}

/** Letters that sums run over and that number quantities above: r of \sum_r E^{(r)}. */
function samplesIn(
  statements: readonly Statement[],
  names: readonly Plain[],
  layers: Count | undefined,
): Count[] {
  const raised = new Map<string, Set<string>>();
  for (const { base, sup } of names) {
    const letter = /^\(([a-zA-Z])\)$/.exec(sup)?.[1];
    if (letter !== undefined && letter !== layers?.letter && letter !== layers?.end)
      raised.set(letter, (raised.get(letter) ?? new Set()).add(base));
  }
  const sums = statements.flatMap(({ members }) =>
    members.flatMap(({ tree }) =>
      [...walk(tree)].flatMap((part) => (part.kind === "over" && part.sign === "sum" ? [part] : [])),
    ),
  );
  const bound = sums.filter(({ letters }) => letters.some((letter) => raised.has(letter)));
  if (bound.length === 0) return [];
  const limits = bound.flatMap(({ to }) => {
    const name = to === undefined ? undefined : namedBy(to);
    return (to && printedIn(to)?.value) ?? (name && givenFor(keyOf(name), statements)) ?? [];
  });
  const largest = Math.max(0, ...names.map(({ sup }) => numberOf(sup) ?? 0));
  const last = limits.length > 0 ? Math.max(...limits) : Math.max(FEWEST_SAMPLES, largest);
  if (last > MOST || last < 1 || (layers === undefined && largest > last)) return [];
  // every letter that numbers a quantity which a bound one numbers too
  const letters = new Set(bound.flatMap((over) => over.letters.filter((letter) => raised.has(letter))));
  for (const [letter, bases] of raised) {
    const isTwin = [...letters].some((other) => [...bases].some((base) => raised.get(other)?.has(base)));
    if (isTwin) letters.add(letter);
  }
  const numbers = wholeNumbers(statements);
  return [...letters]
    .sort()
    .map((letter, k) => ({ letter, value: Math.min(k + 1, last), first: 1, last, given: numbers }));
}

// --- putting numbers in ---

type Values = ReadonlyMap<string, number>;

const valuesFor = (counts: readonly Count[]): Map<string, number> =>
  new Map(
    counts.flatMap(({ end, last, letter, value }): [string, number][] => [
      [letter, value],
      ...(end === undefined ? [] : ([[end, last]] as [string, number][])),
    ]),
  );

function numbered(tree: Tree, values: Values, counts: readonly Count[]): Tree {
  const lengths = new Set(counts.flatMap((count) => [...(count.lengths ?? [])]));
  return mapTree(tree, (part) => {
    if (part.kind === "over" && part.sign === "sum" && part.letters.length === 1)
      return unrolled(part, values, counts);
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (part.kind === "name" && name !== undefined && lengths.has(name.base))
      return ofLayer(part, name, values);
    const mark = name === undefined ? undefined : markOf(name.sup);
    const value = mark === undefined ? undefined : values.get(mark.letter);
    if (part.kind !== "name" || name === undefined || mark === undefined || value === undefined)
      return undefined;
    return plainTree({ ...name, sup: `(${value + mark.offset})` }, part);
  });
}

/** n_{l-1}, which a layer is as long as. */
function ofLayer(part: NameTree, name: Plain, values: Values): Tree | undefined {
  const mark = markOf(name.sub);
  const value = mark === undefined ? undefined : values.get(mark.letter);
  return mark === undefined || value === undefined
    ? undefined
    : plainTree({ ...name, sub: `${value + mark.offset}` }, part);
}

/** The number that the upper bound of a sum over samples or layers is: L and N are the last, L - 1 the one before. */
function lastOf(to: Tree, { given, last }: Count): number | undefined {
  const bound = boundIn(to, given);
  return bound?.name === undefined ? bound?.offset : last + bound.offset;
}

/** A sum over samples, or over layers, written out. */
function unrolled(
  over: Tree & { readonly kind: "over" },
  values: Values,
  counts: readonly Count[],
): Tree | undefined {
  const [letter] = over.letters as readonly [string];
  const count = counts.find((each) => each.letter === letter);
  const isCounted = namesIn(over.body).some(({ sup }) => markOf(sup)?.letter === letter);
  if (count === undefined || !isCounted) return undefined;
  const { end, from, start, to } = over;
  const [first, last] = [
    from === undefined ? count.first : wholeNumberIn(from),
    to === undefined ? count.last : lastOf(to, count),
  ];
  if (first === undefined || last === undefined) return over; // a sum over a part that nothing tells
  const terms = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => ({
    sign: "+" as const,
    tree: bracketed(numbered(over.body, new Map([...values, [letter, first + k]]), counts)),
  }));
  if (terms.length === 0) return over;
  return { kind: "group", bracket: "(", body: { kind: "sum", terms, start, end }, start, end };
}

const bracketed = (body: Tree): Tree =>
  body.kind === "group" ? body : { kind: "group", bracket: "(", body, start: body.start, end: body.end };

const withTrees = (statement: Statement, change: (tree: Tree) => Tree): Statement => ({
  ...statement,
  members: statement.members.map((member) => inInstance(member, change)),
});

const instance = (statement: Statement, counts: readonly Count[]): Statement =>
  withTrees(statement, (tree) => numbered(tree, valuesFor(counts), counts));

/** A definition for the layers and samples that it is not judged for. */
function others(statement: Statement, counts: readonly Count[]): Statement[] {
  const [left, right] = statement.members;
  const name = left === undefined ? undefined : namedBy(left.tree);
  const mark = name === undefined ? undefined : markOf(name.sup);
  const count = counts.find(({ letter }) => letter === mark?.letter);
  if (left === undefined || right === undefined || count === undefined) return [];
  const found: Statement[] = [];
  for (let value = count.first - 1; value <= count.last; value++) {
    if (value === count.value) continue;
    const values = valuesFor(counts.map((each) => (each === count ? { ...each, value } : each)));
    const members = [left, right].map((member) =>
      inInstance(member, (tree) => numbered(tree, values, counts)),
    );
    const above = members.flatMap(({ tree }) => namesIn(tree).map(({ sup }) => sup));
    const isOutside = above.some((sup) => /^\(-/.test(sup) || (numberOf(sup) ?? 0) > count.last);
    const own = numberOf(namedBy((members[0] as { tree: Tree }).tree)?.sup ?? "") ?? 0;
    if (!isOutside && own >= count.first) found.push({ ...statement, members, isRepeated: true });
  }
  return found;
}

// --- the input ---

/** a^{(0)} = x: the input by its name in the layers' formulas. */
function withInput(statements: readonly Statement[], { first, last }: Count): Statement[] {
  const inputs = statements.flatMap(({ members }) => {
    const [left, right] = members.map(({ tree }) => namedBy(tree));
    if (left === undefined || right === undefined || members.length !== 2) return [];
    const [layer, input] = numberOf(left.sup) === undefined ? [right, left] : [left, right];
    const number = numberOf(layer.sup);
    const isFirst = number !== undefined && number <= first && last > number;
    return isFirst && input.sup === "" && input.base !== layer.base ? [{ layer, input }] : [];
  });
  const [found] = inputs;
  if (found === undefined) return [...statements];
  const { input, layer } = found;
  const isWhole = input.sub === "" || input.sub === layer.sub;
  if (!isWhole) return [...statements];
  return statements.map((statement) =>
    withTrees(statement, (tree) =>
      mapTree(tree, (part) => {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        return part.kind === "name" && name?.base === input.base && name.sup === ""
          ? plainTree({ ...name, base: layer.base, sup: layer.sup }, part)
          : undefined;
      }),
    ),
  );
}
