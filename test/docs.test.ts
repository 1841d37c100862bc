/** Every TypeScript block of the documents runs as it stands; a block of text after it is what it prints. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { expect, test, vi } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

const filesIn = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(join(root, folder))
    .filter(isWanted)
    .map((name) => join(folder, name));

const documents = [
  "README.md",
  ...filesIn("docs", (name) => name.endsWith(".md")),
  ...filesIn("packages", () => true).map((folder) => join(folder, "README.md")),
];

interface Block {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

interface Program extends Block {
  /** What it is to print; undefined where the document does not say. */
  readonly output: string | undefined;
}

/** The fenced blocks of a Markdown text, in their order. */
function blocksOf(markdown: string): (Block & { readonly end: number })[] {
  const fences = markdown.matchAll(/^```(\w*)[^\n]*\n(.*?)^```$/gms);
  return [...fences].map((fence) => ({
    line: markdown.slice(0, fence.index).split("\n").length,
    end: fence.index + fence[0].length,
    language: fence[1] ?? "",
    text: fence[2] ?? "",
  }));
}

/** The blocks that run: TypeScript that imports one of our packages. A block ```text right after one is its output. */
function programsIn(markdown: string): Program[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap((block, k) => {
    if (block.language !== "ts" || !/from "@chainrule\//.test(block.text)) return [];
    const next = blocks[k + 1];
    const follows =
      next?.language === "text" && /^\s*```text$/.test(markdown.slice(block.end).split("\n", 3).join("\n"));
    return [{ ...block, output: follows ? next.text : undefined }];
  });
}

/** What a program prints on the console, run in an empty folder, where it may write. */
async function printed(program: Program, place: string): Promise<string> {
  // a file beside this one, so that imports are resolved as in every other file
  const file = join(dirname(fileURLToPath(import.meta.url)), `.${place.replace(/\W+/g, "-")}.ts`);
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), "chainrule-docs-"))];
  let output = "";
  const log = vi.spyOn(console, "log").mockImplementation((...values: readonly unknown[]) => {
    output += `${format(...values)}\n`;
  });
  writeFileSync(file, `${program.text}\nexport {};\n`);
  process.chdir(folder);
  try {
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
    process.chdir(before);
    rmSync(file);
    rmSync(folder, { recursive: true });
  }
  return output;
}

const programs = documents.flatMap((document) =>
  programsIn(readFileSync(join(root, document), "utf8")).map(
    (program) => [`${document}, line ${program.line}`, program] as const,
  ),
);

test.each(programs)("%s", async (place, program) => {
  const output = await printed(program, place);
  if (program.output !== undefined) expect(output).toBe(program.output);
});

test("a sample", async () => {
  const sample = [
    "```ts",
    'import { scalar } from "@chainrule/graph";',
    'const x: number = scalar("x", 2).square().value;',
    "console.log(x, [1], { a: 1 });",
    "```",
    "",
    "```text",
    "4 [ 1 ] { a: 1 }",
    "```",
    "```ts",
    'const notRun = "no import of ours";',
    "```",
    "```ts",
    'import { scalar } from "@chainrule/graph";',
    'throw new Error(String(scalar("x").shape.length));',
    "```",
    "Prose between.",
    "```text",
    "not its output",
    "```",
  ].join("\n");
  const [first, second, ...more] = programsIn(sample);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ line: 1, output: "4 [ 1 ] { a: 1 }\n" });
  expect(second).toMatchObject({ line: 13, output: undefined });
  expect(await printed(first as Program, "sample")).toBe(first?.output);
  await expect(printed(second as Program, "sample-throws")).rejects.toThrow("0");
});
