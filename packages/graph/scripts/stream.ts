import { writtenKernels } from "./plain";

/*
 * Writes the interpreter of streams of instructions. One, two or four equal instructions are one piece of text without a
 * loop: entering a loop takes longer than two sums. Engines put only so many functions into a function, so all is text.
 * test/plain.test.ts holds src/compile/scalar/stream.ts to it (vitest -u writes it).
 */

interface Cell {
  readonly operands: number;
  readonly counts: readonly number[];
  /** The statements of one instruction, given what it reads, and where its operands and then its result stand. */
  readonly text: (read: readonly string[], places: readonly string[]) => string;
}

const arithmetic = (operands: number, expression: (read: readonly string[]) => string): Cell => ({
  operands,
  counts: [1, 2, 4],
  text: (read, places) => `v[${places[operands]}] = ${expression(read)};`,
});

/** The second operand is where the second result goes. */
function sigmoidPair(): Cell {
  const { lines, results } = writtenKernels(["sigmoid", "oneMinusSigmoid"]);
  const text: Cell["text"] = ([x], [, second, first]) =>
    [`const x = ${x};`, ...lines, `v[${first}] = ${results[0]};`, `v[${second}] = ${results[1]};`].join("\n");
  return { operands: 2, counts: [1, 2], text };
}

const cells: Readonly<Record<string, Cell>> = {
  add: arithmetic(2, ([a, b]) => `${a} + ${b}`),
  sub: arithmetic(2, ([a, b]) => `${a} - ${b}`),
  mul: arithmetic(2, ([a, b]) => `${a} * ${b}`),
  mulAdd: arithmetic(3, ([a, b, c]) => `${a} * ${b} + ${c}`),
  mulSub: arithmetic(3, ([a, b, c]) => `${a} * ${b} - ${c}`),
  mulMul: arithmetic(3, ([a, b, c]) => `${a} * ${b} * ${c}`),
  mulMulAdd: arithmetic(4, ([a, b, c, d]) => `${a} * ${b} * ${c} + ${d}`),
  dot: arithmetic(4, ([a, b, c, d]) => `${a} * ${b} + ${c} * ${d}`),
  dotAdd: arithmetic(5, ([a, b, c, d, e]) => `${a} * ${b} + ${c} * ${d} + ${e}`),
  subMul: arithmetic(3, ([a, b, c]) => `${c} - ${a} * ${b}`),
  subMulMul: arithmetic(4, ([a, b, c, d]) => `${d} - ${a} * ${b} * ${c}`),
  sigmoidPair: sigmoidPair(),
};

/** The text of src/compile/scalar/stream.ts. */
export function streamSource(): string {
  let operation = 1; // 0 calls a loop
  const table: string[] = [];
  const cases: string[] = [];
  for (const [name, { operands, counts, text }] of Object.entries(cells)) {
    table.push(
      `  ${name}: { first: ${operation}, operands: ${operands}, counts: [${counts.join(", ")}] },\n`,
    );
    const width = operands + 1;
    for (const count of counts) {
      const all = Array.from({ length: count }, (_, k) => {
        const places = Array.from(
          { length: width },
          (_, which) => `s[p + ${1 + k * width + which}] as number`,
        );
        return `{ ${text(
          places.map((place) => `(v[${place}] as number)`),
          places,
        )} }`;
      });
      cases.push(
        `case ${operation++}: // ${name}, ${count}\n${all.join("\n")}\np += ${1 + count * width};\nbreak;\n`,
      );
    }
    const places = [...Array.from({ length: operands }, (_, which) => `s[p + ${which}] as number`), "k"];
    const one = text(
      places.map((place) => `(v[${place}] as number)`),
      places,
    );
    const last = `const last = p + 3 + ${operands} * (s[p + 1] as number);`;
    const loop = `for (p += 3; p < last; p += ${operands}, k++) { ${one} }`;
    cases.push(
      `case ${operation++}: { // ${name}, many\n${last}\nlet k = s[p + 2] as number;\n${loop}\nbreak;\n}\n`,
    );
  }
  return `${HEAD}
export const cells = {
${table.join("")}} as const satisfies Readonly<Record<string, Cell>>;

/**
 * Runs a stream so many times. An operation is followed by the operands and the result of each of its instructions;
 * one for many by their number, where their results begin, and the operands of each;
 * operation 0 by the code of a kernel and by the first value and what follows the last, which its loop computes.
 */
export function runStream(steps: number, s: Int32Array, v: Float64Array, { gather, a, b, c, from, to }: Beside): void {
  const end = s.length;
  for (let step = 0; step < steps; step++) {
    if (step > 0 && from.length > 0) feed(v, from, to);
    for (let p = 0; p < end; ) {
      switch (s[p]) {
${cases.join("")}default:
(gather[s[p + 1] as number] as Gather)(v, s[p + 2] as number, s[p + 3] as number, a, b, c);
p += 4;
      }
    }
  }
}
`;
}

const HEAD = `// Written by scripts/stream.ts; not by hand.
import { ieee } from "../math/ieee";
import type { Gather } from "../math/plain";
import { feed } from "./feed";

const { power2 } = ieee;

/** Instructions that a stream has by themselves. */
export interface Cell {
  /** The operation for the first of \`counts\`; those for the others follow, and one for many. */
  readonly first: number;
  readonly operands: number;
  /** How many instructions one operation does, ascending. */
  readonly counts: readonly number[];
}

/** What a stream needs beside its instructions. */
export interface Beside {
  /** The loops of other kernels by code, and their operands. */
  readonly gather: readonly Gather[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly c: Int32Array;
  /** Values that are copied to others between steps. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}
`;
