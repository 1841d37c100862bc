import { basename } from "node:path";
import { escaped } from "./markdown";

/* The frame of a page of the site: what is beside the text on every page. */

const NAVIGATION: readonly (readonly [title: string, path: string])[] = [
  ["Playground", ""],
  ["Start", "guide/README.html"],
  ["A derivation in five minutes", "guide/docs/derivation-in-five-minutes.html"],
  ["What the verdicts mean", "guide/docs/soundness.html"],
  ["Examples", "guide/examples/README.html"],
  ["Gallery", "guide/gallery.html"],
  ["Graphs", "guide/packages/graph/README.html"],
  ["Layers and training", "guide/packages/nn/README.html"],
  ["Derivations", "guide/packages/derive/README.html"],
  ["Documents", "guide/packages/latex/README.html"],
  ["Check and audit", "guide/packages/check/README.html"],
  ["Code", "guide/packages/code/README.html"],
  ["Pictures", "guide/packages/plot/README.html"],
  ["The command", "guide/packages/cli/README.html"],
  ["Speed", "guide/packages/bench/RESULTS.html"],
  ["How it is built", "guide/ARCHITECTURE.html"],
  ["Changes", "guide/CHANGELOG.html"],
];

interface Content {
  readonly title: string;
  readonly body: string;
  /** How many folders the page is below the site's first. */
  readonly depth: number;
  /** The document's path in the repository. */
  readonly here?: string;
}

export function page({ body, depth, here, title }: Content): string {
  const up = "../".repeat(depth);
  const isHere = (path: string): boolean =>
    here !== undefined && path === `guide/${here.replace(/\.md$/, ".html")}`;
  const items = NAVIGATION.map(
    ([name, path]) =>
      `<li><a href="${up}${path === "" ? "index.html" : path}"${isHere(path) ? ' aria-current="page"' : ""}>${escaped(name)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – chainrule</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${up}katex/katex.min.css">
<link rel="stylesheet" href="${up}site.css">
</head>
<body>
<nav aria-label="chainrule"><a class="name" href="${up}index.html">chainrule</a><ul>${items.join("")}</ul></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

export const sourcePage = (path: string, text: string, depth: number): string =>
  page({
    title: path,
    depth,
    body: `<h1>${escaped(basename(path))}</h1>\n<p>${escaped(path)}</p>\n<pre tabindex="0"><code>${escaped(text)}</code></pre>`,
  });

/** Every picture that the examples draw, with the name of its example. */
export function galleryOf(pictures: readonly string[]): string {
  const figures = pictures.map((path) => {
    const name = basename(path, ".svg");
    return `<figure><a href="${path}"><img loading="lazy" src="${path}" alt="${name.replaceAll("-", " ")}"></a><figcaption>${name.replaceAll("-", " ")}</figcaption></figure>`;
  });
  return page({
    title: "Gallery",
    depth: 1,
    body: `<h1>Gallery</h1>\n<p>Every picture that the <a href="examples/README.html">examples</a> draw.</p>\n<div class="gallery">${figures.join("\n")}</div>`,
  });
}
