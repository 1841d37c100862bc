import { type AuditOptions, audit } from "./audit";
import { BAD, RIGHT } from "./findings/finding";
import type { Reason } from "./findings/reason";
import type { Audit, AuditClaim, AuditLine } from "./findings/result";

/* Mistakes of a document mended in it: only where the whole document, audited again, shows that it is right. */

/** A claim that was mended; line and column are those of the document as it was then. */
export interface MendedClaim {
  readonly line: number;
  readonly column: number;
  /** What was slipped; "number" where a printed number was replaced. */
  readonly edit: string;
  /** The line of the document before and after. */
  readonly before: string;
  readonly after: string;
}

/** A claim that is still wrong, and why nothing was done about it. */
export interface UnmendedClaim {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly because: Reason;
}

export interface MendedDocument {
  /** The document with its repairs. */
  readonly text: string;
  readonly mended: readonly MendedClaim[];
  readonly left: readonly UnmendedClaim[];
  /** The audit of the text as it is now. */
  readonly audit: Audit;
}

/** A change of a document that may mend a claim. */
export interface Replacement {
  /** Offsets in the document, counted from 0. */
  readonly start: number;
  readonly end: number;
  /** What to put there. */
  readonly by: string;
  /** What was slipped; "number" where a printed number is replaced. */
  readonly edit: string;
  /** It counts only where the claim is proved by it: the number is written out in full. */
  readonly isExact: boolean;
}

/**
 * Mends the mistakes of a document of which a repair is sure: put in at its place, the claim is right and no other line has another
 * verdict than before, but for mistakes that it mends too. Printed numbers are replaced by what they should be.
 * @throws ChainruleError OPERAND, OPTION, TOO_LONG
 * @example mendDocument("$x = 2$, $y = x^2 = 5$").text // "$x = 2$, $y = x^2 = 4$"
 */
export function mendDocument(document: string, options: AuditOptions = {}): MendedDocument {
  let [text, found] = [document, audit(document, options)];
  const mended: MendedClaim[] = [];
  const refused = new Map<string, Reason>();
  for (let next = nextOf(found, text, refused); next !== undefined; next = nextOf(found, text, refused)) {
    const { at, claim, replacements } = next;
    let problem: Reason | undefined;
    for (const { by, edit, end, isExact, start } of replacements) {
      const changed = text.slice(0, start) + by + text.slice(end);
      const again = audit(changed, options);
      problem = problemOf(found, again, at, isExact);
      if (problem !== undefined) continue;
      const { column, line } = claim.place;
      mended.push({ line, column, edit, before: lineAt(text, start), after: lineAt(changed, start) });
      [text, found] = [changed, again];
      break;
    }
    if (problem !== undefined) refused.set(keyOf(at), problem);
  }
  const left = claimsIn(found)
    .filter(({ claim }) => BAD.has(claim.verdict))
    .map(({ at, claim }): UnmendedClaim => {
      const { column, line, text: own } = claim.place;
      const known = claim.verdict === "inherits" ? claim.finding : refused.get(keyOf(at));
      return { line, column, text: own, because: known ?? { kind: "no repair known" } };
    });
  return { text, mended, left, audit: found };
}

/** A claim by its line in the audit and its place there. */
interface At {
  readonly line: number;
  readonly claim: number;
}

const keyOf = ({ claim, line }: At): string => `${line}:${claim}`;

const claimsIn = ({ lines }: Audit): { readonly at: At; readonly claim: AuditClaim }[] =>
  lines.flatMap(({ claims }, line) => claims.map((claim, k) => ({ at: { line, claim: k }, claim })));

/** The first wrong claim with a repair that was not tried yet. */
function nextOf(found: Audit, text: string, refused: ReadonlyMap<string, Reason>) {
  for (const { at, claim } of claimsIn(found)) {
    const replacements = refused.has(keyOf(at)) ? [] : replacementsFor(claim, text);
    if (replacements.length > 0) return { at, claim, replacements };
  }
  return undefined;
}

const NUMBER = /^[-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** An exact value that takes longer to write is rounded as the number was that it replaces. */
const LONGEST_EXACT = 8;

/**
 * What would mend a wrong claim of a document, the best first: its repair, or the number that should stand in the place of a printed
 * one. Whether other lines change by it is not asked; `mendDocument` does.
 * @example replacementsFor(audit(text).lines[1].claims[1], text) // text: "$x = 2$, $y = x^2 = 5$"; puts 4 in the place of 5
 */
export function replacementsFor(claim: AuditClaim, text: string): Replacement[] {
  const { expected, finding, place, repair, verdict } = claim;
  if (!BAD.has(verdict)) return [];
  if (repair !== undefined) {
    const { edit, offset: start, place: part, replacement } = repair;
    const end = start + part.length;
    // what the reader respelled is not what stands there
    return text.slice(start, end) === part.text
      ? [{ start, end, by: replacement, edit, isExact: false }]
      : [];
  }
  const start = offsetOf(text, place.line, place.column);
  const end = start + place.length;
  if (verdict === "inherits" || !NUMBER.test(text.slice(start, end))) return [];
  const exact = valueIn(finding);
  const numbers = [
    ...(exact.length <= LONGEST_EXACT ? [{ by: exact, isExact: true }] : []),
    ...(expected === undefined ? [] : [{ by: expected, isExact: false }]),
  ];
  return numbers.filter(({ by }) => NUMBER.test(by)).map((each) => ({ ...each, start, end, edit: "number" }));
}

/** The value that a reason says is the right one; nothing where it says none. */
function valueIn(finding: Reason): string {
  if (finding.kind === "more exactly" || finding.kind === "of another procedure")
    return valueIn(finding.because);
  return finding.kind === "another value" || finding.kind === "another value of" ? finding.value : "";
}

/** Why a change is not made: the claim is not right by it, or another line changes. */
function problemOf(before: Audit, after: Audit, at: At, isExact: boolean): Reason | undefined {
  const claim = after.lines[at.line]?.claims[at.claim];
  const isSame = before.lines.length === after.lines.length;
  const isRight = claim !== undefined && (isExact ? claim.verdict === "proved" : RIGHT.has(claim.verdict));
  if (!isSame || !isRight) return { kind: "repair not right" };
  const other = before.lines.findIndex((line, k) => {
    const now = after.lines[k] as AuditLine; // as many
    const verdicts = now.claims.map(({ verdict }) => verdict);
    const isWorse = ({ verdict }: AuditClaim, m: number): boolean =>
      verdicts[m] !== verdict && !(BAD.has(verdict) && RIGHT.has(verdicts[m] ?? verdict));
    return line.claims.length !== now.claims.length || line.claims.some(isWorse);
  });
  const changed = before.lines[other];
  return changed === undefined ? undefined : { kind: "repair changes a line", line: changed.line };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let k = 1; k < line; k++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text
    .slice(text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end)
    .replace(/\r$/, "");
}
