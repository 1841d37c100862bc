import katex from "katex";
import { Marked, type TokenizerAndRendererExtension } from "marked";

/* Markdown of the repository as HTML, with formulas between dollar signs and headings that can be linked to. */

/** A document as HTML, with what links may lead to. */
export interface Rendered {
  readonly html: string;
  readonly title: string;
  /** The anchors of its headings. */
  readonly anchors: ReadonlySet<string>;
  /** Where its links and pictures lead, as they are written. */
  readonly links: readonly string[];
}

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

/** Formulas that KaTeX cannot set stand as they were written: documents of other people have some. */
function formula(text: string, displayMode: boolean): string {
  try {
    return katex.renderToString(text, { displayMode, throwOnError: true, strict: false });
  } catch {
    return `<code>${escaped(text)}</code>`;
  }
}

/** Dollars follow Pandoc's rule: no space inside, no digit behind. */
const inline: TokenizerAndRendererExtension = {
  name: "formula",
  level: "inline",
  start: (text) => text.indexOf("$"),
  tokenizer(text) {
    const found = /^\$\$([^$]+)\$\$/.exec(text) ?? /^\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)/.exec(text);
    return found ? { type: "formula", raw: found[0], text: found[1] ?? "" } : undefined;
  },
  renderer: (token) => formula(String(token.text), token.raw.startsWith("$$")),
};

const display: TokenizerAndRendererExtension = {
  name: "display",
  level: "block",
  start: (text) => text.indexOf("$$"),
  tokenizer(text) {
    const found = /^\$\$\s*\n?([\s\S]+?)\n?\s*\$\$[ \t]*(?:\n|$)/.exec(text);
    return found ? { type: "display", raw: found[0], text: found[1] ?? "" } : undefined;
  },
  renderer: (token) => `<p>${formula(String(token.text), true)}</p>\n`,
};

/** The anchor of a heading, as GitHub makes it. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

/** @param place where a link leads on the site */
export function render(text: string, place: (link: string) => string): Rendered {
  const anchors = new Set<string>();
  const links: string[] = [];
  let title = "";
  const marked = new Marked({
    extensions: [display, inline],
    renderer: {
      heading({ depth, tokens }) {
        const html = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        if (title === "") title = plain;
        let anchor = slug(plain);
        for (let k = 1; anchors.has(anchor); k++) anchor = `${slug(plain)}-${k}`;
        anchors.add(anchor);
        return `<h${depth} id="${escaped(anchor)}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        links.push(href);
        return `<a href="${escaped(place(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text: alt }) {
        links.push(href);
        return `<img src="${escaped(href.startsWith("data:") ? href : place(href))}" alt="${escaped(alt)}">`;
      },
      table(token) {
        const row = (cells: typeof token.header, tag: string): string =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="wide"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parse(text, { async: false });
  return { html, title, anchors, links };
}

export { escaped };
