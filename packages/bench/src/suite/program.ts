import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Plugin } from "esbuild";
import { bundled } from "../browser/chromium";
import { bench } from "../folders";

export const root = join(bench, "../..");

/** What tests read besides what they import. */
const FOLDERS = ["examples", "packages/graph/src/compile", "packages/latex/src"];

/** What a page has in the place of modules. */
const NODE = ["fs", "module", "url", "v8", "vm"].map((name) => `node:${name}`);
const ours = (name: string): string => join(bench, "src/suite", name);
const alias = {
  vitest: ours("vitest.ts"),
  ...Object.fromEntries(NODE.map((name) => [name, ours("node.ts")])),
};

/** The paths of all files below a folder of the repository. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });

/** KaTeX's styles and fonts, which documents as HTML have in them. */
function styles(): [place: string, path: string][] {
  const sheet = createRequire(join(root, "packages/latex/src/index.ts")).resolve("katex/dist/katex.min.css");
  const fonts = readdirSync(join(dirname(sheet), "fonts")).filter((name) => name.endsWith(".woff2"));
  return ["katex.min.css", ...fonts.map((name) => `fonts/${name}`)].map((name) => [
    `node_modules/katex/dist/${name}`,
    join(dirname(sheet), name),
  ]);
}

/** Values that were computed elsewhere, beside the tests, and the README that states their figures. */
const valuesBesideTests = (): string[] => [
  ...["packages/check/test", "packages/nn/test"].flatMap(filesBelow).filter((path) => path.endsWith(".json")),
  "packages/check/README.md",
];

/** A module's own address: in the page, the root of the repository is the root of the disk. */
const addresses: Plugin = {
  name: "addresses",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const address = JSON.stringify(`file:///${relative(root, path)}`);
      return { contents: text.replaceAll("import.meta.url", address), loader: "ts" };
    });
  },
};

/** A program for a page that runs test files, with what they read. */
export function program(tests: readonly string[]): Promise<string> {
  const read = [
    ...[...FOLDERS.flatMap(filesBelow), ...valuesBesideTests()].map(
      (path) => [path, join(root, path)] as const,
    ),
    ...styles(),
  ].map(([place, path]) => [place, readFileSync(path, "base64")]);
  const loads = tests.map(
    (file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(join(root, file))}),`,
  );
  const text = `import { mount } from ${JSON.stringify(ours("node.ts"))};
import { runSuite } from ${JSON.stringify(ours("page.ts"))};
mount(${JSON.stringify(Object.fromEntries(read))});
runSuite({
${loads.join("\n")}
});`;
  return bundled({ text }, { alias, plugins: [addresses] });
}
