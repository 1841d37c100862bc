import type { TableBlock } from "./blocks";
import { declarationsIn, type TableDeclaration } from "./declarations";
import { gateIn } from "./gates";
import type { Passage, TableRow } from "./passage";
import { stagesOfRows } from "./stage-rows";
import { type Cell, entriesIn, type Line } from "./table-entries";

/** A table in Markdown: its rows, and the chains in cells below heads that are no formulas. */
export function markdownRows({ lines }: TableBlock): {
  readonly rows: readonly TableRow[];
  readonly passages: readonly Passage[];
  readonly declarations: readonly TableDeclaration[];
} {
  const [first, ...others] = lines;
  if (first === undefined) return { rows: [], passages: [], declarations: [] };
  const { body, declarations, head } = declarationsIn(first.cells, others);
  const rows = rowsOf(head, body);
  const taken = new Set(rows.flatMap(({ cells }) => cells.map(({ cell }) => cell.offset)));
  const passages = [head, ...body.map(({ cells }) => cells)]
    .flat()
    .filter(({ at, text }) => !taken.has(at) && /[=<>≤≥≠]|\\(?:[lg]e|[lg]t|ne)/.test(text))
    .map(passage);
  return { rows, passages, declarations };
}

/** A table in LaTeX: what stands in a tabular, or in an array with lines. */
export function tabularRows(
  body: string,
  offset: number,
): { readonly rows: readonly TableRow[]; readonly declarations: readonly TableDeclaration[] } {
  const lines: Line[] = [];
  let from = 0;
  for (const found of body.matchAll(/\\\\(?:\[[^\]]*\])?|$/g)) {
    const row = body
      .slice(from, found.index)
      .replace(
        /\\(?:hline|toprule|midrule|bottomrule|end(?:first)?head|end(?:last)?foot|cline\{[^{}]*\})/g,
        (rule) => " ".repeat(rule.length),
      );
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
  const [first, ...others] = lines;
  if (first === undefined || first.cells.length < 2) return { rows: [], declarations: [] };
  const { body: rest, declarations, head } = declarationsIn(first.cells, others);
  return { rows: rowsOf(head, rest), declarations };
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
  const pairs = formulaPairs(head, body);
  if (pairs !== undefined) return pairs;
  const stages = stagesOfRows(head, body);
  const isCase = body.length > 1 || stages !== undefined;
  return body.map(({ line, cells }, k) => {
    const updates = stages?.[k];
    const row = rowOf(
      line,
      head.flatMap((header, column) => {
        const cell = cells[column];
        return cell !== undefined && isHead(header) && (isNumber(cell) || isChain(cell))
          ? [{ header: passage(header), cell: passage(cell) }]
          : [];
      }),
      isCase,
    );
    return updates === undefined ? row : { ...row, updates };
  });
}

const OF_DERIVATIVES =
  /\b(?:derivative|gradient|slope|differential)s?\b|导数|導數|梯度|求导|求導|偏导|偏導|微分|f'/i;
const OF_OTHERS =
  /\b(?:shapes?|sizes?|dimensions?|type|range|limits?|example|unit|code|integral|primitive|inverse)\b|形状|形狀|维度|維度|大小|范围|範圍|积分|積分/i;

const DERIVATIVE =
  /^(?:\\[dt]?frac\s*\{\s*(?:\\partial|d|\\mathrm\{d\})(?![a-z])|\\nabla|[d∂]\w+\s*\/\s*[d∂]\w)/;

/** Two formulas side by side below heads of words: the second is what the first is, or its derivative where the heads say so. */
function formulaPairs(head: readonly Cell[], body: readonly Line[]): TableRow[] | undefined {
  const isPair = ({ cells }: Line): boolean =>
    cells.filter(({ isMath }) => isMath).length === 2 && !cells.some(({ text }) => /[=<>≤≥]/.test(text));
  const [first] = body;
  if (first === undefined || !body.every(isPair) || head.some(({ text }) => OF_OTHERS.test(text)))
    return undefined;
  const [k, m] = first.cells.flatMap(({ isMath }, at) => (isMath ? [at] : [])) as [number, number]; // two
  const [left, right] = [head[k], head[m]];
  if (left === undefined || right === undefined) return undefined;
  const isDerivative = OF_DERIVATIVES.test(right.text) && !OF_DERIVATIVES.test(left.text);
  const [, by] = /^[^()=]*\(([A-Za-z])\)$/.exec(left.text) ?? [];
  const areWords = !isFormula(left) && !isFormula(right);
  const isTold = body.some(({ cells }) => isSymbol(cells[k]) || DERIVATIVE.test(cells[k]?.text ?? ""));
  if (!(isDerivative && (areWords || by !== undefined)) && !(areWords && isTold)) return undefined;
  return body.map(({ line, cells }) => {
    const [header, cell] = [passage(cells[k] as Cell), passage(cells[m] as Cell)]; // isPair
    return rowOf(
      line,
      [{ header, cell, ...(isDerivative && { derivative: by === undefined ? {} : { by } }) }],
      false,
    );
  });
}

const rowOf = (line: Cell, cells: TableRow["cells"], isCase: boolean): TableRow => ({
  offset: line.at,
  length: line.text.length,
  cells,
  isCase,
});

const passage = ({ at, text }: Cell): Passage => ({ text, offset: at, isMath: false });

const isNumber = (cell: Cell | undefined): boolean =>
  cell !== undefined &&
  /^[-−+]?\d*\.?\d+(?:\s*(?:e|(?:\\times|\\cdot|×|·)\s*10\^)\{?[-−+]?\d+\}?)?$/i.test(cell.text);
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
