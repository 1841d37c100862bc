export type { Numbering } from "./document/numbering";
export { type Format, type Layout, type RenderOptions, renderDocument } from "./document/render";
export { entryToLatex } from "./index-notation/print-entry";
export { type NumberStyle, printNumber } from "./number";
export type { Operators } from "./operators";
export { type PrintOptions, toLatex } from "./print";
export { type FormulaReader, formulaReader, fromLatex, type Reading, type ReadOptions } from "./read/formula";
export type { Names } from "./read/meaning/known";
export { parseLatex } from "./read/syntax/lines";
export type { Span } from "./read/syntax/refusal";
export type {
  Bracket,
  Factor,
  Formulas,
  Line,
  NameTree,
  RelationSign,
  Script,
  Term,
  Tree,
  WrittenName,
} from "./read/syntax/tree";
export { partsOf, walk } from "./read/syntax/walk";
export { codeMarkdown, type Markdown, markdown } from "./safe/markdown";
export { type Markup, markup } from "./safe/markup";
export { type Terminal, terminal, terminalJson, terminalLines } from "./safe/terminal";
export type { Tex } from "./safe/tex";
export type { Writer, Written } from "./safe/written";
export { printName, type SymbolOverrides } from "./symbol";
