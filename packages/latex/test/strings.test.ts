/** No text does anything but show: through each escape, as LaTeX of authors, and in whole documents of every format. */
import { derive } from "@chainrule/derive";
import { ChainruleError, parseName, scalar, tensor } from "@chainrule/graph";
import { type Markup, markup } from "@chainrule/graph/written";
import {
  entryToLatex,
  formulaReader,
  fromLatex,
  parseLatex,
  printName,
  renderDocument,
  toLatex,
} from "@chainrule/latex";
import * as fc from "fast-check";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { formulaOf } from "../src/safe/formula";
import { cellMarkdown, codeMarkdown, markdown } from "../src/safe/markdown";
import { type Prose, prose } from "../src/safe/prose";
import { terminal, terminalJson, terminalLines } from "../src/safe/terminal";
import { type Tex, tex } from "../src/safe/tex";
import { FRAGMENTS, hostile, hostileDocuments, tokens, written } from "./hostile";

const SEED = 20_811;
/** Whether a property of texts holds for as many of them, the same at each run. */
function holds(count: number, texts: fc.Arbitrary<string>, property: (raw: string) => boolean): void {
  const found = fc.check(fc.property(texts, property), { numRuns: count, seed: SEED, endOnFailure: true });
  expect(found.counterexample, fc.defaultReportMessage(found)).toBeNull();
}

/** Whether KaTeX sets a formula, strictly and without trust. */
function sets(formula: string): boolean {
  try {
    katex.renderToString(formula, { strict: "error", throwOnError: true, trust: false, displayMode: true });
    return true;
  } catch {
    return false;
  }
}

/** Characters that steer, turn or are none, by their general categories; joiners inside words stay. */
const STEERING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test("the compiler refuses plain text where a language is written", () => {
  const raw: string = "\\input{x}";
  // @ts-expect-error a plain string is no formula
  const formula: Tex = raw;
  // @ts-expect-error nor a hole in one
  const inside = tex`\\frac{${raw}}{2}`;
  // @ts-expect-error nor what a string's method makes of a formula
  const cut: Tex = tex`x y`.slice(1);
  // @ts-expect-error a formula is no running text
  const text: Prose = tex`x`;
  // @ts-expect-error nor markup
  const page: Markup = tex`x`;
  expect([formula, inside, cut, text, page]).toHaveLength(5);
});

describe("2,000 hostile texts through each escape", () => {
  test("formulas", () => {
    holds(2000, hostile, (raw) => {
      const formula = tex.escape(raw);
      return sets(formula) && sets(`\\frac{${formula}}{x_{${formula}}}`) && formulaOf(formula, "test") !== "";
    });
  });

  test("running LaTeX: no command but those that stand for characters, every brace closed", () => {
    const allowed =
      /^\\(?:[_%#&${}]|text(?:less|greater|bar|asciigrave|asciitilde|asciicircum|backslash)\{\})/;
    holds(2000, hostile, (raw) => {
      let rest: string = prose.escape(raw).replace(/\$(?:[=-]|\\[A-Za-z]+)\$/g, ""); // one sign: $=$, $\varphi$
      for (let at = rest.indexOf("\\"); at >= 0; at = rest.indexOf("\\")) {
        const found = allowed.exec(rest.slice(at));
        if (found === null) return false;
        rest = rest.slice(0, at) + rest.slice(at + found[0].length);
      }
      return !/[\\{}$%#&_^~\n]/.test(rest) && !STEERING.test(rest);
    });
  });

  test("HTML and SVG: no tag, no quotation mark, and the text can be read back", () => {
    const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
    holds(2000, hostile, (raw) => {
      const text = markup.escape(raw);
      const back = text.replace(/&([a-z]+|#39);/g, (_, name: string) => entities[name] ?? "?");
      return !/[<>"']/.test(text) && back === terminal.escape(raw) && !STEERING.test(text);
    });
  });

  test("Markdown: one line in which every mark has its backslash", () => {
    holds(2000, hostile, (raw) => {
      const text = markdown.escape(raw);
      const bare = text.replace(/\\[!-/:-@[-`{-~]/g, "x");
      return !/[\\`*_{}[\]<>#|$&~!\n]|:\/\/|^\s*(?:[-+]\s|\d+[.)]\s)/.test(bare) && !STEERING.test(text);
    });
  });

  test("Markdown: code in a cell ends where it should", () => {
    holds(2000, hostile, (raw) => {
      const [, fence = "", inside = ""] = /^(`+)([\s\S]*?)\1$/.exec(codeMarkdown(raw)) ?? [];
      const longest = Math.max(0, ...[...inside.matchAll(/`+/g)].map(([run]) => run.length));
      return fence.length > longest && !/(^|[^\\])\||\n/.test(inside);
    });
  });

  test("terminals: nothing moves the cursor or turns the direction; JSON reads back", () => {
    holds(2000, hostile, (raw) => {
      const lines = terminalLines(raw);
      const json = terminalJson({ raw });
      return (
        !STEERING.test(terminal.escape(raw)) &&
        !STEERING.test(lines.replaceAll("\n", "")) &&
        terminalLines(lines) === lines &&
        !STEERING.test(json.replaceAll("\n", "")) &&
        JSON.parse(json).raw === raw
      );
    });
  });

  test("names", () => {
    holds(2000, hostile, (raw) => {
      try {
        return sets(printName(parseName(raw)));
      } catch (error) {
        return error instanceof ChainruleError && error.code === "NAME";
      }
    });
  });
});

describe("an author's LaTeX", () => {
  test.each([
    "\\omega",
    "\\hat{y}_{1}",
    "t_1",
    "u^{(r)}",
    "x'",
    "x'^{2}",
    "\\left\\|v\\right\\|_{2}",
    "\\mathrm{net}_{h1}",
    "\\text{loss of 50\\%}",
    "\\operatorname*{arg\\,max}_{x}",
    "\\frac{\\partial u}{\\partial t}",
    "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
    "\\sqrt[3]{x}",
    "\\bigl(x\\bigr)",
    "[x < y]",
    "ω",
    "损失",
    "\\text{вес}",
  ])("%s is a formula", (latex) => {
    const formula = formulaOf(latex, "symbols: w");
    expect(sets(formula)).toBe(true);
    expect(formulaOf(formula, "again")).toBe(formula);
  });

  test.each([
    "",
    " ",
    "\\input{/etc/passwd}",
    "\\write18{ls}",
    "\\catcode`\\%=12",
    "\\def\\x{y}",
    "\\let\\frac\\input",
    "\\href{javascript:alert(1)}{x}",
    "\\htmlData{a=b}{x}",
    "\\includegraphics{x}",
    "\\include{x}",
    "\\openin5=x",
    "\\end{document}",
    "\\begin{document}",
    "\\csname input\\endcsname",
    "^^5cinput{x}",
    "{",
    "}",
    "x}{y",
    "$x$",
    "x % y",
    "#1",
    "a & b",
    "a \\\\ b",
    "x^",
    "x_",
    "x^2^3",
    "^2",
    "\\frac{a}",
    "\\hat",
    "\\left(x",
    "x\\right)",
    "\\left(x}",
    "\\text{a$b$}",
    "\\text{\\input{x}}",
    "\\begin{pmatrix} a \\end{bmatrix}",
    "x\\",
    "x ~ y",
    "`x`",
  ])("%j is refused, and the option is named", (latex) => {
    const w = scalar("w", 1);
    const derivation = derive(w.square().named("L"), { wrt: w });
    for (const format of ["markdown", "html", "latex"] as const) {
      let thrown: unknown;
      try {
        renderDocument(derivation, { format, symbols: { w: latex } });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ChainruleError);
      expect((thrown as ChainruleError).code).toBe("OPTION");
      expect((thrown as ChainruleError).details.where).toBe("symbols: w");
    }
  });

  test("rows of tokens: what is taken is set by KaTeX wherever symbols stand, what is not is refused", () => {
    let taken = 0;
    holds(sampled(5000, 1500), fc.oneof(tokens, hostile), (raw) => {
      try {
        const formula = formulaOf(raw, "test");
        taken++;
        const places = [
          formula,
          `\\frac{\\partial ${formula}}{\\partial x}`,
          `{${formula}}^{+}`,
          `\\sqrt{${formula}}_{i}`,
        ];
        return (
          places.every(sets) &&
          formulaOf(formula, "again") === formula &&
          !cellMarkdown(formula).slice(1, -1).includes("|")
        );
      } catch (error) {
        return error instanceof ChainruleError && error.code === "OPTION";
      }
    });
    expect(taken).toBeGreaterThan(sampled(300, 90));
  });

  test.each([
    ["symbols", { symbols: { w: 5 } }],
    ["symbols", { symbols: null }],
    ["operators", { operators: { f: 5 } }],
    ["operators", { operators: 1 }],
    ["title", { title: 5 }],
    ["language", { language: {} }],
    ["format", { format: "pdf" }],
  ])("%s of the wrong kind: %j", (_, options) => {
    const w = scalar("w", 1);
    const derivation = derive(w.square().named("L"), { wrt: w });
    expect(() => renderDocument(derivation, { format: "html", ...options } as never)).toThrow(ChainruleError);
  });
});

test("public functions that read LaTeX throw nothing but ChainruleError", () => {
  const [w, x] = [tensor("w", { shape: [2, 3] }), tensor("x", { shape: [3] })];
  const names = { w, x, y: scalar("y", 2), z: w.matmul(x) };
  const reader = formulaReader(names);
  const only = (run: () => unknown): boolean => {
    try {
      run();
      return true;
    } catch (error) {
      if (error instanceof ChainruleError) return true;
      throw error;
    }
  };
  holds(sampled(5000, 1500), fc.oneof({ weight: 5, arbitrary: tokens }, hostile), (raw) =>
    [
      () => fromLatex(raw, names),
      () => reader.read(raw),
      () => parseLatex(raw),
      () => toLatex(w.matmul(x).named("z"), { symbols: { w: raw, z: raw } }),
      () => toLatex(names.y.square(), { substitute: () => raw }),
      () => toLatex(names.y.square(), { otherwise: raw }),
      () => entryToLatex(w, [raw, raw]),
    ].every(only),
  );
});

describe("100 documents with 20 hostile texts each, in every format", () => {
  const documents = hostileDocuments(100, SEED);

  test("HTML, of every fourth: no script, no reference, only the tags and attributes of our own pages", () => {
    const known = new Set(TAGS);
    for (const document of documents.filter((_, k) => k % 4 === 0)) {
      const page = written(document, "html");
      const found = page.slice(page.indexOf("<body>")).matchAll(/<\/?([^\s>/]*)[^>]*>/g);
      const strange = [...found].filter(
        ([tag, name = ""]) => !known.has(name) || /\son\w+\s*=|javascript:|(?:href|src)\s*=(?!"#)/i.test(tag),
      );
      expect(strange.map(([tag]) => tag)).toEqual([]);
      // KaTeX puts invisible spaces and signs of application into its output
      expect(STEERING.test(page.replaceAll(/[\n\u200b\u2061]/g, ""))).toBe(false);
    }
  });

  test("Markdown: every formula is one that KaTeX sets, and nothing else holds a dollar", () => {
    for (const document of documents) {
      const text = written(document, "markdown").replace(
        /!\[(?:\\.|[^\]\\])*\]\(data:image\/svg\+xml;base64,[^)]*\)/,
        "",
      );
      const rest = text.replace(/\$\$\n([\s\S]*?)\n\$\$/g, (_, formula: string) => {
        expect(sets(formula)).toBe(true);
        return "";
      });
      const prosaic = rest.replace(/(?<!\\)\$((?:\\.|[^$\\])*)\$/g, (_, formula: string) => {
        expect(sets(formula), formula).toBe(true);
        return "";
      });
      expect(prosaic.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toMatch(/[$<>`]|\]\(/);
    }
  });

  test("LaTeX: no command but those that our own documents have", () => {
    const forbidden =
      /\\(?:input|include|openin|read|write|immediate|catcode|def|let|csname|verbatiminput|includegraphics|href|special|directlua)(?![A-Za-z])/;
    for (const document of documents) {
      const source = written(document, "latex");
      const [, preamble = "", body = ""] =
        /^([\s\S]*?)\\begin\{document\}([\s\S]*)\\end\{document\}\s*$/.exec(source) ?? [];
      expect(preamble).not.toBe("");
      expect(body).not.toMatch(forbidden);
      expect(body).not.toContain("\\begin{document}");
      expect(body).not.toContain("^^");
      expect(STEERING.test(source.replaceAll("\n", ""))).toBe(false);
    }
  });
});

test("harmless names print as themselves", () => {
  const prints = (name: string): string => printName(parseName(name));
  expect(["φ", "σ", "αβ", "∂L", "Δw", "f%", "中文", "é"].map(prints)).toEqual([
    "\\varphi",
    "\\sigma",
    "\\mathrm{\\alpha\\beta}",
    "\\partial L",
    "\\Delta w",
    "\\text{f\\%}",
    "\\text{中文}",
    "\\text{é}",
  ]);
  expect(FRAGMENTS.length).toBeGreaterThan(60);
});

/** Tags of a document: our own, KaTeX's HTML and MathML, and SVG. */
const TAGS = (
  "body main h1 h2 h3 p ul li table thead tbody tr th td div span figure figcaption html svg title defs marker path rect g circle text tspan " +
  "math semantics annotation mrow mi mo mn msub msup msubsup mfrac mtext mspace mover munder munderover mtable mtr mtd mstyle msqrt mroot menclose mpadded mphantom"
).split(" ");
