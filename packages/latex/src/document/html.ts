import { type Markup, markup } from "@chainrule/graph/written";
import { plainText } from "../language/language";
import { blockMarkup, inlineMarkup } from "./html-blocks";
import { type KatexFile, mathStyle } from "./math-style";
import type { Document } from "./model";
import { PAGE_STYLE } from "./page-style";

/** One self-contained HTML page: styles, fonts and picture inside, no script, readable offline, fit for printing. */
export function toHtml(document: Document, katexFile?: KatexFile): Markup {
  const body = markup.join(document.blocks.map(blockMarkup), markup`\n`);
  const style = mathStyle(body, katexFile);
  return markup`<!doctype html>
<html lang="${markup.escape(document.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup.escape(plainText(document.title))}</title>
<style>${style}</style>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${inlineMarkup(document.title)}</h1>
${body}
</main>
</body>
</html>
`;
}
