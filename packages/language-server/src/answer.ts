import { codeAudit } from "./code-audit";
import { documentAudit } from "./document-audit";
import type { Answer, Question } from "./question";

/** So many documents are remembered, those that were edited last: each keeps what was found out about it. */
const MOST_DOCUMENTS = 4;

interface Remembered {
  readonly kind: string;
  readonly audit: ReturnType<typeof documentAudit>;
}

/** What the thread answers; it remembers the documents that were edited last. */
export function answering(): (question: Question) => Answer {
  const documents = new Map<string, Remembered>();
  return (question) => {
    const { uri } = question;
    const known = documents.get(uri);
    documents.delete(uri);
    if (question.ask === "forget") return undefined;
    const { kind, language, text } = question;
    if (kind === "python") return codeAudit(text);
    const own = known?.kind === kind ? known : { kind, audit: documentAudit(kind) };
    documents.set(uri, own); // now the last
    const [oldest] = documents.keys();
    if (documents.size > MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
    return own.audit(text, language);
  };
}
