import { gateIn } from "./conditions/gates";
import type { Passage, TableRow } from "./document";
import { type Cell, entriesIn, type Line } from "./table-entries";

const SEPARATOR = /^[\s|:+-]+$/;

/** Chains of relations between dollars in a table, below heads that are no formulas. */
export function passagesIn(table: string, offset: number, isTaken: (offset: number) => boolean): Passage[] {
  return [...table.matchAll(/(?<=[|\s(])\$([^$|\n]+)\$(?=[|\s.,;)])/g)].flatMap(({ 1: text = "", index }) => {
    const at = offset + index + 1;
    return /[=<>≤≥≠]|\\(?:[lg]e|[lg]t|ne)/.test(text) && !isTaken(at)
      ? [{ text, offset: at, isMath: false }]
      : [];
  });
}

/** A table in Markdown. */
export function tableRows(table: string, offset: number): TableRow[] {
  const lines: Cell[] = [];
  let at = offset;
  for (const text of table.split("\n")) {
    if (text.trim() !== "") lines.push({ text, at });
    at += text.length + 1;
  }
  const separator = lines.findIndex(({ text }) => SEPARATOR.test(text) && text.includes("-"));
  if (separator !== 1) return [];
  return rowsOf(
    cellsOf(lines[0] as Cell),
    lines.slice(2).map((line) => ({ line, cells: cellsOf(line) })),
  );
}

/** A table in LaTeX: what stands in a tabular, or in an array with lines. */
export function tabularRows(body: string, offset: number): TableRow[] {
  const lines: Line[] = [];
  let from = 0;
  for (const found of body.matchAll(/\\\\(?:\[[^\]]*\])?|$/g)) {
    const row = body
      .slice(from, found.index)
      .replace(/\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\})/g, (rule) => " ".repeat(rule.length));
    const cells: Cell[] = [];
    let at = from;
    for (const cell of row.split("&")) {
      const kept = cell.replace(/\$/g, " ");
      cells.push({ text: kept.trim(), at: offset + at + kept.length - kept.trimStart().length });
      at += cell.length + 1;
    }
    const lead = row.length - row.trimStart().length;
    if (row.trim() !== "") lines.push({ line: { text: row.trim(), at: offset + from + lead }, cells });
    from = found.index + found[0].length;
  }
  const [head, ...rest] = lines;
  return head === undefined || head.cells.length < 2 ? [] : rowsOf(head.cells, rest);
}

/** A table whose head holds symbols is read row by row; two columns of symbols and values, line by line. */
function rowsOf(head: readonly Cell[], body: readonly Line[]): TableRow[] {
  const entries = entriesIn(head, body, isSymbol, isNumber);
  if (entries !== undefined)
    return entries.map(({ line, name, value }) =>
      rowOf(line, [{ header: passage(name), cell: passage(value) }], false),
    );
  const isTransposed =
    body.length > 0 &&
    body.every(
      ({ cells }) =>
        (isSymbol(cells[0]) || isDerivative(cells[0])) && cells.slice(1).some((cell) => isNumber(cell)),
    );
  if (isTransposed && !head.slice(1).some((cell) => isFormula(cell))) {
    return body.map(({ line, cells }) => {
      const [symbol, ...values] = cells as [Cell, ...Cell[]];
      const value = values.find((cell) => isNumber(cell)) as Cell; // looked for just now
      return rowOf(line, [{ header: passage(symbol), cell: passage(value) }], false);
    });
  }
  const isCase = body.length > 1;
  return body.map(({ line, cells }) =>
    rowOf(
      line,
      head.flatMap((header, k) => {
        const cell = cells[k];
        return cell !== undefined && isHead(header) && (isNumber(cell) || isChain(cell))
          ? [{ header: passage(header), cell: passage(cell) }]
          : [];
      }),
      isCase,
    ),
  );
}

const rowOf = (line: Cell, cells: TableRow["cells"], isCase: boolean): TableRow => ({
  offset: line.at,
  length: line.text.length,
  cells,
  isCase,
});

function cellsOf({ at, text }: Cell): Cell[] {
  const cells: Cell[] = [];
  let from = text.indexOf("|") + 1;
  for (let to = text.indexOf("|", from); to !== -1; to = text.indexOf("|", from)) {
    const cell = text.slice(from, to);
    const inner = cell.replace(/[`$*]{1,2}/g, (mark) => " ".repeat(mark.length));
    const kept = /\*/.test(cell) && /\w\s*\*\s*\w/.test(cell) ? cell.replace(/[`$]/g, " ") : inner;
    const lead = kept.length - kept.trimStart().length;
    cells.push({ text: kept.trim(), at: at + from + lead });
    from = to + 1;
  }
  return cells;
}

const passage = ({ at, text }: Cell): Passage => ({ text, offset: at, isMath: false });

const isNumber = (cell: Cell | undefined): boolean =>
  cell !== undefined &&
  /^[-−+]?\d*\.?\d+(?:\s*(?:e|\\times\s*10\^|×\s*10\^)\{?[-−+]?\d+\}?)?$/i.test(cell.text);
const SYMBOL =
  /^(?:\\(?:mathrm|text|hat|bar|mathbf)(?:\{\w+\}| [A-Za-z])|\\?[A-Za-zα-ω]+)'*(?:_?\{?\w*\}?|\([a-z]\w*\))'*(?:\^\{?[^{}]*\}?)?$/u;
/** A name with its index, possibly with a bar or primes: no words. */
const isSymbol = (cell: Cell | undefined): boolean =>
  cell !== undefined && SYMBOL.test(cell.text) && !/^(?!net$|out$)[A-Za-z]{3,}$/.test(cell.text);
/** A derivative of one quantity by another. */
const isDerivative = (cell: Cell | undefined): boolean => {
  const [, of = "", by = ""] =
    /^\\[dt]?frac\s*\{\s*(?:\\partial|d)\s*([^{}]+)\}\s*\{\s*(?:\\partial|d)\s*((?:[^{}]|\{[^{}]*\})+)\}$/.exec(
      cell?.text ?? "",
    ) ??
    /^[d∂](\w+)\/[d∂](\w+)$/u.exec(cell?.text ?? "") ??
    [];
  return SYMBOL.test(of.trim()) && SYMBOL.test(by.trim());
};
/** Numbers with operations and relations between them: 0*1 + 1*1 - 1.5 = -0.5 < 0. */
const isChain = ({ text }: Cell): boolean =>
  /[=<>≤≥+*×·]|\\[lg]/.test(text) &&
  /^(?:[\d\s.+\-−*×·()=<>≤≥]|\\(?:times|cdot|l[et]|g[et]|leq|geq)(?![a-z]))+$/.test(text);
const isHead = (cell: Cell): boolean => isFormula(cell) || gateIn(cell.text) !== undefined;
const isFormula = (cell: Cell): boolean => isSymbol(cell) || /[-+*/^_\\∂Δ]|\w\(/.test(cell.text);
