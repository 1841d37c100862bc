export { type Format, type RenderOptions, renderDocument } from "./document/render";
export { type NumberStyle, printNumber } from "./number";
export { type PrintOptions, toLatex } from "./print";
export { type FormulaReader, formulaReader, fromLatex, type Reading, type ReadOptions } from "./read/formula";
export type { Names } from "./read/known";
export { parseLatex } from "./read/lines";
export type { Span } from "./read/refusal";
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
} from "./read/tree";
export { partsOf, walk } from "./read/walk";
export { printName, type SymbolOverrides } from "./symbol";
