export { auditCode, type CodeAudit, type CodeLayer, type CodeLine, type CodeVerdict } from "./audit/audit-code";
