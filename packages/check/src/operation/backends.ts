import { compile, evaluate, type Node, type Value } from "@chainrule/graph";
import { type Findings, operandsText } from "./report";

const BACKENDS = ["interpreter", "javascript", "wasm"] as const;
/** Programs are laid out anew after the first run. */
const RUNS = 2;

/** Runs a program on every backend and compares it, bit by bit, with the reference. */
export function compareBackends(
  outputs: readonly Node[],
  inputs: readonly Node[],
  points: readonly (readonly Value[])[],
  found: Findings,
): void {
  const expected = points.map((at) =>
    evaluate(outputs, new Map(inputs.map((node, k) => [node, at[k]]))).map(entriesOf),
  );
  for (const backend of BACKENDS) {
    const program = compile(outputs, inputs, { backend });
    for (let run = 0; run < RUNS; run++) {
      points.forEach((at, k) => {
        program([...at]).forEach((value, output) => {
          const right = expected[k]?.[output] ?? [];
          const got = entriesOf(value);
          const entry = right.findIndex((x, place) => !isSame(x, got[place] as number));
          if (entry === -1) return;
          const [mine, theirs] = [got[entry] as number, right[entry] as number];
          const message = `at ${operandsText(at)} the backend "${backend}" gives ${mine}, the reference ${theirs}`;
          found.add({ test: "backends", at, got: mine, expected: theirs, message });
        });
      });
    }
  }
}

const isSame = (a: number, b: number): boolean => Object.is(a, b);

export const entriesOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];
