/** Test files, folders of them, and single tests that need more than a page has, and what that is. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  "packages/cli/": "the command is a process of its own",
  "packages/bench/src/options.test.ts": "reads a command line",
  "packages/bench/src/report.test.ts": "writes files",
  "packages/bench/src/rounds.test.ts": "starts processes",
  "packages/check/test/audit.test.ts": "reads the documents in examples/audits",
  "packages/graph/test/plain.test.ts > the text of the plain kernels is what the recipes say":
    "reads the sources",
  "packages/latex/src/language/language.test.ts": "reads the sources",
  "test/": "reads the repository: sources, documents, examples",
};
