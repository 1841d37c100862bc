import { type Node, topologicalOrder, walk } from "@chainrule/graph";
import type { FormulaReader, Tree } from "@chainrule/graph/read";
import { Budget, TooCostly } from "../../budget";
import { halfUnit, meantBy } from "../../claim/printed";
import { preciseAt } from "../../numeric/at-point";
import {
  compared,
  type Exact,
  fraction,
  minus,
  negative,
  type Precise,
  plus,
  type Real,
  signOf,
  times,
  toNumber,
  within,
  ZERO,
} from "../../numeric/wide";
import { decimal, wideTable } from "../../numeric/wide-table";
import { numbersIn, type Printed } from "./trees";

/** Bits with which values are compared. */
const BITS = 640;
/** Differences as small as this, beside the larger number or 1, come from the arithmetic itself. */
const TINY = fraction(1n, 1n << 400n);

export const exactValue = ({ value }: Printed): Exact => decimal(value) ?? ZERO;

/** Half a unit of the last digit that was printed; nothing for a whole number. */
const half = ({ places }: Printed): Exact => (places === undefined ? ZERO : halfUnit(places));

/** All values that a number may stand for. */
export const printedRange = (printed: Printed): Real => within(exactValue(printed), half(printed));

/** Whether two numbers, each known up to a bound, may be the same. */
export const overlap = (a: Precise, b: Precise): boolean =>
  a !== undefined && b !== undefined && [0, undefined].includes(compared(a, b, BITS));

const size = (x: Real): Real => (signOf(x) === -1 ? negative(x) : x);
const distance = (a: Real, b: Real): Real => size(minus(a, b, BITS));
const isAtMost = (a: Real, b: Real): boolean => (compared(a, b, BITS) ?? 0) <= 0;

/** Whether two values differ by no more than the arithmetic does. */
export const isClose = (a: Real, b: Real): boolean =>
  overlap(a, b) || isAtMost(distance(a, b), times(plus(size(a), fraction(1n, 1n), BITS), TINY, BITS));

export const isExactly = (value: Real, printed: Printed): boolean => isClose(value, exactValue(printed));

/** Whether a number is a correct rounding of a value. */
export const isRounded = (value: Real, printed: Printed): boolean =>
  isAtMost(distance(value, exactValue(printed)), half(printed)) || isExactly(value, printed);

/** Whether a number is a value whose further digits were dropped, where rounding would have raised the last one. */
export function isCut(value: Real, printed: Printed): boolean {
  const exact = exactValue(printed);
  const sign = signOf(exact);
  if (printed.places === undefined || sign === 0 || signOf(value) !== sign) return false;
  const lost = minus(size(value), size(exact), BITS);
  const unit = half(printed);
  return compared(lost, unit, BITS) === 1 && compared(lost, times(unit, fraction(2n, 1n), BITS), BITS) === -1;
}

/** So many units of its last digit may a sum of rounded numbers be off. */
const MOST_UNITS = 2;

/** Whether a number is a value but for what rounding before may make. */
export function isWithinUnits(truth: Real, { places, value }: Printed): boolean {
  const unit = places === undefined ? 1 : 10 ** -places;
  return Math.abs(Number(shown(truth)) - value) <= MOST_UNITS * unit;
}

/** Whether the values that a number may stand for and a ball have one in common. */
export const meets = (ball: Precise, printed: Printed): boolean => overlap(ball, printedRange(printed));

export const contains = (ball: Precise, value: Real): boolean => overlap(ball, value);

/** A formula of numbers: its value as printed, and all values that it may stand for. */
export interface Computed {
  readonly value: Precise;
  readonly interval: Precise;
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
  const value = unlessTooCostly(() => preciseAt([node], new Map(), {})(node)[0]);
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
): Precise {
  return rangeOf(
    node,
    (value) => meantBy(places, value),
    (symbol) => decimal(point.get(symbol)?.[0] ?? Number.NaN),
  );
}

/** The work that the range of a formula may take. */
const WORK = 5_000_000;

/** All values that a scalar graph may have for what its numbers and symbols may be; undefined where nothing is known. */
export function rangeOf(
  node: Node,
  number: (value: number) => Precise,
  symbol: (node: Node) => Precise,
): Precise {
  const at = { bits: 192, budget: new Budget(WORK) };
  const found = unlessTooCostly(() => walk([node], {}, wideTable(at, symbol, number))(node).data[0]);
  return typeof found === "object" ? found : undefined;
}

/** What a computation comes to; undefined where it costs too much. */
export function unlessTooCostly<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof TooCostly) return undefined;
    throw error;
  }
}

/** A value with as many decimal places as a printed number has, or with 9 significant digits. */
export function shownLike(value: Real, printed?: Printed): string {
  const number = toNumber(value);
  const places = printed?.places;
  if (places !== undefined && places >= 0 && places <= 40) return number.toFixed(places);
  return String(Number(number.toPrecision(9)));
}

export const shown = (value: Real): string => String(Number(toNumber(value).toPrecision(10)));
