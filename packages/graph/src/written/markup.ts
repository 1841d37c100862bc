import { visible } from "./visible";
import { asWritten, type Writer, type Written, writer } from "./written";

/** HTML, and SVG inside or outside of it. */
export type Markup = Written<"markup">;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML and SVG; its escape gives what shows as itself between tags and in attributes with quotation marks. */
export const markup: Writer<"markup"> = writer((raw) =>
  visible(raw).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ""),
);

/** Markup that an installed package wrote: KaTeX's output and stylesheet. Never what a user gave. */
export const markupOfPackage = (written: string): Markup => asWritten(written);
