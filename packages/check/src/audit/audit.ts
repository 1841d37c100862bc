import { ChainruleError, checkChoice, checkOptions, type Node, type OptionNames } from "@chainrule/graph";
import { conditionsOf } from "./conditions/conditions";
import { conventionsOf } from "./conventions";
import type { DocumentFormat } from "./document/blocks";
import { type Directed, directed } from "./document/directives";
import { extracted, refuseNoDocument } from "./document/extract";
import { type Extracted, type Passage, Positions, type Statement, type TableRow } from "./document/passage";
import { isClaim } from "./document/rows";
import type { Audit } from "./findings/result";
import { namedLengths, withWholeSums } from "./indices/bounds";
import { inEntries, typedFindings } from "./indices/entries";
import { withIndexCases } from "./indices/index-cases";
import { inNumbers, lastLayer } from "./indices/instances";
import { sampleLetters } from "./indices/samples";
import { withStepsAbove } from "./indices/steps";
import { unlessMisread } from "./judge/misread";
import { rowsOfStages } from "./judge/stages";
import { lineOf, openLine } from "./lines";
import { lintOf } from "./lint";
import { withMemory } from "./model/memory";
import { ofLastLayer, withoutDeclarations } from "./names/declared";
import { DeclaredAxes } from "./names/declared-axes";
import { isEquality } from "./names/definition";
import { namesIn } from "./names/letters";
import { keyOf } from "./names/names";
import { nameTyped } from "./names/tuples";
import { derivativesInWords } from "./notation/derivatives-in-words";
import { withKinks } from "./notation/kinks-of-declared";
import { withSuppositions } from "./notation/suppositions";
import { asMeant } from "./passes";
import { judgedInPeriods } from "./periods";
import { equationIn, statementsOf, type Unreadable } from "./statements/statement";
import { withVectors } from "./vectors/vectors";

export interface AuditOptions {
  /**
   * The network that the document is about, as a graph: its loss. What this defines or gives a value, the document only
   * claims. By default the document's own definitions and values build the graph.
   */
  readonly network?: Node;
  /** What the document is written in; guessed by default. */
  readonly format?: DocumentFormat;
}

const OPTIONS: OptionNames<AuditOptions> = { format: true, network: true };
export const FORMATS: readonly DocumentFormat[] = ["markdown", "latex", "text"];

/** An audit takes about 1 ms a chain up to here, and not much more for each of many names. */
const MOST_STATEMENTS = 4000;
const MOST_NAMES = 4000;

function refuseTooLong(statements: readonly Statement[]): void {
  const names = new Set(
    statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree).map(keyOf))),
  );
  if (statements.length <= MOST_STATEMENTS && names.size <= MOST_NAMES) return;
  throw new ChainruleError("TOO_LONG", "the document has too many formulas or names", {
    where: "audit",
    got: `${statements.length} chains over ${names.size} names`,
    expected: `at most ${MOST_STATEMENTS} and ${MOST_NAMES}`,
    mend: "Audit it part by part",
  });
}

/** Formulas with a relation of which nothing was said: they are not checked, and it is said. */
function passedOver(
  passages: readonly Passage[],
  statements: readonly Statement[],
  unreadable: readonly Unreadable[],
  rows: readonly TableRow[],
): Unreadable[] {
  const known = [...statements, ...unreadable].map(({ end, start }) => ({ start, end }));
  const tables = rows.map(({ length, offset }) => ({ start: offset, end: offset + length }));
  return passages.flatMap(({ isMath, offset, text }) => {
    const start = offset + text.length - text.trimStart().length;
    const end = offset + text.trimEnd().length;
    const isMet = [...known, ...tables].some((each) => each.start < end && start < each.end);
    if (!isMath || isMet || !isClaim(text)) return [];
    return [{ start, end, because: { kind: "no equation read" } }];
  });
}

/** Whether what could not be read defines but a name that no other formula has: it changes nothing for these. */
function definesNothingUsed(
  { end, start }: Unreadable,
  document: string,
  statements: readonly Statement[],
): boolean {
  const name = /^([A-Za-z]\w*)\s*=(?!=)[^=]*$/.exec(document.slice(start, end))?.[1];
  const own = name === undefined ? undefined : nameTyped(name);
  if (own === undefined) return false;
  const key = keyOf(own);
  return statements.every(({ members }) =>
    members.every(({ tree }) => namesIn(tree).every((each) => keyOf(each) !== key)),
  );
}

/** What a comment tells to assume is a condition, but for equations, which say what names are. */
const assumed = (statements: readonly Statement[]): Statement[] =>
  statements.map((statement) =>
    statement.members.some(
      ({ passage, sign }) => passage.isDirective && sign !== undefined && !isEquality(sign),
    )
      ? { ...statement, isCondition: true }
      : statement,
  );

/**
 * Audits a derivation: a document in Markdown, LaTeX or plain text whose own definitions and values build the graph. Every `=` of
 * every chain is compared with the member before it and with the graph; numbers as what they are rounded from. Prose is ignored,
 * nothing is executed.
 * @throws ChainruleError OPERAND, OPTION, TOO_LONG. A formula that cannot be read is a line "not checked".
 * @example audit("$x = 0.5$ and $y = x^2 = 0.2$").lines[1].verdict // "wrong"
 */
export function audit(document: string, options: AuditOptions = {}): Audit {
  return withMemory(() => judgedDocument(document, options).found);
}

/** What an audit found, with all that it went by. */
export interface JudgedDocument {
  readonly found: Audit;
  readonly judged: JudgedSource;
}

/** @throws ChainruleError as `audit` */
export function judgedDocument(document: string, options: AuditOptions): JudgedDocument {
  checkOptions(options, OPTIONS, "audit");
  const format = checkChoice(options.format, FORMATS, "audit: format");
  refuseNoDocument(document);
  const source = sourceOf(document, format);
  const judged = judgedSource(source, options.network);
  return { found: auditOf(source, judged), judged };
}

const FORMULAS: OptionNames<Pick<AuditOptions, "network">> = { network: true };

/**
 * Audits formulas without a document around them, each a line of its own: definitions and what is claimed of them, as text or LaTeX.
 * @throws ChainruleError OPERAND, OPTION, TOO_LONG. A formula that cannot be read is a line "not checked".
 * @example auditFormulas(["L = (w x - y)^2 / 2", "dL/dw = (w x - y) x"]).lines[1].verdict // "proved"
 */
export function auditFormulas(
  formulas: readonly string[],
  options: Pick<AuditOptions, "network"> = {},
): Audit {
  return withMemory(() => judgedFormulas(formulas, options).found);
}

/** @throws ChainruleError as `auditFormulas` */
export function judgedFormulas(
  formulas: readonly string[],
  options: Pick<AuditOptions, "network"> = {},
): JudgedDocument {
  checkOptions(options, FORMULAS, "auditFormulas");
  const passages: Passage[] = [];
  let document = "";
  for (const formula of formulas) {
    refuseNoDocument(formula);
    passages.push({ text: formula, offset: document.length, isMath: true, isText: true });
    document += `${formula}\n`;
  }
  refuseNoDocument(document);
  const none = { rows: [], declarations: [], skipped: [], mistakes: [] };
  const source = { document, text: document, passages, ...none };
  const judged = judgedSource(source, options.network);
  return { found: auditOf(source, judged), judged };
}

/** What was found in a document, before anything of it is read. */
export interface Source extends Directed, Extracted {
  readonly document: string;
}

export function sourceOf(document: string, format: DocumentFormat | undefined): Source {
  const { passages, ...rest } = directed(document, format);
  return { document, ...rest, ...extracted(rest.text, format, passages) };
}

/** A document that was read and judged, statement by statement. */
export type JudgedSource = ReturnType<typeof judgedSource>;

/** What is given before the offset `authority` stays as it is. */
export function judgedSource(
  { declarations, document, passages: all, rows, skipped, text }: Source,
  network: Node | undefined,
  authority = 0,
) {
  const { declared, passages } = withoutDeclarations(all, text, declarations);
  const typed = statementsOf(passages, rows, text);
  const positions = new Positions(document);
  const { others, stages } = rowsOfStages(rows, typed);
  const inOrder = [...assumed(typed.statements), ...stages, ...derivativesInWords(text)].sort(
    (a, b) => a.start - b.start,
  );
  const lineOf = (offset: number) => positions.textOf(positions.line(offset));
  const read = asMeant(inOrder, { text, declared, lineOf });
  refuseTooLong(read);
  const { declared: wholes, statements, unread: unfit } = withVectors(withKinks(read, declared), declared);
  const unreadable = [...typed.unreadable, ...unfit];
  const unread = [...unreadable, ...passedOver(passages, statements, unreadable, rows), ...skipped];
  const cases = others
    .filter(({ isCase }) => isCase)
    .map((row) => ({ row, equations: row.cells.flatMap((cell) => equationIn(cell, typed.functions) ?? []) }))
    .filter(({ equations }) => equations.length > 0);
  const stepped = withStepsAbove(withIndexCases(withSuppositions(statements, text), text), wholes);
  const counting = inEntries(stepped.statements, new DeclaredAxes(stepped.declared));
  const bounded = inNumbers(counting);
  const numbered = ofLastLayer(stepped.declared, lastLayer(counting));
  const axes = new DeclaredAxes(numbered);
  const counted = withWholeSums(bounded, numbered, axes);
  const conditions = conditionsOf(statements, cases, text, positions);
  const judged = judgedInPeriods({
    document: text,
    statements: counted,
    cases: cases.map(({ equations }) => equations),
    conditions,
    declared: numbered,
    axes,
    ...namedLengths(bounded, counted),
    isAllRead: unread.every((each) => definesNothingUsed(each, document, counted)),
    network,
    authority,
  });
  const findings = typedFindings(counted, judged.findings);
  return { typed, statements, cases, counted, judged, findings, positions, unread };
}

function auditOf({ document, mistakes }: Source, own: JudgedSource): Audit {
  const { cases, counted, findings: all, judged, positions, statements, typed, unread } = own;
  const isRead = sampleLetters(counted).size === 0;
  const findings = unlessMisread(all);
  const lines = statements.map((statement, k) => {
    const slips = (isRead ? typed.slips : []).filter(
      ({ start }) => statement.start <= start && start < statement.end,
    );
    return lineOf(statement, findings[k] ?? [], document, positions, slips);
  });
  const tables = cases.map(({ row }, k) =>
    lineOf({ start: row.offset, end: row.offset + row.length }, judged.cases[k] ?? [], document, positions),
  );
  const open = [...unread, ...mistakes].map((each) => openLine(each, document, positions));
  return {
    lines: [...lines, ...tables, ...open].sort((a, b) => a.line - b.line || a.column - b.column),
    conventions: conventionsOf(judged, statements),
    lint: lintOf(judged, typed, document, positions),
  };
}
