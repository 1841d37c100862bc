import { ChainruleError } from "@chainrule/graph";
import { mapTree, type Tree } from "@chainrule/graph/read";
import { parseLatex } from "@chainrule/latex";
import type { Passage, Statement } from "../document/passage";
import { namedBy, plainNames } from "../names/names";

/*
 * Names of derivatives that only words explain: "let $\delta_t$ be the derivative of $L$ by $h_t$", "记 $\delta$ 为 $L$ 对 $z$ 的梯度".
 */

// what may be long is bounded, so that a search takes time in proportion to the text
const FORMULA = String.raw`\$\s{0,3}([^$\n=]{1,40}?)\s{0,3}\$`;
const SLOPE = String.raw`(?:partial\s)?(?:derivative|gradient|sensitivity)`;
const WORDED = [
  new RegExp(
    String.raw`${FORMULA}\s{1,3}(?:be|is|denotes?|for|as)\s{1,3}(?:the\s{1,3})?${SLOPE}\s{1,3}of\s{1,3}(?:the\s{1,3}\w{1,12}\s{1,3})?${FORMULA}\s{1,3}(?:by|in|w\.r\.t\.|with\s{1,3}respect\s{1,3}to)\s{1,3}(?:the\s{1,3}\w{1,12}\s{1,3})?${FORMULA}`,
    "dg",
  ),
  new RegExp(
    String.raw`${FORMULA}\s{0,3}(?:为|為|是|表示|记作|記作)\s{0,3}(?:损失|損失|误差|誤差|代价|代價)?\s{0,3}${FORMULA}\s{0,3}(?:对|對|关于|關於)\s{0,3}${FORMULA}\s{0,3}的\s{0,3}(?:偏?[导導][数數]|梯度)`,
    "dg",
  ),
];

/** What such words define, as statements at their places. */
export function derivativesInWords(document: string): Statement[] {
  return WORDED.flatMap((pattern) =>
    [...document.matchAll(pattern)].flatMap((found) => defined(found) ?? []),
  );
}

function defined(found: RegExpMatchArray): Statement | undefined {
  const [whole] = found;
  const offset = found.index ?? 0;
  const passage: Passage = { text: whole, offset, isMath: true };
  const [name, of, by] = [1, 2, 3].map((group) => {
    const [start] = found.indices?.[group] ?? [offset];
    return named(found[group] ?? "", start - offset);
  });
  if (name === undefined || of === undefined || by === undefined) return undefined;
  const slope: Tree = { kind: "derivative", symbol: "partial", of, by: [by], start: of.start, end: by.end };
  return {
    members: [
      { sign: undefined, tree: name, passage },
      { sign: "=", tree: slope, passage },
    ],
    start: offset,
    end: offset + whole.length,
  };
}

/** The name that a text is, at a place; undefined if it is more than a name. */
function named(text: string, at: number): Tree | undefined {
  try {
    const [line, ...others] = parseLatex(text).lines;
    const tree = line?.left && plainNames(line.left);
    const isName = tree !== undefined && others.length === 0 && line?.right.length === 0;
    if (!isName || namedBy(tree) === undefined) return undefined;
    return mapTree(tree, (part) =>
      part.kind === "name" ? { ...part, start: part.start + at, end: part.end + at } : undefined,
    );
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}
