import { ChainruleError } from "@chainrule/graph";
import { type Markup, markupOfPackage } from "@chainrule/graph/written";

/*
 * KaTeX's stylesheet with the fonts that a page uses inside it. Both are read from the installed katex package, so this
 * runs in Node; a page made elsewhere says which parts could not be read.
 */

/** Which of KaTeX's font files a class in its output calls for; text and letters are always needed. */
const FONTS: readonly (readonly [file: string, needed: RegExp])[] = [
  ["KaTeX_Main-Regular", /./],
  ["KaTeX_Math-Italic", /./],
  ["KaTeX_Main-Bold", /mathbf|textbf/],
  ["KaTeX_Main-Italic", /textit|mathit/],
  ["KaTeX_AMS-Regular", /amsrm|mathbb/],
  ["KaTeX_SansSerif-Regular", /mathsf|textsf/],
  ["KaTeX_Caligraphic-Regular", /mathcal/],
  ["KaTeX_Size1-Regular", /size1|small-op/],
  ["KaTeX_Size2-Regular", /size2|large-op/],
  ["KaTeX_Size3-Regular", /size3/],
  ["KaTeX_Size4-Regular", /size4|delim-size4/],
];

/** The stylesheet for a page of KaTeX output. @throws ChainruleError FILE where katex's files cannot be read */
export function mathStyle(page: string): Markup {
  const css = katexFile("katex.min.css").toString("utf8");
  return markupOfPackage(css.replace(/@font-face\{[^}]*\}/g, (face) => embedded(face, page)));
}

/** A font-face rule with its font inside, or nothing where the page does without it. */
function embedded(face: string, page: string): string {
  const file = /fonts\/(KaTeX_[\w-]+)\.woff2/.exec(face)?.[1];
  const isNeeded = FONTS.some(([name, needed]) => name === file && needed.test(page));
  if (file === undefined || !isNeeded) return "";
  const data = katexFile(`fonts/${file}.woff2`).toString("base64");
  return face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
}

function katexFile(path: string): Buffer {
  const modules = globalThis.process?.getBuiltinModule?.("node:module");
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  if (modules === undefined || files === undefined) {
    throw new ChainruleError("FILE", "the styles of formulas are read from the katex package", {
      where: "renderDocument: html",
      mend: "Render HTML in Node; in a browser, render Markdown and show it with KaTeX",
    });
  }
  return files.readFileSync(modules.createRequire(import.meta.url).resolve(`katex/dist/${path}`));
}
