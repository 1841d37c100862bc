export { type AuditOptions, audit, auditFormulas } from "./audit/audit";
export { type Auditor, auditor } from "./audit/auditor";
export { languageOf as documentLanguage } from "./audit/document/language";
export { type AuditRepair, type AuditVerdict, verdictKind } from "./audit/findings/finding";
export type { LanguageCode as AuditLanguage } from "./audit/findings/languages/language";
export type { Reason as AuditReason, Value as AuditReasonValue } from "./audit/findings/reason";
export type {
  Audit,
  AuditClaim,
  AuditLine,
  AuditPlace,
  Convention,
  ConventionKind,
  Lint,
  LintKind,
} from "./audit/findings/result";
export { findingText } from "./audit/findings/text";
export { type FormulaGraph, formulaGraph } from "./audit/formula-graph";
export {
  type MendedClaim,
  type MendedDocument,
  mendDocument,
  type Replacement,
  replacementsFor,
  type UnmendedClaim,
} from "./audit/mending";
export type { AuditQuantity } from "./audit/quantities";
export { type AuditStanding, auditBadge, auditStanding, type BadgeOptions } from "./audit/report/badge";
export type {
  AuditFailure,
  AuditRecord,
  AuditReport,
  ReportedClaim,
  ReportedLine,
} from "./audit/report/json";
export { mendingReport } from "./audit/report/mending";
export { claimText } from "./audit/report/message";
export { type AuditFormat, auditReport, formulaReport, type ReportOptions } from "./audit/report/report";
export { type AuditSummary, auditSummary } from "./audit/report/summary";
export { check } from "./check";
export { type ClassSummary, classSummary, type Named as NamedGrade, type StepSummary } from "./grade/class";
export {
  type Grade,
  type GradeOptions,
  type Grader,
  grade,
  grader,
  type Remark as GradeRemark,
  type StepMark,
} from "./grade/grade";
export type { StepOutcome } from "./grade/outcome";
export { classPage, feedbackPage, type PageOptions } from "./grade/pages";
export {
  assertGradient,
  checkGradients,
  explained,
  type GradientCheck,
  type GradientCheckOptions,
  stands,
} from "./gradients";
export {
  assertOperation,
  checkOperation,
  type DeclaredOperation,
  type OperationCheckOptions,
} from "./operation/check-operation";
export type { OperationCheck, OperationFailure, OperationTest } from "./operation/report";
export type { CheckOptions } from "./options";
export { type Proved, proves } from "./proves";
export type {
  CheckResult,
  Counterexample,
  Difference,
  Evidence,
  KinkFound,
  Place,
  Repair,
  Verdict,
} from "./verdict";
