import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/mathjs";
import { type Exact, fraction, type Precise, within } from "../numeric/wide";
import { decimal } from "../numeric/wide-table";
import type { Claim } from "./claim";

const DECIMAL = /^(\d*)\.(\d*)(?:[eE]([+-]?\d+))?$/;

/** The numbers of a claim that were printed with decimal places, each with how many. */
export function printedNumbers({ node, phrase, text }: Claim): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const note = (typed: string): void => {
    const [, , places = "", exponent = "0"] = DECIMAL.exec(typed) ?? [];
    const value = Number(typed);
    if (places === "") return;
    found.set(
      value,
      Math.min(found.get(value) ?? Number.POSITIVE_INFINITY, places.length - Number(exponent)),
    );
  };
  if (phrase === undefined || text === undefined) {
    for (const { attrs } of topologicalOrder([node])) {
      if (typeof attrs.value === "number" && !Number.isInteger(attrs.value))
        note(String(Math.abs(attrs.value)));
    }
    return found;
  }
  const pending: Phrase[] = [phrase];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "number") note(text.slice(next.from, next.to));
    pending.push(...next.parts);
  }
  return found;
}

/** What a number of a claim stands for: itself, give or take half a unit of its last printed place. */
export function meantBy(printed: ReadonlyMap<number, number>, value: number): Precise {
  const middle = decimal(value);
  const places = printed.get(Math.abs(value));
  return middle === undefined || places === undefined ? middle : within(middle, halfUnit(places));
}

/** Half a unit of a decimal place. */
export const halfUnit = (places: number): Exact =>
  places >= 0 ? fraction(1n, 2n * 10n ** BigInt(places)) : fraction(10n ** BigInt(-places), 2n);

/** Whether a graph has a node that is not a number or made of numbers. */
export const hasSymbols = (node: Node): boolean =>
  topologicalOrder([node]).some(({ attrs }) => attrs.cell !== undefined || attrs.dim !== undefined);
