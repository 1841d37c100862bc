export { type Format, type Layout, type RenderOptions, renderDocument } from "./document/render";
export { type NumberStyle, printNumber } from "./number";
export { type PrintOptions, toLatex } from "./print";
export { printName, type SymbolOverrides } from "./symbol";
