import type { Derivation, Statement } from "@chainrule/derive";
import { type Name, type Node, nameText, type OperationName, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline, type Language } from "../language/language";
import { notations } from "../notation";
import { summandsOf } from "../piece";
import { type PrintOptions, printed, toLatex } from "../print";
import { printName } from "../symbol";
import type { Row } from "./model";
import type { Numbers } from "./numbers";

/** Everything that rows are written with. */
export interface Writing {
  readonly derivation: Derivation;
  readonly language: Language;
  readonly print: PrintOptions;
  /** Undefined: the document has no numbers. */
  readonly numbers: Numbers | undefined;
  /** The numbers of lines that others refer to, by statement. */
  readonly tags: ReadonlyMap<number, number>;
}

/** A right side longer than this, in printed characters, is broken before its summands. */
const LONGEST_LINE = 88;

/** The printed width of LaTeX, roughly, in characters. */
export function width(latex: string): number {
  return latex
    .replace(/\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "$1")
    .replace(/\\(mathrm|text|operatorname)\b/g, "")
    .replace(/\\[a-zA-Z]+|[{}_^\s]/g, "x")
    .replace(/x+/g, "x").length;
}

function broken(latex: string, summands: readonly string[]): string[] {
  if (summands.length < 2 || width(latex) <= LONGEST_LINE) return [latex];
  const lines: string[] = [];
  for (const summand of summands) {
    const last = lines[lines.length - 1];
    if (last !== undefined && width(`${last} ${summand}`) <= LONGEST_LINE)
      lines[lines.length - 1] = `${last} ${summand}`;
    else lines.push(summand);
  }
  return lines;
}

/** An expression as right side. */
function rightSide(expression: Node, options: PrintOptions): string[] {
  if (expression.attrs.name !== undefined) return [nodeLatex(expression, options)];
  const piece = printed(expression, options);
  return broken(piece.latex, summandsOf(piece));
}

/** A node as it stands in a formula: a name, or a number in its place. */
function nodeLatex(node: Node, options: PrintOptions): string {
  const name = node.attrs.name;
  if (name === undefined) return toLatex(node, options);
  return options.substitute?.(node) ?? printName(name, options.symbols);
}

export const nameLatex = (name: Name, { print }: Writing): string => printName(name, print.symbols);

/** The lines that settle one symbol: what it is, with reasons; then numbers put in; then the result. */
export function rowsFor(statements: readonly Statement[], writing: Writing, plan?: Statement): Row[] {
  const [first] = statements;
  if (first === undefined) return [];
  const rows: Row[] = statements.map((statement, k) => {
    const tag = writing.tags.get(statement.id);
    return {
      ...(k === 0 ? { left: leftSide(statement, writing) } : {}),
      relation: relationOf(statement, k),
      right: rightSide(statement.expression, writing.print),
      reason: reasonOf(statement, writing),
      ...(tag === undefined ? {} : { tag }),
    };
  });
  const last = statements[statements.length - 1] as Statement;
  const unfolded = unfoldedRow(last, writing);
  if (unfolded !== undefined) rows.push(unfolded);
  if (last.role === "chain" || last.role === "given" || writing.numbers === undefined) return rows;
  const numbered = last.because.kind === "substituted" ? (plan ?? last) : last;
  rows.push(...numberRows(last, numbered, writing.numbers, writing));
  const final = rows[rows.length - 1] as Row;
  if (last.role === "closed" || last.role === "update") rows[rows.length - 1] = { ...final, boxed: true };
  return rows;
}

function leftSide(statement: Statement, writing: Writing): string {
  const symbol = nameLatex(statement.symbol, writing);
  if (statement.stands === undefined) return symbol;
  return `${symbol} := ${nameLatex(statement.stands, writing)}`;
}

function relationOf(statement: Statement, position: number): Row["relation"] {
  const defines = statement.role === "definition" || statement.role === "loss";
  return defines && position === 0 ? ":=" : "=";
}

/** A definition by a function, written as what the function is: sigma(net) = 1/(1 + e^-net). */
function unfoldedRow({ role, expression }: Statement, { print }: Writing): Row | undefined {
  const body = unfolded(expression);
  if (role !== "definition" || body === undefined) return undefined;
  return { relation: "=", right: rightSide(body, print) };
}

/** The lowered form of a pointwise function of a single operand that has one. */
function unfolded({ op, inputs }: Node): Node | undefined {
  if (
    op.kind !== "pointwise" ||
    inputs.length !== 1 ||
    notations[op.name as OperationName]?.kind !== "function"
  )
    return undefined;
  return op.lower?.(inputs);
}

/** The expression with numbers in place of names, and its value. */
function numberRows(statement: Statement, plan: Statement, numbers: Numbers, writing: Writing): Row[] {
  const shown = plan.role === "definition" ? (unfolded(plan.expression) ?? plan.expression) : plan.expression;
  let exact = true;
  const substitute = (node: Node): string => {
    const number = numbers.print(node);
    exact &&= number.exact;
    return number.latex;
  };
  const options: PrintOptions = { ...writing.print, substitute, numbers: numbers.style };
  const right = rightSide(shown, options);
  const result = numbers.print(statement.expression);
  const rows: Row[] = [];
  const isResult = right.length === 1 && right[0] === result.latex;
  if (!isResult && mentionsNames(shown)) rows.push({ relation: exact ? "=" : "\\approx", right });
  if (statement.expression.attrs.value === undefined || rows.length > 0) {
    rows.push({ relation: exact && result.exact ? "=" : "\\approx", right: [result.latex] });
  }
  return rows;
}

const mentionsNames = (node: Node): boolean =>
  topologicalOrder([node]).some((inner) => inner.attrs.name !== undefined);

/** Why a line holds, in words. */
function reasonOf(statement: Statement, writing: Writing): Inline[] {
  const { language, derivation } = writing;
  const math = (name: Name): Inline => ({ math: nameLatex(name, writing) });
  const standing = statement.stands ?? statement.symbol;
  const by: Inline = standing.kind === "partial" ? math(standing.by) : "";
  const { because } = statement;
  switch (because.kind) {
    case "given":
    case "definition":
      return [];
    case "chain rule":
      return filled(language, "chainRule");
    case "paths":
      return filled(language, "paths", { count: String(because.count) });
    case "terms": {
      const dependent = because.dependent.map(math);
      return filled(language, dependent.length === 1 ? "terms" : "termsAll", { dependent, by });
    }
    case "rules":
      return filled(language, "rules", { operations: because.operations.map(operationInline) });
    case "coefficient":
      return filled(language, "coefficient", { by });
    case "independent":
      return filled(language, "independent", { loss: math(derivation.loss.attrs.name as Name), by }); // derive names the loss
    case "simplified":
      return filled(language, "simplified");
    case "same":
      return filled(language, "same", { as: math(because.as) });
    case "gradient descent":
      return filled(language, "gradientDescent");
    case "collapsed":
    case "substituted": {
      const references = referencesOf(statement, writing);
      return references.length === 0 ? [] : filled(language, because.kind, { references });
    }
  }
}

/** The numbers of the lines a statement uses. */
function referencesOf(statement: Statement, { tags }: Writing): Inline[] {
  return statement.from.flatMap((source) => {
    const tag = tags.get(source);
    return tag === undefined ? [] : [`(${tag})`];
  });
}

/** An operation in a reason: its sign or the name of the function. */
function operationInline(operation: OperationName): Inline {
  const notation = notations[operation];
  if (notation.kind === "function") return { math: notation.latex };
  return { math: PLAIN[operation] ?? `\\operatorname{${operation}}` };
}

const PLAIN: Readonly<Partial<Record<OperationName, string>>> = {
  add: "u + v",
  sub: "u - v",
  mul: "u\\,v",
  div: "\\frac{u}{v}",
  neg: "-u",
  pow: "u^{v}",
  square: "u^{2}",
  sqrt: "\\sqrt{u}",
  exp: "e^{u}",
  expm1: "e^{u} - 1",
  log1p: "\\ln(1 + u)",
  abs: "|u|",
  where: "\\begin{cases} u \\\\ v \\end{cases}",
};

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
