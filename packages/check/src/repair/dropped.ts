import { ChainruleError, type IndexMap, Node, simplify, topologicalOrder } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import { entryToLatex, toLatex } from "@chainrule/latex";
import type { Side } from "../claim/claim";
import { ADDED, replaced, type Slip, tuples, written } from "./slip";
import { treesOf } from "./slips";
import { lettersOf } from "./slips-of-names";

/* A path of the chain rule that was dropped: a summand of the truth that a formula over tensors lacks somewhere. */

/** So many summands, and so many places for each, are tried. */
const [MOST_SUMMANDS, MOST_PLACES] = [8, 8];

/** The operands of sums in the truth, written over the quantities that have names, and products with one of these. */
function summandsOf(truth: Node): readonly Node[] {
  const plain = withoutAdjoints(truth);
  const named = new Set(topologicalOrder([plain]).filter(({ attrs }) => attrs.name?.kind === "symbol"));
  const found = new Set<Node>();
  for (const node of topologicalOrder([plain], named).reverse()) {
    for (const summand of operandsOf(node)) found.add(summand);
    if (node.op.name !== "contraction") continue;
    node.inputs.forEach((input, k) => {
      for (const operand of operandsOf(input)) {
        const inputs = node.inputs.map((each, j) => (j === k ? operand : each));
        found.add(new Node(node.op, inputs, { map: node.attrs.map as IndexMap }, node.shape));
      }
    });
  }
  const isPath = (node: Node): boolean => node.shape.length > 0 && node.shape.length <= truth.shape.length;
  return simplify([...found].filter(isPath).slice(0, MOST_SUMMANDS));
}

/** What a sum or a difference adds up. */
function operandsOf({ inputs, op }: Node): readonly Node[] {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || (op.name !== "add" && op.name !== "sub")) return [];
  return [a, op.name === "sub" ? b.neg() : b];
}

/** The graph without the names of derivatives: what a reader writes is over quantities of the network. */
function withoutAdjoints(root: Node): Node {
  const replacedBy = new Map<Node, Node>();
  for (const node of topologicalOrder([root])) {
    const inputs = node.inputs.map((input) => replacedBy.get(input) as Node); // inputs come first
    const isAdjoint = node.op.kind === "naming" && node.attrs.name?.kind !== "symbol";
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    if (isAdjoint) replacedBy.set(node, inputs[0] as Node);
    else replacedBy.set(node, isSame ? node : new Node(node.op, inputs, node.attrs, node.shape));
  }
  return replacedBy.get(root) as Node;
}

/** A summand more: in the whole formula, inside brackets, or as a sum in place of one factor. */
export function droppedTerms(side: Side, truth: Node): Slip[] {
  const trees = treesOf(side);
  const letters = lettersOf(side, trees);
  const isPlace = ({ kind }: Tree): boolean => kind === "group" || kind === "product" || kind === "over";
  const inner = trees.filter((tree) => tree !== side.tree && isPlace(tree)).slice(0, MOST_PLACES);
  return summandsOf(truth).flatMap((summand) =>
    spellings(summand, letters).flatMap((text) => {
      const edit = `missing term ${text}`;
      const more = text.startsWith("-") ? `- ${text.slice(1).trim()}` : `+ ${text}`;
      const places = inner.map((tree) => {
        const place = tree.kind === "group" && tree.bracket !== "{" ? tree.body : tree;
        const sum = `${written(side, place)} ${more}`;
        return replaced(place, edit, place === tree ? `(${sum})` : sum, ADDED + 1);
      });
      return [replaced(side.tree, edit, `${written(side, side.tree)} ${more}`, ADDED), ...places];
    }),
  );
}

/** A quantity in the notation of the formula: with letters, if it has any. */
function spellings(node: Node, letters: readonly string[]): string[] {
  try {
    if (letters.length === 0) return [toLatex(node)];
    return tuples(letters, node.shape.length).map((own) => entryToLatex(node, own));
  } catch (error) {
    if (error instanceof ChainruleError) return []; // no formula says it
    throw error;
  }
}
