import { ChainruleError, type Node, parseName } from "@chainrule/graph";
import { formulaReader, parseLatex, printName, toLatex } from "@chainrule/latex";
import type { Form } from "./form";
import { namesOf } from "./names";
import type { Syntax } from "./syntax";
import type { Vocabulary } from "./vocabulary";

/** Claims in LaTeX. */
export const latexForm: Form = {
  isCode: false,
  lines: (text) => parseLatex(text).lines,
  reader: (words, more) => {
    const { names, options } = namesOf(words, more);
    return formulaReader(names, options);
  },
  syntax: latexSyntax,
};

/** How LaTeX writes what repairs are made of. */
export const latexForms = {
  times: (a: string, b: string, entrywise: boolean): string =>
    entrywise ? `${a} \\odot ${b}` : /^[\d-]/.test(b) ? `${a} \\cdot ${b}` : `${a} ${b}`,
  dividedBy: (above: string, below: string): string => `\\frac{${above}}{${below}}`,
  squared: (x: string): string => `${x}^{2}`,
  transposition: "^{\\mathsf T}",
  sumOver: (letter: string, x: string): string => `\\sum_{${letter}} ${x}`,
  derivative: (of: string, by: string): string => `\\frac{\\partial ${of}}{\\partial ${by}}`,
  isAtom: (text: string): boolean =>
    /^(?:[\d.]+|(?:\\[a-z]+\{\w+\}|\\?[A-Za-z]+)(?:_(?:\w|\{[^{}]*\}))?)$/.test(text),
  opening: "({",
  closing: ")}",
} satisfies Partial<Syntax>;

/** LaTeX over the names of a vocabulary; words are set upright only if those that were typed are. */
function latexSyntax(words: Vocabulary, typed: string, read: (formula: string) => Node): Syntax {
  const isUpright = /\\(?:mathrm|text|operatorname)\b/.test(typed);
  const asTyped = (latex: string): string =>
    isUpright ? latex : latex.replace(/\\mathrm\{([A-Za-z]+)\}/g, "$1");
  const spelled = (node: Node): string => asTyped(printName(parseName(words.written(node))));
  return {
    spelled,
    spelledOut: (node) => {
      if (words.nodes.includes(node)) return spelled(node);
      try {
        return asTyped(node.attrs.name === undefined ? toLatex(node) : printName(node.attrs.name));
      } catch (error) {
        if (error instanceof ChainruleError) return undefined;
        throw error;
      }
    },
    ...latexForms,
    count: (sizes) =>
      sizes
        .map((size) => (typeof size === "number" ? String(size) : asTyped(printName(size.name))))
        .join(" "),
    read,
  };
}
