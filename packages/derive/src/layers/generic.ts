import {
  type Dim,
  dim,
  type Name,
  Node,
  nameText,
  type Operation,
  type Size,
  type SymbolName,
  sizeText,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { nameOf } from "../definitions";
import { AxisClasses, rebuilt } from "../sizes/axes";
import type { Reason, Statement } from "../statement";
import { type Labelling, layerOf, relabelled, relativeText } from "./labels";

/** Letters for sizes of a layer, the first for what the layer's definitions have first, and the indices that run over it. */
const SIZES = ["n", "m", "p", "q"] as const;
const INDICES: Readonly<Record<number, string>> = { [-1]: "k", 0: "j", 1: "i" };

/** How layers are written. */
export interface LayerText {
  /** The layer that is written l, or L. */
  readonly base: number;
  readonly write: (layer: number) => string;
}

/** A size that is another in every layer. */
interface LayerSize {
  readonly base: string;
  readonly layer: number;
}

/** The quantity that a general name was made from. */
export interface Origin {
  readonly name: Name;
  readonly base: number;
}

/** Writes statements of one layer as statements of layer l: names, and the sizes that change from layer to layer. */
export class Generic {
  readonly #labelling: Labelling;
  readonly #axes: AxisClasses;
  readonly #sizes = new Map<number, LayerSize>();
  readonly #usualShapes: ReadonlyMap<string, string>;
  readonly #letters: ReadonlyMap<number, string>;
  /** One node for each name, so that one name is one quantity. */
  readonly #leaves = new Map<string, Node>();
  /** What each of these nodes is called in the derivation, and the layer that is written l there. */
  readonly #origins = new Map<Node, Origin>();

  /** Where the sizes n_l, n_{l-1}, ... were made: their letter, and how far their layer is from l. */
  readonly #sizeOrigins = new Map<string, { readonly letter: string; readonly offset: number }>();
  readonly #functions = new Map<string, Operation>();
  readonly #functionOrigins = new Map<Operation, Origin>();

  constructor(loss: Node, statements: readonly Statement[], labelling: Labelling) {
    this.#labelling = labelling;
    this.#axes = new AxisClasses([loss, ...statements.map(({ expression }) => expression)]);
    const stated = new Map<string, Node>();
    for (const { expression, symbol } of statements) {
      const before = stated.get(nameText(symbol)) ?? expression;
      this.#axes.join(before, expression);
      stated.set(nameText(symbol), before);
    }
    const named = topologicalOrder([loss]).filter(({ attrs }) => attrs.name !== undefined);
    this.#findSizes(named);
    const all = topologicalOrder([loss, ...statements.map(({ expression }) => expression)]);
    this.#usualShapes = this.#findUsualShapes(all.filter(({ attrs }) => attrs.name !== undefined));
    const chosen = new Set(named.flatMap(({ shape }) => shape.map((size) => this.#kept(size))));
    this.#letters = new Map(
      Object.entries(INDICES).flatMap(([offset, letter]) =>
        chosen.has(letter) ? [] : [[Number(offset), letter]],
      ),
    );
  }

  /** A class of axes whose quantities are all of one layer changes from layer to layer; one that is in several does not. */
  #findSizes(named: readonly Node[]): void {
    const labelled = named.flatMap((node) => {
      const name = nameOf(node);
      const label = name.kind === "symbol" ? this.#labelling(name) : undefined;
      return label === undefined ? [] : [{ node, label }];
    });
    const defined = new Set(
      labelled.flatMap(({ node, label }) => (node.op.kind === "naming" ? [label.family] : [])),
    );
    const layers = new Map<number, Set<number>>();
    for (const { node, label } of labelled) {
      if (!defined.has(label.family)) continue;
      for (const axis of node.shape.keys()) {
        const axisClass = this.#axes.of(node, axis);
        const known = layers.get(axisClass) ?? new Set();
        layers.set(axisClass, known.add(label.layer));
      }
    }
    const counts = new Map<number, number>();
    for (const [axisClass, [layer = 0, ...others]] of layers) {
      if (others.length > 0 || !this.#axes.isFree(axisClass)) continue;
      const count = counts.get(layer) ?? 0;
      counts.set(layer, count + 1);
      this.#sizes.set(axisClass, { base: SIZES[count] ?? `n'${"'".repeat(count)}`, layer });
    }
  }

  /** The index letter that an author chose for a size that stays. */
  #kept(size: Size): string | undefined {
    return typeof size === "number" ? undefined : size.index;
  }

  /** The sizes that change from layer to layer: the name of each, and what it is in every layer. */
  sizes(text: LayerText): { readonly symbol: Name; readonly values: readonly Size[] }[] {
    const byBase = new Map<string, { readonly layer: number; readonly size: Size }[]>();
    for (const [axisClass, { base, layer }] of this.#sizes) {
      const known = byBase.get(base) ?? [];
      byBase.set(base, [...known, { layer, size: this.#axes.sizeOf(axisClass) }]);
    }
    return [...byBase].map(([base, found]) => ({
      symbol: { kind: "symbol", base, sub: text.write(text.base), sup: "" },
      values: found.sort((a, b) => a.layer - b.layer).map(({ size }) => size),
    }));
  }

  /** The statement with its layers as `text` writes them. */
  statement(statement: Statement, text: LayerText): Statement {
    const { because, expression, stands, symbol } = statement;
    const rename = (name: Name): Name => relabelled(name, text.write, this.#labelling);
    const [written] = rebuilt([expression], {
      replace: (node) => (node.attrs.name === undefined ? this.#size(node, text) : this.leaf(node, text)),
      size: (node, axis) => this.#sizeOf(node, axis, text),
      operation: (node) => this.#operation(node, text),
    }) as [Node];
    return {
      ...statement,
      symbol: rename(symbol),
      ...(stands === undefined ? {} : { stands: rename(stands) }),
      expression: written,
      because: renamed(because, rename),
    };
  }

  /** An abstract function of a layer under its general name. */
  #operation({ op }: Node, text: LayerText): Operation {
    if (op.kind !== "pointwise" || op.symbol === undefined) return op;
    const { name, order } = op.symbol;
    const general = relabelled(name, text.write, this.#labelling) as SymbolName; // a symbol's name stays one
    const key = `${nameText(general)} ${order}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const made: Operation = { ...op, symbol: { name: general, order } };
    this.#functions.set(key, made);
    this.#functionOrigins.set(made, { name, base: text.base });
    return made;
  }

  /** What a general function was made from; undefined for any other operation. */
  functionOrigin(op: Operation): Origin | undefined {
    return this.#functionOrigins.get(op);
  }

  /** Nothing for a quantity whose shape is that of its family in most layers; its name for one whose shape is another. */
  oddity(node: Node): string {
    const name = nameOf(node);
    const layer = layerOf(name, this.#labelling);
    if (layer === undefined) return "";
    const usual = this.#usualShapes.get(relativeText(name, layer, this.#labelling));
    return usual === this.#shapeText(node, layer) ? "" : `!${nameText(name)}`;
  }

  /** The shape of a quantity as text, sizes that change from layer to layer counted from `base`. */
  #shapeText(node: Node, base: number): string {
    const sizes = node.shape.map((size, axis) => {
      const own = this.#sizes.get(this.#axes.of(node, axis));
      return own === undefined ? sizeText(size) : `${own.base}@${own.layer - base}`;
    });
    return sizes.join();
  }

  /** The shape that most quantities of a family have, by the family. */
  #findUsualShapes(named: readonly Node[]): Map<string, string> {
    const counts = new Map<string, Map<string, number>>();
    for (const node of named) {
      const name = nameOf(node);
      const layer = layerOf(name, this.#labelling);
      if (layer === undefined) continue;
      const family = relativeText(name, layer, this.#labelling);
      const shapes = counts.get(family) ?? new Map<string, number>();
      const text = this.#shapeText(node, layer);
      counts.set(family, shapes.set(text, (shapes.get(text) ?? 0) + 1));
    }
    return new Map(
      [...counts].map(([family, shapes]) => {
        const [[text] = [""]] = [...shapes].sort((x, y) => y[1] - x[1]);
        return [family, text];
      }),
    );
  }

  /** What a leaf was made from. */
  origin(leaf: Node): Origin {
    return this.#origins.get(leaf) as Origin; // every leaf of a general statement was made here
  }

  /** The node of a quantity under its general name. */
  leaf(node: Node, text: LayerText): Node {
    const name = relabelled(nameOf(node), text.write, this.#labelling);
    const key = nameText(name);
    const known = this.#leaves.get(key);
    if (known !== undefined) return known;
    const shape = node.shape.map((_, axis) => this.#sizeOf(node, axis, text));
    const { op } = tensor("t", { shape: [2] }); // lends its operation
    const leaf = new Node(op, [], { name, cell: { value: undefined } }, shape);
    this.#leaves.set(key, leaf);
    this.#origins.set(leaf, { name: nameOf(node), base: text.base });
    return leaf;
  }

  /** A number of entries as a quantity, where it is that of an axis that changes. */
  #size(node: Node, text: LayerText): Node | undefined {
    const { dim: size } = node.attrs;
    if (size === undefined) return undefined;
    for (const axisClass of this.#sizes.keys()) {
      const own = this.#axes.sizeOf(axisClass);
      if (typeof own !== "number" && sizeText(own) === sizeText(size)) {
        return new Node(node.op, [], { dim: this.#layerSize(axisClass, text) }, []);
      }
    }
    return undefined;
  }

  #sizeOf(node: Node, axis: number, text: LayerText): Size {
    const axisClass = this.#axes.of(node, axis);
    return this.#sizes.has(axisClass) ? this.#layerSize(axisClass, text) : (node.shape[axis] as Size);
  }

  #layerSize(axisClass: number, { base, write }: LayerText): Dim {
    const { base: letter, layer } = this.#sizes.get(axisClass) as LayerSize; // callers looked
    const index = letter === SIZES[0] ? this.#letters.get(layer - base) : undefined;
    const size = dim(`${letter}_{${write(layer)}}`, index === undefined ? {} : { index });
    this.#sizeOrigins.set(sizeText(size), { letter, offset: layer - base });
    return size;
  }

  /** What a general size is where the layer that is written l is this one; any other size is itself. */
  sizeAt(size: Size, layer: number): Size {
    const origin = this.#sizeOrigins.get(sizeText(size));
    if (origin === undefined) return size;
    for (const [axisClass, own] of this.#sizes) {
      if (own.base === origin.letter && own.layer === layer + origin.offset)
        return this.#axes.sizeOf(axisClass);
    }
    return size;
  }
}

function renamed(because: Reason, rename: (name: Name) => Name): Reason {
  switch (because.kind) {
    case "terms":
      return {
        ...because,
        dependent: because.dependent.map(rename),
        independent: because.independent.map(rename),
      };
    case "same":
      return { ...because, as: rename(because.as) };
    default:
      return because;
  }
}
