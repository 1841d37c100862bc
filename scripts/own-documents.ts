/**
 * Audits the documents that we write ourselves: of every layer and loss of `nn`, of small networks and of the examples, in each notation,
 * language and format. Nothing in them is wrong, so that whatever the audit calls wrong there is a mistake of ours.
 *   npm run own-documents                     prints a table; the exit code is 1 if anything is called wrong
 *   npm run own-documents -- conv --open      those whose names hold the text; with what was not checked, and why
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { audit } from "@chainrule/check";
import { derive } from "@chainrule/derive";
import { renderDocument } from "@chainrule/latex";
import { type Counts, countsOf, OWN, ownDerivation, total } from "../test/own-documents";

type Derivable = Parameters<typeof renderDocument>[0];
type Options = Parameters<typeof renderDocument>[1];

/** What one derivation takes at most, all its documents together. */
const LONGEST = 10 * 60_000;
const examples = fileURLToPath(new URL("../examples/", import.meta.url));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { open: { type: "boolean", default: false }, one: { type: "string" } },
});

/** The examples that are derivations; the others are programs. */
const exampleNames = readdirSync(examples)
  .filter((file) => file.endsWith(".ts"))
  .filter((file) =>
    /^export const (?:network|derivation)\b/m.test(readFileSync(`${examples}${file}`, "utf8")),
  )
  .map((file) => `example ${file.slice(0, -3)}`);

/** The derivation of a name, and how an example is written. */
async function derivationOf(name: string): Promise<{ derivation: Derivable; options: Partial<Options> }> {
  const example = /^example (.+)$/.exec(name)?.[1];
  if (example === undefined) return { derivation: ownDerivation(name), options: {} };
  const { deriveOptions, derivation, documentOptions, network } = await import(`${examples}${example}.ts`);
  if (derivation !== undefined) return { derivation, options: {} };
  const { loss, parameters, rate } = network;
  const asked = { wrt: parameters, ...(rate !== undefined && { rate }), ...deriveOptions };
  return { derivation: derive(loss, asked), options: documentOptions ?? {} };
}

/** The notations that a derivation can be written in. */
function notationsOf(derivation: Derivable): readonly Options["notation"][] {
  if ("kind" in derivation) return [undefined];
  const isOfTensors = derivation.statements.some(({ expression }) => expression.shape.length > 0);
  return isOfTensors ? ["index", "matrix"] : ["scalar", "index", "matrix"];
}

/** Audits the documents of one derivation; prints what is wrong, and last the counts. */
async function auditOne(name: string): Promise<void> {
  const { derivation, options } = await derivationOf(name);
  const counts: Counts[] = [];
  for (const notation of notationsOf(derivation)) {
    for (const language of ["en", "zh-Hans", "zh-Hant"] as const) {
      for (const format of ["markdown", "latex"] as const) {
        const asked = { ...options, format, language, title: name, ...(notation && { notation }) };
        const { lines } = audit(renderDocument(derivation, asked), { format });
        const found = countsOf(lines);
        counts.push(found);
        const place = `${name}, ${notation ?? "points"}, ${language}, ${format}`;
        const shown = values.open ? [...found.accused, ...found.open] : found.accused;
        for (const { because, text, verdict } of shown)
          console.log(`${place}: ${verdict}: ${text} -- ${because}`);
      }
    }
  }
  const { accused: _accused, open: _open, ...sums } = total(counts);
  console.log(
    JSON.stringify({ ...sums, accused: total(counts).accused.length, open: total(counts).open.length }),
  );
}

interface Row {
  readonly name: string;
  readonly documents: number;
  readonly claims: number;
  readonly confirmed: number;
  readonly told: number;
  readonly open: number;
  readonly accused: number;
}

/** The counts of one derivation, by a process of its own; undefined if it broke off or took too long. */
function rowOf(name: string): Promise<Row | undefined> {
  const own = ["--import", "tsx", "--conditions=@chainrule/source", process.argv[1] as string, "--one", name];
  const child = spawn(process.execPath, values.open ? [...own, "--open"] : own, {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: LONGEST,
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => {
    text += part;
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const lines = text.trimEnd().split("\n");
      const last = code === 0 ? lines.pop() : undefined;
      for (const line of lines) if (line !== "") console.log(line);
      resolve(last === undefined ? undefined : { name, ...JSON.parse(last) });
    });
  });
}

async function auditAll(): Promise<void> {
  const names = [...OWN, ...exampleNames].filter((name) => positionals.every((text) => name.includes(text)));
  const rows: Row[] = [];
  const broken: string[] = [];
  for (const name of names) {
    const row = await rowOf(name);
    if (row === undefined) broken.push(name);
    else rows.push(row);
  }
  const sum = (key: Exclude<keyof Row, "name">): number => rows.reduce((all, row) => all + row[key], 0);
  const all: Row = {
    name: "all",
    documents: sum("documents"),
    claims: sum("claims"),
    confirmed: sum("confirmed"),
    told: sum("told"),
    open: sum("open"),
    accused: sum("accused"),
  };
  console.log(
    "| derivation | documents | claims | confirmed | defined or given | not checked | called wrong |",
  );
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const { accused, claims, confirmed, documents, name, open, told } of [...rows, all])
    console.log(`| ${name} | ${documents} | ${claims} | ${confirmed} | ${told} | ${open} | ${accused} |`);
  for (const name of broken)
    console.log(`${name}: not audited within ${LONGEST / 60_000} minutes, or broken off`);
  process.exitCode = all.accused === 0 && broken.length === 0 ? 0 : 1;
}

await (values.one === undefined ? auditAll() : auditOne(values.one));
