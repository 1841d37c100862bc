import { bare } from "@chainrule/graph/read";
import type { Statement, TableRow } from "../document/passage";
import { BAD, type Finding, RIGHT } from "../findings/finding";
import type { Model } from "../model/model";
import { keyOf, namedBy, type Plain } from "../names/names";
import { printedIn } from "../names/trees";
import { equationIn, type Read } from "../statements/statement";
import { finding } from "./chain";

/*
 * A training as a document: what stands under "The second update", or in the row of so many updates, is about the network as it is
 * then, not as it was at the start.
 */

const ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth".split("|");
const CARDINALS = "one|two|three|four|five|six|seven|eight|nine|ten".split("|");
const CHINESE = [..."一二三四五六七八九十"];
const UPDATE = "(?:update|iteration|epoch)";
const WHICH = `(\\d+(?:st|nd|rd|th)|${ORDINALS.join("|")})`;
const MANY = `(\\d+|${CARDINALS.join("|")})`;
const OF_CHINESE = `第\\s*([${CHINESE.join("")}]|\\d+)\\s*(?:次(?:更新|迭代|训练|訓練)|轮|輪)`;
const AFTER = [
  new RegExp(`\\bafter\\s+(?:the\\s+)?${WHICH}\\s+${UPDATE}\\b`, "i"),
  new RegExp(`\\bafter\\s+${MANY}\\s+${UPDATE}s?\\b`, "i"),
  new RegExp(`${OF_CHINESE}(?:之)?[后後]`),
];
const DURING = [
  new RegExp(`\\b${WHICH}\\s+${UPDATE}\\b(?!\\s+(?:rule|equation|formula))`, "i"),
  new RegExp(`\\b${UPDATE}\\s+${MANY}\\b`, "i"),
  new RegExp(OF_CHINESE),
];

/** How many updates are done before what a heading is about; undefined where it speaks of none. */
function stageIn(heading: string): number | undefined {
  const number = (patterns: readonly RegExp[]): number | undefined => {
    const found = patterns.flatMap((pattern) => pattern.exec(heading)?.[1] ?? [])[0]?.toLowerCase();
    if (found === undefined) return undefined;
    const place = Math.max(...[ORDINALS, CARDINALS, CHINESE].map((words) => words.indexOf(found)));
    return place >= 0 ? place + 1 : Number.parseInt(found, 10);
  };
  const during = number(DURING);
  return number(AFTER) ?? (during === undefined ? undefined : during - 1);
}

interface Heading {
  readonly at: number;
  readonly depth: number;
  readonly stage: number | undefined;
}

/** The headings of Markdown and of LaTeX. */
const headingsOf = (document: string): Heading[] =>
  [...document.matchAll(/^[ \t]*(?:(#{1,6})[ \t]+(.+)|\\((?:sub){0,2})section\*?\{([^{}]*)\}.*)$/gm)].map(
    ({ index, 1: signs, 2: text, 3: subs = "", 4: title }) => ({
      at: index,
      depth: signs?.length ?? subs.length / "sub".length + 1,
      stage: stageIn(text ?? title ?? ""),
    }),
  );

/** What the nearest heading says that a place stands under, else the nearest above that. */
function stageAt(offset: number, headings: readonly Heading[]): number | undefined {
  let depth = Number.POSITIVE_INFINITY;
  for (const heading of headings.filter(({ at }) => at < offset).reverse()) {
    if (heading.depth >= depth) continue;
    if (heading.stage !== undefined) return heading.stage;
    depth = heading.depth;
  }
  return undefined;
}

/** Chains that end in a number have the stage of the heading that they stand under. */
export function withStages(statements: readonly Statement[], document: string): Statement[] {
  const headings = headingsOf(document);
  if (headings.every(({ stage }) => stage === undefined)) return [...statements];
  return statements.map((statement) => {
    const { members, start, updates } = statement;
    const last = members.at(-1);
    if (updates !== undefined || last === undefined || printedIn(last.tree) === undefined) return statement;
    const stage = stageAt(start, headings) ?? 0;
    return stage === 0 ? statement : { ...statement, updates: stage, isOfStage: true };
  });
}

/**
 * What the rows say that count updates, and the other rows. Rows with a quantity that nothing else in the document tells give it a
 * value: each is a case of its own.
 */
export function rowsOfStages(
  rows: readonly TableRow[],
  { functions, statements }: Pick<Read, "functions" | "statements">,
): { readonly stages: Statement[]; readonly others: TableRow[] } {
  const told = new Set(statements.flatMap((statement) => keyOfLeft(statement) ?? []));
  const stages: Statement[] = [];
  const others: TableRow[] = [];
  for (const row of rows) {
    const equations =
      row.updates === undefined ? [] : row.cells.flatMap((cell) => equationIn(cell, functions) ?? []);
    const isTold = equations.every(
      (equation) => told.has(keyOfLeft(equation) ?? "") || !nameOfLeft(equation),
    );
    if (equations.length === 0 || !isTold) others.push(row);
    else
      stages.push(
        ...equations.map((each) => ({ ...each, updates: row.updates ?? 0, isOfStage: true as const })),
      );
  }
  return { stages, others };
}

const nameOfLeft = ({ members: [left] }: Statement): Plain | undefined => left && namedBy(bare(left.tree));

function keyOfLeft(statement: Statement): string | undefined {
  const name = nameOfLeft(statement);
  return name && keyOf(name);
}

/** Two runs of one training have so many digits in common in float64, at least. */
const COMMON = 1e-8;

/**
 * A number of a later stage is wrong only if the document says how that stage is reached: where its own procedure gives none of the
 * numbers of later stages, another one was followed. Formulas with numbers put in are not judged there.
 */
export function unlessOtherRun(
  statements: readonly Statement[],
  findings: readonly Finding[][],
  model: Model,
): Finding[][] {
  const isReached = statements.some((statement, k) => {
    const name = nameOfLeft(statement);
    const isComputed = name !== undefined && model.quantity(name)?.kind === "defined";
    const [first] = findings[k] ?? [];
    return (
      isLater(statement) &&
      isSingle(statement) &&
      isComputed &&
      first !== undefined &&
      RIGHT.has(first.verdict)
    );
  });
  return statements.map((statement, k) => {
    const own = findings[k] ?? [];
    return isLater(statement) ? own.map((found, at) => atStage(statement, found, at, isReached)) : own;
  });
}

const isLater = ({ isOfStage, updates = 0 }: Statement): boolean => isOfStage === true && updates > 0;
const isSingle = ({ members }: Statement): boolean => members.length === 2;

function atStage(statement: Statement, found: Finding, at: number, isReached: boolean): Finding {
  const member = statement.members[at + 1];
  if (member === undefined || !BAD.has(found.verdict)) return found;
  const { updates = 0 } = statement;
  if (!isSingle(statement)) return finding(member, "not checked", { kind: "put in after updates", updates });
  if (!isReached) return finding(member, "not checked", { kind: "state not told", updates });
  const [printed, wanted] = [printedIn(member.tree)?.value ?? 0, Number(found.expected)];
  if (Math.abs(printed - wanted) > COMMON * Math.abs(wanted)) return found;
  return finding(member, "not checked", { kind: "last digits of a training", updates });
}
