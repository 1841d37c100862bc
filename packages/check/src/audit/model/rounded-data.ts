import type { Node } from "@chainrule/graph";
import type { Precise } from "../../numeric/wide";
import { decimal } from "../../numeric/wide-table";
import type { Statement } from "../document/passage";
import { printedRange, rangeOf } from "../names/digits";
import { aligned, type Printed, printedIn } from "../names/trees";
import type { Model } from "./model";

/* Data that a document gives rounded: w_1 = 2.06636 where it goes on with w_1 x \approx 2.06636 \cdot 0.5. */

/** Numbers of fewer digits are exact: who writes \approx 0.7 \cdot 0.4 means no other 0.7. */
const FEWEST_DIGITS = 5;
/** `toFixed` writes no more. */
const MOST_PLACES = 100;

/** The significant digits of a number as it is printed: 1.21900 has six. */
function digitsOf({ places, value }: Printed): number {
  const size = Math.abs(value);
  const written =
    places === undefined || places > MOST_PLACES ? String(size) : size.toFixed(Math.max(0, places));
  return written.replace(/^0\.0*|\./g, "").length;
}

/** The data with many digits, if a document puts some of them in with `\approx` where nothing else that it puts in is rounded. */
export function roundedData(statements: readonly Statement[], model: Model): Map<Node, Printed> {
  const long = [...model.quantities.values()].flatMap(({ node, printed }) =>
    printed !== undefined && digitsOf(printed) >= FEWEST_DIGITS ? [{ node, printed }] : [],
  );
  const isShown = statements.some(({ members }) =>
    members.some(({ sign, tree }, k) => {
      const before = members[k - 1];
      const data = before === undefined || sign !== "≈" ? [] : (aligned(before.tree, tree) ?? []);
      const given = data.map(({ by, of }) => {
        const quantity = model.named(of);
        const value = quantity === undefined ? printedIn(of)?.value : quantity.value;
        return value !== undefined && value === printedIn(by)?.value ? value : undefined;
      });
      return (
        !given.includes(undefined) &&
        given.some((value) => long.some(({ printed }) => printed.value === value))
      );
    }),
  );
  return isShown ? new Map(long.map(({ node, printed }) => [node, printed])) : new Map();
}

/** All values that a scalar graph may have over data of which some are rounded. */
export function spreadOf(
  node: Node,
  rounded: ReadonlyMap<Node, Printed>,
  point: ReadonlyMap<Node, readonly number[]>,
): Precise {
  return rangeOf(node, decimal, (symbol) => {
    const printed = rounded.get(symbol);
    return printed === undefined ? decimal(point.get(symbol)?.[0] ?? Number.NaN) : printedRange(printed);
  });
}
