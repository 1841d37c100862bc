import type { Statement } from "@chainrule/derive";
import { type Node, nameText, partialName, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { notationOf } from "../notation";
import { printNumber } from "../number";
import { type Tex, tex } from "../safe/tex";
import { layersInline } from "./layer-section";
import { linesOf } from "./lines";
import type { Row } from "./model";
import type { Numbers } from "./numbers";
import { reasonOf } from "./reasons";
import { substituted } from "./underbrace";
import { nameOf, type Writing } from "./writing";

/** What rows are written with besides: the line that stated the product, and the partials that were found just now. */
export interface Plan {
  readonly statement: Statement;
  readonly fresh: ReadonlySet<string>;
}

/** The lines that settle one symbol: what it is, with reasons; then numbers put in; then the result. */
export function rowsFor(statements: readonly Statement[], writing: Writing, plan?: Plan): Row[] {
  const first = statements[0];
  const last = statements[statements.length - 1];
  if (first === undefined || last === undefined) return [];
  const symbolic = withoutRepeats(statements.flatMap((statement) => symbolicRows(statement, writing, plan)));
  const rows: Row[] = symbolic.map((row, k) =>
    k === 0 ? { left: leftSide(first, writing), ...row, relation: relationOf(first, writing) } : row,
  );
  const unfolded = unfoldedRow(last, writing);
  if (unfolded !== undefined) rows.push(unfolded);
  if (last.role === "chain" || last.role === "given" || writing.numbers === undefined) return rows;
  const stated = last.because.kind === "substituted" ? (plan?.statement ?? last) : last;
  rows.push(...numberRows(last, stated, writing.numbers, writing));
  const final = rows[rows.length - 1] as Row;
  if (isResult(last, writing)) rows[rows.length - 1] = { ...final, boxed: true };
  return rows;
}

/** A finished derivative, a new value, or a partial that is itself one of the derivatives asked for. */
function isResult({ role, symbol }: Statement, { derivation }: Writing): boolean {
  if (role === "closed" || role === "second" || role === "update") return true;
  const wanted = derivation.wrt.map((node) => nameText(partialName(nameOf(derivation.loss), nameOf(node))));
  return wanted.includes(nameText(symbol));
}

/** What a statement says in symbols. Where it puts partials in, a line shows them as they were found. */
function symbolicRows(statement: Statement, writing: Writing, plan: Plan | undefined): Row[] {
  const tag = writing.tags.get(statement.id);
  const row: Row = {
    relation: tex`=`,
    right: writing.spelling.expression(statement.expression, writing.print, isDerived(statement)),
    reason: reasonWithShape(statement, writing),
    ...(tag === undefined ? {} : { tag }),
  };
  const isScalar = writing.spelling.notation === "scalar";
  const isSubstituted = isScalar && statement.role === "closed" && statement.because.kind === "substituted";
  const product =
    plan !== undefined && isSubstituted ? substituted(plan.statement, plan.fresh, writing) : undefined;
  if (product === undefined) return [row];
  const right = linesOf(product.braced);
  if (linesOf(product.plain).join(" ") === row.right.join(" ")) return [{ ...row, right }];
  const { reason, ...simplified } = row;
  return [
    { relation: tex`=`, right, reason: reason ?? [] },
    { ...simplified, reason: filled(writing.language, "simplified") },
  ];
}

const isDerived = ({ role }: Statement): boolean => ["closed", "step", "second", "update"].includes(role);

/** Why a line holds; in matrix form, where products of Jacobians are not shown, with the shape of what it states. */
function reasonWithShape(statement: Statement, writing: Writing): Inline[] {
  const { language, spelling } = writing;
  const shape = spelling.shape(statement.expression.shape);
  const reason =
    spelling.notation === "matrix" ? matrixReason(statement, writing) : reasonOf(statement, writing);
  const layers = layersInline(statement, writing);
  const parts = [
    reason,
    ...(shape === undefined ? [] : [[{ math: shape }]]),
    ...(layers === undefined ? [] : [layers]),
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, k) => (k === 0 ? part : [language.phrases.listComma, ...part]));
}

/** Matrix form shows no Kronecker deltas, and of products of Jacobians only what they come to. */
function matrixReason(statement: Statement, writing: Writing): Inline[] {
  const { because, role } = statement;
  if (because.kind === "delta" && role !== "local") return filled(writing.language, "multipliedOut");
  if (role === "closed" && (because.kind === "substituted" || because.kind === "collapsed"))
    return filled(writing.language, "chainRule");
  // only the last line about a partial is shown: its reason is that of the first
  const isReduced = because.kind === "delta" || because.kind === "simplified";
  const raw =
    role === "local" && isReduced ? writing.derivation.statements[statement.from[0] ?? -1] : undefined;
  return reasonOf(raw ?? statement, writing);
}

export function leftSide(statement: Statement, writing: Writing): Tex {
  const { expression, stands, symbol } = statement;
  const left = writing.spelling.name(symbol, expression.shape);
  if (statement.role === "update") return updatedLeft(statement, writing);
  if (stands === undefined) return left;
  return tex`${left} := ${statement.negative ? tex`-` : tex``}${writing.spelling.name(stands, expression.shape)}`;
}

/** What an update gives a value to: w^+, the change of w, or w itself before an arrow. */
function updatedLeft({ expression, symbol }: Statement, { derivation, spelling }: Writing): Tex {
  const isArrow = derivation.updates === "arrow" && symbol.kind === "symbol";
  const name = isArrow ? { ...symbol, sup: symbol.sup.replace(/\+$/, "") } : symbol;
  return spelling.name(name, expression.shape);
}

export function relationOf(
  { role, stands }: Statement,
  { derivation: { updates } }: Writing,
): Row["relation"] {
  if (role === "update" && updates === "arrow") return tex`\\leftarrow`;
  if (role === "update" && updates === "change") return tex`:=`;
  if (stands !== undefined) return tex`=`; // the left side has the sign of a definition
  return role === "definition" || role === "loss" ? tex`:=` : tex`=`;
}

/** Lines that say the same as the one before are left out; their numbers go to that one. */
function withoutRepeats(rows: readonly Row[]): Row[] {
  const kept: Row[] = [];
  for (const row of rows) {
    const before = kept[kept.length - 1];
    if (before === undefined || before.right.join(" ") !== row.right.join(" ")) kept.push(row);
    else if (row.tag !== undefined) kept[kept.length - 1] = { ...before, tag: row.tag }; // the later one is cited
  }
  return kept;
}

/** A definition by a function, written as what the function is: sigma(net) = 1/(1 + e^-net). */
function unfoldedRow({ role, expression }: Statement, { print, spelling }: Writing): Row | undefined {
  const body = unfolded(expression);
  if (role !== "definition" || body === undefined) return undefined;
  return { relation: tex`=`, right: spelling.expression(body, print) };
}

/** The lowered form of a pointwise function of a single operand that has one. */
function unfolded({ op, inputs }: Node): Node | undefined {
  const isFunction = notationOf(op)?.kind === "function";
  if (op.kind !== "pointwise" || inputs.length !== 1 || !isFunction) return undefined;
  return op.lower?.(inputs);
}

/** The expression with numbers in place of names, and its value. */
function numberRows(statement: Statement, stated: Statement, numbers: Numbers, writing: Writing): Row[] {
  const isDefinition = stated.role === "definition";
  const shown = (isDefinition ? unfolded(stated.expression) : undefined) ?? stated.expression;
  let exact = true;
  const noted = (number: { readonly latex: Tex; readonly exact: boolean }): Tex => {
    exact &&= number.exact;
    return number.latex;
  };
  const right = writing.spelling.expression(shown, {
    ...writing.print,
    substitute: (node) => noted(numbers.print(node)),
    constant: (value) => noted(printNumber(value, numbers.style)),
  });
  const result = numbers.print(statement.expression);
  const rows: Row[] = [];
  const isItself = right.length === 1 && right[0] === result.latex;
  if (!isItself && mentionsNames(shown)) rows.push({ relation: exact ? tex`=` : tex`\\approx`, right });
  if (statement.expression.attrs.value === undefined || rows.length > 0) {
    rows.push({ relation: exact && result.exact ? tex`=` : tex`\\approx`, right: [result.latex] });
  }
  return rows;
}

const mentionsNames = (node: Node): boolean =>
  topologicalOrder([node]).some((inner) => inner.attrs.name !== undefined);

/** Statements about one symbol that follow each other, together. */
export function bySymbol(statements: readonly Statement[]): Statement[][] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const group = groups[groups.length - 1];
    const before = group?.[group.length - 1];
    const follows = before !== undefined && nameText(before.symbol) === nameText(statement.symbol);
    if (follows && group !== undefined) group.push(statement);
    else groups.push([statement]);
  }
  return groups;
}
