import { dirname } from "node:path";
import type { ParseArgsConfig } from "node:util";
import { terminal } from "@chainrule/latex";
import { oneOf, onlyFile, parsedFlags } from "./flags";
import { refuseFolder } from "./folder";
import { uninterrupted } from "./interrupt";
import { isModule } from "./load";
import type { Outcome } from "./outcome";
import { refuseOverwriting, save } from "./save";
import { UsageError } from "./usage-error";

const FLAGS = {
  kind: { type: "string" },
  force: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** Networks to begin with: each derives as it stands. */
const BEGINNINGS = {
  scalar: `import { scalar } from "@chainrule/graph";

/* A network in plain code: every quantity is a scalar, and what has a name stands in the derivation by that name. */

const [x1, x2] = [scalar("x_1", 0.5), scalar("x_2", -0.3)];
const [w1, w2, w3] = [scalar("w_1", 0.4), scalar("w_2", 0.7), scalar("w_3", -0.2)];
const [b1, b2] = [scalar("b_1", 0.1), scalar("b_2", 0.2)];
const t = scalar("t", 1);

const net = w1.mul(x1).add(w2.mul(x2)).add(b1).named("net");
const h = net.sigmoid().named("h");
const y = w3.mul(h).add(b2).named("y");

/** What is differentiated. */
export const loss = t.sub(y).square().mul(0.5).named("E");

/** What it is differentiated by, and how far an update goes. */
export const parameters = [w1, w2, w3, b1, b2];
export const rate = 0.5;
export const title = "A hidden unit";
`,
  matrix: `import { dim, tensor } from "@chainrule/graph";

/* A layer over tensors of any size: its derivation is in index notation, or with --notation matrix in products of matrices. */

const [n, m] = [dim("n"), dim("m")];
const x = tensor("x", { shape: [n] });
const W = tensor("W", { shape: [m, n] });
const b = tensor("b", { shape: [m] });
const t = tensor("t", { shape: [m] });

const z = W.matmul(x).add(b).named("z");
const a = z.tanh().named("a");

/** What is differentiated. */
export const loss = a.sub(t).square().sum().mul(0.5).named("L");

/** What it is differentiated by. */
export const parameters = [W, b];
export const title = "A layer";
`,
  layers: `import { glorot, mlp, squaredError } from "@chainrule/nn";

/* Layers: two inputs, three hidden units and one output, with weights drawn from a seed. */

const net = mlp([0.5, -0.3], [3, 1], { weights: glorot(1) });

/** What is differentiated. */
export const loss = squaredError(net.output, 1);

/** What it is differentiated by, and how far an update goes. */
export const { parameters } = net;
export const rate = 0.5;
export const title = "Three hidden units";
`,
} as const satisfies Readonly<Record<string, string>>;

type Kind = keyof typeof BEGINNINGS;
const KINDS = Object.keys(BEGINNINGS) as Kind[]; // its own keys

/** `chainrule new FILE`: writes a network to begin with. @throws UsageError */
export async function newCommand(args: readonly string[]): Promise<Outcome> {
  const { positionals, values } = parsedFlags("new", args, FLAGS);
  const file = onlyFile("new", positionals);
  const kind = oneOf("--kind", values.kind ?? "scalar", KINDS);
  if (!isModule(file)) throw new UsageError(`new: ${file}: expected the name of a module, as in network.ts`);
  const folder = dirname(file);
  refuseFolder(folder);
  refuseOverwriting([file], values.force ?? false);
  await uninterrupted(() => save(folder, [{ path: file, content: BEGINNINGS[kind] }]));
  const name = terminal.escape(file);
  return { text: terminal`wrote ${name}; next: chainrule derive ${name}`, code: 0 };
}
