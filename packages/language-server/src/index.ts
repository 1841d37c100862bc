export { answering } from "./answer";
export type { Answer, Question } from "./question";
export type { Edit, Name, Remark, Report, Span, Standing } from "./report";
export { type ServeOptions, serve } from "./serve";
export type { Settings, Severity } from "./settings";
export { STATUS, type Status } from "./status";
