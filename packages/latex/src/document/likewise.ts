import type { Statement } from "@chainrule/derive";
import { nameText } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { tex } from "../safe/tex";
import type { Block, Table } from "./model";
import { isOfLoss, nameLatex, paragraph, type Writing } from "./writing";

/*
 * In standard detail, of blocks that differ in the numbers of units alone the first is written in full. What the others come to stands
 * in a table, with the numbers of lines that later ones refer to.
 */

/** The statements that lead to one derivative. */
export type DerivativeBlock = readonly Statement[];

/** Blocks with those that follow them and are derived likewise. */
export interface Alike {
  readonly first: DerivativeBlock;
  readonly others: readonly DerivativeBlock[];
}

/** Groups blocks by how they begin, in the order of the first of each group; without grouping, each by itself. */
export function alikeBlocks(blocks: readonly DerivativeBlock[], writing: Writing): Alike[] {
  const groups = new Map<string, { first: DerivativeBlock; others: DerivativeBlock[] }>();
  for (const [k, block] of blocks.entries()) {
    const key = isGrouped(writing) ? skeletonOf(block, writing) : String(k);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: block, others: [] });
    else group.others.push(block);
  }
  return [...groups.values()];
}

/** Layers that are derived once, and tensors, have no units that differ in numbers. */
const isGrouped = ({ derivation, detail, layers }: Writing): boolean =>
  detail === "standard" &&
  layers === undefined &&
  derivation.statements.every(({ expression }) => expression.shape.length === 0);

/** How a block's derivative is first written, without the numbers of units; those of layers stay. */
function skeletonOf(block: DerivativeBlock, writing: Writing): string {
  const last = block[block.length - 1] as Statement; // blocks are not empty
  const symbol = nameText(last.symbol);
  const plan = block.find((each) => nameText(each.symbol) === symbol) ?? last;
  const lines = writing.spelling.expression(plan.expression, writing.print);
  const text = `${nameLatex(last.stands ?? last.symbol, writing)} = ${lines.join(" ")}`;
  return text.replace(/\^\{\(\d+\)\}|\d+/g, (found) => (found.startsWith("^") ? found : ""));
}

/** What blocks come to that are derived likewise: their partials and derivatives, with numbers. */
export function likewise(blocks: readonly DerivativeBlock[], writing: Writing): Block[] {
  if (blocks.length === 0) return [];
  const { language, numbers } = writing;
  const header = (["derivative", "formula"] as const).map((phrase) => filled(language, phrase));
  if (numbers !== undefined) header.push(filled(language, "value"));
  const table: Table = {
    kind: "table",
    header,
    rows: blocks.flatMap((block) => lastWords(block, writing).map((statement) => rowOf(statement, writing))),
  };
  return [paragraph(filled(language, "likewise")), table];
}

/** The last statement about each partial and each derivative of the loss in a block. */
function lastWords(block: DerivativeBlock, writing: Writing): Statement[] {
  const last = new Map<string, Statement>();
  for (const statement of block)
    if (statement.role === "local" || isOfLoss(statement, writing))
      last.set(nameText(statement.symbol), statement);
  return [...last.values()].filter(({ role }) => role !== "chain" && role !== "abbreviation");
}

function rowOf(statement: Statement, { language, numbers, print, spelling, tags }: Writing): Inline[][] {
  const { expression, stands, symbol } = statement;
  const left = spelling.name(symbol, expression.shape);
  const name = stands === undefined ? left : tex`${left} := ${spelling.name(stands, expression.shape)}`;
  const tag = tags.get(statement.id);
  const lines = spelling.expression(expression, print, statement.role === "closed");
  const formula: Inline[] = [{ math: tex`\\displaystyle ${tex.join(lines, tex` `)}` }];
  if (tag !== undefined) formula.push(`${language.phrases.wordSpace}(${tag})`);
  const cells: Inline[][] = [[{ math: tex`\\displaystyle ${name}` }], formula];
  return numbers === undefined ? cells : [...cells, [{ math: numbers.print(expression).latex }]];
}
