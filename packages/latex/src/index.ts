export type { Writer, Written } from "@chainrule/graph/written";
export { type Markup, markup } from "@chainrule/graph/written";
export type { KatexFile } from "./document/math-style";
export type { SectionName } from "./document/model";
export type { Numbering } from "./document/numbering";
export { type Format, type Layout, type RenderOptions, renderDocument } from "./document/render";
export {
  type MarkupBlock,
  type MarkupRow,
  type MarkupSection,
  renderSections,
  type SectionOptions,
} from "./document/sections";
export { entryToLatex } from "./index-notation/print-entry";
export { type NumberStyle, printNumber } from "./number";
export type { Operators } from "./operators";
export { sceneToTikz, type TikzOptions } from "./picture/tikz";
export { type PrintOptions, toLatex } from "./print";
export { formulaReader, fromLatex } from "./read/formula";
export { parseLatex } from "./read/lines";
export { codeMarkdown, type Markdown, markdown } from "./safe/markdown";
export { type Prose, prose } from "./safe/prose";
export { type Terminal, terminal, terminalJson, terminalLines } from "./safe/terminal";
export type { Tex } from "./safe/tex";
export { printName, type SymbolOverrides } from "./symbol";
