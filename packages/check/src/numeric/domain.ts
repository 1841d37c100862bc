import {
  ChainruleError,
  evaluate,
  type Node,
  nameText,
  type Sizes,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import type { PointFound } from "./at-point";
import type { Breakpoints } from "./breakpoints";
import { valuesAt } from "./point";

/** Where something often changes: at small whole numbers. */
const BORDERS = [0, 1, -1];

/**
 * Where the two sides differ while they agree elsewhere: "differs for x < 0: the claim is not defined there". Undefined if they
 * agree nowhere, or differ nowhere.
 */
export function domainOf(
  points: readonly PointFound[],
  breakpoints: readonly Breakpoints[],
  sides: readonly Node[],
  sizes: Sizes,
): string | undefined {
  const agree = points.filter(({ status }) => status === "equal");
  const differ = points.filter(({ status }) => !["equal", "both undefined", "undecided"].includes(status));
  const [first] = differ;
  if (first === undefined || agree.length === 0) return undefined;
  // smooth functions that differ somewhere are equal at single points at most, or closer than was looked
  if (breakpoints.length === 0 && differ.every(({ status }) => status === "different")) return undefined;
  const region =
    regionOf(agree, differ, breakpoints) ??
    signOf(agree, differ, sides, sizes) ??
    "some values of its domain";
  const statuses = new Set(differ.map(({ status }) => status));
  const [status] = statuses;
  const why =
    statuses.size > 1 || status === "different"
      ? ""
      : `: the ${(status as string).split(" ")[0]} is not defined there`;
  return `differs for ${region}${why}`;
}

/** So many intervals of one symbol are named at most. */
const MOST_INTERVALS = 3;

/** The values of one symbol at which the sides differ: intervals between its borders that hold only points that do. */
function regionOf(
  agree: readonly PointFound[],
  differ: readonly PointFound[],
  breakpoints: readonly Breakpoints[],
): string | undefined {
  const [first] = differ as readonly [PointFound];
  for (const [node, numbers] of first.point) {
    if (numbers.length !== 1) continue;
    const roots = breakpoints.find(({ symbol }) => symbol === node)?.own ?? [];
    for (const borders of [roots, [...new Set([...roots, ...BORDERS])].sort((a, b) => a - b)]) {
      const region = intervals(node, agree, differ, borders);
      if (region !== undefined) return region;
    }
  }
  return undefined;
}

function intervals(
  node: Node,
  agree: readonly PointFound[],
  differ: readonly PointFound[],
  borders: readonly number[],
): string | undefined {
  const at = ({ point }: PointFound): number => point.get(node)?.[0] ?? Number.NaN;
  const ends = [Number.NEGATIVE_INFINITY, ...borders, Number.POSITIVE_INFINITY];
  const found: [number, number][] = [];
  for (const [k, to] of ends.slice(1).entries()) {
    const from = ends[k] as number;
    const isInside = (p: PointFound): boolean => at(p) > from && at(p) < to;
    if (!differ.some(isInside)) continue;
    if (agree.some(isInside)) return undefined;
    const last = found.at(-1);
    if (last?.[1] === from) last[1] = to;
    else found.push([from, to]);
  }
  const isEverywhere = found.some(([from, to]) => from === ends[0] && to === ends.at(-1));
  if (found.length === 0 || found.length > MOST_INTERVALS || isEverywhere) return undefined;
  return found.map(([from, to]) => interval(text(node), from, to)).join(" or ");
}

function interval(name: string, from: number, to: number): string {
  if (from === Number.NEGATIVE_INFINITY) return `${name} < ${to}`;
  return to === Number.POSITIVE_INFINITY ? `${name} > ${from}` : `${from} < ${name} < ${to}`;
}

/** Parts of more nodes say nothing to a reader; so many parts are looked at. */
const [LARGEST_PART, MOST_PARTS] = [12, 40];

/** A part of the formulas that has one sign exactly where they differ: "x + y < 0". */
function signOf(
  agree: readonly PointFound[],
  differ: readonly PointFound[],
  sides: readonly Node[],
  sizes: Sizes,
): string | undefined {
  const isPart = (node: Node): boolean =>
    node.shape.length === 0 && node.inputs.length > 0 && topologicalOrder([node]).length <= LARGEST_PART;
  const parts = topologicalOrder(sides).filter(isPart).slice(0, MOST_PARTS);
  if (parts.length === 0) return undefined;
  const valuesOf = (found: readonly PointFound[]): readonly (readonly Value[])[] =>
    found.map(({ point }) => evaluate(parts, valuesAt(point, sizes), { sizes }) as readonly Value[]);
  const [same, other] = [valuesOf(agree), valuesOf(differ)];
  for (const [k, part] of parts.entries()) {
    const isAll = (list: readonly (readonly Value[])[], holds: (x: number) => boolean): boolean =>
      list.every((values) => holds(values[k] as number));
    for (const [sign, holds] of [
      ["<", (x: number) => x < 0],
      [">", (x: number) => x > 0],
    ] as const) {
      if (isAll(other, holds) && isAll(same, (x) => !holds(x))) {
        const written = spelled(part);
        if (written !== undefined) return `${written} ${sign} 0`;
      }
    }
  }
  return undefined;
}

function spelled(node: Node): string | undefined {
  try {
    return toMathjs(node);
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // has no short text
    throw error;
  }
}

const text = (node: Node): string =>
  node.attrs.name === undefined ? node.op.name : nameText(node.attrs.name);
