/** Whole documents, of every example in every form and format: formulas, numbers, references, and what they are wrapped in. */

import { type Derivation, derive, type Form } from "@chainrule/derive";
import { mul, nameText, scalar } from "@chainrule/graph";
import { type Format, type RenderOptions, renderDocument } from "@chainrule/latex";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { isWhole } from "../../../test/campaign";
import { agreement } from "../src/document/check";
import { documentOf } from "../src/document/content";
import type { Document } from "../src/document/model";
import { type Numbers, numbersOf } from "../src/document/numbers";
import { writingOf } from "../src/document/render";
import { widthOf } from "../src/document/width";
import type { Writing } from "../src/document/writing";
import { printName } from "../src/symbol";
import { RowReader, rowsOf } from "./document-rows";
import { type Example, examples } from "./networks";

const forms: readonly Form[] = ["chain", "delta", "factors"];
const formats: readonly Format[] = ["markdown", "html", "latex"];

function derivationOf({ loss, rate, wrt }: Example, form: Form): Derivation {
  return derive(loss, rate === undefined ? { wrt, form } : { wrt, form, rate });
}

const all = examples.flatMap((example) =>
  forms.map((form) => ({ title: `${example.name}, ${form}`, derivation: derivationOf(example, form) })),
);
const mazur = (form: Form): Derivation => derivationOf(examples[0] as Example, form);

function written(
  derivation: Derivation,
  options: Omit<RenderOptions, "format"> = {},
): { readonly document: Document; readonly writing: Writing } {
  const writing = writingOf(derivation, options);
  return { document: documentOf(writing, undefined), writing };
}

/** Formulas that KaTeX took already, most of them of a document in another form. */
const taken = new Set<string>();
const strict = (latex: string, displayMode: boolean): string =>
  katex.renderToString(latex, { displayMode, strict: "error", throwOnError: true, output: "mathml" });

/** Everything between dollar signs in Markdown. */
function formulasIn(markdown: string): { readonly latex: string; readonly display: boolean }[] {
  const pattern = /\$\$\n([\s\S]*?)\n\$\$|(?<!\\)\$((?:[^$\\]|\\[\s\S])+?)\$/g;
  return [...markdown.matchAll(pattern)].map(([, block, inline]) => ({
    latex: block ?? inline ?? "",
    display: block !== undefined,
  }));
}

describe.each(all)("$title", ({ derivation }) => {
  const texts = new Map<Format, string>();
  const textIn = (format: Format): string => {
    const text = texts.get(format) ?? renderDocument(derivation, { format });
    texts.set(format, text);
    return text;
  };

  test("every formula passes KaTeX, as a page and one by one", () => {
    expect(textIn("html")).toContain("</html>");
    const formulas = formulasIn(textIn("markdown"));
    expect(formulas.length).toBeGreaterThan(20);
    for (const { latex, display } of formulas) {
      if (taken.has(`${display} ${latex}`)) continue;
      expect(() => strict(latex, display), latex).not.toThrow();
      taken.add(`${display} ${latex}`);
    }
  });

  test.each(isWhole ? [3, 6, 12] : [6])("every line is true, with %i digits", (digits) => {
    for (const numberNotation of ["decimal", "scientific"] as const) {
      const { document, writing } = written(derivation, { digits, numberNotation });
      if (writing.numbers === undefined) continue;
      expect(untrueRows(document, writing, digits)).toEqual([]);
    }
  });

  test("everything given, defined and asked for occurs", () => {
    const { document, writing } = written(derivation);
    const lefts = new Set(rowsOf(document).map((row) => row.of));
    const tables = JSON.stringify(document.blocks.filter((block) => block.kind === "table"));
    for (const { role, stands, symbol } of derivation.statements) {
      const latex = printName(symbol, writing.print.symbols);
      const left = stands === undefined ? latex : `${latex} := ${printName(stands)}`;
      expect(role === "given" || lefts.has(left), latex).toBe(true);
      const isListed = role === "given" || role === "definition" || role === "loss";
      if (isListed) expect(tables).toContain(JSON.stringify(latex));
    }
    expect(rowsOf(document).filter((row) => row.boxed === true).length).toBeGreaterThanOrEqual(
      writing.numbers === undefined ? 0 : derivation.wrt.length,
    );
  });

  test("numbered lines are those that are referred to, in order, each once", () => {
    const rows = rowsOf(written(derivation).document);
    const tags = rows.flatMap((row) => row.tag ?? []);
    expect(tags).toEqual(tags.map((_, k) => String(k + 1)));
    const cited = new Set(rows.flatMap((row) => references(row.reason?.filter(isText).join("") ?? "")));
    expect([...cited].sort((a, b) => a - b).map(String)).toEqual(tags);
  });

  test("no line repeats the one before, and none that could be broken is too wide", () => {
    const rows = rowsOf(written(derivation).document);
    for (const [k, row] of rows.entries()) {
      const before = rows[k - 1];
      for (const line of row.right.length > 1 ? row.right : []) expect(widthOf(line), line).toBeLessThan(70);
      if (before === undefined || row.left !== undefined) continue;
      expect(row.right.join(" "), row.of).not.toBe(before.right.join(" "));
    }
  });

  test("without numbers nothing is rounded", () => {
    const { document } = written(derivation, { numbers: false });
    expect(rowsOf(document).map((row) => row.relation)).not.toContain("\\approx");
    expect(renderDocument(derivation, { format: "markdown", numbers: false })).not.toMatch(
      /approx|\d\.\d{4}/,
    );
  });

  test.each(isWhole ? formats : formats.slice(0, 1))("the same twice as %s", (format) => {
    expect(renderDocument(derivation, { format })).toBe(textIn(format));
  });
});

const isText = (part: unknown): part is string => typeof part === "string";

/** The numbers in "(1), (3) to (5)". */
function references(reason: string): number[] {
  return [...reason.matchAll(/\((\d+)\)(?: to \((\d+)\))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, k) => Number(first) + k),
  );
}

const NUMBER = /^(-?)([\d.]+)?(?:(?: \\cdot )?10\^\{(-?\d+)\})?$/;

/** What rows say that is not so. */
function untrueRows(document: Document, writing: Writing, digits: number): string[] {
  const reader = new RowReader(writing);
  const problems: string[] = [];
  let rounded = "";
  for (const row of rowsOf(document)) {
    const text = `${row.of} ${row.relation} ${row.right.join(" ")}`;
    const expected = reader.expected(row.of);
    let got: number;
    try {
      got = reader.read(row.right);
    } catch (error) {
      problems.push(`${text}: ${String(error)}`);
      continue;
    }
    if (expected === undefined) {
      problems.push(`${text}: unknown left side`);
      continue;
    }
    if (row.left !== undefined) rounded = "";
    if (row.relation === "\\approx") rounded = row.of;
    else if (rounded === row.of) problems.push(`${text}: = after ≈`);
    if (!isTrue(row.relation, row.right.join(" "), got, expected, digits))
      problems.push(`${text}: reads as ${got}, not ${expected}`);
  }
  return problems;
}

function isTrue(relation: string, right: string, got: number, expected: number, digits: number): boolean {
  const error = Math.abs(got - expected);
  const number = NUMBER.exec(right);
  if (relation !== "\\approx")
    return error <= (number === null ? 1e-9 : 1e-15) * Math.max(1, Math.abs(expected));
  if (number !== null) {
    const [, , coefficient = "1", power = "0"] = number;
    const unit = 10 ** (Number(power) - (coefficient.split(".")[1]?.length ?? 0));
    return error <= unit / 2 + 1e-15 * Math.abs(expected);
  }
  // an expression over rounded numbers: as far off as these can make it
  const sizes = [...right.matchAll(/\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
  return error <= 10 ** (2 - digits) * Math.max(1, Math.abs(expected), ...sizes) ** 2;
}

describe("the worked 2-2-2 network", () => {
  test.each(forms)("has every value of its derivation, form %s", (form) => {
    const markdown = renderDocument(mazur(form), { format: "markdown" });
    const values = [
      ["0.3775", "0.3925", "0.593270", "0.596884", "1.10591", "1.22492", "0.751365", "0.772928"],
      ["0.274811", "0.0235600", "0.298371", "0.741365", "-0.217072", "0.186816", "0.175510"],
      ["0.0821670", "0.0826676", "-0.0226025", "-0.0227402", "0.241301", "0.240613"],
      ["0.000438568", "0.000877135", "0.000497713", "0.000995425"],
      ["0.149781", "0.199561", "0.249751", "0.299502", "0.358916", "0.408666", "0.511301", "0.561370"],
      ["0.291028"],
    ].flat();
    for (const value of values) expect(markdown).toMatch(new RegExp(`(?<![\\d.])${value}(?!\\d)`));
  });

  test("form chain states each step of the article", () => {
    const { document } = written(mazur("chain"));
    const lines = rowsOf(document).map((row) => `${row.of} ${row.relation} ${row.right.join(" ")}`);
    const d = (of: string, by: string): string =>
      `\\frac{\\partial ${printName(nameOf(of))}}{\\partial ${printName(nameOf(by))}}`;
    const stated = [
      `${d("E_total", "w_5")} = ${d("E_total", "out_o1")} \\cdot ${d("out_o1", "net_o1")} \\cdot ${d("net_o1", "w_5")}`,
      `${d("E_total", "out_o1")} = \\frac{1}{2} \\cdot 2(\\mathrm{target}_{o1} - \\mathrm{out}_{o1}) \\cdot (-1) + 0`,
      `${d("E_total", "out_o1")} = -(\\mathrm{target}_{o1} - \\mathrm{out}_{o1})`,
      `${d("out_o1", "net_o1")} = \\mathrm{out}_{o1}\\,(1 - \\mathrm{out}_{o1})`,
      `${d("net_o1", "w_5")} = \\mathrm{out}_{h1}`,
      `${d("E_total", "w_5")} \\approx 0.741365 \\cdot 0.186816 \\cdot 0.593270`,
      `${d("E_total", "w_5")} \\approx 0.0821670`,
      "w_{5}^{+} = w_{5} - \\eta\\,\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{5}}",
      "w_{5}^{+} \\approx 0.358916",
      `${d("E_total", "out_h1")} = ${d("E_o1", "out_h1")} + ${d("E_o2", "out_h1")}`,
      `${d("E_o1", "out_h1")} = ${d("E_o1", "out_o1")} \\cdot ${d("out_o1", "net_o1")} \\cdot ${d("net_o1", "out_h1")}`,
      `${d("net_o1", "out_h1")} = w_{5}`,
      `${d("E_o1", "out_h1")} \\approx 0.0553994`,
      `${d("E_o2", "out_h1")} \\approx -0.0190491`,
      `${d("E_total", "out_h1")} \\approx 0.0553994 + (-0.0190491)`,
      `${d("E_total", "out_h1")} \\approx 0.0363503`,
      `${d("E_total", "w_1")} = ${d("E_total", "out_h1")} \\cdot ${d("out_h1", "net_h1")} \\cdot ${d("net_h1", "w_1")}`,
      `${d("out_h1", "net_h1")} \\approx 0.241301`,
      `${d("net_h1", "w_1")} = i_{1}`,
      `${d("E_total", "w_1")} \\approx 0.000438568`,
    ];
    for (const line of stated) expect(lines).toContain(line);
  });

  const nameOf = (text: string) => scalar(text).attrs.name as NonNullable<ReturnType<typeof scalar>["name"]>; // symbols have names

  test("reasons name rules, and new factors stand over braces once", () => {
    const rows = rowsOf(written(mazur("chain")).document);
    const reasons = new Set(
      rows.map((row) => (row.reason ?? []).map((part) => (isText(part) ? part : part.math)).join("")),
    );
    expect(reasons).toContain("only E_{o1} depends on \\mathrm{out}_{o1}; power rule and chain rule");
    expect(reasons).toContain("derivative of \\sigma");
    expect(reasons).toContain("coefficient of w_{5}");
    expect(reasons).toContain("insert (1) to (3)");
    const labels = rows.flatMap((row) =>
      [...row.right.join(" ").matchAll(/\}_\{(\\frac\{\\partial.*?\}\{.*?\})\}(?= |\\,|$)/g)].map(
        ([, label]) => label,
      ),
    );
    expect(labels.length).toBeGreaterThan(10);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe("the check at the end", () => {
  const digits = (derivation: Derivation): number =>
    Number(
      /agree .* at least (\d+) significant/.exec(renderDocument(derivation, { format: "markdown" }))?.[1],
    );

  test("confirms every derivation with values to seven digits or more", () => {
    for (const { derivation, title } of all) {
      const found = digits(derivation);
      if (!title.startsWith("no values")) expect(found, title).toBeGreaterThanOrEqual(7);
    }
  });

  test("sees a gradient that is wrong in its fourth digit", () => {
    const right = mazur("delta");
    const statements = right.statements.map((statement) =>
      nameText(statement.symbol) === "dE_total/dw_1"
        ? { ...statement, expression: mul(statement.expression, 1.0005) }
        : statement,
    );
    const wrong = { ...right, statements };
    const numbers = numbersOf(statements, { digits: 6, notation: "decimal" }, right.wrt) as Numbers; // all have values
    expect(agreement(wrong, numbers).digits).toBe(3);
    expect(() => renderDocument(wrong, { format: "markdown" })).toThrow(/differs from the gradient/);
  });
});

describe("formats", () => {
  const title = 'A <script>alert("1")</script> & 50% of a_b | #1 $x$ {y} ~ ^ \\ `z`';

  test("html stands alone: no script, no reference, fonts inside, text escaped", () => {
    const html = renderDocument(mazur("chain"), { format: "html", title });
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).not.toMatch(/<script|<link|<iframe|<object|@import|javascript:/i);
    const addresses = [...html.matchAll(/https?:\/\/[^"'\s)<]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(
      new Set(["http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"]), // names of languages, not addresses
    );
    const urls = [...html.matchAll(/url\(([^)]{0,20})/g)].map(([, url = ""]) => url);
    expect(urls.length).toBeGreaterThan(3);
    for (const url of urls) expect(url).toMatch(/^data:font\/woff2|^#/);
    expect(html).toContain(
      "<h1>A &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 50% of a_b | #1 $x$ {y}",
    );
    expect(html).toContain("<svg ");
    expect(html.length).toBeLessThan(1.5e6);
  });

  test("html embeds the fonts it uses, and no others", () => {
    const html = renderDocument(mazur("chain"), { format: "html" });
    const families = new Set(
      [...html.matchAll(/@font-face\{[^}]*font-family:"?(\w+)/g)].map(([, family]) => family),
    );
    expect(families).toContain("KaTeX_Main");
    expect(families).toContain("KaTeX_Math");
    expect(families).not.toContain("KaTeX_Fraktur");
  });

  test("markdown: tables keep their columns, text stays text", () => {
    for (const { derivation } of all) {
      const markdown = renderDocument(derivation, { format: "markdown", title });
      let columns = 0;
      for (const line of markdown.split("\n")) {
        const bars = line.startsWith("|") ? line.replace(/\\./g, "").split("|").length : 0;
        if (bars > 0 && columns > 0) expect(bars, line).toBe(columns);
        columns = bars;
      }
    }
    const first = renderDocument(mazur("chain"), { format: "markdown", title }).split("\n")[0];
    expect(first).toBe(
      '# A \\<script\\>alert("1")\\</script\\> \\& 50% of a\\_b \\| \\#1 \\$x\\$ \\{y\\} \\~ ^ \\\\ \\`z\\`',
    );
  });

  test("latex is a whole document with its text escaped", () => {
    const tex = renderDocument(mazur("chain"), { format: "latex", title });
    expect(tex).toMatch(/^\\documentclass/);
    expect(tex.trimEnd()).toMatch(/\\end\{document\}$/);
    expect(tex).toContain(
      '\\title{A \\textless{}script\\textgreater{}alert("1")\\textless{}/script\\textgreater{} \\& 50\\% of a\\_b \\textbar{} \\#1 \\$x\\$ \\{y\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\textasciigrave{}z\\textasciigrave{}}',
    );
    expect(tex).not.toMatch(/\P{ASCII}/u);
  });

  test("a title of formulas when none is given", () => {
    expect(renderDocument(mazur("chain"), { format: "markdown" })).toMatch(
      /^# Derivation of the gradients of \$E_\{\\mathrm\{total\}\}\$\n/,
    );
    expect(renderDocument(mazur("chain"), { format: "html" })).toContain(
      "<title>Derivation of the gradients of E_total</title>",
    );
  });
});

describe("options", () => {
  const derivation = mazur("chain");

  test.each(["zh-Hans", "zh-Hant"] as const)(
    "%s: the same formulas, no English word between them",
    (language) => {
      for (const { derivation } of all) {
        const markdown = renderDocument(derivation, { format: "markdown", language });
        const english = renderDocument(derivation, { format: "markdown" });
        const spaced = (text: string): string =>
          text.replace(/\\text\{[^}]*\}|\\cdot|\\quad|\\\\|&|\s+/g, ""); // lines break at other places
        const displays = (text: string): string[] =>
          formulasIn(text)
            .filter(({ display }) => display)
            .map(({ latex }) => spaced(latex.replace(/ &&.*$/gm, "")));
        expect(displays(markdown)).toEqual(displays(english));
        const prose = markdown.replace(/\$\$[\s\S]*?\$\$|\$[^$]*\$|!\[.*\)/g, "");
        expect(prose.match(/[A-Za-z]{3,}/g)).toBeNull();
      }
    },
  );

  test("LaTeX with Chinese text, also in the title alone, loads fonts for it", () => {
    const derivation = mazur("chain");
    const latex = (options: Partial<RenderOptions>): string =>
      renderDocument(derivation, { format: "latex", ...options });
    expect(latex({})).not.toContain("CJK");
    expect(latex({ title: "反向传播" })).toMatch(
      /\\begin\{CJK\}\{UTF8\}\{gbsn\}\n\\title\{反向传播\}[\s\S]*\\end\{CJK\}/,
    );
    expect(latex({ language: "zh-Hant" })).toContain("\\begin{CJK}{UTF8}{bsmi}");
  });

  test("symbols are printed as the author says, everywhere", () => {
    const symbols = { target_o1: "t_{1}", E_total: "J", w_5: "u" };
    const tex = renderDocument(derivation, { format: "latex", symbols });
    expect(tex).toContain("\\frac{\\partial J}{\\partial u}");
    expect(tex).toContain("u^{+}");
    expect(tex).not.toContain("\\mathrm{target}_{o1}");
    expect(tex).not.toContain("E_{\\mathrm{total}}");
  });

  test("names that look alike are refused", () => {
    const symbols = { w_5: "w_{6}" };
    expect(() => renderDocument(derivation, { format: "html", symbols })).toThrow(/w_5.*w_6|w_6.*w_5/);
    const alike = mul(scalar("a1", 1), scalar("a_1", 2)).named("y");
    const wrt = [alike.inputs[0]?.inputs[0] ?? alike];
    expect(() => renderDocument(derive(alike, { wrt }), { format: "html" })).toThrow(/a1 and a_1/);
  });

  test("a symbol e or sigma leaves no formula in doubt", () => {
    const [e, sigma] = [scalar("e", 0.5), scalar("sigma", 2)];
    const h = sigma.mul(e).named("z").sigmoid().named("h");
    const tex = renderDocument(derive(h.exp().named("L"), { wrt: [e, sigma] }), { format: "latex" });
    expect(tex).toContain("\\operatorname{sigmoid}(z)");
    expect(tex).toContain("\\exp(h)");
    expect(tex).not.toMatch(/\\sigma\(|e\^\{h/);
  });

  test.each([
    [{ format: "pdf" }, "format"],
    [{ format: "html", notation: "tensor" }, "notation"],
    [{ format: "html", digits: 0 }, "digits"],
    [{ format: "html", digits: 2.5 }, "digits"],
    [{ format: "html", digits: 18 }, "digits"],
    [{ format: "html", numberNotation: "hex" }, "numberNotation"],
    [{ format: "html", language: "xx" }, "language"],
    [{ format: "html", language: "constructor" }, "language"],
  ])("%o is refused", (options, named) => {
    // what no type allows is what is tested
    const render = (): string => renderDocument(derivation, options as RenderOptions);
    expect(render).toThrow(
      expect.objectContaining({ code: "OPTION", message: expect.stringContaining(named) }),
    );
  });

  test("every name of a statement is unique in print", () => {
    for (const { derivation: each } of all) {
      const names = new Set(each.statements.map(({ symbol }) => nameText(symbol)));
      expect(new Set(each.statements.map(({ symbol }) => printName(symbol))).size).toBe(names.size);
    }
  });
});
