import { labelsOf } from "../document/labels";
import type { Positions, Statement, TableRow } from "../document/passage";
import { Places } from "../document/places";
import type { Finding } from "../findings/finding";
import type { Convention, Lint } from "../findings/result";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";
import { boundariesOf } from "./boundaries";
import { type Judged, Rows } from "./rows";
import type { Bindings } from "./scope";
import { writtenOut } from "./sums";
import { System } from "./system";
import { givenIn, judgedRow } from "./truth-table";
import { keysIn, type Vocabulary, vocabularyOf } from "./vocabulary";

/** A row of a table as equations: its heads with its cells. */
export interface Case {
  readonly row: TableRow;
  readonly equations: readonly Statement[];
}

/** What inequalities, threshold units and truth tables of a document come to. */
export interface Conditions {
  /** For each statement one finding for each member after the first; undefined where this says nothing. */
  readonly findings: readonly (Judged | undefined)[];
  /** For each row of a table one finding for each member of its equations after the heads. */
  readonly cases: readonly (readonly (Finding | undefined)[])[];
  /** The number printed with each statement. */
  readonly labels: readonly (string | undefined)[];
  /** Names that only conditions are about: they need no value. */
  readonly domain: ReadonlySet<string>;
  readonly conventions: readonly Convention[];
  readonly lint: readonly Lint[];
}

/** Judges everything that is about conditions: exactly, with each row of inputs for itself. Nothing of it is known to gradients. */
export function conditionsOf(
  typed: readonly Statement[],
  cases: readonly Case[],
  document: string,
  positions: Positions,
): Conditions {
  const places = new Places(document, positions);
  const { respelled, statements } = writtenOut([...typed, ...cases.flatMap(({ equations }) => equations)]);
  const chains = statements.slice(0, typed.length);
  const tables = withEquations(cases, statements.slice(typed.length));
  const isElsewhere = (a: number, b: number): boolean =>
    places.section(a) !== places.section(b) || !places.isSameParagraph(a, b);
  const vocabulary = vocabularyOf(chains, columnsOf(tables), isElsewhere);
  const labels = labelsOf(typed, document);
  const rows = new Rows(chains, vocabulary, places);
  const known: Bindings[] = [];
  const findings = chains.map((statement, k) => {
    const around = tables.find(
      ({ row }) => row.offset <= statement.start && statement.start < row.offset + row.length,
    );
    if (around !== undefined) announceRow(rows, around, k, vocabulary);
    const found = rows.judged(k);
    known.push(rows.row.bindings);
    return found;
  });
  const system = new System(vocabulary, places, labels);
  const compared = system.judged(rows.compared, ({ member, statement }) => {
    const start = (chains[statement] as Statement).start;
    const last = chains[statement - 1];
    const from = last === undefined || places.section(last.start) !== places.section(start) ? 0 : last.end;
    return places.between(from, Math.min(start, member.passage.offset + member.tree.start));
  });
  system.finish();
  for (const [k, { at, statement }] of rows.compared.entries()) {
    const own = findings[statement];
    if (own !== undefined) own[at - 1] = compared[k];
  }
  const used = new Set(
    chains.flatMap((_, k) => (findings[k]?.some((each) => each !== undefined) ? [k] : [])),
  );
  return {
    findings,
    cases: tables.map(({ equations, row }) => {
      const at = chains.filter(({ start }) => start < row.offset).length - 1;
      const inputs = new Set(vocabulary.inputs);
      const bindings = new Map([...(known[at] ?? new Map())].filter(([key]) => !inputs.has(key)));
      return judgedRow(equations, at, vocabulary, bindings);
    }),
    labels: labels.map((label, k) => (used.has(k) ? label : undefined)),
    domain: new Set(
      [...used].flatMap((k) => (chains[k] as Statement).members.flatMap(({ tree }) => keysIn(tree))),
    ),
    conventions: respelled
      .filter(({ as }) => vocabulary.inputs.some((key) => key.startsWith(`${as}_`)))
      .map(({ as, base }) => ({ kind: "alias", of: `${base}_i`, to: `${as}_i` })),
    lint: [...boundariesOf(vocabulary, chains, (offset) => positions.line(offset)), ...system.lint],
  };
}

function withEquations(cases: readonly Case[], equations: readonly Statement[]): Case[] {
  let from = 0;
  return cases.map(({ equations: { length }, row }) => {
    from += length;
    return { row, equations: equations.slice(from - length, from) };
  });
}

/** How many values stand below each name that heads a column. */
function columnsOf(cases: readonly Case[]): Map<string, number> {
  const columns = new Map<string, Set<number>>();
  for (const { equations } of cases)
    for (const { members } of equations) {
      const name = members[0] && namedBy(members[0].tree);
      const printed = members[1] && printedIn(members[1].tree);
      if (name === undefined || printed === undefined) continue;
      const own = columns.get(keyOf(name)) ?? new Set();
      columns.set(keyOf(name), own.add(printed.value));
    }
  return new Map([...columns].map(([key, values]) => [key, values.size]));
}

/** A row whose cells hold formulas: the numbers beside them are its inputs, and the output that it asks for. */
function announceRow(rows: Rows, { equations, row }: Case, statement: number, vocabulary: Vocabulary): void {
  const given = givenIn(equations, statement, vocabulary);
  const values = [...given].filter(([key]) => vocabulary.inputs.includes(key));
  const output = equations.find(({ members: [head] }) => {
    const name = head && namedBy(head.tree);
    return name !== undefined && vocabulary.units.has(keyOf(name));
  });
  const printed = output?.members[1] && printedIn(output.members[1].tree);
  if (values.length > 0)
    rows.row.announce(
      values,
      row.offset,
      printed === undefined ? undefined : { n: BigInt(Math.round(printed.value)), d: 1n },
    );
}
