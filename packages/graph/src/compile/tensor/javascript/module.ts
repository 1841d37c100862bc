import type { Node } from "../../../node";
import type { Feed } from "../../backend";
import { callees } from "../../javascript/written";
import { arranged } from "../arrangement";
import { fused } from "../fusion";
import type { Own } from "../instruction";
import type { LoweredTensors } from "../lower";
import { type TensorModule, writeGiven } from "../module";
import { ownAction } from "../own";
import { oneThread } from "../threads";
import type { FunctionText, Layout } from "./function";
import { nestText } from "./nest";
import { productTexts, scratchFor } from "./product";

/** Calls in one function: V8 does not optimise longer ones well. */
const CHUNK = 500;
/** What costs more is stored on the way: two powers, the longest of the functions, are some 500 operations. */
export const LONGEST_TEXT = 20;

/** What is made of the text: a function that does n steps. */
type Made = (
  v: Float64Array,
  own: readonly (() => void)[],
  ...rest: readonly unknown[]
) => (n: number) => void;

/**
 * A program over tensors as functions made of text, on one array. Nothing of a user's stands in the text: names do not
 * occur, and constants are kept in the array. Undefined where the page's policy forbids to make functions of text.
 */
export function textModule(
  lowered: LoweredTensors,
  inputs: readonly Node[],
  feeds: readonly Feed[],
  threads = 1,
): TensorModule | undefined {
  const { instructions, addresses, end, copies } = arranged(fused(lowered), inputs, feeds);
  const scratch = instructions.reduce(
    (most, each) => (each.kind === "product" ? Math.max(most, scratchFor(each)) : most),
    0,
  );
  const constants: number[] = [];
  const constantAt = new Map<string, number>();
  const layout: Layout = {
    addressOf: (buffer) => addresses[buffer] as number,
    countOf: (buffer) => lowered.buffers[buffer]?.count ?? 0,
    constant: (x) => {
      const key = Object.is(x, -0) ? "-0" : String(x);
      const place = constantAt.get(key) ?? end + scratch + constants.push(x) - 1;
      constantAt.set(key, place);
      return place;
    },
  };

  const functions = new Map<string, string>(); // by their text, their names
  const called = ({ source, places }: FunctionText): string => {
    const name = functions.get(source) ?? `f${functions.size}`;
    functions.set(source, name);
    return `${name}(v, ${places.join(", ")});`;
  };
  const own: Own[] = [];
  const calls = instructions.flatMap((instruction): string[] => {
    if (instruction.kind === "own") return [`own[${own.push(instruction) - 1}]();`];
    if (instruction.kind === "nest") return [called(nestText(instruction, layout))];
    return productTexts(instruction, layout, end).map(called);
  });
  const moves = copies.map(([output, input]) => {
    const from = layout.addressOf(output);
    return `v.copyWithin(${layout.addressOf(input)}, ${from}, ${from + layout.countOf(input)});`;
  });
  const chunks = Math.ceil(calls.length / CHUNK);
  const source = [
    '"use strict";',
    ...Array.from(functions, ([text, name]) => `const ${name} = ${text};`),
    ...Array.from({ length: chunks }, (_, k) => {
      const lines = calls.slice(k * CHUNK, (k + 1) * CHUNK);
      return [`const step${k} = () => {`, ...lines, "};"].join("\n");
    }),
    "return (n) => {",
    "for (let left = n; ; ) {",
    ...Array.from({ length: chunks }, (_, k) => `step${k}();`),
    "if (--left <= 0) return;",
    ...moves,
    "}",
    "};",
  ].join("\n");

  try {
    const memory = new Float64Array(end + scratch + constants.length);
    memory.set(constants, end + scratch);
    const actions = own.map((instruction) => ownAction(instruction, memory.buffer, addresses));
    const make = new Function("v", "own", ...Object.keys(callees), source) as Made; // the text takes these
    const run = make(memory, actions, ...Object.values(callees));
    writeGiven(lowered, memory.buffer, addresses);
    return {
      memory: memory.buffer,
      bytes: undefined,
      functions: functions.size,
      instructions,
      addresses,
      copies,
      threads: threads === 1 ? undefined : oneThread(threads, "functions made of text are run by one"),
      run,
    };
  } catch {
    return undefined;
  }
}
