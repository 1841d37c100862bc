import type { Operation } from "@chainrule/graph";
import type { Random } from "../prove/random";

export type PointwiseOperation = Extract<Operation, { readonly kind: "pointwise" }>;

/** Numbers that declarations forget: both zeros, next to 0, the smallest float64, and large ones. */
const EDGES = [0, -0, 1, -1, 1e-3, -1e-3, 5e-324, -5e-324, 1e-310, 50, -50, 1e4, -1e4, 1e150, -1e150, 1e308];
/** Beyond this, values may overflow and differences show nothing. */
export const MODERATE = 50;
/** Nearer to 0 than this, but not 0, a step would reach over whatever is at 0. */
const TINY = 1e-4;

/** How the numbers of a point are drawn, in turn: on both sides of 0, between 0 and 1, positive, larger. */
const DRAWS: readonly ((random: Random) => number)[] = [
  (random) => 6 * unit(random) - 3,
  unit,
  (random) => 0.1 + 4 * unit(random),
  (random) => 30 * unit(random) - 15,
];

function unit(random: Random): number {
  return (random.bits() + 0.5) / 2 ** 32;
}

/** Points of the domain: seeded ones, then each edge and kink for each operand in turn, and for all at once. */
export function pointsOf(
  { arity, domain, kink }: PointwiseOperation,
  random: Random,
  count: number,
): readonly (readonly number[])[] {
  const holds = (x: readonly number[]): boolean => domain === undefined || domain.holds(...x);
  const drawn = (turn: number): number[] =>
    Array.from({ length: arity }, () => (DRAWS[turn % DRAWS.length] as (random: Random) => number)(random));
  const inside: (readonly number[])[] = [];
  for (let turn = 0; inside.length < count && turn < 20 * count; turn++) {
    const point = drawn(turn);
    if (holds(point)) inside.push(point);
  }
  const beside = (kink?.places ?? []).flatMap((place) => [place, place - 0.01, place + 0.01]);
  const edges = [...EDGES, ...beside].flatMap((edge, turn) => [
    ...Array.from({ length: arity }, (_, k) => drawn(turn).map((x, j) => (j === k ? edge : x))),
    ...(arity > 1 ? [new Array<number>(arity).fill(edge)] : []),
  ]);
  return [...inside, ...edges.filter(holds)];
}

/** Whether derivatives can be measured at a point: no kink there, and numbers of a size at which steps show something. */
export function isSmoothAt({ kink }: PointwiseOperation, point: readonly number[]): boolean {
  if (kink?.holds(...point)) return false;
  return point.every((x) => x === 0 || (Math.abs(x) >= TINY && Math.abs(x) <= MODERATE));
}

/** Whether a step from one number to another stays in the domain and on one side of every kink. */
export function canStep(
  { domain, kink }: PointwiseOperation,
  from: readonly number[],
  to: readonly number[],
): boolean {
  if (domain !== undefined && !domain.holds(...to)) return false;
  const [a, b] = [from[0] as number, to[0] as number];
  return (kink?.places ?? []).every((place) => a < place === b < place && b !== place);
}
