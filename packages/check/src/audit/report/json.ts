import type { Language, LanguageCode } from "../findings/languages/language";
import type { Audit, AuditClaim, AuditLine, Convention, Lint } from "../findings/result";
import { said } from "../findings/say";
import { type AuditSummary, auditSummary } from "./summary";

/** The version of the JSON below: it is raised when what reads an older one could misread a newer one. */
export const SCHEMA_VERSION = 1;

/** A claim with its reason in the language of the report, where that is not English. */
export interface ReportedClaim extends AuditClaim {
  readonly message?: string;
}

/** A line with its reason in the language of the report, where that is not English. */
export interface ReportedLine extends Omit<AuditLine, "claims"> {
  readonly message?: string;
  readonly claims: readonly ReportedClaim[];
}

/** An audit as JSON, which `audit.schema.json` describes. */
export interface AuditReport {
  readonly schemaVersion: 1;
  /** What was audited: a path. */
  readonly name?: string;
  /** The SHA-256 of the text, by which a later run knows what it has done. */
  readonly hash?: string;
  readonly language: LanguageCode;
  readonly summary: AuditSummary;
  readonly lines: readonly ReportedLine[];
  readonly conventions: readonly Convention[];
  readonly lint: readonly Lint[];
}

/** A document of several that could not be audited. */
export interface AuditFailure {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly hash?: string;
  readonly error: string;
}

/** A line of a report of many documents. */
export type AuditRecord = AuditReport | AuditFailure;

/** What a report knows of a document besides its audit. */
export type Documented = Pick<AuditReport, "name" | "hash">;

export function reportOf(found: Audit, language: Language, about: Documented = {}): AuditReport {
  const { conventions, lines, lint } = found;
  const message = ({ finding }: Pick<AuditClaim, "finding">): { readonly message?: string } =>
    language.code === "en" ? {} : { message: said(finding, language) };
  return {
    schemaVersion: SCHEMA_VERSION,
    ...about,
    language: language.code,
    summary: auditSummary(found),
    lines: lines.map((line) => ({
      ...line,
      ...message(line),
      claims: line.claims.map((claim) => ({ ...claim, ...message(claim) })),
    })),
    conventions,
    lint,
  };
}
