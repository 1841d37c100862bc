import type { Passage } from "../document/passage";

/*
 * Vectors and matrices of numbers: x = (1, 2), W = [[1, 0], [0, 1]], and those of \begin{pmatrix}. Read where a document speaks of
 * their entries too: as x_1 = 1, x_2 = 2.
 */

/** A list with the names of its entries. */
export interface NumberList {
  /** The quantity; undefined where each entry has a name of its own: (w_1, w_2) = (0.5, 0.3). */
  readonly name: string | undefined;
  /** Where it stands in its passage. */
  readonly start: number;
  readonly end: number;
  readonly entries: readonly { readonly header: Passage; readonly cell: Passage }[];
}

const NUMBER = String.raw`[-−+]?\s*\d*\.?\d+(?:e[-−+]?\d+)?`;
const FLIPPED = String.raw`(?:\s*\^\s*\{?\s*(?:T|\\top|\\mathsf\{T\}|⊤)\s*\}?)?`;
const [OPEN, CLOSE] = [String.raw`(?:\\left\s*)?[([（]`, String.raw`(?:\\right\s*)?[)\]）]`];
const NAME = String.raw`(?:\\(?:hat|bar|tilde|mathbf|boldsymbol|bm|vec|mathrm)\s*\{?\s*\w+\s*\}?|\\?[A-Za-zα-ω]+)`;
const MARK = String.raw`(?:\s*\^\s*\{?\s*[([]\d[)\]]\s*\}?)?`;
const VECTOR = String.raw`${OPEN}\s*(?:${NUMBER}\s*[,，;；]\s*)+${NUMBER}\s*${CLOSE}${FLIPPED}`;
const ROWS = String.raw`${OPEN}\s*(?:${VECTOR}\s*[,，;；]?\s*)+${CLOSE}`;
const MATRIX = String.raw`\\begin\{([pb]?)matrix\}(?:(?!\\end|\\begin)[\s\S])*\\end\{\4matrix\}${FLIPPED}`;
const SYMBOLS = String.raw`${OPEN}[^()[\]=（）]*${CLOSE}${FLIPPED}`;
const LIST = new RegExp(
  String.raw`(?<![\w\\^}])(?:(${NAME})(${MARK})\s*[=＝]\s*(?:${SYMBOLS}\s*[=＝]\s*)?)(${MATRIX}|${VECTOR}|${ROWS})(?!\s*[\w^*/+−-])`,
  "gu",
);
const PAIRS = new RegExp(
  String.raw`(?<![\w\\^}]|_\{\s{0,3})(${SYMBOLS})\s*[=＝]\s*(${VECTOR})(?!\s*[\w^*/+−-])`,
  "gu",
);
const ENTRY = new RegExp(NUMBER, "gu");
const SYMBOL = /[^\s,，;；()[\]（）]+(?:\s+[^\s,，;；()[\]（）]+)*/gu;

/** The lists of numbers in a passage. */
export function listsIn(passage: Passage): NumberList[] {
  const { offset, text } = passage;
  const cell = (entry: string, at: number): Passage => ({ text: entry, offset: offset + at, isMath: false });
  const named = [...text.matchAll(LIST)].flatMap((found): NumberList[] => {
    const [whole, name = "", mark = "", list = ""] = found;
    const start = found.index;
    const from = start + whole.length - list.length;
    const rows = rowsIn(list);
    if (rows === undefined) return [];
    const isVector = rows.length === 1 || rows.every((row) => row.length === 1);
    const own = plainly(name);
    const entries = rows.flatMap((row, r) =>
      row.map(({ at, entry }, c) => {
        const index = isVector ? `${r + c + 1}` : `${r + 1}${c + 1}`;
        return { header: cell(`${own}_{${index}}${mark}`, start), cell: cell(entry, from + at) };
      }),
    );
    return [{ name: own, start, end: start + whole.length, entries }];
  });
  const paired = [...text.matchAll(PAIRS)].flatMap((found): NumberList[] => {
    const [whole, symbols = "", list = ""] = found;
    const names = [...symbols.replace(/\^\s*\{?\s*(?:T|\\top)\s*\}?\s*$/, "").matchAll(SYMBOL)];
    const values = [...list.matchAll(ENTRY)];
    const start = found.index;
    const from = start + whole.length - list.length;
    const isOwn = named.some((each) => each.start <= start && start < each.end);
    if (isOwn || names.length !== values.length) return [];
    const entries = names.map(([text], k) => {
      const value = values[k] as RegExpExecArray; // as many
      return { header: cell(text, start), cell: cell(value[0], from + value.index) };
    });
    return [{ name: undefined, start, end: start + whole.length, entries }];
  });
  return [...named, ...paired];
}

/** A letter without its style: \mathbf{x} is x. */
const plainly = (name: string): string =>
  name.replace(/^\\(?:mathbf|boldsymbol|bm|vec|mathrm)\s*\{?\s*(\w+)\s*\}?$/, "$1");

interface Value {
  readonly entry: string;
  readonly at: number;
}

/** The numbers of a list, row by row; undefined where something else stands in it. */
function rowsIn(list: string): Value[][] | undefined {
  const isMatrix = list.startsWith("\\begin");
  const isNested = !isMatrix && (list.match(/[([（]/g) ?? []).length > 1;
  const inner = isMatrix
    ? list.replace(/\\begin\{\w*\}|\\end\{\w*\}[\s\S]*$/g, (part) => " ".repeat(part.length))
    : list;
  const rows: Value[][] = [];
  let from = 0;
  for (const mark of inner.matchAll(isMatrix ? /\\\\|$/g : isNested ? /[)\]）]/g : /$/g)) {
    const row = inner.slice(from, mark.index);
    const values = [...row.matchAll(ENTRY)].map((found) => ({ entry: found[0], at: from + found.index }));
    const isNumbers = /^[\s&,，;；()[\]（）]*$|^\s*$/.test(
      row.replace(ENTRY, "").replace(/\\left|\\right|\^.*$/g, ""),
    );
    if (!isNumbers) return undefined;
    if (values.length > 0) rows.push(values);
    from = mark.index + mark[0].length;
  }
  return rows.length > 0 && rows.every((row) => row.length === rows[0]?.length) ? rows : undefined;
}

/** A passage without some of its lists; everything else keeps its place. */
export const withoutLists = (passage: Passage, lists: readonly NumberList[]): Passage => ({
  ...passage,
  text: lists.reduce(
    (text, { end, start }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    passage.text,
  ),
});
