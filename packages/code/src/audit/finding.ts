import type { CodeRepair } from "./repair";
import type { Judged } from "./settle";

/** What is wrong, in a sentence. */
export function whyWrong(
  { claim, found }: Judged,
  others: readonly Judged[],
  sizes: readonly number[],
): string {
  const { label, variable } = claim;
  switch (found.kind) {
    case "misfit":
      return `shapes do not fit: ${found.why}`;
    case "shape":
      return shapeText(found.own, found.expected, variable);
    case "different": {
      const { counterexample, ratio } = found;
      if (ratio !== undefined) return `${ratioText(ratio, sizes)} the gradient by ${variable}`;
      const entry = counterexample.entry.length === 0 ? "" : ` at entry [${counterexample.entry.join(", ")}]`;
      return `${label} is not the gradient by ${variable}:${entry} it is ${digits(counterexample.claim)} and should be ${digits(counterexample.truth)}${others.length > 0 ? "" : ""}`;
    }
    default:
      return `${label} is not the gradient by ${variable}`;
  }
}

const digits = (value: number): string => String(Number(value.toPrecision(5)));

function shapeText(own: readonly number[], expected: readonly number[], variable: string): string {
  const [a, b] = [`[${own.join(", ")}]`, `[${expected.join(", ")}]`];
  const isTransposed = own.length === 2 && own[0] === expected[1] && own[1] === expected[0];
  if (isTransposed) return `a transpose is missing: its shape is ${a}, that of ${variable} is ${b}`;
  const count = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1);
  if (count(own) > count(expected))
    return `a sum over a broadcast axis is missing: its shape is ${a}, that of ${variable} is ${b}`;
  if (count(own) === count(expected))
    return `its shape is ${a}, that of ${variable} is ${b}: an axis is dropped, kept or moved`;
  return `it sums over an axis too much: its shape is ${a}, that of ${variable} is ${b}`;
}

function ratioText(ratio: number, sizes: readonly number[]): string {
  if (Math.abs(ratio + 1) < 1e-6) return "the sign is wrong: it is minus";
  const isOf = (value: number, size: number): boolean => Math.abs(value / size - 1) < 1e-6;
  const products = sizes.flatMap((p) => [p, ...sizes.map((q) => p * q)]);
  if (products.some((size) => isOf(ratio, size)) && ratio > 2.5)
    return `a sum stands for a mean: it is ${digits(ratio)} times`;
  if (products.some((size) => isOf(1 / ratio, size)) && ratio < 0.4)
    return `a mean stands for a sum: it is 1/${digits(1 / ratio)} of`;
  return `a factor is wrong: it is ${digits(ratio)} times`;
}

/** What a change mends, in a sentence. */
export function repairText({ after, before, kind, text }: CodeRepair): string {
  const what: Readonly<Record<CodeRepair["kind"], string>> = {
    sign: "a sign is wrong",
    factor: "a factor is wrong",
    transpose: "a transpose is missing or too much",
    reduction: "a reduction is missing, too much, or another one",
    axis: "the axis of a reduction is wrong",
    "order of a product": "the factors of a matrix product are in the wrong order",
    "order of a difference": "two operands are in the wrong order",
    "extra factor": "a factor is too much",
    "extra term": "a term is too much",
    "missing term": "a term is missing",
    comparison: "a condition is turned round",
    number: "a number is wrong",
    function: "a function is wrong",
    name: `${before} stands for ${after}`,
    "missing factor": "a factor is missing",
    accumulated: "it is added to what was there, instead of assigned",
    "not accumulated": "it replaces what was there, instead of being added",
    "order of what is returned": "gradients are returned in the wrong order",
    "order of what is kept": "what is kept for the backward pass is in the wrong order",
    "missing gradient": "a gradient is not returned",
    "changed in place": "a tensor is changed in place after it was saved for the backward pass",
  };
  return `${what[kind]}; it should read \`${text}\``;
}
