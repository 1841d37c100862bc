export { answer, type Question } from "./answer";
export type { Calls } from "./calls";
export { createServer, type ServerOptions } from "./create-server";
export type { Derived, FormulaVerdict, ToolName } from "./tools";
