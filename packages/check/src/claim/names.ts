import { Node, operations } from "@chainrule/graph";
import type { Vocabulary } from "./vocabulary";

const NAME = /[\p{L}_$][\p{L}\p{M}\p{Nd}\u2080-\u2089_$]*/gu;

/** The nodes for the names of a formula; symbolic sizes are numbers; all names of the vocabulary, so that a refusal can suggest one. */
export function symbolsOf(text: string, words: Vocabulary): Record<string, Node> {
  const symbols: Record<string, Node> = Object.create(null) as Record<string, Node>;
  for (const node of words.nodes) symbols[words.spelled(node)] ??= node;
  for (const [typed] of text.matchAll(NAME)) {
    const size = words.sizes.get(typed);
    const node = words.find(typed) ?? (size && new Node(operations.size, [], { dim: size }, []));
    if (node !== undefined) symbols[typed] = node;
  }
  return symbols;
}
