import { constant, type Node, pow } from "../index";
import type { Built } from "./meaning/build";
import type { Tree } from "./tree";
import { partsOf } from "./walk";

/** A part of a typed formula and the node it stands for. */
export interface Phrase {
  readonly node: Node;
  /** What it is: an operand, parentheses around something, or the sign or call that joins its parts. */
  readonly kind: "number" | "name" | "array" | "parentheses" | "sign" | "call" | "choice";
  /** Where it stands in the text: from the first character, counted from 0, to the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Phrase[];
}

type Made = Pick<Built, "made" | "readAs">;

/**
 * The phrases of a formula that was built: two operands at a time, so that every sign has its node. The same name or number in two
 * places is two phrases of one node. Undefined where some part is an entry with index letters.
 */
export function phraseOf(tree: Tree, { made, readAs }: Made): Phrase | undefined {
  const phrases = new Map<Tree, Phrase>();
  const pending: { readonly tree: Tree; readonly isOpen: boolean }[] = [{ tree, isOpen: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { isOpen, tree: part } = next;
    const other = readAs.get(part);
    if (!isOpen) {
      pending.push({ tree: part, isOpen: true });
      for (const inner of other === undefined ? operandsOf(part) : [other])
        if (!phrases.has(inner)) pending.push({ tree: inner, isOpen: false });
      continue;
    }
    const phrase = other === undefined ? phraseHere(part, made, phrases) : phrases.get(other);
    if (phrase !== undefined) phrases.set(part, phrase);
  }
  return phrases.get(tree);
}

/** The parts that are phrases: not the name of a function that is called, nor the exponent inside a name. */
function operandsOf(tree: Tree): readonly Tree[] {
  if (tree.kind === "applied") return tree.arguments;
  if (tree.kind === "name" || tree.kind === "array") return [];
  if (tree.kind !== "cases") return partsOf(tree);
  return tree.rows.flatMap(({ condition, value }) =>
    condition === undefined ? [value] : [condition, value],
  );
}

function phraseHere(tree: Tree, made: Made["made"], phrases: ReadonlyMap<Tree, Phrase>): Phrase | undefined {
  if (tree.kind === "number") return atom(tree, "number", constant(tree.value));
  const nodes = made.get(tree);
  const node = nodes?.at(-1);
  if (nodes === undefined || node === undefined) return undefined;
  const found = operandsOf(tree).map((part) => phrases.get(part));
  const parts = found.filter((part) => part !== undefined);
  const isKnown = parts.length === found.length;
  switch (tree.kind) {
    case "name":
      return atom(tree, "name", node);
    case "array":
      return atom(tree, "array", node);
    case "group": {
      const [inner] = parts;
      if (inner === undefined || tree.bracket === "{" || tree.bracket === "") return inner;
      return { ...atom(tree, "parentheses", node), parts: [inner] };
    }
    case "sum":
      return isKnown ? inPairs(tree, nodes, parts, tree.terms[0]?.sign === "-") : undefined;
    case "relation":
      return parts.length === 2 && isKnown
        ? { ...atom(tree, "sign", node), parts }
        : atom(tree, "call", node);
    case "product":
    case "entrywise":
      return isKnown ? inPairs(tree, nodes, parts, false) : undefined;
    case "power": {
      const [base, exponent] = parts;
      if (!isKnown || base === undefined || exponent === undefined) return atom(tree, "call", node);
      return { ...atom(tree, "sign", pow(base.node, exponent.node)), parts }; // a square has one operand
    }
    case "fraction":
    case "transpose":
      return isKnown ? { ...atom(tree, "sign", node), parts } : atom(tree, "call", node);
    case "cases":
      return { ...atom(tree, "choice", node), parts: isKnown ? parts : [] };
    case "applied":
    case "root":
    case "absolute":
      return { ...atom(tree, "call", node), parts: isKnown ? parts : [] };
    default:
      return atom(tree, "call", node);
  }
}

const atom = ({ end, start }: Tree, kind: Phrase["kind"], node: Node): Phrase => ({
  node,
  kind,
  from: start,
  to: end,
  parts: [],
});

/** Operands from left to right, two by two; `nodes` are what the first one, the first two and so on make. */
function inPairs(
  tree: Tree,
  nodes: readonly Node[],
  parts: readonly Phrase[],
  isNegative: boolean,
): Phrase | undefined {
  const [first] = parts;
  if (first === undefined || nodes.length !== parts.length) return undefined;
  let whole = isNegative ? negative(first, nodes[0] as Node, tree.start) : first;
  for (const [k, part] of parts.entries()) {
    if (k === 0) continue;
    whole = { node: nodes[k] as Node, kind: "sign", from: tree.start, to: part.to, parts: [whole, part] };
  }
  return whole;
}

/** -2 is a number with its sign, -x the negative of x. */
const negative = (phrase: Phrase, node: Node, from: number): Phrase => ({
  node,
  kind: "sign",
  from,
  to: phrase.to,
  parts: [phrase],
});
