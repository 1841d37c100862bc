import { type Node, type Sizes, walk } from "@chainrule/graph";
import { type Budget, TooCostly } from "../budget";
import { either, fraction, type Real, signOf, type Wide } from "./wide";
import { decimal, wideTable } from "./wide-table";

/*
 * The places where functions that are no polynomials are 0, by branch and prune: a function whose ball over a piece of the line
 * does not hold 0 has no root there; other pieces are cut, those next to 0 first.
 */

/** How far from 0 roots are looked for. */
export const FARTHEST = 1e6;

const [BITS, MOST_PIECES, MOST_ROOTS] = [80, 160, 8];
/** A piece so small beside its place, or beside 1/1000, in which a function may be 0 though its sign is the same at both ends. */
const TOUCHING = 2 ** -24;
/** Next to a root, no other one is looked for. */
const BESIDE = 2 ** -20;
/** In a piece so small, a function whose sign changes is taken to have one root. */
const SIMPLE = 2 ** -4;

/** Where a piece at whose ends a function is 0 is looked at, to tell two roots from a stretch of zeros. */
const INSIDE = [0.37, 0.61];

type Piece = readonly [lo: number, hi: number];

export interface Roots {
  readonly roots: readonly number[];
  /** Nearer to 0 than this, no other root was left out. */
  readonly covered: number;
}

/** What a function of one number is at a number, or over all numbers between two. */
export type Along = (x: Wide) => Wide;

/** The values of one entry of a node along the first entry of a symbol. */
export function along(
  node: Node,
  entry: number,
  symbol: Node,
  value: (node: Node, entry: number) => number,
  sizes: Sizes,
  budget: Budget,
): Along {
  const at = { bits: BITS, budget };
  return (x) => {
    const table = wideTable(at, (own, k) =>
      own === symbol && k === 0 ? (x as Real) : decimal(value(own, k)),
    );
    return walk([node], sizes, table)(node).data[entry];
  };
}

const exactly = (x: number): Real => decimal(x) ?? fraction(0n, 1n);
const around = ([lo, hi]: Piece): Real => either(exactly(lo), exactly(hi), BITS);

/** The roots of a function nearest to 0, up to a few. */
export function rootsAlong(f: Along): Roots {
  const signAt = (x: number): number | undefined => {
    const value = f(exactly(x));
    return typeof value === "object" ? signOf(value) : undefined;
  };
  const found = new Set<number>();
  const pending: Piece[] = [[-FARTHEST, FARTHEST]];
  let piece: Piece | undefined;
  try {
    for (let count = 0; count < MOST_PIECES; count++) {
      piece = takeNearest(pending);
      if (piece === undefined) return { roots: sorted(found), covered: FARTHEST };
      const value = f(around(piece));
      if (typeof value === "object" && signOf(value) !== undefined) continue; // not 0 anywhere, or everywhere
      pending.push(...rest(piece, signAt, found));
      if (found.size >= MOST_ROOTS) return { roots: sorted(found), covered: distance(piece) };
    }
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    if (piece !== undefined) pending.push(piece); // which was not looked at to its end
  }
  const covered = Math.min(FARTHEST, ...pending.map(distance));
  return { roots: sorted([...found, ...changesIn(pending, signAt)]), covered };
}

/** The parts of a piece that still have to be looked at. A root at an end is taken off, with what is next to it. */
function rest(piece: Piece, signAt: (x: number) => number | undefined, found: Set<number>): Piece[] {
  const [lo, hi] = piece;
  const size = Math.max(Math.min(Math.abs(lo), Math.abs(hi)), 1e-3);
  if (hi - lo < SIMPLE * Math.max(size, 1)) {
    const [a, b] = [signAt(lo), signAt(hi)];
    if (a !== undefined && b !== undefined && a * b < 0) {
      found.add(rootIn(signAt, piece, a));
      return [];
    }
    if (a === 0 && b === 0 && INSIDE.every((part) => signAt(lo + part * (hi - lo)) === 0)) return []; // no root, but 0 all along
    const isFlat = a === 0 ? signAt(lo + BESIDE * size) === 0 : b === 0 && signAt(hi - BESIDE * size) === 0;
    if (isFlat && (a === 0) !== (b === 0)) {
      found.add(a === 0 ? endOfZeros(signAt, lo, hi) : endOfZeros(signAt, hi, lo));
      return [];
    }
    if (a === 0) found.add(lo);
    if (b === 0) found.add(hi);
    if (a === 0 || b === 0) {
      const inner: Piece = [a === 0 ? lo + BESIDE * size : lo, b === 0 ? hi - BESIDE * size : hi];
      return inner[1] - inner[0] > BESIDE * size ? [inner] : [];
    }
  }
  if (hi - lo >= TOUCHING * size) return cut(piece);
  found.add((lo + hi) / 2);
  return [];
}

/** Of the pieces that were not looked at closely, those at whose ends the signs differ have a root. */
function changesIn(pieces: readonly Piece[], signAt: (x: number) => number | undefined): number[] {
  try {
    return pieces.flatMap((piece) => {
      const [a, b] = piece.map(signAt);
      return a !== undefined && b !== undefined && a * b < 0 ? [rootIn(signAt, piece, a)] : [];
    });
  } catch (error) {
    if (error instanceof TooCostly) return [];
    throw error;
  }
}

const distance = ([lo, hi]: Piece): number => (lo > 0 ? lo : hi < 0 ? -hi : 0);
const sorted = (roots: Iterable<number>): number[] => [...new Set(roots)].sort((a, b) => a - b);

function takeNearest(pieces: Piece[]): Piece | undefined {
  if (pieces.length === 0) return undefined;
  const best = pieces.reduce(
    (least, piece, k) => (distance(piece) < distance(pieces[least] as Piece) ? k : least),
    0,
  );
  return pieces.splice(best, 1)[0];
}

/** In the middle, or at a number of another size where the ends are of very different ones. */
function cut([lo, hi]: Piece): Piece[] {
  const middle = lo < 0 && hi > 0 ? 0 : lo >= 0 ? between(lo, hi) : -between(-hi, -lo);
  return [
    [lo, middle],
    [middle, hi],
  ];
}

const between = (lo: number, hi: number): number =>
  hi > 8 * Math.max(lo, 0.125) ? Math.sqrt(hi * Math.max(lo, 0.015625)) : (lo + hi) / 2;

/** Where a stretch of zeros that begins at one number ends, on the way to another at which the function is not 0. */
function endOfZeros(signAt: (x: number) => number | undefined, zero: number, other: number): number {
  let [a, b] = [zero, other];
  for (let step = 0; step < 60 && Math.abs(b - a) > 1e-13 * Math.max(Math.abs(a), Math.abs(b)); step++) {
    const middle = (a + b) / 2;
    if (signAt(middle) === 0) a = middle;
    else b = middle;
  }
  return b;
}

/** A root between two numbers at which a function has other signs, by halving. */
function rootIn(signAt: (x: number) => number | undefined, piece: Piece, first: number): number {
  let [a, b] = piece;
  for (let step = 0; step < 60 && b - a > 1e-13 * Math.max(Math.abs(a), Math.abs(b)); step++) {
    const middle = (a + b) / 2;
    const sign = signAt(middle);
    if (sign === 0 || sign === undefined) return middle;
    if (sign === first) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
