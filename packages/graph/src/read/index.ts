/* Reading formulas: one grammar and one meaning for every notation; a notation is a front end that cuts texts into tokens. */
export { greekName, plainWidth, scriptAt, signMeaning } from "./characters";
export { applied, raised } from "./grammar/attached";
export { argument } from "./grammar/bracketed";
export { binomial } from "./grammar/count";
export { Cursor, type FrontEnd } from "./grammar/cursor";
export { parsed } from "./grammar/formula";
export type { Parsing, Request } from "./grammar/request";
export { insideBraces } from "./grammar/scripts";
export { relationSigns } from "./grammar/signs";
export type { Token } from "./grammar/token";
export { bare, mapTree } from "./map-tree";
export { isFunctionName } from "./meaning/functions";
export type { KnownOptions, Names } from "./meaning/known";
export { type Phrase, phraseOf } from "./phrase";
export {
  type FormulaReader,
  type Notation,
  type ReaderOptions,
  type Reading,
  type ReadOptions,
  readerOf,
} from "./reader";
export { refusal, type Span } from "./refusal";
export type { Examples, Style } from "./style";
export { parseText, textNotation } from "./text/notation";
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
} from "./tree";
export { partsOf, walk } from "./walk";
