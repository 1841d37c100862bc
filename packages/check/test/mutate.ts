/** Single errors in formulas: signs, factors, swapped symbols, indices, dropped parts, transposed matrices. */
import type { Random } from "../src/prove/random";
import { everyPart, type Formula, negative, number, partsOf, product, replaced } from "./formula";
import { entryOf, type Grid, gridOf, type Values } from "./meaning";

export interface Mutant {
  readonly kind: string;
  readonly formula: Formula;
  /** The factor or term that holds the error; the whole that lacks something. */
  readonly place: Formula;
}

/** What may stand in place of what. */
export interface Vocabulary {
  /** Names that can be swapped: of the same shape. */
  readonly others: (name: string) => readonly string[];
  /** The letters that are in use. */
  readonly letters: string;
  readonly isMatrix: boolean;
}

const KINDS = 10;
const MOST_PLACES = 40;

/** One error somewhere in a formula: first what it is, then where; undefined if no place is found for it. */
export function mutated(root: Formula, words: Vocabulary, random: Random): Mutant | undefined {
  const kind = random.below(KINDS);
  for (let turn = 0; turn < MOST_PLACES; turn++) {
    const mutant = mutatedSomewhere(kind, root, words, random);
    if (mutant !== undefined) return mutant;
  }
  return undefined;
}

function mutatedSomewhere(
  kind: number,
  root: Formula,
  words: Vocabulary,
  random: Random,
): Mutant | undefined {
  const parts = everyPart(root);
  const part = parts[random.below(parts.length)] as Formula;
  const at = (what: string, by: Formula): Mutant => {
    const formula = replaced(root, part, by);
    return { kind: what, formula, place: factorAround(formula, by) };
  };
  const isQuantity = part.kind === "name" || part.kind === "call";
  const isTerm = part.kind === "sum" && part.terms.length > 1;
  const pick = <T>(list: readonly T[]): T | undefined => list[random.below(Math.max(1, list.length))];
  switch (kind) {
    case 0: // a sign
      if (part.kind === "sum") {
        const k = random.below(part.terms.length);
        return at("sign", { ...part, minus: part.minus.map((each, j) => (j === k ? !each : each)) });
      }
      return isQuantity || part.kind === "over" ? at("sign", negative(part)) : undefined;
    case 1: // a factor 2
      if (!isQuantity && !isTerm && part.kind !== "over") return undefined;
      return at("factor 2", product([number("2"), part]));
    case 2: {
      // another quantity
      if (part.kind !== "name") return undefined;
      const other = pick(words.others(part.name));
      return other === undefined ? undefined : at("swapped symbol", { ...part, name: other });
    }
    case 3: // a factor left out
      if (part.kind !== "product" || part.factors.length < 2) return undefined;
      return leftOut(part, random, at);
    case 4: // a path left out
      if (part.kind !== "sum" || part.terms.length < 2 || part.minus.some(Boolean)) return undefined;
      return at("dropped path", withoutTerm(part, random.below(part.terms.length)));
    case 5: {
      // another index
      if (part.kind !== "name" || part.letters === "") return undefined;
      const k = random.below(part.letters.length);
      const letter = pick([...words.letters].filter((each) => !part.letters.includes(each)));
      if (letter === undefined) return undefined;
      return at("wrong index", {
        ...part,
        letters: [...part.letters].map((l, j) => (j === k ? letter : l)).join(""),
      });
    }
    case 6: // a matrix transposed, or no longer
      if (part.kind !== "name" || (!words.isMatrix && part.letters.length !== 2)) return undefined;
      if (words.isMatrix) return at("transposed", { ...part, transposed: part.transposed !== true });
      return at("transposed", { ...part, letters: [...part.letters].reverse().join("") });
    case 7: // a square too many
      if (!isQuantity || words.isMatrix) return undefined;
      return parts.some((each) => each.kind === "square" && each.x === part)
        ? undefined
        : at("surplus square", { kind: "square", x: part });
    case 8: // a difference the wrong way round
      if (part.kind !== "sum" || part.terms.length !== 2 || !part.minus[1] || part.minus[0]) return undefined;
      return at("swapped", { ...part, terms: [...part.terms].reverse() });
    default: // f for f'
      if (part.kind !== "call" || part.primes === 0) return undefined;
      return at("missing prime", { ...part, primes: 0 });
  }
}

type Product = Formula & { readonly kind: "product" };

function leftOut(part: Product, random: Random, at: (kind: string, by: Formula) => Mutant): Mutant {
  const k = random.below(part.factors.length);
  const dropped = part.factors[k] as Formula;
  const factors = part.factors.filter((_, j) => j !== k);
  const by = factors.length === 1 ? (factors[0] as Formula) : { ...part, factors };
  const isSlope = dropped.kind === "call" && dropped.primes > 0;
  const what = dropped.kind === "number" ? "missing 1/n" : isSlope ? "dropped f'" : "missing factor";
  return at(what, by);
}

function withoutTerm(part: Formula & { readonly kind: "sum" }, k: number): Formula {
  const terms = part.terms.filter((_, j) => j !== k);
  return { ...part, terms, minus: terms.map(() => false) }; // of one term, its parentheses stay where they were
}

export const isLeftOut = (kind: string): boolean =>
  ["missing factor", "missing 1/n", "dropped f'", "dropped path"].includes(kind);

/** The smallest factor of a product that holds a part: a sign of one of its names is one of the whole factor. */
function factorAround(root: Formula, part: Formula): Formula {
  let place = part;
  for (;;) {
    const parent = everyPart(root).find((each) => partsOf(each).includes(place));
    if (parent === undefined || parent.kind === "product") return place;
    if (parent.kind === "sum" && parent.terms.length === 1) return parent; // with its sign
    if (parent.kind === "over") return place;
    place = parent;
  }
}

const SIZE = 3;

/** Whether two formulas have the same values at three points, computed by plain loops: then the error made no difference. */
export function isHarmless(
  a: Formula,
  b: Formula,
  ranks: ReadonlyMap<string, number>,
  letters: string,
  isMatrix: boolean,
  random: Random,
): boolean {
  return [1, 2, 3].every(() => {
    const values = randomValues(ranks, random);
    const [left, right] = [a, b].map((each) => entries(each, values, letters, isMatrix));
    if (left === undefined || left.length !== right?.length) return false;
    return left.every((x, k) => Math.abs(x - (right[k] as number)) <= 1e-10 * Math.max(1, Math.abs(x)));
  });
}

function entries(formula: Formula, values: Values, letters: string, isMatrix: boolean): number[] | undefined {
  if (!isMatrix) return places(letters).map((at) => entryOf(formula, values, at, SIZE));
  const grid = gridOf(formula, values);
  if (grid === undefined) return undefined;
  const { at, columns, rows } = grid;
  return [
    rows,
    columns,
    ...Array.from({ length: rows * columns }, (_, k) => at(Math.floor(k / columns), k % columns)),
  ];
}

function places(letters: string): Record<string, number>[] {
  return [...letters].reduce<Record<string, number>[]>(
    (all, letter) => all.flatMap((at) => Array.from({ length: SIZE }, (_, k) => ({ ...at, [letter]: k }))),
    [{}],
  );
}

function randomValues(ranks: ReadonlyMap<string, number>, random: Random): Values {
  const grids = new Map(
    [...ranks].map(([name, rank]): [string, Grid] => {
      const [rows, columns] = [rank > 0 ? SIZE : 1, rank > 1 ? SIZE : 1];
      const data = Array.from({ length: rows * columns }, () => random.below(1000) / 700 - 0.6);
      return [name, { rows, columns, at: (i, j) => data[i * columns + j] ?? Number.NaN }];
    }),
  );
  const called = (name: string, primes: number, x: number): number =>
    name === "sigmoid"
      ? 1 / (1 + Math.exp(-x))
      : name === "tanh"
        ? Math.tanh(x)
        : Math.sin(x * 1.3 + primes + 0.4);
  return { of: (name) => grids.get(name), call: called };
}
