import { ChainruleError } from "@chainrule/graph";
import { parseText } from "@chainrule/graph/read";
import { namedBy, type Plain, plainNames } from "./names";

/*
 * Shapes as the tuples of array libraries: `# X: (N, D), b: (D,)` in a program, "X is (n, m), y is (m,)" and "W has the shape (m, n)" in
 * words. A pair in brackets may also be a point or an interval. So a tuple is a shape after the word; with a comma at its end, which
 * only array libraries write; after the colon of a remark; and beside the name of a matrix, a capital letter. Of numbers alone it is one
 * after the word, after a colon, or with the comma.
 */

// what may be long is bounded: a search takes time in proportion to the text
const NAME = String.raw`\`?\$?[A-Za-z]\w{0,24}\$?\`?`;
const NAMES = String.raw`(?<![\w\\^{.])${NAME}(?:(?:\s{0,3},\s{0,3}|\s{1,3}and\s{1,3})${NAME}){0,9}`;
const WORDS = String.raw`(?:(?!and\b)[a-z-]{2,12},?\s{1,3}){0,3}`;
const SIZE = String.raw`(?:\d{1,9}|[A-Za-z]\w{0,11})`;
const TUPLE = new RegExp(
  String.raw`(${NAMES})\s{0,3}(:|\bis\b|\bare\b|\bhas\b|\bhave\b|\bof\b)\s{0,3}(${WORDS})\$?[([]\s{0,3}(${SIZE}(?:\s{0,3},\s{0,3}${SIZE}){0,1})\s{0,3}(,?)\s{0,3}[)\]]`,
  "g",
);
const SHAPE_WORD = /\b(?:shapes?|dimensions?|sizes?)\b/i;

/** A quantity and the sizes of its axes, as they are written. */
interface Sized {
  readonly name: Plain;
  readonly sizes: readonly string[];
}

/** What the tuples of a document declare. */
export function tuplesIn(document: string): Sized[] {
  return [...document.matchAll(TUPLE)].flatMap(([, names = "", sign, words = "", inner = "", comma]) => {
    const sizes = inner.split(",").map((each) => each.trim());
    if (sizes.length === 1 && comma === "") return []; // (m) is m in brackets
    const isTold = SHAPE_WORD.test(words) || comma === "," || sign === ":";
    const isNumbers = sizes.every((size) => /^\d/.test(size));
    return names.split(/,|\band\b/).flatMap((text) => {
      const name = nameTyped(text.replace(/[`$]/g, "").trim());
      const isMatrix = name !== undefined && /^[A-Z]/.test(text.replace(/[`$]/g, "").trim());
      return name !== undefined && (isTold || (isMatrix && !isNumbers))
        ? [{ name, sizes: sizes.map(sizeIn) }]
        : [];
    });
  });
}

/** n0 and n_0 are one size. */
const sizeIn = (text: string): string => text.replace(/^([A-Za-z])_?(\d)$/, "$1_$2");

/** The name that a text without LaTeX is, if it is one. */
export function nameTyped(text: string): Plain | undefined {
  try {
    const { left, right } = parseText(text);
    return left === undefined || right.length > 0 ? undefined : namedBy(plainNames(left));
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}
