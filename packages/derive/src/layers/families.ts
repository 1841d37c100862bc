import { type Name, type Node, nameText, type SymbolName, topologicalOrder } from "@chainrule/graph";
import { nameOf } from "../definitions";
import type { Statement } from "../statement";
import { Generic } from "./generic";
import { type Oddity, statementKey } from "./keys";
import { type Label, type Labelling, labelOf, layerOf, relativeText } from "./labels";

/** What is stated about one symbol of each layer: all of dE/dW^(1), dE/dW^(2), ... */
export interface Family {
  /** Its statements, by layer. */
  readonly members: ReadonlyMap<number, readonly Statement[]>;
  /** The layers whose statements are the same up to the shift of the layer; a single one counts if it leads to the next layer. */
  readonly alike: readonly number[];
}

/** A quantity without a layer in its name that stands where the others have that of the layer before the first: x for a^(0). */
export interface Entry {
  readonly given: Node;
  /** Its name as the others have it: a^(0). */
  readonly symbol: SymbolName;
  readonly label: Label;
}

export interface Families {
  readonly labelling: Labelling;
  readonly of: ReadonlyMap<string, Family>;
  readonly entry: Entry | undefined;
  readonly generic: Generic;
}

/** Sorts statements by what they are about, and each family's layers by what is said of them. */
export function familiesOf(statements: readonly Statement[], loss: Node): Families {
  const labelling = repeatedLabels(statements, loss);
  const entry = entryOf(
    sorted(statements, labelling, () => ""),
    labelling,
    loss,
  );
  const entryText = entry === undefined ? undefined : nameText(nameOf(entry.given));
  const withEntry: Labelling = (name) => (nameText(name) === entryText ? entry?.label : labelling(name));
  const generic = new Generic(loss, statements, withEntry);
  const of = sorted(statements, withEntry, (node) => generic.oddity(node));
  return { labelling: withEntry, of, entry, generic };
}

/** A number in a name counts as a layer if the same name stands with another number too. */
export function repeatedLabels(statements: readonly Statement[], loss: Node): Labelling {
  const layers = new Map<string, Set<number>>();
  const meet = (name: Name): void => {
    if (name.kind === "partial") {
      meet(name.of);
      meet(name.by);
      return;
    }
    const label = labelOf(name);
    if (label === undefined) return;
    const known = layers.get(label.family);
    if (known === undefined) layers.set(label.family, new Set([label.layer]));
    else known.add(label.layer);
  };
  for (const { symbol } of statements) meet(symbol);
  for (const { attrs, op } of topologicalOrder([loss])) {
    if (attrs.name !== undefined) meet(attrs.name);
    if (op.kind === "pointwise" && op.symbol !== undefined) meet(op.symbol.name);
  }
  return (name) => {
    const label = labelOf(name);
    return label !== undefined && (layers.get(label.family)?.size ?? 0) > 1 ? label : undefined;
  };
}

function sorted(statements: readonly Statement[], labelling: Labelling, oddity: Oddity): Map<string, Family> {
  const members = new Map<string, Map<number, Statement[]>>();
  for (const statement of statements) {
    const layer = statement.role === "given" ? undefined : layerOf(statement.symbol, labelling);
    if (layer === undefined) continue;
    const text = relativeText(statement.symbol, layer, labelling);
    const family = members.get(text) ?? new Map<number, Statement[]>();
    members.set(text, family);
    family.set(layer, [...(family.get(layer) ?? []), statement]);
  }
  return new Map(
    [...members].map(([text, family]) => [
      text,
      { members: family, alike: largestClass(family, labelling, oddity) },
    ]),
  );
}

/** The layers about which the same is said, as many as there are; of two classes of one size the one with the lowest layer. One layer alone counts if it leads to the next. */
function largestClass(
  family: ReadonlyMap<number, readonly Statement[]>,
  labelling: Labelling,
  oddity: Oddity,
): number[] {
  const classes = new Map<string, number[]>();
  for (const [layer, statements] of family) {
    const key = statements
      .flatMap((statement) => statementKey(statement, layer, labelling, oddity))
      .join("\n");
    classes.set(key, [...(classes.get(key) ?? []), layer]);
  }
  const found = [...classes].map(([key, layers]) => ({ key, layers: [...layers].sort((a, b) => a - b) }));
  found.sort(
    (a, b) => b.layers.length - a.layers.length || (a.layers[0] as number) - (b.layers[0] as number),
  );
  const [largest] = found;
  if (largest === undefined) return [];
  return largest.layers.length > 1 || largest.key.includes("@1") ? largest.layers : [];
}

/** What stands in the first layer where all the others have something of the layer before. */
function entryOf(families: ReadonlyMap<string, Family>, labelling: Labelling, loss: Node): Entry | undefined {
  const named = topologicalOrder([loss]).filter(({ attrs }) => attrs.name !== undefined);
  const labels = new Map(
    named.flatMap((node) => {
      const name = nameOf(node);
      const label = name.kind === "symbol" ? labelling(name) : undefined;
      return label === undefined ? [] : [[`${label.family}@-1` as string, label] as const];
    }),
  );
  const givens = new Map(
    named.flatMap((node) =>
      node.op.kind === "naming" ? [] : [[relativeText(nameOf(node), 0, labelling), node] as const],
    ),
  );
  for (const { members, alike } of families.values()) {
    const first = Math.min(...members.keys());
    const other =
      alike.find((layer) => layer !== first) ?? [...members.keys()].find((layer) => layer !== first);
    const [statement, general] = [members.get(first)?.[0], members.get(other ?? first)?.[0]];
    if (statement?.role !== "definition" || general === undefined || other === undefined) continue;
    const own = statementKey(statement, first, labelling);
    const theirs = statementKey(general, other, labelling);
    const differing = own.flatMap((text, k) =>
      text === theirs[k] ? [] : [[text, theirs[k] ?? ""] as const],
    );
    const [pair] = differing;
    const isOnePair =
      own.length === theirs.length && differing.every(([a, b]) => a === pair?.[0] && b === pair[1]);
    const [given, label] = [givens.get(pair?.[0] ?? ""), labels.get(pair?.[1] ?? "")];
    if (isOnePair && given !== undefined && label !== undefined) return entryLike(given, label, first - 1);
  }
  return undefined;
}

/** The quantity keeps its own name where its layer is written as a number. */
function entryLike(given: Node, label: Label, layer: number): Entry {
  const own = nameOf(given) as SymbolName; // only symbols have labels, and it stands for one
  const at = (text: string): SymbolName => (text === `${layer}` ? own : label.at(text));
  return { given, symbol: label.at(`${layer}`), label: { ...label, layer, at } };
}
