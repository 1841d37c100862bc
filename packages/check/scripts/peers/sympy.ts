/*
 * What we read of SymPy's own pairs of LaTeX and meaning: each is read with its symbols as names, and has SymPy's value. The
 * pairs come from the installed package. Arguments: `--least n`, how many have to be read. The exit code is 1 where
 * fewer are, or where anything is read otherwise than SymPy means it.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluate, type Node, scalar } from "@chainrule/graph";
import { fromLatex } from "@chainrule/latex";

const PYTHON = "/usr/bin/python3"; // Debian's, which sees Debian's modules
const TOLERANCE = 1e-10;
const MEGABYTES = 64;

/** What sympy.py prints. */
interface Pairs {
  readonly version: string;
  readonly files: readonly string[];
  readonly pairs: readonly Pair[];
  readonly left: Readonly<Record<string, number>>;
}

interface Pair {
  readonly latex: string;
  readonly names: readonly string[];
  readonly points: readonly Readonly<Record<string, number>>[];
  readonly values: readonly string[];
}

const hasSympy = (): boolean => spawnSync(PYTHON, ["-c", "import sympy.parsing.tests"]).status === 0;

/** Sees to it that SymPy is there. @throws Error that says how to install it */
function prepareSympy(): void {
  if (hasSympy()) return;
  if (process.getuid?.() === 0) {
    console.log("installing python3-sympy from Debian");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3-sympy"], { env });
  }
  if (hasSympy()) return;
  throw new Error("the pairs are SymPy's, which is not there: apt-get install python3-sympy, as root");
}

function pairsOfSympy(): Pairs {
  const script = fileURLToPath(new URL("sympy.py", import.meta.url));
  const { status, stderr, stdout } = spawnSync(PYTHON, [script], {
    encoding: "utf8",
    maxBuffer: MEGABYTES * 2 ** 20,
  });
  if (status !== 0) throw new Error(`sympy.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Pairs; // sympy.py writes nothing else
}

const near = (a: number, b: number): boolean =>
  Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), TOLERANCE);

/** How a pair was read: rightly, or what is wrong with it. */
type Reading = { readonly kind: "right" } | { readonly kind: "wrong" | "refused"; readonly because: string };

function readingOf({ latex, names, points, values }: Pair): Reading {
  const found: number[] = [];
  try {
    const symbols: Record<string, Node> = Object.fromEntries(names.map((name) => [name, scalar(name)]));
    const node = fromLatex(latex, symbols);
    for (const point of points) {
      const bindings = new Map(names.map((name) => [symbols[name] as Node, point[name] as number]));
      found.push(Number(evaluate(node, bindings)));
    }
  } catch (error) {
    return { kind: "refused", because: error instanceof Error ? error.message : String(error) };
  }
  const off = found.findIndex((value, k) => !near(value, Number(values[k])));
  if (off === -1) return { kind: "right" };
  const where = JSON.stringify(points[off]);
  return { kind: "wrong", because: `${found[off]} for ${values[off]} at ${where}` };
}

const { values: options } = parseArgs({ options: { least: { type: "string", default: "0" } } });
prepareSympy();
const { files, left, pairs, version } = pairsOfSympy();
const readings = pairs.map((pair) => ({ pair, reading: readingOf(pair) }));
const right = readings.filter(({ reading }) => reading.kind === "right").length;

function listed(kind: "wrong" | "refused", title: string): number {
  let count = 0;
  for (const { pair, reading } of readings) {
    if (reading.kind !== kind) continue;
    if (count++ === 0) console.log(`\n${title}`);
    const [first = ""] = reading.because.split("\n");
    console.log(`  ${pair.latex}\n      ${first}`);
  }
  return count;
}

console.log(`SymPy ${version}, ${files.join(", ")}: ${pairs.length} pairs that have a value`);
for (const [reason, count] of Object.entries(left)) console.log(`  left out: ${count} ${reason}`);
const refused = listed("refused", "refused:");
const wrong = listed("wrong", "read wrongly:");
console.log(`\nread rightly ${right}, read wrongly ${wrong}, refused ${refused}`);
if (right < Number(options.least)) console.log(`that is fewer than ${options.least}`);
process.exitCode = wrong > 0 || right < Number(options.least) ? 1 : 0;
