/** Single errors of typed formulas: signs, factors, indices, dropped parts. */
import { evaluate, type Node, symbolsOf } from "@chainrule/graph";
import { expression, type Phrase, phrase } from "@chainrule/graph/mathjs";
import type { Random } from "../src/prove/random";

export interface Mutant {
  readonly kind: string;
  readonly text: string;
  /** The smallest factor or term, in the mutant's text, that holds the error. */
  readonly from: number;
  readonly to: number;
}

type Names = Readonly<Record<string, Node>>;

const all = (root: Phrase): Phrase[] => [root, ...root.parts.flatMap(all)];
const isChain = (p: Phrase): boolean =>
  p.kind === "sign" && p.parts.length === 2 && ["add", "sub", "mul", "div"].includes(p.node.op.name);

/** One error somewhere in a formula; undefined if the kind that was drawn does not fit the place. */
export function mutated(text: string, names: Names, random: Random): Mutant | undefined {
  const root = phrase(text, names);
  const places = all(root);
  const place = places[random.below(places.length)] as Phrase;
  const typed = text.slice(place.from, place.to);
  const grouped = ["name", "number", "call", "parentheses"].includes(place.kind) ? typed : `(${typed})`;
  const parent = places.find((each) => each.parts.includes(place));
  const at = (kind: string, replacement: string, around: Phrase = place): Mutant => {
    const whole = `${text.slice(0, around.from)}${replacement}${text.slice(around.to)}`;
    return { kind, text: whole, from: around.from, to: around.from + replacement.length };
  };
  const isProduct = place.kind === "sign" && place.parts.length === 2 && place.node.op.name === "mul";
  const isSum = place.kind === "sign" && place.parts.length === 2 && ["add", "sub"].includes(place.node.op.name);
  const [a, b] = place.parts.map((part) => text.slice(part.from, part.to));
  switch (random.below(8)) {
    case 0: // a sign
      if (isChain(place) || place.kind === "number") return undefined;
      return at("sign", `(-${grouped})`);
    case 1: // a factor 2
      if (isChain(place) || place.kind === "number") return undefined;
      return at("factor 2", `(2 * ${grouped})`);
    case 2: {
      // another index or another quantity
      if (place.kind !== "name") return undefined;
      const others = Object.keys(names).filter((name) => name !== typed && name.split("_")[0] === typed.split("_")[0]);
      const other = others[random.below(Math.max(1, others.length))];
      return other === undefined ? undefined : at("wrong index", other);
    }
    case 3: // a factor left out
      if (!isProduct || a === undefined || b === undefined) return undefined;
      return at("missing factor", random.below(2) === 0 ? a : b);
    case 4: // a path left out
      if (!isSum || place.node.op.name !== "add" || parent?.kind !== "parentheses" || a === undefined || b === undefined)
        return undefined;
      if (place.parts.some((part) => part.kind === "number")) return undefined;
      return at("dropped path", random.below(2) === 0 ? a : b);
    case 5: // + for - and - for +
      if (!isSum) return undefined;
      return at("sign", `${a} ${place.node.op.name === "add" ? "-" : "+"} ${b}`);
    case 6: // a power too many
      if (place.kind !== "name" && place.kind !== "call") return undefined;
      return parent?.node.op.name === "pow" ? undefined : at("surplus square", `${grouped}^2`);
    default: // a difference the wrong way round
      if (!isSum || place.node.op.name !== "sub") return undefined;
      return at("swapped", `${b} - ${a}`);
  }
}

/** Whether two formulas have the same values in float64, at three points: then the error made no difference. */
export function isHarmless(text: string, original: string, names: Names, random: Random): boolean {
  const nodes = [text, original].map((each) => expression(each, names));
  const symbols = symbolsOf(nodes);
  return [1, 2, 3].every(() => {
    const at = new Map(symbols.map((node) => [node, random.below(1000) / 700 - 0.6]));
    const [a, b] = evaluate(nodes, at) as [number, number];
    return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
  });
}

/** The factor or term of the mutant's text that holds the error: the whole product for what was left out. */
export function errorPlace(mutant: Mutant, names: Names): { readonly from: number; readonly to: number } {
  const places = all(phrase(mutant.text, names));
  const holding = places.filter(({ from, to }) => from <= mutant.from && mutant.to <= to);
  const smallest = holding.reduce((best, each) => (each.to - each.from < best.to - best.from ? each : best));
  let place: Phrase = smallest;
  for (;;) {
    const parent = places.find((each) => each.parts.includes(place));
    if (parent === undefined) return place;
    const wasLeftOut = mutant.kind === "missing factor" || mutant.kind === "dropped path";
    const isOpen = parent.kind === "parentheses" || (wasLeftOut && isChain(parent));
    if (!isOpen) return place;
    place = parent;
    if (wasLeftOut && parent.kind === "parentheses") return place;
  }
}
