import { ChainruleError, Node, scalar, sizeText, tensor, topologicalOrder } from "@chainrule/graph";
import { mathjsName, toMathjs } from "@chainrule/graph/mathjs";
import type { Vocabulary } from "./vocabulary";

/** What stands for a name while a formula is written: names as they are typed are not names of the graph. */
const PLACEHOLDER = "chainrule_placeholder_";
const PLACEHOLDERS = new RegExp(`${PLACEHOLDER}(\\d+)`, "g");

/** A quantity as a formula over names; undefined if it cannot be typed. */
export function spelledOut(node: Node, words: Vocabulary): string | undefined {
  const written = new Map<Node, Node>();
  const placed: string[] = [];
  const named = new Set(topologicalOrder([node]).filter((each) => each.attrs.name?.kind === "symbol"));
  for (const each of topologicalOrder([node], named)) {
    const inputs = each.inputs.map((input) => written.get(input) ?? input);
    const { shape } = each;
    const name = `${PLACEHOLDER}${placed.length}`;
    const { dim } = each.attrs;
    if (named.has(each) || dim !== undefined)
      placed.push(dim === undefined ? words.spelled(each) : sizeText(dim));
    if (dim !== undefined) written.set(each, scalar(name));
    else if (named.has(each)) written.set(each, shape.length === 0 ? scalar(name) : tensor(name, { shape }));
    else if (inputs.every((input, k) => input === each.inputs[k])) written.set(each, each);
    else written.set(each, new Node(each.op, inputs, each.attrs, each.shape));
  }
  try {
    const text = toMathjs(written.get(node) as Node);
    return text.replace(PLACEHOLDERS, (_, k: string) => placed[Number(k)] as string);
  } catch (error) {
    if (error instanceof ChainruleError) return node.attrs.name === undefined ? undefined : mathjsName(node);
    throw error;
  }
}
