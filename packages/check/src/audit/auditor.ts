import { type AuditOptions, type JudgedDocument, judgedDocument } from "./audit";
import type { Audit } from "./findings/result";
import { Memory, remembering } from "./model/memory";
import { type AuditQuantity, quantitiesOf } from "./quantities";

/** The audit of a document that changes, as in an editor. */
export interface Auditor {
  /** What was found in the document as it stands. */
  readonly found: Audit;
  /** The names of the document as it stands, in the order in which it mentions them: what each stands for, and where it stands. */
  readonly quantities: readonly AuditQuantity[];
  /**
   * What is found after an edit, given the whole document: the same as `audit` finds. Formulas are read again, and compared and
   * mended only where that was not done before; what was found for earlier texts is remembered up to a bound.
   * @throws ChainruleError as `audit`; then the document stands as it was
   */
  update(document: string): Audit;
}

/**
 * Audits a document that will change.
 * @throws ChainruleError OPERAND, OPTION, TOO_LONG
 * @example auditor("$x = 2$, $y = x^2 = 5$").update("$x = 2$, $y = x^2 = 4$").lines[1].verdict // "proved"
 */
export function auditor(document: string, options: AuditOptions = {}): Auditor {
  const memory = new Memory();
  const judgedNow = (text: string): JudgedDocument =>
    remembering(memory, () => judgedDocument(text, options));
  let [now, last] = [document, judgedNow(document)];
  return {
    get found() {
      return last.found;
    },
    get quantities() {
      return remembering(memory, () => quantitiesOf(last.judged, now));
    },
    update(text) {
      [last, now] = [judgedNow(text), text];
      return last.found;
    },
  };
}
