/** Test files, folders of them, and tests that need more than a page has, and what that is. A * stands for any text. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  "packages/bench/src/options.test.ts": "reads a command line, with Node's parser",
  "packages/bench/src/rounds.test.ts": "starts processes",
  "packages/check/src/audit/findings/findings.test.ts > every kind of reason is found by something":
    "reads the sources",
  "packages/check/test/adversarial.test.ts": "starts processes",
  "packages/check/test/thread.test.ts": "starts threads of Node",
  "packages/language-server/test/": "the server is a process of its own",
  "packages/mcp/test/": "the server is a process of its own",
  "packages/vscode/test/": "the server is a process of its own",
  "packages/check/test/audit-report.test.ts": "makes code of a schema, which the policy forbids",
  "packages/cli/src/audit/many.test.ts": "reads and writes files and links",
  "packages/cli/src/options.test.ts": "reads a command line, with Node's parser",
  "packages/cli/test/": "the command is a process of its own",
  "packages/code/test/onnx.test.ts": "loads ONNX Runtime, a WebAssembly module of its own",
  "packages/graph/test/threads-process.test.ts": "starts processes",
  "packages/nn/test/files/": "reads and writes files and links",
  "packages/plot/src/png/": "draws with a library of the machine",
  "test/architecture.test.ts": "reads every source with the TypeScript compiler",
  "test/docs.test.ts": "writes programs of the documents into files, and runs them",
};

const patterns = Object.entries(EXCLUDED).map(([place, why]) => {
  const parts = place.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return { pattern: new RegExp(`^${parts.join(".*")}${place.endsWith("/") ? "" : "$"}`), why };
});

/** Why a file or a test, named with its file, is not run in a page; undefined if it is. */
export const reason = (name: string): string | undefined =>
  patterns.find(({ pattern }) => pattern.test(name))?.why;
