import { type AuditOptions, audit } from "./audit";
import { BAD, RIGHT } from "./finding";
import type { Reason } from "./findings/reason";
import type { Audit, AuditClaim, AuditLine } from "./result";

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

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
  readonly edit: string;
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
    const { at, claim, replacement } = next;
    const { by, edit, end, start } = replacement;
    const changed = text.slice(0, start) + by + text.slice(end);
    const again = audit(changed, options);
    const problem = problemOf(found, again, at);
    if (problem !== undefined) {
      refused.set(keyOf(at), problem);
      continue;
    }
    const { column, line } = claim.place;
    mended.push({ line, column, edit, before: lineAt(text, start), after: lineAt(changed, start) });
    [text, found] = [changed, again];
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
    const replacement = refused.has(keyOf(at)) ? undefined : replacementFor(claim, text);
    if (replacement !== undefined) return { at, claim, replacement };
  }
  return undefined;
}

const NUMBER = /^[-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** What would mend a claim: its repair, or the number that should stand in the place of a printed one. */
function replacementFor(claim: AuditClaim, text: string): Replacement | undefined {
  const { expected, place, repair, verdict } = claim;
  if (!BAD.has(verdict)) return undefined;
  if (repair !== undefined) {
    const { edit, offset, place: part, replacement } = repair;
    const end = offset + part.length;
    // what the reader respelled is not what stands there
    return text.slice(offset, end) === part.text ? { start: offset, end, by: replacement, edit } : undefined;
  }
  if (verdict === "inherits" || expected === undefined || !NUMBER.test(expected)) return undefined;
  const start = offsetOf(text, place.line, place.column);
  const end = start + place.length;
  return NUMBER.test(text.slice(start, end)) ? { start, end, by: expected, edit: "number" } : undefined;
}

/** Why a change is not made: the claim is not right by it, or another line changes. */
function problemOf(before: Audit, after: Audit, at: At): Reason | undefined {
  const claim = after.lines[at.line]?.claims[at.claim];
  const isSame = before.lines.length === after.lines.length;
  if (!isSame || claim === undefined || !RIGHT.has(claim.verdict)) return { kind: "repair not right" };
  const other = before.lines.findIndex((line, k) => {
    const now = after.lines[k] as AuditLine; // as many
    const verdicts = now.claims.map(({ verdict }) => verdict);
    const isWorse = ({ verdict }: AuditClaim, m: number): boolean =>
      verdicts[m] !== verdict && !(BAD.has(verdict) && RIGHT.has(verdicts[m] ?? verdict));
    return (
      line.claims.length !== now.claims.length ||
      (line.claims.length === 0 && line.verdict !== now.verdict) ||
      line.claims.some(isWorse)
    );
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
