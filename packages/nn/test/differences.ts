import { compile, gradient, type Node, type TensorValue, type Value } from "@chainrule/graph";
import { expect } from "vitest";

/*
 * Gradients beside what differences of values give, without a rule of ours: of the loss for order 1, of the gradients for
 * order 2, along one direction.
 */

const STEP = 1e-5;

const entriesOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];

/** The value, moved along the direction. */
function moved(value: Value, direction: readonly number[], by: number): Value {
  if (typeof value === "number") return value + by * (direction[0] as number);
  return { shape: value.shape, data: value.data.map((entry, k) => entry + by * (direction[k] as number)) };
}

/** Checks gradients of orders 1 and 2 of a scalar by symbols that have values. */
export function expectGradients(loss: Node, by: readonly Node[], tolerance = 1e-7): void {
  const gradients = gradient(loss, by);
  const at = by.map(({ value }) => value);
  const directions = at.map((value, k) => entriesOf(value).map((_, i) => Math.cos(3 * i + k)));
  const program = compile([loss, ...gradients], by);
  const shifted = (step: number): Value[] =>
    program(at.map((value, k) => moved(value, directions[k] as number[], step)));
  const [above, below] = [shifted(STEP), shifted(-STEP)];
  const slope = (k: number): number[] =>
    entriesOf(above[k] as Value).map(
      (entry, i) => (entry - (entriesOf(below[k] as Value)[i] as number)) / (2 * STEP),
    );
  const along = (values: readonly Value[]): number =>
    values.reduce<number>(
      (sum, value, k) =>
        sum + entriesOf(value).reduce((inner, entry, i) => inner + entry * (directions[k]?.[i] as number), 0),
      0,
    );
  const first = program(at).slice(1);
  near([along(first)], slope(0), tolerance);
  const inner = gradients
    .map((each, k) => each.mul(constantOf(at[k] as Value, directions[k] as number[])).sum())
    .reduce((sum, each) => sum.add(each));
  const second = compile(gradient(inner, by), by)(at);
  second.forEach((value, k) => {
    near(entriesOf(value), slope(k + 1), tolerance);
  });
}

const constantOf = (like: Value, data: readonly number[]): number | TensorValue =>
  typeof like === "number" ? (data[0] as number) : { shape: like.shape, data: Float64Array.from(data) };

/** Equal up to a tolerance, of the largest entry or of 1. */
export function near(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  const scale = Math.max(1, ...expected.map(Math.abs));
  expect(actual).toHaveLength(expected.length);
  const off = actual.findIndex(
    (entry, k) => !(Math.abs(entry - (expected[k] as number)) <= tolerance * scale),
  );
  if (off !== -1) expect(actual).toEqual(expected); // shows both
}
