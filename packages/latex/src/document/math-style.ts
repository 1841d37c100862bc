import { ChainruleError } from "@chainrule/graph";
import { type Markup, markupOfPackage } from "@chainrule/graph/written";

/*
 * KaTeX's stylesheet with the fonts that a page uses inside it. Both are read from the installed katex package, so this
 * runs in Node; elsewhere the caller hands them over.
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

/** A file of katex's folder `dist`, by its path there: `katex.min.css`, `fonts/KaTeX_Main-Regular.woff2`. */
export type KatexFile = (path: string) => Uint8Array;

/** The stylesheet for a page of KaTeX output. @throws ChainruleError FILE where katex's files cannot be read */
export function mathStyle(page: string, katexFile: KatexFile = installedFile): Markup {
  const css = new TextDecoder().decode(katexFile("katex.min.css"));
  return markupOfPackage(css.replace(/@font-face\{[^}]*\}/g, (face) => embedded(face, page, katexFile)));
}

/** A font-face rule with its font inside, or nothing where the page does without it. */
function embedded(face: string, page: string, katexFile: KatexFile): string {
  const file = /fonts\/(KaTeX_[\w-]+)\.woff2/.exec(face)?.[1];
  const isNeeded = FONTS.some(([name, needed]) => name === file && needed.test(page));
  if (file === undefined || !isNeeded) return "";
  const data = base64(katexFile(`fonts/${file}.woff2`));
  return face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

function installedFile(path: string): Uint8Array {
  const modules = globalThis.process?.getBuiltinModule?.("node:module");
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  if (modules === undefined || files === undefined) {
    throw new ChainruleError("FILE", "the styles of formulas are read from the katex package", {
      where: "renderDocument: html",
      mend: "Give them by the option katexFile where this does not run in Node",
    });
  }
  return files.readFileSync(modules.createRequire(import.meta.url).resolve(`katex/dist/${path}`));
}
