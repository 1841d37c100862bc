import { ChainruleError, Node, shapeText, shown } from "@chainrule/graph";
import type { Block, Part, Plan } from "./model";
import { again, checkBlock, joined, run } from "./run";

/** Layers one after another, on an input. */
export interface Sequential extends Part {
  readonly kind: string;
  readonly inputs: readonly Node[];
  readonly layers: readonly Part[];
  readonly fixed: readonly Node[];
  apply(x: Node): Sequential;
}

/** An input and what a chain of blocks is added to it. */
export interface Skip extends Part {
  readonly kind: string;
  readonly input: Node;
  readonly fixed: readonly Node[];
  apply(x: Node): Skip;
}

/**
 * Layers one after another. Each is a plan (`dense({ units: 4 })`), a model (anything with `parameters` and `apply`) or a
 * plain function of a node. What a layer makes is named by its place, `W^(1)`, `W^(2)`; in a sequence within, `W^(2.1)`.
 * Without an input it is a plan itself.
 *
 * x: whatever the first layer takes -> what the last one gives.
 * @throws ChainruleError OPERAND for what is no layer, OPTION when there is none, and whatever a layer refuses
 * @example sequential(x, [dense({ units: 16, activation: "relu" }), dropout({ rate: 0.5, seed: 1 }), dense({ units: 3 })])
 */
export function sequential(x: Node, blocks: readonly Block[]): Sequential;
export function sequential(blocks: readonly Block[]): Plan<Sequential>;
export function sequential(first: unknown, second?: unknown): Sequential | Plan<Sequential> {
  if (first instanceof Node) return chain(first, blocksOf(second, "sequential"), "");
  const blocks = blocksOf(first, "sequential");
  return Object.freeze({
    kind: "sequential",
    make: (x: Node, place: string) => chain(x, blocks, `${place}.`),
  });
}

/**
 * A skip connection: x + f(x), for a block or a list of blocks f that keeps the shape (He, Zhang, Ren and Sun 2015).
 * @throws ChainruleError SHAPE where the blocks change the shape
 * @example skip(x, [dense({ units: 8, activation: "relu" }), dense({ units: 8, activation: "identity" })])
 */
export function skip(x: Node, block: Block | readonly Block[]): Skip;
export function skip(block: Block | readonly Block[]): Plan<Skip>;
export function skip(first: unknown, second?: unknown): Skip | Plan<Skip> {
  const listed = (given: unknown): readonly Block[] =>
    blocksOf(Array.isArray(given) ? given : [given], "skip");
  if (first instanceof Node) return added(first, chain(first, listed(second), ""));
  const blocks = listed(first);
  return Object.freeze({
    kind: "skip",
    make: (x: Node, place: string) => added(x, chain(x, blocks, `${place}.`)),
  });
}

function blocksOf(given: unknown, where: string): readonly Block[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new ChainruleError("OPTION", "at least one layer, in a list", { where, got: shown(given) });
  }
  return given.map((block: unknown, k) => checkBlock(block, `${where}: layer ${k + 1}`));
}

function chain(x: Node, blocks: readonly Block[], prefix: string): Sequential {
  const layers: Part[] = [];
  let output = x;
  for (const [k, block] of blocks.entries()) {
    const place = `${prefix}${k + 1}`;
    const part = run(block, output, place, `sequential: layer ${place}`);
    layers.push(part);
    output = part.output;
  }
  return ofLayers(x, layers);
}

function ofLayers(x: Node, layers: readonly Part[]): Sequential {
  return Object.freeze({
    kind: "sequential",
    inputs: Object.freeze([x]),
    layers: Object.freeze(layers),
    output: layers.at(-1)?.output ?? x,
    ...joined(layers),
    apply: (other: Node) => {
      let output = other;
      const anew = layers.map((part, k) => {
        const next = again(part, output, `sequential: layer ${k + 1}`);
        output = next.output;
        return next;
      });
      return ofLayers(other, anew);
    },
  });
}

function added(x: Node, inner: Sequential): Skip {
  const { output, apply, inputs: _, ...rest } = inner;
  if (shapeText(output.shape) !== shapeText(x.shape)) {
    throw new ChainruleError("SHAPE", "the layers of a skip connection changed the shape", {
      where: "skip",
      got: shapeText(output.shape),
      expected: shapeText(x.shape),
    });
  }
  return Object.freeze({
    ...rest,
    kind: "skip",
    input: x,
    output: x.add(output),
    apply: (other: Node) => added(other, apply(other)),
  });
}
