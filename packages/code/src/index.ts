export {
  auditCode,
  type CodeAudit,
  type CodeLayer,
  type CodeLine,
  type CodeVerdict,
} from "./audit/audit-code";
export type { Counterexample } from "./audit/compare";
export type { EditKind } from "./audit/edit";
export type { CodeRepair } from "./audit/repair";
export { codeReport } from "./audit/report";
export { fromPython, type ReadFunction } from "./read/from-python";
