/** What stands between two bars, and where in the document. */
export interface Cell {
  readonly text: string;
  readonly at: number;
  /** All of it is set as a formula. */
  readonly isMath?: true;
}

/** A line of a table. */
export interface Line {
  readonly line: Cell;
  readonly cells: readonly Cell[];
}

/*
 * Tables of entries: | k | 1 | 2 | over | p_k | 0.6 | 0.4 | gives p_1 and p_2, and so does a table whose first column counts.
 */

/** A cell with the name of the quantity whose value it is. */
export interface Entry {
  readonly line: Cell;
  readonly name: Cell;
  readonly value: Cell;
}

/** What heads a row or column of numbers that count: a letter, or a word for what is counted. */
const COUNTED =
  /^(?:[a-z]|#|no\.?|index|sample|point|example|class|unit|entry|序号|编号|編號|样本|樣本|类|类别|點|点)$/i;
const COUNT = /^\d{1,2}$/;
const isCounting = (cells: readonly Cell[]): boolean =>
  cells.length > 1 &&
  cells.every(({ text }, k) => COUNT.test(text) && Number(text) === Number(cells[0]?.text) + k);

/** The name for one entry: p_k, or p, with a number in the place of the letter. Undefined where it has another index, or none below a letter that counts nothing else. */
function nameOf(name: Cell, letter: string, count: string): Cell | undefined {
  const [, base = "", sub] = /^([^_^\d]+)(?:_(\{\s*\w+\s*\}|\w))?$/.exec(name.text) ?? [];
  const index = sub?.replace(/[{}\s]/g, "");
  const isOwn = index === undefined ? base !== "" && !/^[a-hlo-z]$/i.test(letter) : index === letter;
  if (!isOwn) return undefined;
  return { at: name.at, text: `${base}_{${count}}` };
}

/** The entries in a table; undefined where nothing counts in it. */
export function entriesIn(
  head: readonly Cell[],
  body: readonly Line[],
  isSymbol: (cell: Cell | undefined) => boolean,
  isNumber: (cell: Cell | undefined) => boolean,
): Entry[] | undefined {
  const [corner, ...heads] = head;
  const first = body.flatMap(({ cells }) => cells.slice(0, 1));
  if (corner === undefined || !COUNTED.test(corner.text) || first.length < body.length) return undefined;
  const isAcross = isCounting(heads) && first.every(isSymbol);
  const isDown = isCounting(first) && heads.every(isSymbol);
  if (!isAcross && !isDown) return undefined;
  const found: Entry[] = [];
  for (const { cells, line } of body) {
    for (const [k, value] of cells.slice(1).entries()) {
      const [name, count] = isAcross ? [cells[0], heads[k]?.text] : [heads[k], cells[0]?.text];
      const named = name === undefined || count === undefined ? undefined : nameOf(name, corner.text, count);
      if (named === undefined) return undefined;
      if (isNumber(value)) found.push({ line, name: named, value });
    }
  }
  return found;
}
