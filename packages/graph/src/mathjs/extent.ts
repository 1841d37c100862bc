import type { Token } from "./tokens";
import { type Formula, firstColumn, type Tree, tokenOf } from "./tree";

interface Extent {
  readonly kind: "number" | "name" | "array" | "parentheses" | "sign" | "call" | "choice";
  readonly from: number;
  readonly to: number;
}

/** Where a tree stands in the text, from where its parts stand. */
export function extent(
  formula: Formula,
  tree: Tree,
  parts: readonly { readonly from: number; readonly to: number }[],
): Extent {
  const token = tokenOf(formula, tree);
  const first = parts[0]?.from ?? 0;
  const last = parts.at(-1)?.to ?? 0;
  switch (tree.type) {
    case "ConstantNode":
      return { kind: "number", ...placeOf(token as Token) };
    case "SymbolNode":
      return { kind: "name", ...placeOf(token as Token) };
    case "FunctionNode":
      return { kind: "call", from: placeOf(token as Token).from, to: after(formula, last).to };
    case "ParenthesisNode":
      return { kind: "parentheses", from: before(formula, first).from, to: after(formula, last).to };
    case "ArrayNode":
      return { kind: "array", ...arrayPlace(formula, tree) };
    case "OperatorNode":
      if (parts.length === 2) return { kind: "sign", from: first, to: last };
      if (tree.op === "'") return { kind: "sign", from: first, to: after(formula, last).to };
      return { kind: "sign", from: before(formula, first).from, to: last };
    default:
      return { kind: "choice", from: first, to: last };
  }
}

const placeOf = ({ column, typed }: Token): { readonly from: number; readonly to: number } => ({
  from: column - 1,
  to: column - 1 + typed.length,
});

/** The last token before a position. */
function before({ tokens }: Formula, position: number): { readonly from: number } {
  return placeOf(tokens[lowerBound(tokens, position) - 1] as Token);
}

/** The first token at or after a position; a call without arguments was refused before. */
function after({ tokens }: Formula, position: number): { readonly to: number } {
  return placeOf(tokens[lowerBound(tokens, position)] as Token);
}

/** The number of tokens that begin before a position. */
function lowerBound(tokens: readonly Token[], position: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (((tokens[middle] as Token).column - 1) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function arrayPlace(formula: Formula, tree: Tree): { readonly from: number; readonly to: number } {
  const { tokens } = formula;
  let position = lowerBound(tokens, firstColumn(formula, tree) - 1);
  let depth = 0;
  for (let inner: Tree | undefined = tree; inner?.type === "ArrayNode"; inner = inner.items[0]) depth++;
  for (let missing = depth; missing > 0; position--) if (tokens[position - 1]?.text === "[") missing--;
  const from = placeOf(tokens[position] as Token).from;
  let open = 0;
  for (; position < tokens.length; position++) {
    const { text } = tokens[position] as Token;
    if (text === "[") open++;
    if (text === "]" && --open === 0) break;
  }
  return { from, to: placeOf(tokens[Math.min(position, tokens.length - 1)] as Token).to };
}
