import type { Counterexample } from "../../verdict";
import type { AuditVerdict } from "../findings/finding";
import type { Language, Word } from "../findings/languages/language";
import type { Audit, AuditLine, Convention, Lint } from "../findings/result";
import { filled, type Places, said } from "../findings/say";
import { auditSummary } from "./summary";

/* What a report says of an audit, in a language. */

/** What is said besides findings. */
export const word = (name: Word, language: Language, places: Places = {}): string =>
  filled(language.words[name], places, language);

/** How many claims and lines have each verdict. */
export function counts(found: Audit, language: Language): string {
  if (found.lines.length === 0) return word("nothing", language);
  const count = new Map<AuditVerdict, number>();
  for (const { verdict } of found.lines) count.set(verdict, (count.get(verdict) ?? 0) + 1);
  const byVerdict = [...count].map(([verdict, number]) =>
    word("count", language, { count: number, verdict: language.verdicts[verdict] }),
  );
  const { claims, right, unchecked, wrong } = auditSummary(found);
  const summary = word("summary", language, { count: claims, claims, right, wrong, unchecked });
  return word("lines", language, { summary, counts: byVerdict });
}

export const conventionText = ({ kind, of, to }: Convention, language: Language): string =>
  filled(language.conventions[kind], { of, to }, language);

export const noteText = ({ kind, of, to, values }: Lint, language: Language): string =>
  filled(language.notes[kind], values ?? { of, to }, language);

/** A note with its line. */
export function noteAtLine(note: Lint, language: Language): string {
  const because = noteText(note, language);
  return note.line === undefined ? because : word("atLine", language, { line: note.line, because });
}

/** The verdict with its reason; a reason that says "inherits" says it all. */
export function headed(
  { finding, verdict }: Pick<AuditLine, "finding" | "verdict">,
  language: Language,
): string {
  const because = said(finding, language);
  return verdict === "inherits"
    ? because
    : word("told", language, { verdict: language.verdicts[verdict], because });
}

/** The reason with the part that it is about, and what should stand there. */
export function reasonText({ claims, finding, where }: AuditLine, language: Language): string {
  const claim = claims.find(({ place }) => place === where);
  const because = said(finding, language);
  const whole =
    claim?.expected === undefined
      ? because
      : word("andExpected", language, { because, expected: claim.expected });
  return where === undefined ? whole : word("atPlace", language, { place: where.text, because: whole });
}

export const titleText = (name: string, language: Language): string =>
  name === "" ? word("title", language) : word("titleOf", language, { name });

/** A point of more values is no example to a reader. */
const MOST_VALUES = 8;

/** A point at which a claim fails, in words; undefined where it has more values than a reader takes in. */
export function counterexampleText(
  { at, claim, truth }: Counterexample,
  language: Language,
): string | undefined {
  const values = Object.entries(at);
  const numbers = values.flatMap(([name, value]) => (typeof value === "number" ? [{ name, value }] : []));
  const isShort = values.length <= MOST_VALUES && numbers.length === values.length;
  const point = numbers.map(({ name, value }) => `${name} = ${shown(value)}`).join(", ");
  return isShort && typeof claim === "number" && typeof truth === "number"
    ? word("counterexample", language, { point, claim: shown(claim), truth: shown(truth) })
    : undefined;
}

const shown = (value: number): string => String(Number(value.toPrecision(6)));
