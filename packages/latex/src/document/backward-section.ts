import type { Statement } from "@chainrule/derive";
import { nameText } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { alikeBlocks, likewise } from "./likewise";
import type { Block, Row } from "./model";
import { bySymbol, rowsFor } from "./rows";
import { heading, isOfLoss, nameInline, ofRole, paragraph, section, type Writing } from "./writing";

const intros = {
  chain: "backwardIntro",
  delta: "backwardIntroDelta",
  factors: "backwardIntroFactors",
} as const;

/** The derivatives, from the loss back to the variables. */
export function backwardSection(writing: Writing): Block[] {
  const { derivation, detail, language } = writing;
  if (detail === "summary") return [];
  const statements = ofRole(writing, "chain", "local", "abbreviation", "step", "closed");
  const start: Block[] = [
    section(language, "backward"),
    paragraph(filled(language, intros[derivation.form])),
    ...(writing.layers === undefined ? [] : [paragraph(filled(language, "layersIntro"))]),
  ];
  if (derivation.form === "factors") return [...start, ...factorBlocks(statements, writing)];
  return [...start, ...derivativeBlocks(writing)];
}

/** What leads to each derivative, under its title. */
export function derivativeBlocks(writing: Writing): Block[] {
  const statements = ofRole(writing, "chain", "local", "abbreviation", "step", "closed");
  return alikeBlocks(blocksOf(statements, writing), writing).flatMap(({ first, others }): Block[] => [
    heading(2, blockTitle(titleOf(first), writing)),
    { kind: "formulas", rows: blockRows(first, writing) },
    ...besideBlock(first, writing),
    ...likewise(others, writing),
  ]);
}

/** The same lines in the second notation, without numbers of their own. */
function besideBlock(block: readonly Statement[], writing: Writing): Block[] {
  const { beside } = writing;
  if (beside === undefined) return [];
  const other: Writing = { ...writing, spelling: beside, beside: undefined, tags: new Map() };
  const rows = blockRows(block.filter(beside.shows), other);
  if (rows.length === 0) return [];
  return [paragraph(filled(writing.language, "inMatrices")), { kind: "formulas", rows }];
}

/** The statement that finishes a block, or the first of several for other layers. */
const titleOf = (block: readonly Statement[]): Statement =>
  block.find(({ role, layers }) => role === "closed" && layers !== undefined) ??
  (block[block.length - 1] as Statement);

function blockTitle({ stands, symbol }: Statement, writing: Writing): Inline[] {
  if (stands !== undefined)
    return filled(writing.language, "abbreviation", { symbol: nameInline(symbol, writing) });
  return symbol.kind === "partial"
    ? filled(writing.language, "derivativeBy", { by: nameInline(symbol.by, writing) })
    : [nameInline(symbol, writing)];
}

/** Cuts the statements where a derivative of the loss is finished, and every other that was begun before it. */
function blocksOf(statements: readonly Statement[], writing: Writing): Statement[][] {
  const blocks: Statement[][] = [];
  const finished = new Map<string, Statement>();
  for (const statement of statements)
    if (statement.role === "closed") finished.set(nameText(statement.symbol), statement);
  const begun = new Set<string>();
  let current: Statement[] = [];
  for (const [k, statement] of statements.entries()) {
    current.push(statement);
    const next = statements[k + 1];
    // the same derivative of a layer with more put in
    const goesOn =
      writing.layers !== undefined && next?.role === "closed" && next.because.kind === "substituted";
    const symbol = nameText(statement.symbol);
    const isFinished = finished.get(symbol) === statement;
    if (isFinished) begun.delete(symbol);
    else if (isOfLoss(statement, writing) && finished.has(symbol)) begun.add(symbol);
    if (isFinished && begun.size === 0 && isOfLoss(statement, writing) && !goesOn) {
      blocks.push(current);
      current = [];
    }
  }
  if (current.length > 0) blocks.push(current);
  return blocks;
}

function blockRows(block: readonly Statement[], writing: Writing): Row[] {
  const plans = new Map<string, Statement>();
  for (const statement of block) {
    if (statement.role === "chain" || statement.role === "abbreviation")
      plans.set(nameText(statement.symbol), statement);
  }
  const fresh = new Set(block.flatMap(({ role, symbol }) => (role === "local" ? [nameText(symbol)] : [])));
  return bySymbol(block).flatMap((group) => {
    const statement = plans.get(nameText((group[0] as Statement).symbol)); // groups are not empty
    return rowsFor(group, writing, statement === undefined ? undefined : { statement, fresh });
  });
}

function factorBlocks(statements: readonly Statement[], writing: Writing): Block[] {
  const { language } = writing;
  const isFactor = (statement: Statement): boolean => statement.stands !== undefined;
  const factors = statements.filter(isFactor);
  const total = new Set(factors.map((statement) => nameText(statement.symbol))).size;
  const repeated = factors.filter((statement) => statement.because.kind === "same").length;
  const rows = blockRows(factors, writing).map((row) => ({ ...row, boxed: false }));
  const gradients = statements.filter((statement) => !isFactor(statement));
  return [
    heading(2, filled(language, "factors")),
    paragraph(
      filled(language, "factorsShared", { total: String(total), distinct: String(total - repeated) }),
    ),
    { kind: "formulas", rows },
    heading(2, filled(language, "gradients")),
    { kind: "formulas", rows: blockRows(gradients, writing) },
  ];
}
