import {
  apply,
  broadcastTo,
  constant,
  einsum,
  type Node,
  operations,
  type Size,
  slice,
  sum,
  transpose,
} from "@chainrule/graph";
import type { Bound, Tree } from "./tree";

/** What the names of formulas are. */
export interface Names {
  readonly leaves: Readonly<Record<string, Node>>;
  readonly tensors: Readonly<Record<string, Node>>;
  readonly sizes: Readonly<Record<string, Size>>;
  /** The size that each index letter runs over. */
  readonly letters: Readonly<Record<string, string>>;
}

/** A tensor whose axes are letters. */
interface Lettered {
  readonly node: Node;
  readonly letters: readonly string[];
}

/** The graph of a formula, with axes in the order of the letters. */
export function nodeOf(tree: Tree, names: Names, output: readonly string[] = []): Node {
  return aligned(lettered(tree, names), output, names);
}

function lettered(tree: Tree, names: Names): Lettered {
  const { args, index = "", indices = [], name = "", op } = tree;
  switch (op) {
    case "number":
      return { node: constant(Number(tree.value)), letters: [] };
    case "leaf":
      return { node: known(names.leaves, name), letters: [] };
    case "size":
      return { node: broadcastTo(constant(1), [known(names.sizes, name)]).sum(), letters: [] };
    case "entry":
      return entryOf(known(names.tensors, name), indices);
    case "sum": {
      const body = lettered(args[0] as Tree, names);
      const size = known(names.sizes, names.letters[index] ?? "");
      const letters = [...body.letters.filter((letter) => letter !== index), index];
      const whole = cut(aligned(body, letters, names), letters.length - 1, tree, size);
      return { node: sum(whole, { axis: letters.length - 1 }), letters: letters.slice(0, -1) };
    }
    default: {
      const parts = args.map((arg) => lettered(arg, names));
      const letters = [...new Set(parts.flatMap((part) => part.letters))];
      const inputs = parts.map((part) =>
        part.letters.length === 0 ? part.node : aligned(part, letters, names),
      );
      return { node: pointwise(op, inputs), letters };
    }
  }
}

function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = table[name];
  if (found === undefined) throw new Error(`node: nothing is called ${name}`);
  return found;
}

export function pointwise(name: string, inputs: readonly Node[]): Node {
  const op = Object.values(operations).find((each) => each.name === name);
  if (op?.kind !== "pointwise") throw new Error(`node: ${name} is no pointwise operation`);
  return apply(op, inputs);
}

/** An entry with letters; a letter that stands twice is a diagonal, a place is one entry. */
function entryOf(tensor: Node, indices: readonly (string | number)[]): Lettered {
  let node = tensor;
  const letters: string[] = [];
  let axis = 0;
  for (const index of indices) {
    if (typeof index === "number") {
      node = sum(slice(node, axis, index, index + 1), { axis });
      continue;
    }
    letters.push(index);
    axis++;
  }
  const once = [...new Set(letters)];
  if (once.length === letters.length) return { node, letters };
  // a letter that stands twice is the diagonal
  const sign = (letter: string): string => String.fromCharCode("a".charCodeAt(0) + once.indexOf(letter));
  return { node: einsum(`${letters.map(sign).join("")}->${once.map(sign).join("")}`, node), letters: once };
}

/** Repeated and transposed to an order of letters. */
function aligned({ letters, node }: Lettered, order: readonly string[], names: Names): Node {
  const extra = order.filter((letter) => !letters.includes(letter));
  const missing = letters.filter((letter) => !order.includes(letter));
  if (missing.length > 0) throw new Error(`node: ${missing.join()} is free`);
  const sizes = extra.map((letter) => known(names.sizes, names.letters[letter] ?? ""));
  const whole = extra.length === 0 ? node : broadcastTo(node, [...sizes, ...node.shape]);
  const now = [...extra, ...letters];
  return now.join() === order.join()
    ? whole
    : transpose(
        whole,
        order.map((letter) => now.indexOf(letter)),
      );
}

function cut(node: Node, axis: number, { from, to }: Tree, size: Size): Node {
  const isWhole = isOne(from) && to?.size !== undefined && to.times === 1 && to.plus === 0;
  if (isWhole) return node;
  if (typeof size !== "number" || from === undefined || to === undefined || to.size !== undefined)
    throw new Error("node: limits of a symbolic size");
  return slice(node, axis, from.plus - 1, to.plus);
}

const isOne = (bound: Bound | undefined): boolean =>
  bound !== undefined && bound.size === undefined && bound.plus === 1;
