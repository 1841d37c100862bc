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

export interface Written {
  /** How many operands they read. */
  readonly arity: number;
  readonly lines: readonly string[];
  readonly results: readonly string[];
}

/** Kernels as statements and an expression each; what is used once stands where it is used, so branches compute it only if taken. */
export function written(names: readonly KernelName[]): Written {
  const recording = new Recording();
  const [x, y, z] = [recording.input(0), recording.input(1), recording.input(2)];
  const results = names.map((name) => recipes(recording)[name](x, y, z));
  const uses = new Int32Array(recording.primitive.length);
  for (const result of results) uses[result] = (uses[result] as number) + 1;
  const count = Math.max(...results) + 1;
  for (let value = count - 1; value >= 0; value--) {
    if (uses[value] === 0) continue;
    for (const operand of recording.operands[value] as readonly Recorded[])
      uses[operand] = (uses[operand] as number) + 1;
  }
  const text: string[] = [];
  const lines: string[] = [];
  for (let value = 0; value < count; value++) {
    const expression = expressionOf(recording, value, text);
    const isKept = (uses[value] as number) > 1 && recording.operands[value]?.length !== 0;
    if (isKept) lines.push(`const t${value} = ${expression};`);
    text[value] = isKept ? `t${value}` : expression;
  }
  const arity = [x, y, z].filter((input) => (uses[input] as number) > 0).length;
  return { arity, lines, results: results.map((result) => text[result] as string) };
}

function expressionOf(recording: Recording, value: Recorded, text: readonly string[]): string {
  const [a, b, c] = (recording.operands[value] as readonly Recorded[]).map((operand) => text[operand]);
  const payload = recording.payload[value] as number;
  const name = recording.names[value];
  switch (recording.primitive[value]) {
    case "input":
      return OPERANDS[payload] as string;
    case "number":
      return numberText(payload);
    case "add":
      return `(${a} + ${b})`;
    case "sub":
      return `(${a} - ${b})`;
    case "mul":
      return `(${a} * ${b})`;
    case "div":
      return `(${a} / ${b})`;
    case "neg":
      return `(-${a})`;
    case "min":
      return `Math.min(${a}, ${b})`;
    case "max":
      return `Math.max(${a}, ${b})`;
    case "abs":
      return `Math.abs(${a})`;
    case "sqrt":
      return `Math.sqrt(${a})`;
    case "lt":
      return `(${a} < ${b})`;
    case "le":
      return `(${a} <= ${b})`;
    case "eq":
      return `(${a} === ${b})`;
    case "and":
      return `(${a} && ${b})`;
    case "select":
      return `(${a} ? ${b} : ${c})`;
    case "withSign":
      return `withSign(${a}, ${b})`;
    case "power2":
      return `power2(${a})`;
    case "exponent":
      return `exponent(${a})`;
    case "significand":
      return `significand(${a})`;
    case "foreign":
      return `foreign.${name}(${a}, ${b})`;
    case "rarely":
      return `(${a} ? foreign.${name}(${b}, 0) : ${c})`;
    default:
      throw new Error(`no value ${value}`);
  }
}

function numberText(x: number): string {
  if (Number.isNaN(x)) return "Number.NaN";
  if (!Number.isFinite(x)) return x < 0 ? "Number.NEGATIVE_INFINITY" : "Number.POSITIVE_INFINITY";
  return Object.is(x, -0) ? "(-0)" : x < 0 ? `(${x})` : String(x);
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
  const parts = names.map((name) => ({ name, ...written([name]) }));
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
    const { lines, results } = written(pair);
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
