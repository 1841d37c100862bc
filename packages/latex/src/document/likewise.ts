import type { Statement } from "@chainrule/derive";
import { nameText } from "@chainrule/graph";
import { filled } from "../language/language";
import { tex } from "../safe/tex";
import type { Block, Row } from "./model";
import { leftSide, relationOf, rowsFor } from "./rows";
import { widthOf } from "./width";
import { isOfLoss, nameLatex, paragraph, type Writing } from "./writing";

/*
 * In standard detail, of blocks that differ in the numbers of units alone the first is written in full. What the others come to stands
 * in a line each, with the numbers of lines that later ones refer to.
 */

/** The statements that lead to one derivative. */
type DerivativeBlock = readonly Statement[];

/** Blocks with those that follow them and are derived likewise. */
interface Alike {
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
const isGrouped = (writing: Writing): boolean => writing.detail === "standard" && isOfUnits(writing);

const isOfUnits = ({ derivation, layers }: Writing): boolean =>
  layers === undefined && derivation.statements.every(({ expression }) => expression.shape.length === 0);

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
  return likewiseRows(
    blocks.flatMap((block) => lastWords(block, writing)),
    writing,
  );
}

/** Statements in a line each: what it is, and its value. */
function likewiseRows(statements: readonly Statement[], writing: Writing): Block[] {
  if (statements.length === 0) return [];
  const rows = statements.flatMap((statement) => compactRows(statement, writing));
  return [paragraph(filled(writing.language, "likewise")), { kind: "formulas", rows }];
}

/** The last statement about each partial and each derivative of the loss in a block. */
function lastWords(block: DerivativeBlock, writing: Writing): Statement[] {
  const last = new Map<string, Statement>();
  for (const statement of block)
    if (statement.role === "local" || isOfLoss(statement, writing))
      last.set(nameText(statement.symbol), statement);
  return [...last.values()].filter(({ role }) => role !== "chain" && role !== "abbreviation");
}

/** What is wider, or takes several lines, has its value below. */
const WIDEST = 44;

function compactRows(statement: Statement, writing: Writing): Row[] {
  const { numbers, print, spelling, tags } = writing;
  const { expression, id, role } = statement;
  const lines = spelling.expression(expression, print, role === "closed");
  const tag = tags.get(id);
  const row = {
    left: leftSide(statement, writing),
    relation: relationOf(statement, writing),
    ...(tag !== undefined && { tag }),
  };
  if (numbers === undefined || expression.attrs.value !== undefined) return [{ ...row, right: lines }];
  const { exact, latex } = numbers.print(expression);
  const relation = exact ? tex`=` : tex`\\approx`;
  const [only, ...more] = lines;
  const whole = tex`${only ?? tex``} ${relation} ${latex}`;
  return more.length > 0 || widthOf(whole) > WIDEST
    ? [
        { ...row, right: lines },
        { relation, right: [latex] },
      ]
    : [{ ...row, right: [whole] }];
}

/** Definitions in standard detail: of those that differ in the numbers of units alone the first in full, the others in a line each. */
export function definitionBlocks(definitions: readonly Statement[], writing: Writing): Block[] {
  const isShort = writing.detail !== "every-step" && isOfUnits(writing);
  const groups = new Map<string, Statement[]>();
  for (const statement of definitions) {
    const key = isShort ? skeletonOf([statement], writing) : "";
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group): Block[] => {
    const full = isShort ? group.slice(0, 1) : group;
    const rows = full.flatMap((statement) => rowsFor([statement], writing));
    return [{ kind: "formulas", rows }, ...likewiseRows(isShort ? group.slice(1) : [], writing)];
  });
}
