/** Text that would do harm where it is not escaped, and documents that have it in every place where text can stand. */
import { derive } from "@chainrule/derive";
import {
  ChainruleError,
  dim,
  functionSymbol,
  type Node,
  operation,
  parseName,
  scalar,
  tensor,
} from "@chainrule/graph";
import { type Format, type RenderOptions, renderDocument } from "@chainrule/latex";
import * as fc from "fast-check";

/** What each language would act on. */
export const FRAGMENTS: readonly string[] = [
  "\\input{/etc/passwd}",
  "\\input{/etc/passwd",
  "\\include{/etc/passwd}",
  "\\write18{touch pwned}",
  "\\immediate\\write18{touch pwned}",
  "\\openin5=/etc/passwd",
  "\\verbatiminput{/etc/passwd}",
  "\\catcode`\\%=12",
  "\\def\\frac{x}",
  "\\csname input\\endcsname",
  "\\end{document}",
  "\\begin{verbatim}",
  "^^5cinput{/etc/passwd}",
  "\\href{javascript:alert(1)}{x}",
  "\\htmlData{a=b}{x}",
  "\\includegraphics{/etc/passwd}",
  "$$",
  "$",
  "}}}",
  "{{{",
  "\\\\",
  "\\[",
  "%",
  "#1",
  "&",
  "~",
  "^",
  "_",
  "f%",
  "a_b^c",
  "\\",
  "[x](javascript:alert(1))",
  "![x](http://evil.example/x.png)",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</title><svg onload=alert(1)>",
  "</style>",
  "&lt;script&gt;",
  "<!--",
  "-->",
  "\"'><b>",
  "`code`",
  "```",
  "| a | b |",
  "# heading",
  "- item",
  "1. item",
  "***",
  "~~~",
  "http://evil.example/",
  "\u001b[2J\u001b[31m",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\r\n",
  "\n\n",
  "\u0000",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\uffff",
  "φ",
  "σ",
  "αβ",
  "∂L",
  "Δw",
  "中文",
  "數學",
  "かな",
  "한국",
  "вес",
  "größe",
  "é",
  "e\u0301",
  "a\u0323\u0301\u0488",
  "👩‍🔬",
  "🚀",
  "عدد",
  "x'",
  "__proto__",
  "constructor",
];

/** One to four of them in a row, with any characters between. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...FRAGMENTS),
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.string({ maxLength: 4 }),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(""));

/** LaTeX made of tokens, some of it formulas, most of it not. */
export const tokens: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."\\frac \\sqrt \\hat \\alpha \\omega \\left( \\right) \\left[ \\right] \\left| \\right| \\text \\mathrm \\operatorname \\sum \\prod \\int \\partial \\cdot \\begin{pmatrix} \\end{pmatrix} \\begin{cases} \\end{cases} \\begin{aligned} \\end{aligned} \\bigl( \\big| \\binom \\overset \\underbrace \\mathbb \\bar \\vec \\to \\le \\infty \\{ \\} \\, \\| \\input \\def \\\\ & { } { } { } ^ _ ' ( ) [ ] | < > = + - * / , . ; : ! ? x y w 1 2 3.5 ab $ % # ~ \" ` @ \\ \\^".split(
          " ",
        ),
        " ",
        "\n",
        "α",
        "中",
        "{x}",
        "_{i}",
        "^{2}",
        "_{j=1}^{n}",
        "{a_b}",
        "\\hat{y}",
        "\\frac{a}{b}",
        "\\sin(x)",
        "\\,",
      ),
      fc.string({ unit: "binary", maxLength: 2 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** A name that the graph takes with as much of a text in it as it can be, and letters after it that make it unique. */
function nameWith(text: string, k: number): string {
  const unique = `q${String.fromCharCode(97 + (k % 26))}`;
  for (const base of [
    text,
    text.replace(/[\s;:,"`<>?!=|@[\]\p{C}()]/gu, ""),
    text.replace(/[^\p{L}\p{N}\\%#&$~]/gu, ""),
  ]) {
    try {
      const name = `${base}${unique}`;
      parseName(name);
      return name;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
    }
  }
  return unique;
}

/** One document: what it is of, and how it is written. */
export interface HostileDocument {
  readonly loss: Node;
  readonly wrt: readonly Node[];
  readonly options: Omit<RenderOptions, "format">;
}

/** A document with twenty texts in it: names of scalars, tensors, functions, operations and sizes, index letters, title, symbols. */
export function documentWith(texts: readonly string[], k: number): HostileDocument {
  const name = (at: number): string => nameWith(texts[at % texts.length] as string, at);
  const languages = ["en", "zh-Hans", "zh-Hant"] as const;
  const common = { title: texts.slice(0, 3).join(" "), language: languages[k % 3] as "en" };
  if (k % 2 === 0) {
    const [x, w, b, v, t] = [0, 1, 2, 3, 4].map((at) => scalar(name(at), 0.3 + at / 10)) as [
      Node,
      Node,
      Node,
      Node,
      Node,
    ];
    const f = functionSymbol(name(5));
    const smooth = operation("smooth_step", {
      value: (z: number) => z / (1 + z * z),
      derivative: (z) => z.square().neg().add(1).div(z.square().add(1).square()),
    });
    const net = w.mul(x).add(b).named(name(6));
    const out = (k % 4 === 0 ? f(net) : smooth(net)).named(name(7));
    const loss = v.mul(out).sub(t).square().mul(0.5).named(name(8));
    return {
      loss,
      wrt: [w, b, v],
      options: { ...common, symbols: symbolsFor([name(0), name(1), name(7)], texts.slice(9)) },
    };
  }
  const [n, m] = [dim(name(0), { index: name(1) }), dim(name(2), { index: name(3) })];
  const [W, x, t] = [tensor(name(4), [m, n]), tensor(name(5), [n]), tensor(name(6), [m])];
  const z = W.matmul(x).named(name(7));
  const loss = functionSymbol(name(8))(z).sub(t).square().sum().mul(0.5).named(name(9));
  const notation = (["index", "matrix", "both"] as const)[k % 3] as "index";
  return {
    loss,
    wrt: [W],
    options: { ...common, notation, symbols: symbolsFor([name(4), name(0)], texts.slice(10)) },
  };
}

/** Those of some texts that pass for formulas, for names. */
function symbolsFor(names: readonly string[], texts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  const w = scalar("w", 1);
  const derivation = derive(w.square().named("L"), { wrt: w });
  let k = 0;
  for (const text of texts) {
    const name = names[k];
    if (name === undefined) break;
    try {
      renderDocument(derivation, { format: "markdown", symbols: { w: `${text}_{${k}}` } });
      found[name] = `${text}_{${k}}`;
      k++;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
    }
  }
  return found;
}

/** The text of a document. @throws ChainruleError */
export const written = ({ loss, options, wrt }: HostileDocument, format: Format): string =>
  renderDocument(derive(loss, { wrt }), { ...options, format });

/** Documents, each with twenty hostile texts, the same for the same seed. */
export function hostileDocuments(count: number, seed: number): HostileDocument[] {
  const texts = fc.sample(fc.array(hostile, { minLength: 20, maxLength: 20 }), { numRuns: count, seed });
  return texts.map(documentWith);
}
