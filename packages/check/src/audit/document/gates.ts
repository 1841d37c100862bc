import type { Gate } from "../findings/reason";

/** Gates by name, as functions of how many of the inputs are 1. */
const GATES: Readonly<Record<Gate, (ones: number, of: number) => boolean | undefined>> = {
  and: (ones, of) => ones === of,
  or: (ones) => ones > 0,
  nand: (ones, of) => ones < of,
  nor: (ones) => ones === 0,
  xor: (ones, of) => (of === 2 ? ones === 1 : undefined), // of more inputs, some mean parity and some exactly one
  xnor: (ones, of) => (of === 2 ? ones !== 1 : undefined),
  not: (ones, of) => (of === 1 ? ones === 0 : undefined),
  majority: (ones, of) => (of % 2 === 1 ? 2 * ones > of : undefined),
};

const CHINESE: Readonly<Record<string, Gate>> = {
  与: "and",
  與: "and",
  或: "or",
  与非: "nand",
  與非: "nand",
  或非: "nor",
  异或: "xor",
  異或: "xor",
  同或: "xnor",
  非: "not",
  多数: "majority",
  多數: "majority",
};

/** The gate that the head of a column names. */
export function gateIn(head: string): Gate | undefined {
  const word = head
    .replace(/[$`*{}]|\\(?:text|mathrm|operatorname)/g, "")
    .trim()
    .toLowerCase()
    .replace(/\s*(?:gate|门|門)$/, "");
  const name = Object.hasOwn(CHINESE, word) ? CHINESE[word] : word;
  return (Object.keys(GATES) as Gate[]).find((gate) => gate === name);
}

/** The output of a gate; undefined where its name does not tell. */
export const gateOutput = (gate: Gate, inputs: readonly boolean[]): boolean | undefined =>
  GATES[gate](inputs.filter(Boolean).length, inputs.length);
