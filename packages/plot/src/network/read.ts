import type { Node } from "@chainrule/graph";
import type { Label } from "../layered/picture";
import {
  isConstant,
  isDefinition,
  isSymbol,
  type Known,
  type Reading,
  readingOf,
  type Term,
  termsOf,
} from "./affine";
import { labelOf, type Unit, unitAt } from "./unit";

/* From a graph to what its picture shows: which nodes are drawn, and what leads from one to another. */

export interface Drawn {
  readonly node: Node;
  /** Set on neurons. */
  readonly unit?: Unit;
}

export interface Arrow {
  readonly from: Node;
  readonly to: Node;
  readonly label?: Label;
  readonly weight?: Node;
}

export interface Sketch {
  /** Each after those that lead to it. */
  readonly drawn: readonly Drawn[];
  readonly arrows: readonly Arrow[];
  /** What is added to the nets of units. */
  readonly biases: readonly (Arrow & { readonly label: Label })[];
  /** Symbols that stand on arrows. */
  readonly weights: ReadonlySet<Node>;
  /** Whether single operations are drawn, because the graph has no definitions. */
  readonly operations: boolean;
}

/** What a picture is of. */
type Roots = ReadonlySet<Node>;

/** More operations than this are not drawn one by one. */
const MOST_OPERATIONS = 48;

/** Reads definitions, units and single operations off a graph. */
export function sketchOf(outputs: readonly Node[], known: Known = {}): Sketch {
  const roots: Roots = new Set(outputs);
  const reading = readingOf(outputs, known);
  const units = unitsOf(roots, reading);
  const named = reading.order.some((node) => isDefinition(node) && !roots.has(node));
  if (!named && units.terms.size === 0 && reading.order.length <= MOST_OPERATIONS)
    return operationSketch(outputs, reading);

  const stops = new Set(reading.order.filter((node) => isSymbol(node) || units.sources.has(node)));
  const allTerms = [...units.terms.values()].flat();
  const inputs = new Set(allTerms.filter((term) => term.kind === "weighted").map((term) => term.source));
  const arrows: Arrow[] = [];
  const biases: (Arrow & { readonly label: Label })[] = [];
  const met = new Set<Node>(roots);
  for (const node of reading.order) {
    if (!roots.has(node) && (!units.sources.has(node) || units.absorbed.has(node))) continue;
    met.add(node);
    const terms = units.terms.get(node);
    const unit = units.found.get(node);
    const leading = terms
      ? terms.filter((term) => term.kind !== "bias" || inputs.has(term.source))
      : standingIn(unit ? [unit.sum] : node.inputs, stops).map(
          (source): Term => ({ kind: "bare", source, negative: false }),
        );
    for (const term of leading) {
      met.add(term.source);
      const label = term.weight && labelOf(term.weight, term.negative);
      arrows.push({ from: term.source, to: node, ...(label && { label, weight: term.weight }) });
    }
    for (const term of terms ?? []) {
      const label =
        term.kind === "bias" && !inputs.has(term.source) ? labelOf(term.source, term.negative) : undefined;
      if (label) biases.push({ from: term.source, to: node, label });
    }
  }
  return {
    drawn: reading.order.flatMap((node) => {
      const unit = units.found.get(node);
      return met.has(node) ? [unit ? { node, unit } : { node }] : [];
    }),
    arrows,
    biases,
    weights: new Set(allTerms.flatMap((term) => (term.weight ? [term.weight] : []))),
    operations: false,
  };
}

interface Units {
  /** Definitions and units without a name: whatever may lead into something else. */
  readonly sources: ReadonlySet<Node>;
  readonly found: ReadonlyMap<Node, Unit>;
  /** The terms of the nets of those units whose nets are weighted sums. */
  readonly terms: ReadonlyMap<Node, readonly Term[]>;
  /** Nets that are drawn as one with their units. */
  readonly absorbed: ReadonlySet<Node>;
}

function unitsOf(roots: Roots, reading: Reading): Units {
  const sources = new Set<Node>();
  const found = new Map<Node, Unit>();
  const terms = new Map<Node, readonly Term[]>();
  const absorbed = new Set<Node>();
  const bodies = new Set(reading.order.filter(isDefinition).map((node) => node.inputs[0] as Node));
  for (const node of reading.order) {
    if (isDefinition(node)) sources.add(node);
    else if (!roots.has(node) && bodies.has(node)) continue;
    const unit = unitAt(node, reading.uses);
    if (!isDefinition(node) && unit.function === undefined) continue;
    const read = termsOf(unit.sum, reading, (source) => sources.has(source) && source !== node);
    if (read !== undefined && isNet(read, unit.function !== undefined)) terms.set(node, read);
    else if (unit.net === undefined) continue;
    sources.add(node);
    found.set(node, unit);
    if (unit.net) {
      absorbed.add(unit.net);
      found.delete(unit.net);
      terms.delete(unit.net);
    }
  }
  return { sources, found, terms, absorbed };
}

/** With a function, one weight makes a net; a bare sum is one only if everything that comes in has a symbol as weight. */
function isNet(terms: readonly Term[], hasFunction: boolean): boolean {
  const incoming = terms.filter((term) => term.kind !== "bias");
  const weighted = incoming.filter(({ weight }) => weight && (hasFunction || !isConstant(weight)));
  return weighted.length > 0 && (hasFunction || weighted.length === incoming.length);
}

/** The symbols and definitions met first on the way down, left to right. */
function standingIn(bodies: readonly Node[], stops: ReadonlySet<Node>): Node[] {
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const pending = [...bodies].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (stops.has(node)) found.add(node);
    else for (let k = node.inputs.length - 1; k >= 0; k--) pending.push(node.inputs[k] as Node);
  }
  return [...found];
}

/** Every operation, symbol and number as a node of its own. */
function operationSketch(outputs: readonly Node[], reading: Reading): Sketch {
  const arrows = reading.order.flatMap((to) => to.inputs.map((from) => ({ from, to })));
  return {
    drawn: reading.order.map((node) => ({ node })),
    arrows: arrows.filter(
      (arrow, k) => arrows.findIndex((a) => a.from === arrow.from && a.to === arrow.to) === k,
    ),
    biases: [],
    weights: new Set(),
    operations: outputs.some((output) => output.inputs.length > 0),
  };
}
