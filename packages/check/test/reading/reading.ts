/** Reads a formula that somebody typed, and holds its values against what a person means by it. */
import { constant, dim, evaluate, type Node, scalar, type TensorValue, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex, parseLatex } from "@chainrule/latex";
import type { Meaning, ReadCase, Values } from "./formulas";

const POINTS = 5;
const TOLERANCE = 1e-9;

/** Numbers from 0 to 1 in an order that a seed decides. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Point = Readonly<Record<string, readonly number[]>>;

/** A point of a formula: the entries of each of its names, in rows. */
function pointOf({ between = {}, names, whole = [] }: ReadCase, seed: number): Point {
  const random = randomFrom(seed);
  const draw = (name: string): number => {
    const [from, to] = between[name] ?? [-2, 2];
    if (whole.includes(name)) return Math.floor(from + random() * (to - from + 1));
    return from + random() * (to - from);
  };
  return Object.fromEntries(
    Object.entries(names).map(([name, shape]) => [
      name,
      Array.from({ length: shape.reduce((count, size) => count * size, 1) }, () => draw(name)),
    ]),
  );
}

function valuesAt({ names }: ReadCase, point: Point): Values {
  const entries = (name: string): number[] => {
    const found = point[name];
    if (found === undefined) throw new Error(`no such name: ${name}`);
    return [...found];
  };
  return {
    n: (name) => entries(name)[0] as number,
    v: entries,
    m: (name) => {
      const [, columns = 1] = names[name] ?? [];
      const all = entries(name);
      return Array.from({ length: all.length / columns }, (_, i) =>
        all.slice(i * columns, (i + 1) * columns),
      );
    },
  };
}

/** The side that is read: what stands right of the last sign between sides. */
function sideOf({ form, text }: ReadCase): string {
  if (form === "text") return afterLastEquals(text);
  const [line] = parseLatex(text).lines;
  const last = line?.right[line.right.length - 1];
  return last === undefined ? text : text.slice(last.tree.start, last.tree.end);
}

function afterLastEquals(text: string): string {
  let [depth, from] = [0, 0];
  for (const [at, sign] of [...text].entries()) {
    if ("([{".includes(sign)) depth++;
    if (")]}".includes(sign)) depth--;
    if (sign === "=" && depth === 0) from = at + 1;
  }
  return [...text].slice(from).join("").trim();
}

/** The formula as a graph over symbols of its names. @throws ChainruleError where it is not read */
function read(formula: ReadCase): { readonly node: Node; readonly symbols: Readonly<Record<string, Node>> } {
  const { form, indices, names, runs, sizes = {} } = formula;
  const dims = new Map(Object.entries(sizes).map(([letter, size]) => [size, dim(letter)]));
  const symbols = Object.fromEntries(
    Object.entries(names).map(([name, shape]): [string, Node] => {
      if (shape.length === 0) return [name, scalar(name)];
      const known = form === "text" ? shape : shape.map((size) => dims.get(size) ?? size);
      return [name, tensor(name, { shape: known })];
    }),
  );
  const side = sideOf(formula);
  if (form === "text") {
    const lengths = Object.entries(sizes).map(([letter, size]) => [letter, constant(size)] as const);
    return { node: expression(side, { ...Object.fromEntries(lengths), ...symbols }), symbols };
  }
  const options = { ...(indices && { indices }), ...(runs && { sizes: runs }) };
  return { node: fromLatex(side, symbols, options), symbols };
}

/** A value as entries and shape. */
interface Entries {
  readonly shape: readonly number[];
  readonly entries: readonly number[];
}

function flat(value: ReturnType<Meaning>): Entries {
  if (typeof value === "number") return { shape: [], entries: [value] };
  const [first] = value;
  const shape = Array.isArray(first) ? [value.length, first.length] : [value.length];
  return { shape, entries: value.flat() };
}

function computed(
  node: Node,
  symbols: Readonly<Record<string, Node>>,
  formula: ReadCase,
  point: Point,
): Entries {
  const bindings = new Map<Node, number | TensorValue>(
    Object.entries(symbols).map(([name, symbol]) => {
      const [shape, entries] = [formula.names[name] ?? [], point[name] ?? []];
      return [
        symbol,
        shape.length === 0 ? (entries[0] as number) : { shape, data: Float64Array.from(entries) },
      ];
    }),
  );
  const value = evaluate(node, bindings, { sizes: formula.sizes ?? {} });
  return typeof value === "number"
    ? { shape: [], entries: [value] }
    : { shape: value.shape, entries: [...value.data] };
}

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= TOLERANCE * Math.max(1e-3, Math.abs(a), Math.abs(b));

const same = (a: Entries, b: Entries): boolean =>
  a.shape.join() === b.shape.join() && a.entries.every((entry, k) => near(entry, b.entries[k] as number));

const shown = ({ entries, shape }: Entries): string => `[${shape.join()}]: ${entries.slice(0, 4).join(", ")}`;

/** Why a formula is not read as it is meant; undefined if it is. One meaning has to hold at every point. */
export function complaint(formula: ReadCase): string | undefined {
  let found: Entries[];
  const points = Array.from({ length: POINTS }, (_, k) => pointOf(formula, 1000 * k + 7));
  try {
    const { node, symbols } = read(formula);
    found = points.map((point) => computed(node, symbols, formula, point));
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
  const holds = (means: Meaning): boolean =>
    points.every((point, k) => same(found[k] as Entries, flat(means(valuesAt(formula, point)))));
  if ([formula.means, ...(formula.also ?? [])].some(holds)) return undefined;
  const expected = flat(formula.means(valuesAt(formula, points[0] as Point)));
  return `wrong: ${shown(found[0] as Entries)} for ${shown(expected)}`;
}

/** What a formula means, entry by entry, at each point. */
export const meant = (formula: ReadCase): readonly (readonly number[])[] =>
  Array.from({ length: POINTS }, (_, k) => {
    const point = pointOf(formula, 1000 * k + 7);
    return flat(formula.means(valuesAt(formula, point))).entries;
  });
