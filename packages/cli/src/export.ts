import { basename, extname, join } from "node:path";
import type { ParseArgsConfig } from "node:util";
import { type ExportOptions, toC, toJax, toNumpy, toOnnx, toPytorch } from "@chainrule/code";
import type { Node } from "@chainrule/graph";
import { terminal } from "@chainrule/latex";
import { oneOf, onlyFile, parsedFlags } from "./flags";
import { refuseFolder } from "./folder";
import { uninterrupted } from "./interrupt";
import { loadNetwork } from "./load";
import type { Outcome } from "./outcome";
import { Progress } from "./progress";
import { refuseOverwriting, save } from "./save";
import { variablesNamed } from "./variables";

/** What is written, and the end of its file's name. */
interface Target {
  readonly write: (loss: Node, options: ExportOptions) => string | Uint8Array;
  readonly ending: string;
}

const TARGETS: Readonly<Record<"pytorch" | "jax" | "numpy" | "c" | "onnx", Target>> = {
  pytorch: { write: toPytorch, ending: "_pytorch.py" },
  jax: { write: toJax, ending: "_jax.py" },
  numpy: { write: toNumpy, ending: "_numpy.py" },
  c: { write: toC, ending: ".c" },
  onnx: { write: toOnnx, ending: ".onnx" },
};
const NAMES = ["pytorch", "jax", "numpy", "c", "onnx"] as const satisfies readonly (keyof typeof TARGETS)[];

const FLAGS = {
  loss: { type: "string" },
  to: { type: "string", multiple: true },
  wrt: { type: "string" },
  name: { type: "string" },
  out: { type: "string" },
  force: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** `chainrule export`: writes the loss and its gradient as code and returns what to print. @throws UsageError, ChainruleError */
export async function exportCommand(args: readonly string[]): Promise<Outcome> {
  const progress = new Progress();
  try {
    return await exported(args, progress);
  } finally {
    await progress.done();
  }
}

/** Everything is made before anything is written. */
async function exported(args: readonly string[], progress: Progress): Promise<Outcome> {
  const { values, positionals } = parsedFlags("export", args, FLAGS);
  const file = onlyFile("export", positionals);
  const asked = (values.to ?? ["pytorch"]).flatMap((text) => text.split(","));
  const targets = [...new Set(asked.map((text) => oneOf("--to", text.trim(), NAMES)))];
  const folder = values.out ?? ".";
  refuseFolder(folder);
  progress.step(terminal`loading ${terminal.escape(file)}`);
  const network = await loadNetwork(file, values.loss);
  // Python imports files by names without hyphens
  const name = basename(file, extname(file)).replace(/[^A-Za-z0-9_]/g, "_");
  const paths = targets.map((target) => join(folder, `${name}${TARGETS[target].ending}`));
  refuseOverwriting(paths, values.force ?? false);
  const wrt = values.wrt === undefined ? network.parameters : variablesNamed(values.wrt, network.loss);
  const options: ExportOptions = { wrt, ...(values.name !== undefined && { name: values.name }) };
  const outputs = targets.map((target, k) => {
    progress.step(terminal`writing ${terminal.escape(target)}`);
    return { path: paths[k] as string, content: TARGETS[target].write(network.loss, options) };
  });
  await uninterrupted(() => save(folder, outputs));
  const written = outputs.map(({ path }) => terminal`wrote ${terminal.escape(path)}`);
  return { text: terminal.join(written, terminal`\n`), code: 0 };
}
