import type { Cell, Line } from "./table-entries";

/** What a row of a table says of the axes of the quantity whose name it has: their sizes, and letters that run along them. */
export interface TableDeclaration {
  /** As it is typed: `W_{jk}`. */
  readonly name: string;
  readonly axes: readonly { readonly size: string; readonly letter?: string }[];
}

const SHAPES = /^(?:shapes?|dimensions?|形状|形狀|维度|維度)$/i;
const RANGES = /^(?:indices|index ranges?|下标|下標)$/i;
const TIMES = /\\times(?![A-Za-z])|×|,/;
/** m, 3, n_1 or n_{l-1} */
const SIZE = /^(?:\d+|[A-Za-z](?:_(?:\w|\{\w+(?:[+-]\d)?\}))?)$/;
/** j = 1, \ldots, m */
const RANGE = /^([a-z])\s*=\s*1\s*,\s*(?:\\[lc]?dots|\.\.\.|…)\s*,\s*(\S+)$/;

/** m \times n, (m, n) or [m, n]: the sizes; none for a scalar; undefined for anything else. */
function sizesIn(text: string): TableDeclaration["axes"] | undefined {
  const inner = /^[([](.*)[)\]]$/.exec(text)?.[1] ?? text;
  const sizes = inner.trim() === "" ? [] : inner.split(TIMES).map((each) => each.trim());
  return sizes.every((each) => SIZE.test(each)) ? sizes.map((size) => ({ size })) : undefined;
}

/** j = 1, \ldots, m;\ k = 1, \ldots, n: the letters with their sizes. */
function rangesIn(text: string): TableDeclaration["axes"] | undefined {
  const ranges = text.trim() === "" ? [] : text.split(/;(?:\\[ ,;:])?/).map((each) => each.trim());
  const axes = ranges.flatMap((each) => {
    const [, letter, size] = RANGE.exec(each) ?? [];
    return letter === undefined || size === undefined || !SIZE.test(size) ? [] : [{ letter, size }];
  });
  return axes.length === ranges.length ? axes : undefined;
}

/** A table without its column of shapes, or of what indices run over, and what that declares of the names in the first column. */
export function declarationsIn(
  head: readonly Cell[],
  body: readonly Line[],
): {
  readonly declarations: TableDeclaration[];
  readonly head: readonly Cell[];
  readonly body: readonly Line[];
} {
  const column = head.findIndex(({ text }, k) => k > 0 && (SHAPES.test(text) || RANGES.test(text)));
  if (column === -1) return { declarations: [], head, body };
  const read = RANGES.test(head[column]?.text ?? "") ? rangesIn : sizesIn;
  const declarations = body.flatMap(({ cells }) => {
    const [name, own] = [cells[0]?.text ?? "", cells[column]];
    const axes = own && read(own.text);
    return name === "" || axes === undefined ? [] : [{ name, axes }];
  });
  const without = (cells: readonly Cell[]): Cell[] => cells.filter((_, k) => k !== column);
  return {
    declarations,
    head: without(head),
    body: body.map(({ cells, line }) => ({ line, cells: without(cells) })),
  };
}
