import { BAD, RIGHT } from "../findings/finding";
import type { Audit } from "../findings/result";

/** How many claims of a document are right, wrong, and not judged; what is given or defined claims nothing. */
export interface AuditSummary {
  readonly claims: number;
  readonly right: number;
  readonly wrong: number;
  readonly unchecked: number;
}

/** @example auditSummary(audit("$x = 2$, $y = x^2 = 5$")) // { claims: 1, right: 0, wrong: 1, unchecked: 0 } */
export function auditSummary({ lines }: Audit): AuditSummary {
  const verdicts = lines
    .flatMap(({ claims }) => claims.map(({ verdict }) => verdict))
    .filter((verdict) => verdict !== "given" && verdict !== "definition");
  const right = verdicts.filter((verdict) => RIGHT.has(verdict)).length;
  const wrong = verdicts.filter((verdict) => BAD.has(verdict)).length;
  return { claims: verdicts.length, right, wrong, unchecked: verdicts.length - right - wrong };
}
