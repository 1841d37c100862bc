import { type Node, topologicalOrder } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
import { type Exact, fraction, type Precise, within } from "../numeric/wide";
import { decimal } from "../numeric/wide-table";
import type { CheckedOptions } from "../options";
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

/** The numbers of a claim that may be rounded ones, each with the decimal places that it was rounded to. */
export function roundedNumbers(
  claim: Claim,
  truth: Node,
  { data, digits }: Pick<CheckedOptions, "data" | "digits">,
): ReadonlyMap<number, number> {
  const [own, given] = [usesOfNumbers(claim.node), usesOfNumbers(truth)];
  // a number of the truth, written as often as there, is that number: 0.5 x is not x times anything from 0.45 to 0.55
  const isTaken = (value: number, places: number): boolean =>
    placesOf(value) === places &&
    given.has(value) &&
    (isShort(value) || (own.get(value) ?? 0) <= (given.get(value) ?? 0));
  return new Map(
    [...printedNumbers(claim)].flatMap(([value, places]): [number, number][] =>
      data.includes(value) || isTaken(value, places) ? [] : [[value, digits ?? places]],
    ),
  );
}

/** Whether a number has one digit besides zeros: nobody rounds to that. */
const isShort = (value: number): boolean => value.toExponential().replace(/e.*|\D/g, "").length === 1;

/** The decimal places of a number as it is written shortest. */
function placesOf(value: number): number {
  const [, , places = "", exponent = "0"] = DECIMAL.exec(String(value)) ?? [];
  return places.length - Number(exponent);
}

/** How often each number stands in a graph that is written out as one formula, signs aside. */
function usesOfNumbers(root: Node): ReadonlyMap<number, number> {
  const times = new Map<Node, number>([[root, 1]]);
  const found = new Map<number, number>();
  for (const node of [...topologicalOrder([root])].reverse()) {
    const count = times.get(node) ?? 0; // what uses it comes before it
    const { value } = node.attrs;
    if (typeof value === "number") found.set(Math.abs(value), (found.get(Math.abs(value)) ?? 0) + count);
    for (const input of node.inputs) times.set(input, (times.get(input) ?? 0) + count);
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
