/* Text in a language that something else will interpret, each language with a type of its own; here are HTML and SVG. */
export { type Markup, markup, markupOfPackage } from "./markup";
export { codePoint, described, visible } from "./visible";
export { asWritten, type Writer, type Written, writer } from "./written";
