import { create, parseDependencies } from "mathjs/number";
import { endsOperand } from "./check";
import { LONGEST_CHAIN } from "./limits";
import { refusal } from "./refusal";
import type { Token } from "./tokens";
import type { Formula, Tree } from "./tree";

/*
 * mathjs is asked for one thing: how a formula groups. It is given the formula with every operand replaced by the position
 * of its token, so it never sees a name or a value; and what is nested deeper than its recursion bears, in pieces.
 */

/** mathjs fails at about 300; the rest is left to whoever calls from deep inside a program. */
const DEEPEST_PIECE = 32;

/** What stands between two brackets or commas. */
interface Span {
  readonly parts: string[];
  depth: number;
  /** Powers and signs in a row, the longest such row, and choices. */
  run: number;
  longest: number;
  choices: number;
}

const span = (): Span => ({ parts: [], depth: 0, run: 0, longest: 0, choices: 0 });

let mathjs: { parse: (text: string) => unknown } | undefined;

function treeOf(text: string): Tree {
  mathjs ??= create({ ...parseDependencies });
  return mathjs.parse(text) as Tree; // other types of nodes are refused where trees are read
}

/** The grouping of a checked formula. @throws ChainruleError TOO_DEEP */
export function grouped(tokens: readonly Token[]): Formula {
  const pieces: Tree[] = [];
  const open: Span[] = [span()];
  const close = (): { readonly text: string; readonly depth: number } => {
    const { parts, depth, longest, choices } = open.pop() as Span; // brackets match, check.ts saw to it
    const text = parts.join(" ");
    const total = depth + longest + choices;
    if (total < DEEPEST_PIECE) return { text, depth: total };
    return { text: `p${pieces.push(treeOf(text)) - 1}`, depth: 0 };
  };
  tokens.forEach((token, k) => {
    let top = open[open.length - 1] as Span;
    if (token.text === ")" || token.text === "]" || token.text === ",") {
      const { text, depth } = close();
      top = open[open.length - 1] as Span;
      top.parts.push(text, token.text);
      top.depth = Math.max(top.depth, depth + 1);
    } else {
      top.parts.push(token.kind === "sign" ? token.text : `${token.kind === "name" ? "v" : ""}${k}`);
      measure(top, token, endsOperand(tokens[k - 1]));
    }
    if (token.text === "(" || token.text === "[" || token.text === ",") open.push(span());
  });
  return { tokens, tree: treeOf((open[0] as Span).parts.join(" ")), pieces };
}

/** Counts what makes mathjs recurse without a bracket. */
function measure(top: Span, token: Token, joined: boolean): void {
  if (token.kind !== "sign" || ["(", "[", "'"].includes(token.text)) return;
  if (token.text === "?") top.choices++;
  const nests = token.text === "^" || token.text === ".^" || (!joined && /[+-]/.test(token.text));
  top.run = nests ? top.run + 1 : 0;
  top.longest = Math.max(top.longest, top.run);
  if (top.longest <= LONGEST_CHAIN && top.choices <= LONGEST_CHAIN) return;
  throw refusal("TOO_DEEP", "too many powers, signs or choices in a row", token.column, {
    got: `more than ${LONGEST_CHAIN}`,
    expected: `at most ${LONGEST_CHAIN}`,
    mend: "Put some of them in parentheses",
  });
}
