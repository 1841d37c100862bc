import { type Node, topologicalOrder, walk } from "@chainrule/graph";
import type { FormulaReader, Tree } from "@chainrule/latex";
import { meantBy } from "../claim/printed";
import { preciseAt } from "../numeric/compare";
import { fromFraction, toNumber, withinRange } from "../numeric/fixed";
import { exactly, type Interval, intervalTable } from "../numeric/interval-table";
import { decimal, type Precise } from "../numeric/precise-table";
import { numbersIn, type Printed } from "./trees";

/** Differences as small as this come from the arithmetic itself. */
const TINY = 1n << 70n;

export const exactValue = ({ value }: Printed): bigint => decimal(value) ?? 0n;

/** Half a unit of the last digit that was printed; nothing for a whole number. */
function half({ places }: Printed): bigint {
  if (places === undefined) return 0n;
  return places >= 0
    ? fromFraction(1n, 2n * 10n ** BigInt(places))
    : fromFraction(10n ** BigInt(-places), 2n);
}

/** All values that a number may stand for. */
export const printedRange = (printed: Printed): Interval => ({
  lo: exactValue(printed) - half(printed),
  hi: exactValue(printed) + half(printed),
});

/** Whether two intervals have a value in common. */
export const overlap = (a: Interval, b: Interval): boolean =>
  a !== undefined && b !== undefined && a.lo - TINY <= b.hi && b.lo - TINY <= a.hi;

const size = (x: bigint): bigint => (x < 0n ? -x : x);

/** Whether two values differ by no more than the arithmetic of long chains does. */
export const isClose = (a: bigint, b: bigint): boolean => size(a - b) <= 1n << 80n;

export const isExactly = (value: bigint, printed: Printed): boolean =>
  size(value - exactValue(printed)) <= TINY;

/** Whether a number is a correct rounding of a value. */
export const isRounded = (value: bigint, printed: Printed): boolean =>
  size(value - exactValue(printed)) <= half(printed) + TINY;

/** Whether a number is a value whose further digits were dropped, where rounding would have raised the last one. */
export function isCut(value: bigint, printed: Printed): boolean {
  const shown = exactValue(printed);
  if (printed.places === undefined || shown === 0n || value < 0n !== shown < 0n) return false;
  const lost = size(value) - size(shown);
  return lost > half(printed) && lost < 2n * half(printed);
}

/** Whether the values that a number may stand for and an interval have one in common. */
export function meets(interval: Interval, printed: Printed): boolean {
  if (interval === undefined) return false;
  const [middle, reach] = [exactValue(printed), half(printed) + TINY];
  return interval.lo <= middle + reach && interval.hi >= middle - reach;
}

export const contains = (interval: Interval, value: bigint): boolean =>
  interval !== undefined && interval.lo - TINY <= value && value <= interval.hi + TINY;

/** A formula of numbers: its value as printed, and all values that it may stand for. */
export interface Computed {
  readonly value: Precise;
  readonly interval: Interval;
}

/** Evaluates a formula of numbers; those in `exact` are given data and stand for themselves. @throws ChainruleError */
export function computed(
  tree: Tree,
  text: string,
  reader: FormulaReader,
  exact: ReadonlySet<number>,
): Computed {
  const { node } = reader.read(tree, { text });
  const isOpen = topologicalOrder([node]).some(
    ({ attrs, op }) =>
      attrs.cell !== undefined ||
      attrs.dim !== undefined ||
      (op.kind === "pointwise" && op.symbol !== undefined),
  );
  if (isOpen || node.shape.length > 0) return { value: undefined, interval: undefined };
  const value = withinRange(() => preciseAt([node], new Map(), {})(node)[0]);
  if (value === undefined) return { value, interval: undefined };
  return { value, interval: intervalOf(node, placesIn(tree, exact)) };
}

/** The decimal places of the numbers in a formula that are rounded ones. */
export function placesIn(tree: Tree, exact: ReadonlySet<number>): Map<number, number> {
  const found = new Map<number, number>();
  for (const { places, value } of numbersIn(tree)) {
    const size = Math.abs(value);
    if (places !== undefined && !exact.has(size))
      found.set(size, Math.min(places, found.get(size) ?? Number.POSITIVE_INFINITY));
  }
  return found;
}

/** All values that a scalar graph may have when its numbers are rounded ones. */
export function intervalOf(
  node: Node,
  places: ReadonlyMap<number, number>,
  point: ReadonlyMap<Node, readonly number[]> = new Map(),
): Interval {
  const table = intervalTable(
    (value) => meantBy(places, value),
    (symbol) => exactly(decimal(point.get(symbol)?.[0] ?? Number.NaN)),
  );
  return walk([node], {}, table)(node).data[0];
}

/** A value with as many decimal places as a printed number has, or with 9 significant digits. */
export function shownLike(value: bigint, printed?: Printed): string {
  const number = toNumber(value);
  const places = printed?.places;
  if (places !== undefined && places >= 0 && places <= 40) return number.toFixed(Math.min(places, 20));
  return String(Number(number.toPrecision(9)));
}

export const shown = (value: bigint): string => String(Number(toNumber(value).toPrecision(10)));
