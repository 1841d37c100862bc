/** The rules of ARCHITECTURE.md: who may import whom, and what is never the case. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

/** What each package may import besides its own files: packages, and modules from npm or Node. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  nn: ["@chainrule/graph", "csv-parse"],
  derive: ["@chainrule/graph"],
  plot: ["@chainrule/graph", "@chainrule/graph/written", "d3-array", "d3-contour", "d3-scale"],
  latex: [
    "@chainrule/graph",
    "@chainrule/graph/read",
    "@chainrule/graph/written",
    "@chainrule/derive",
    "@chainrule/plot",
    "katex",
  ],
  code: [
    "@bufbuild/protobuf",
    "@bufbuild/protobuf/codegenv2",
    "@chainrule/check",
    "@chainrule/graph",
    "@chainrule/graph/read",
    "@lezer/common",
    "@lezer/python",
  ],
  check: [
    "@chainrule/graph",
    "@chainrule/graph/mathjs",
    "@chainrule/graph/read",
    "@chainrule/derive",
    "@chainrule/latex",
    "mdast",
    "mdast-util-from-markdown",
    "mdast-util-gfm-table",
    "micromark-extension-gfm-table",
  ],
  "language-server": [
    "@chainrule/check",
    "@chainrule/check/thread",
    "@chainrule/code",
    "@chainrule/graph",
    "vscode-languageserver",
    "vscode-languageserver/node",
    "vscode-languageserver-textdocument",
  ],
  mcp: [
    "@chainrule/check",
    "@chainrule/check/thread",
    "@chainrule/code",
    "@chainrule/derive",
    "@chainrule/graph",
    "@chainrule/graph/mathjs",
    "@chainrule/latex",
    "@modelcontextprotocol/sdk",
    "@modelcontextprotocol/sdk/server/mcp.js",
    "@modelcontextprotocol/sdk/server/stdio.js",
    "zod",
    "node:stream",
    "node:util",
  ],
  vscode: [
    "@chainrule/check/thread",
    "@chainrule/language-server",
    "vscode",
    "vscode-languageclient/node",
    "vscode-languageserver/node",
  ],
};
/** Folders inside a package that may import more than the rest of it. */
const alsoAllowed: Readonly<Record<string, readonly string[]>> = {
  "packages/check/src/vitest/": ["vitest"],
  // Work that can be ended: an entry of its own, so that pages do not load it.
  "packages/check/src/thread/": ["node:worker_threads"],
  // The build for pages, which runs in Node too: an entry of its own, so that nothing else loads it.
  "packages/nn/src/csv/": ["csv-parse/browser/esm/sync"],
  // Fonts are looked for, styles and fonts are read for documents that need no network; nothing else touches the machine.
  "packages/plot/src/png/": ["@resvg/resvg-js", "node:fs"],
  "packages/latex/src/document/": ["node:fs", "node:module", "node:path", "node:url"],
};
/** Rooms of the audit on the way of a document: none imports from a later one. "" is what runs the whole. */
const AUDIT = "packages/check/src/audit/";
const ROOMS = [
  "findings",
  "document",
  "names",
  "statements",
  "notation",
  "indices",
  "vectors",
  "shapes",
  "model",
  "judge",
  "conditions",
  "",
  "report",
];
/** The command and what is not published may import everything. */
const unrestricted = ["cli", "bench", "playground"];

function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const skipped = ["node_modules", "dist", "out"];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !skipped.includes(entry.name) && !entry.name.startsWith("."))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort();
}

const isTypeScript = (file: string) => /\.tsx?$/.test(file);
const isTest = (file: string) => /\.test\.ts$|^test\/|^packages\/[^/]+\/test\//.test(file);

const packages = readdirSync(join(root, "packages")).sort();
const code = ["packages", "test", "examples", "docs"].flatMap(filesBelow).filter(isTypeScript);
const sources = code.filter((file) => /^packages\/[^/]+\/src\//.test(file) && !isTest(file));

interface Module {
  readonly tree: ts.SourceFile;
  readonly imports: readonly string[];
}

function parse(file: string, text: string): Module {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return { tree, imports: importsOf(tree) };
}

/** Every module a file names: in imports, re-exports, `import()`, `import("...")` types and `require()`. */
function importsOf(tree: ts.SourceFile): string[] {
  const names: string[] = [];
  visit(tree, (node) => {
    let name: ts.Node | undefined;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name = node.moduleSpecifier;
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) name = node.argument.literal;
    else if (ts.isCallExpression(node)) {
      const called = node.expression;
      const loads =
        called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require");
      if (loads) name = node.arguments[0];
    }
    if (name && ts.isStringLiteralLike(name)) names.push(name.text);
  });
  return names;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

const parsed = new Map(code.map((file) => [file, parse(file, readFileSync(join(root, file), "utf8"))]));
const moduleOf = (file: string): Module => parsed.get(file) ?? { tree: parse(file, "").tree, imports: [] };
const packageOf = (file: string) => file.split("/")[1] ?? "";

function place(node: ts.Node): string {
  const tree = node.getSourceFile();
  return `${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** The file that a relative import means, or undefined. */
function fileOf(importer: string, name: string): string | undefined {
  const path = resolve(root, dirname(importer), name);
  const found = [`${path}.ts`, `${path}.tsx`, join(path, "index.ts"), path].find(
    (p) => existsSync(p) && statSync(p).isFile(),
  );
  return found && relative(root, found).split(sep).join("/");
}

/** The first cycle of a directed graph, as the names along it, or undefined. */
function cycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (name: string): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    path.push(name);
    for (const next of edges.get(name) ?? []) {
      const found = walk(next);
      if (found) return found;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const found = walk(name);
    if (found) return found;
  }
  return undefined;
}

describe("imports", () => {
  test("every package has its rule", () => {
    expect(packages.filter((name) => !(name in allowed) && !unrestricted.includes(name))).toEqual([]);
  });

  test("a package imports only what its rule names", () => {
    const broken = sources
      .filter((file) => !unrestricted.includes(packageOf(file)))
      .flatMap((file) => {
        const folder = Object.keys(alsoAllowed).find((start) => file.startsWith(start));
        const names = [...(allowed[packageOf(file)] ?? []), ...((folder && alsoAllowed[folder]) || [])];
        const foreign = moduleOf(file).imports.filter(
          (name) => !name.startsWith(".") && !names.includes(name),
        );
        return foreign.map((name) => `${file} imports ${name}`);
      });
    expect(broken).toEqual([]);
  });

  test("a manifest lists no package that the rule does not name", () => {
    const broken = packages.flatMap((name) => {
      const text = readFileSync(join(root, "packages", name, "package.json"), "utf8");
      const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(text);
      if (unrestricted.includes(name)) return [];
      return Object.keys(dependencies)
        .filter((dependency) => !allowed[name]?.includes(dependency))
        .map((dependency) => `${name} depends on ${dependency}`);
    });
    expect(broken).toEqual([]);
  });

  test("relative imports are extensionless, lead to a file and stay inside the package", () => {
    const broken = sources.flatMap((file) => {
      const relatives = moduleOf(file).imports.filter((name) => name.startsWith("."));
      return relatives
        .filter((name) => {
          const target = fileOf(file, name);
          const inside = target?.startsWith(`packages/${packageOf(file)}/src/`);
          return !inside || /\.[cm]?[jt]s$/.test(name);
        })
        .map((name) => `${file} imports ${name}`);
    });
    expect(broken).toEqual([]);
  });

  test("no cycle between files", () => {
    const edges = sources.map((file): [string, string[]] => {
      const targets = moduleOf(file).imports.filter((name) => name.startsWith("."));
      return [file, targets.flatMap((name) => fileOf(file, name) ?? [])];
    });
    expect(cycle(new Map(edges))).toBeUndefined();
  });

  test("no cycle between packages", () => {
    const edges = packages.map((name): [string, string[]] => {
      const files = sources.filter((file) => packageOf(file) === name);
      const scoped = files.flatMap((file) =>
        moduleOf(file).imports.filter((i) => i.startsWith("@chainrule/")),
      );
      return [name, [...new Set(scoped.map((i) => i.split("/")[1] ?? ""))].filter((other) => other !== name)];
    });
    expect(cycle(new Map(edges))).toBeUndefined();
  });

  test("no room of the audit imports from a later one", () => {
    const roomOf = (file: string): string => /^([^/]*)\//.exec(file.slice(AUDIT.length))?.[1] ?? "";
    const files = sources.filter((file) => file.startsWith(AUDIT));
    expect([...new Set(files.map(roomOf))].sort()).toEqual([...ROOMS].sort());
    const against = files.flatMap((file) =>
      moduleOf(file)
        .imports.flatMap((name) => (name.startsWith(".") ? (fileOf(file, name) ?? []) : []))
        .filter((target) => target.startsWith(AUDIT))
        .filter((target) => ROOMS.indexOf(roomOf(target)) > ROOMS.indexOf(roomOf(file)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(against).toEqual([]);
  });

  test("examples and docs use public entries only", () => {
    const entries = packages.flatMap((name) => {
      const { exports = {} }: { exports?: Record<string, unknown> } = JSON.parse(
        readFileSync(join(root, "packages", name, "package.json"), "utf8"),
      );
      return Object.keys(exports).map((path) => `@chainrule/${name}${path.slice(1)}`);
    });
    const fences = ["docs", "examples", "packages"]
      .flatMap(filesBelow)
      .concat(existsSync(join(root, "README.md")) ? ["README.md"] : [])
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const blocks = text.matchAll(/^```(?:ts|typescript|js|javascript)\b[^\n]*\n(.*?)^```/gms);
        return [...blocks].map((block) => ({ file, imports: parse(file, block[1] ?? "").imports }));
      });
    const programs = code
      .filter((file) => file.startsWith("examples/") || file.startsWith("docs/"))
      .map((file) => ({ file, imports: moduleOf(file).imports }));
    const broken = [...programs, ...fences].flatMap(({ file, imports }) =>
      imports
        .filter((name) => {
          if (name.startsWith("@chainrule/")) return !entries.includes(name);
          return /(^|\/)packages\/|\/(src|dist)\//.test(name);
        })
        .map((name) => `${file} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("never", () => {
  test("LaTeX in graph", () => {
    // A LaTeX command as it stands in source text: \frac in a raw string or comment, \\frac in an ordinary string.
    const command =
      /\\(?:frac|dfrac|tfrac|partial|cdot|times|mathrm|mathbf|mathbb|mathcal|operatorname|text|left|right|begin|end|sum|prod|sqrt|sigma|delta|theta|alpha|beta|gamma|lambda|eta|mu|pi|exp|log|ln|sin|cos|tan|tanh|top|intercal|odot|otimes|quad|hat|bar|vec|displaystyle|leq|geq|neq|infty|nabla|mathsf|underbrace|overbrace)(?![A-Za-z])/;
    const broken = sources
      .filter((file) => packageOf(file) === "graph")
      .flatMap((file) => {
        const lines = readFileSync(join(root, file), "utf8").split("\n");
        return lines.flatMap((line, i) => (command.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : []));
      });
    expect(broken).toEqual([]);
  });

  test("`any` or a silenced compiler in src", () => {
    const broken = sources.flatMap((file) => {
      const { tree } = moduleOf(file);
      const places: string[] = [];
      visit(tree, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) places.push(`${place(node)} any`);
      });
      const silenced = tree.text.match(/@ts-(?:ignore|expect-error|nocheck)/);
      return silenced ? [...places, `${file} ${silenced[0]}`] : places;
    });
    expect(broken).toEqual([]);
  });

  test("text of a language made of plain text, but where it is escaped or checked", () => {
    // KaTeX's output and its stylesheet are markup already
    const own = ["packages/latex/src/document/math-style.ts"];
    const makers =
      /\b(?:asWritten|markupOfPackage)\b|\bas (?:unknown as )?(?:Tex|Prose|Markup|Markdown|Terminal|Written)\b/;
    const broken = sources.filter(
      (file) =>
        ["plot", "latex", "check", "cli"].includes(packageOf(file)) &&
        !file.startsWith("packages/latex/src/safe/") &&
        !own.includes(file) &&
        makers.test(moduleOf(file).tree.text),
    );
    expect(broken).toEqual([]);
  });

  test("a focused or skipped test", () => {
    const broken = code.filter(isTest).flatMap((file) => {
      const places: string[] = [];
      visit(moduleOf(file).tree, (node) => {
        if (!ts.isPropertyAccessExpression(node)) return;
        const runner = node.expression.getText().split(/[.(]/)[0] ?? "";
        const marks = ["only", "skip", "todo", "fails", "skipIf", "runIf"];
        if (["test", "it", "describe"].includes(runner) && marks.includes(node.name.text))
          places.push(place(node));
      });
      return places;
    });
    expect(broken).toEqual([]);
  });
});
