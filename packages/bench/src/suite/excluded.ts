const KATEX = "HTML has the styles and fonts of the katex package in it, which are read from the disk";

/** Test files, folders of them, and tests that need more than a page has, and what that is. A * stands for any text. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  "packages/bench/src/options.test.ts": "reads a command line",
  "packages/bench/src/report.test.ts": "writes files",
  "packages/bench/src/rounds.test.ts": "starts processes",
  "packages/check/test/audit.test.ts": "reads the documents in examples/audits",
  "packages/check/test/audit-layers.test.ts": "reads the documents in examples",
  "packages/check/test/audit-ours.test.ts": "reads the documents in examples/expected",
  "packages/check/test/declared.test.ts > documents *": KATEX,
  "packages/cli/": "the command is a process of its own",
  "packages/graph/test/define-by-run.test.ts": "asks the engine to collect garbage",
  "packages/graph/test/threads-process.test.ts": "starts processes",
  "packages/graph/test/plain.test.ts > the text of the plain kernels is what the recipes say":
    "reads the sources",
  "packages/graph/test/plain.test.ts > the text of the stream's cells is what its script writes":
    "reads the sources",
  "packages/latex/src/language/language.test.ts": "reads the sources",
  "packages/latex/test/document.test.ts > * > every formula passes KaTeX, as a page and one by one": KATEX,
  "packages/latex/test/document.test.ts > * > the same twice as html": KATEX,
  "packages/latex/test/document.test.ts > formats > a title of formulas when none is given": KATEX,
  "packages/latex/test/document.test.ts > formats > html *": KATEX,
  "packages/latex/test/numbering.test.ts > the general layer > keeps them in every format, *": KATEX,
  "packages/latex/test/paths.test.ts > random networks in form *, as pages and as text": KATEX,
  "packages/latex/test/symbols.test.ts > the picture has the author's symbols, *": KATEX,
  "test/": "reads the repository: sources, documents, examples",
};

const patterns = Object.entries(EXCLUDED).map(([place, why]) => {
  const parts = place.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return { pattern: new RegExp(`^${parts.join(".*")}${place.endsWith("/") ? "" : "$"}`), why };
});

/** Why a file or a test, named with its file, is not run in a page; undefined if it is. */
export const reason = (name: string): string | undefined =>
  patterns.find(({ pattern }) => pattern.test(name))?.why;
