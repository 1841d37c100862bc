import { evaluate, type Node, symbolsOf, topologicalOrder, type Value } from "@chainrule/graph";
import { walk } from "@chainrule/graph/read";
import type { JudgedSource } from "./audit";
import type { AuditPlace } from "./findings/result";
import { placeOf } from "./lines";
import type { Quantity } from "./model/model";
import { keyOf, namedBy } from "./names/names";

/** A name of a document: what it stands for, and where it stands. */
export interface AuditQuantity {
  /** In the one form that its spellings share: w5, w_5 and w_{5} are `w_5`. */
  readonly name: string;
  /** Given with a value, defined by a formula, or neither. */
  readonly kind: Quantity["kind"];
  /** The number that it stands for, where the document gives one for all that it is made of. */
  readonly value?: number;
  /** The chain that says what it is. */
  readonly said?: AuditPlace;
  /** Where the name stands in formulas that were read: offsets from `start` to before `end`, counted from 0. */
  readonly at: readonly { readonly start: number; readonly end: number }[];
}

/** The quantities of a document that was judged, in the order in which it mentions them. */
export function quantitiesOf(
  { judged, positions, statements }: JudgedSource,
  document: string,
): AuditQuantity[] {
  const { chains, model } = judged;
  const places = new Map<string, Map<number, { start: number; end: number }>>();
  for (const { members } of statements)
    for (const { passage, tree } of members)
      for (const part of walk(tree)) {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        if (name === undefined || part.end <= part.start) continue;
        const key = keyOf(model.letters.split(name).whole);
        const start = passage.offset + part.start;
        const own = places.get(key) ?? new Map();
        places.set(key, own.set(start, { start, end: passage.offset + part.end }));
      }
  const met = [...places].flatMap(([key, at]) => {
    const quantity = model.quantities.get(key);
    return quantity === undefined ? [] : [{ key, at, quantity }];
  });
  const values = valuesOf(
    met.map(({ quantity }) => quantity.node),
    model.point,
  );
  return met.map(({ at, key, quantity }) => {
    const { kind, node, statement } = quantity;
    const value = quantity.value ?? values.get(node);
    const chain = chains[statement];
    return {
      name: key,
      kind,
      ...(value !== undefined && { value }),
      ...(chain !== undefined && { said: placeOf(chain.start, chain.end, document, positions) }),
      at: [...at.values()].sort((a, b) => a.start - b.start),
    };
  });
}

/** The values of the scalars among some nodes that a point gives a value to, in float64. */
function valuesOf(
  nodes: readonly Node[],
  point: ReadonlyMap<Node, readonly number[]>,
): ReadonlyMap<Node, number> {
  const isGiven = (node: Node): boolean =>
    node.shape.length === 0 &&
    symbolsOf([node]).every((symbol) => point.has(symbol)) &&
    topologicalOrder([node]).every(
      ({ attrs, op }) => attrs.dim === undefined && !(op.kind === "pointwise" && op.symbol !== undefined),
    );
  const closed = nodes.filter(isGiven);
  const bindings = new Map<Node, Value>(
    symbolsOf(closed).map((symbol) => [symbol, point.get(symbol)?.[0] as number]), // each has one
  );
  return new Map(evaluate(closed, bindings).map((value, k) => [closed[k] as Node, value as number]));
}
