import { type Written, written } from "../src/compile/javascript/written";
import { numbers } from "../src/compile/math/numbers";
import { type KernelName, recipes } from "../src/compile/math/recipes";
import { type Recorded, Recording } from "../src/compile/wasm/recording";

/*
 * Writes the recipes as plain JavaScript. Where a page allows neither WebAssembly nor functions made of text, this text is
 * what runs, so it is written beforehand: test/plain.test.ts holds src/compile/math/plain.ts to it (vitest -u writes it).
 */

const OPERANDS = ["x", "y", "z"] as const;

/** Functions of one number that share most of their work, and that gradients need together. */
const PAIRS: readonly (readonly [KernelName, KernelName])[] = [
  ["sigmoid", "oneMinusSigmoid"],
  ["tanh", "oneMinusTanhSquared"],
  ["sin", "cos"],
];

interface Kernel extends Written {
  /** How many operands they read. */
  readonly arity: number;
}

/** Kernels as statements and an expression each. */
export function writtenKernels(names: readonly KernelName[]): Kernel {
  const recording = new Recording();
  const inputs = OPERANDS.map((_, which) => recording.input(which)) as [Recorded, Recorded, Recorded]; // as many
  const results = names.map((name) => recipes(recording)[name](...inputs));
  const read = new Set<string>();
  const text = written(recording, results, (which) => {
    const operand = OPERANDS[which] as string;
    read.add(operand);
    return operand;
  });
  return { ...text, arity: read.size };
}

const HEAD = `// Written by scripts/plain.ts from the recipes; not by hand.
import { ieee } from "./ieee";
import { foreign } from "./numbers";
import type { KernelName } from "./recipes";

const { withSign, power2, exponent, significand } = ieee;

/** A function of float64 numbers; operands in the order of the operation's. */
export type Kernel = (a: number, b: number, c: number) => number;

/** v[k] = f(v[a[k]], v[b[k]], v[c[k]]) for k from \`from\` up to \`to\`. */
export type Gather = (v: Float64Array, from: number, to: number, a: Int32Array, b: Int32Array, c: Int32Array) => void;

export interface Pair {
  readonly names: readonly [KernelName, KernelName];
  readonly gather: Gather;
}

/** out[k] = f(x[k], y[k], z[k]) for k below n. */
export type Sweep = (n: number, out: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array) => void;
`;

const LISTS = ["a", "b", "c"] as const;

/** The text of src/compile/math/plain.ts. */
export function plainSource(): string {
  const names = Object.keys(recipes(numbers)) as KernelName[]; // the table's keys are its type's
  const parts = names.map((name) => ({ name, ...writtenKernels([name]) }));
  const functions = parts.map(({ name, arity, lines, results }) => {
    const parameters = OPERANDS.slice(0, arity).map((operand) => `${operand}: number`);
    const body = [...lines, `return ${results[0]};`].map((line) => `  ${line}\n`).join("");
    return `const ${name} = (${parameters.join(", ")}): number => {\n${body}};\n`;
  });
  const loops = (kind: string, type: string, law: string, loop: (name: string, arity: number) => string) =>
    `/** ${law} A loop of its own for each, so that engines put the function into it. */\nexport const ${kind}: Readonly<Record<KernelName, ${type}>> = {\n${parts
      .map(({ name, arity }) => `  ${name}: ${loop(name, arity)},\n`)
      .join("")}};\n`;
  const gathers = loops("gathers", "Gather", "Runs of one kernel over operands by place.", (name, arity) => {
    const operands = LISTS.slice(0, arity).map((list) => `v[${list}[k] as number] as number`);
    const used = LISTS.slice(0, arity).join(", ");
    return `(v, from, to, ${used}) => {\n    for (let k = from; k < to; k++) v[k] = ${name}(${operands.join(", ")});\n  }`;
  });
  const sweeps = loops("sweeps", "Sweep", "One kernel over lists side by side.", (name, arity) => {
    const operands = OPERANDS.slice(0, arity).map((list) => `${list}[k] as number`);
    const used = OPERANDS.slice(0, arity).join(", ");
    return `(n, out, ${used}) => {\n    for (let k = 0; k < n; k++) out[k] = ${name}(${operands.join(", ")});\n  }`;
  });
  const table = `/** Every kernel. */\nexport const plain: Readonly<Record<KernelName, Kernel>> = {\n${names.map((name) => `  ${name},\n`).join("")}};\n`;
  const both = PAIRS.map((pair) => {
    const { lines, results } = writtenKernels(pair);
    const body = [
      "const x = v[a[k] as number] as number;",
      ...lines,
      `v[k] = ${results[0]};`,
      `v[b[k] as number] = ${results[1]};`,
    ];
    const loop = `    for (let k = from; k < to; k++) {\n${body.map((line) => `      ${line}\n`).join("")}    }\n`;
    return `  {\n    names: ${JSON.stringify(pair)},\n    gather: (v, from, to, a, b) => {\n${loop}    },\n  },\n`;
  }).join("");
  const pairs = `/** Two kernels of v[a[k]] at once: the first goes to v[k], the second to v[b[k]]. */\nexport const pairs: readonly Pair[] = [\n${both}];\n`;
  return [HEAD, ...functions, table, gathers, pairs, sweeps].join("\n");
}
