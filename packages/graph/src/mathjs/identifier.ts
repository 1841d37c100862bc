import { nameText } from "../name";
import type { Node } from "../node";
import { operations } from "../ops/table";

/** Words that mathjs reads as something other than a name. */
const RESERVED = new Set("true false null undefined NaN Infinity mod to in and xor or not end".split(" "));
/** What formulas call: a symbol of such a name would hide the function from mathjs. */
const CALLED: ReadonlySet<string> = new Set([
  ...Object.values(operations).flatMap((op) => (op.kind === "pointwise" ? [op.name] : [])),
  ..."ln max min sum mean norm logSumExp softmax logSoftmax transpose trace matmul dot outer reshape broadcastTo slice".split(
    " ",
  ),
]);
/** What mathjs accepts in every place of a name: digits, Latin and Greek letters. */
const STRANGE = /[^A-Za-z0-9_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02AF\u0370-\u037D\u0386\u0388-\u03FF]/gu;

/**
 * What a symbol is called in a formula: its name, if mathjs reads that as a name. Otherwise braces go, a comma becomes `_`,
 * `^(2)` becomes `$2`, any other character `$` and its code, and a word with another meaning gets a `$` at its end:
 * `w_{1,2}` is `w_1_2`, `W^(2)` is `W$2`, `sin` is `sin$`.
 */
export function mathjsName(symbol: Node): string {
  const name = symbol.attrs.name === undefined ? symbol.op.name : nameText(symbol.attrs.name);
  const [main = "", layer] = name.split(/\^\((\w+)\)$/);
  const text = main.replace(/[{}]/g, "").replaceAll(",", "_").replace(STRANGE, coded);
  const whole = layer === undefined ? text : `${text}$${layer}`;
  if (/^\d/.test(whole)) return `_${whole}`;
  return RESERVED.has(whole) || CALLED.has(whole) ? `${whole}$` : whole;
}

const coded = (character: string): string => `$${(character.codePointAt(0) as number).toString(16)}$`;
