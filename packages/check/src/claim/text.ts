import { parseText, readerOf, textNotation } from "@chainrule/graph/read";
import type { Form } from "./form";
import { namesOf } from "./names";
import { textSyntax } from "./syntax";

/** Claims without LaTeX: as in mathjs, as in Python, or with the signs of Unicode. */
export const textForm: Form = {
  isCode: true,
  lines: (text) => [parseText(text)],
  reader: (words, more) => {
    const { names, options } = namesOf(words, more);
    return readerOf(textNotation, names, options);
  },
  syntax: (words, _typed, read) => textSyntax(words, read),
};
