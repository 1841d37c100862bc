import { ChainruleError, type Meanings, type Node, relu, sigmoid, tanh } from "@chainrule/graph";
import type { Repair } from "../verdict";
import { collected, inOneCase, joinedNets, withoutAliases } from "./collect";
import { equality } from "./compare-graphs";
import { Positions } from "./document";
import { extracted } from "./extract";
import { type AuditVerdict, BAD, type Finding, GRAVITY } from "./finding";
import { Judge } from "./judge";
import { Letters } from "./letters";
import { Model } from "./model";
import { keyOf } from "./names";
import type { Slip } from "./slips";
import { equationIn, type Statement, statementsOf } from "./statement";
import { isNumeric, numbersIn, printedIn } from "./trees";
import { updateRule } from "./updates";

/** A part of a line. */
export interface AuditPlace {
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/** What was found out about one `=` of a line. */
export interface AuditClaim {
  readonly verdict: AuditVerdict;
  readonly because: string;
  readonly place: AuditPlace;
  /** What should stand there. */
  readonly expected?: string;
  /** The line whose mistake this one inherits. */
  readonly inherits?: number;
  readonly variant?: string;
}

/** A chain of the document with its verdict: that of its gravest claim. */
export interface AuditLine {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly verdict: AuditVerdict;
  readonly because: string;
  readonly repair?: Repair;
  readonly inherits?: number;
  readonly variant?: string;
  /** The part that is wrong. */
  readonly where?: AuditPlace;
  readonly claims: readonly AuditClaim[];
}

export interface Audit {
  readonly lines: readonly AuditLine[];
}

export function audit(document: string): Audit {
  const { passages, rows } = extracted(document);
  const typed = statementsOf(passages, rows);
  const read = { ...typed, statements: inOneCase(typed.statements) };
  const positions = new Positions(document);
  const cases = rows.filter(({ isCase }) => isCase).map((row) => ({ row, equations: row.cells.flatMap((cell) => equationIn(cell) ?? []) }));
  const judged = judgedAll(read.statements, cases.map(({ equations }) => equations));
  const lines = read.statements.map((statement, k) => lineOf(statement, judged.findings[k] as Finding[], document, positions, read.slips.filter(({ start }) => statement.start <= start && start < statement.end)));
  const tables = cases.flatMap(({ equations, row }, k) => {
    const span = { start: row.offset, end: row.offset + row.length };
    return equations.length === 0 ? [] : [lineOf(span, judged.cases[k] as Finding[], document, positions)];
  });
  const unread = read.unreadable.map(({ because, end, start }) => {
    const place = placeOf(start, end, document, positions);
    return { line: place.line, column: place.column, text: place.text, verdict: "not checked" as const, because, claims: [] };
  });
  return { lines: [...lines, ...tables, ...unread].sort((a, b) => a.line - b.line || a.column - b.column) };
}

const FUNCTIONS: Readonly<Record<string, (x: Node) => Node>> = { sigmoid, tanh, relu };

type Judged = ReturnType<typeof judgedWith>;

/** Functions that the document does not define are taken as whichever known one makes most of its numbers right. */
function judgedAll(statements: readonly Statement[], cases: readonly Statement[][]): Judged {
  const plain = judgedWith(statements, cases, {});
  if (plain.abstract.length === 0 || plain.model.point.size === 0) return plain;
  const others = Object.entries(FUNCTIONS).map(([, f]) => judgedWith(statements, cases, Object.fromEntries(plain.abstract.map((name) => [name, f]))));
  const right = ({ findings }: Judged): number =>
    findings.flat().filter(({ verdict }) => verdict === "proved" || verdict === "rounding only").length;
  return [plain, ...others].sort((a, b) => right(b) - right(a))[0] ?? plain;
}

function judgedWith(statements: readonly Statement[], cases: readonly Statement[][], meanings: Meanings) {
  const { chains, model, tables } = modelOf(statements, cases, meanings);
  const rule = updateRule(chains, model);
  const judge = new Judge(model, rule, exactNumbers(chains, model));
  return {
    model,
    rule,
    abstract: model.abstract,
    findings: chains.map((statement, k) => judge.judged(statement, k)),
    cases: tables.map((equations) => judge.judgedCase(equations)),
  };
}

/** The graph of a document, and its chains with one name for each quantity. */
function modelOf(statements: readonly Statement[], cases: readonly Statement[][], meanings: Meanings) {
  const letters = new Letters([...statements, ...cases.flat()]);
  const collection = collected(statements, letters);
  const { found, statements: chains } = withoutAliases(statements, collection);
  const tables = cases.map((equations) => withoutAliases(equations, collection).statements);
  const all = [...chains, ...tables.flat()];
  const model = new Model(found, letters, all, meanings);
  const joined = joinedNets(found.definitions, (a, b) => {
    try {
      return equality(model.read(a, "").node, model.read(b, "").node) === "proved";
    } catch (error) {
      if (error instanceof ChainruleError) return false;
      throw error;
    }
  });
  if (joined.length === 0) return { chains, tables, model };
  const definitions = new Map(found.definitions);
  for (const definition of joined) definitions.set(keyOf(definition.name), definition);
  return { chains, tables, model: new Model({ ...found, definitions }, letters, all, meanings) };
}

/** Given data, and the numbers in formulas over names. */
function exactNumbers(statements: readonly Statement[], model: Model): Set<number> {
  const exact = new Set<number>();
  for (const { tree, value } of model.quantities.values()) {
    if (value !== undefined) exact.add(Math.abs(value));
    if (tree !== undefined && !isNumeric(tree)) for (const { value } of numbersIn(tree)) exact.add(Math.abs(value));
  }
  for (const { members } of statements) {
    for (const { tree } of members) {
      if (isNumeric(tree) || printedIn(tree) !== undefined) continue;
      for (const { value } of numbersIn(tree)) if (String(value).replace(/^0\.0*|\./g, "").length <= 2) exact.add(Math.abs(value));
    }
  }
  return exact;
}

function placeOf(start: number, end: number, document: string, positions: Positions): AuditPlace {
  const line = positions.line(start);
  return { line, column: positions.column(start), length: Math.max(1, end - start), text: document.slice(start, end).trim() };
}

function repairOf({ end, meant, start, text }: Slip, from: number, line: string): Repair {
  const place = { text, column: start - from + 1, length: end - start };
  return { edit: "wrong index", place, replacement: meant, text: `${line.slice(0, start - from)}${meant}${line.slice(end - from)}` };
}

function lineOf(statement: Pick<Statement, "start" | "end">, findings: readonly Finding[], document: string, positions: Positions, slips: readonly Slip[] = []): AuditLine {
  const place = placeOf(statement.start, statement.end, document, positions);
  const [index] = slips.filter(({ kind }) => kind === "index of the sum");
  const misprint: Finding[] = index === undefined ? [] : [{ verdict: "wrong", because: "the sum runs over an index that its summand does not have", start: index.start, end: index.end, expected: index.meant }];
  const repair = index && repairOf(index, statement.start, document.slice(statement.start, statement.end));
  const claims = [...misprint, ...findings].map(({ because, end, expected, from, start, variant, verdict }): AuditClaim => {
    const inherits = from === undefined ? undefined : positions.line(from);
    return {
      verdict,
      because: inherits === undefined ? because : `inherits the mistake of line ${inherits}: ${because}`,
      place: placeOf(start, end, document, positions),
      ...(expected !== undefined && { expected }),
      ...(inherits !== undefined && { inherits }),
      ...(variant !== undefined && { variant }),
    };
  });
  const isOwn = ({ inherits }: AuditClaim): boolean => inherits === place.line;
  const gravest = [...claims].sort((a, b) => GRAVITY.indexOf(a.verdict) - GRAVITY.indexOf(b.verdict));
  const worst = gravest.find((claim) => !isOwn(claim) && BAD.has(claim.verdict)) ?? gravest[0];
  const isBad = worst !== undefined && BAD.has(worst.verdict);
  return {
    line: place.line,
    column: place.column,
    text: place.text,
    verdict: worst?.verdict ?? "not checked",
    because: worst?.because ?? "nothing is claimed",
    ...(isBad && { where: worst.place }),
    ...(repair !== undefined && { repair }),
    ...(worst?.inherits !== undefined && { inherits: worst.inherits }),
    ...(worst?.variant !== undefined && { variant: worst.variant }),
    claims,
  };
}
