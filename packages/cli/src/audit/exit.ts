import { type Audit, type AuditSummary, auditSummary } from "@chainrule/check";

export const UNREADABLE = 2;

/**
 * 0: every claim was judged and is right; 1: something is wrong; 2: a directive cannot be read, or nothing was judged; 3: nothing is
 * wrong, but not all was judged.
 */
export function codeOf(found: Audit, allowsUnchecked: boolean): number {
  const code = codeOfSummary(auditSummary(found), allowsUnchecked);
  const isRead = !found.lines.some(({ finding }) => finding.kind === "unread directive");
  return code === 1 || isRead ? code : UNREADABLE;
}

/** The same where only the numbers are known. */
export function codeOfSummary({ right, unchecked, wrong }: AuditSummary, allowsUnchecked: boolean): number {
  if (wrong > 0) return 1;
  if (right === 0) return UNREADABLE;
  return unchecked > 0 && !allowsUnchecked ? 3 : 0;
}

/** From the best to the worst. */
const ORDER: readonly number[] = [0, 3, UNREADABLE, 1];

/** What several documents come to: the code of the worst. */
export const worst = (codes: readonly number[]): number =>
  ORDER[Math.max(0, ...codes.map((code) => ORDER.indexOf(code)))] as number; // each is one of them
