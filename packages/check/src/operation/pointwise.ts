import {
  apply,
  compile,
  evaluate,
  gradient,
  type Node,
  pointwiseMap,
  scalar,
  strides,
  sum,
  type TensorValue,
  tensor,
  type Value,
} from "@chainrule/graph";
import type { Random } from "../prove/random";
import { compareBackends } from "./backends";
import { comparedSlope } from "./differences";
import { canStep, isSmoothAt, MODERATE, type PointwiseOperation, pointsOf } from "./points";
import { Findings, type OperationCheck, operandsText } from "./report";

interface Trial {
  readonly op: PointwiseOperation;
  readonly value: (x: readonly number[]) => number;
  readonly symbols: readonly Node[];
  /** The derivative rule of each operand. */
  readonly partials: readonly Node[];
  readonly tolerance: number;
  readonly found: Findings;
}

/** Sweeps a declared function of entries. */
export function checkPointwise(
  op: PointwiseOperation,
  random: Random,
  count: number,
  tolerance: number,
): OperationCheck {
  const found = new Findings(op.name);
  const symbols = ["a", "b", "c"].slice(0, op.arity).map((name) => scalar(name));
  const output = apply(op, symbols);
  const partials = op.partials.map((rule) => (rule === "flat" ? sum(0) : rule(symbols, output)));
  const forward = op.forward as NonNullable<typeof op.forward>; // only declared ones are swept
  const value = ([a = 0, b = a, c = b]: readonly number[]): number => forward(a, b, c);
  const trial: Trial = { op, value, symbols, partials, tolerance, found };
  const points = pointsOf(op, random, count);
  checkValues(trial, points);
  checkDerivatives(trial, points);
  if (op.lower !== undefined) checkDefinition(trial, op.lower(symbols), points);
  checkBroadcasting(trial, points.slice(0, count));
  const seconds = partials.flatMap((partial) => gradient(partial, [...symbols]));
  compareBackends([output, ...partials, ...seconds], symbols, points.slice(0, 8), found);
  compareColumns(trial, points);
  return found.done(points.length);
}

/** Values that are numbers, the same ones when asked for again in another order, and NaN where an operand is. */
function checkValues({ op, value, found }: Trial, points: readonly (readonly number[])[]): void {
  const first = points.map(value);
  points.forEach((point, k) => {
    const got = first[k] as number;
    const isLarge = point.some((x) => Math.abs(x) > MODERATE);
    if (Number.isNaN(got) || (!Number.isFinite(got) && !isLarge)) {
      const mend = op.domain === undefined ? "declare its domain" : "narrow its domain";
      const message = `the value at ${operandsText(point)} is ${got}: if ${op.name} is not defined there, ${mend}`;
      found.add({ test: "value", at: point, got, expected: 0, message });
    }
  });
  for (let k = points.length - 1; k >= 0; k--) {
    const point = points[k] as readonly number[];
    const [again, before] = [value(point), first[k] as number];
    if (Object.is(again, before)) continue;
    const message = `the value at ${operandsText(point)} was ${before} and then ${again}: a value depends on its operands alone`;
    found.add({ test: "purity", at: point, got: again, expected: before, message });
  }
  const [inside] = points;
  for (let operand = 0; operand < op.arity && inside !== undefined; operand++) {
    const at = inside.map((x, k) => (k === operand ? Number.NaN : x));
    const got = value(at);
    if (Number.isNaN(got)) continue;
    const message = `the value at ${operandsText(at)} is ${got}: a NaN is lost, so that a mistake elsewhere goes unseen`;
    found.add({ test: "NaN", at, operand, got, expected: Number.NaN, message });
  }
}

/** The rules against differences of values, and their gradients against differences of the rules. */
function checkDerivatives(trial: Trial, points: readonly (readonly number[])[]): void {
  const { op, partials, symbols, value } = trial;
  const rules = compile(partials, symbols, { backend: "interpreter" });
  const seconds = compile(
    partials.flatMap((partial) => gradient(partial, [...symbols])),
    symbols,
    { backend: "interpreter" },
  );
  for (const point of points) {
    if (!isSmoothAt(op, point)) continue;
    const slopes = rules([...point]) as number[]; // scalars
    const bends = seconds([...point]) as number[];
    slopes.forEach((slope, operand) => {
      compareSlope(trial, value, point, operand, slope, "derivative", `the rule of operand ${operand} gives`);
    });
    bends.forEach((bend, k) => {
      const [of, by] = [Math.floor(k / op.arity), k % op.arity];
      const rule = (x: readonly number[]): number => rules([...x])[of] as number;
      compareSlope(
        trial,
        rule,
        point,
        by,
        bend,
        "second derivative",
        `the gradient of the rule of operand ${of}, by operand ${by}, is`,
      );
    });
  }
}

function compareSlope(
  { found, op, tolerance }: Trial,
  f: (x: readonly number[]) => number,
  point: readonly number[],
  operand: number,
  got: number,
  test: "derivative" | "second derivative",
  what: string,
): void {
  const moved = (x: number): number[] => point.map((entry, k) => (k === operand ? x : entry));
  const allowed = (x: number): boolean => canStep(op, point, moved(x));
  const { expected, isSame, relative } = comparedSlope(
    got,
    (x) => f(moved(x)),
    point[operand] as number,
    allowed,
    tolerance,
  );
  if (isSame) {
    found.measured(relative ?? 0);
    return;
  }
  const mend = op.kink === undefined ? "; if it has a kink there, declare it" : "";
  const message = `at ${operandsText(point)} ${what} ${got}, differences show ${expected}${mend}`;
  found.add({ test, at: point, operand, got, expected, message });
}

function checkDefinition(
  { found, symbols, tolerance, value }: Trial,
  definition: Node,
  points: readonly (readonly number[])[],
): void {
  const defined = compile([definition], symbols, { backend: "interpreter" });
  for (const at of points) {
    const [got, expected] = [defined([...at])[0] as number, value(at)];
    const isSame = Object.is(got, expected) || got === expected;
    if (isSame || Math.abs(got - expected) <= tolerance * Math.max(1e-300, Math.abs(expected))) continue;
    if (at.some((x) => Math.abs(x) > MODERATE)) continue; // a definition may overflow where the value does not
    const message = `at ${operandsText(at)} the definition gives ${got}, the value is ${expected}`;
    found.add({ test: "definition", at, got, expected, message });
  }
}

/** On tensors: operands of shapes that broadcast, each entry as for numbers, and the gradient of a weighted sum. */
function checkBroadcasting(
  { found, op, partials, symbols, value }: Trial,
  points: readonly (readonly number[])[],
): void {
  if (points.length < 6) return;
  const shapes = [[2, 3], [3], [2, 1]].slice(0, op.arity);
  const operands = shapes.map((shape, k) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { shape, data: Float64Array.from({ length: count }, (_, j) => points[j]?.[k] ?? 0) };
  });
  const nodes = operands.map((operand, k) => tensor(`x_${k}`, operand));
  const output = apply(op, nodes);
  const [values, ...gradients] = evaluate([output, ...gradient(sum(output), nodes)]) as TensorValue[];
  const rules = compile(partials, symbols, { backend: "interpreter" });
  const { inputs } = pointwiseMap(nodes, output.shape);
  const sums = operands.map(({ data }) => new Float64Array(data.length));
  for (let place = 0; place < 6; place++) {
    const index = [Math.floor(place / 3), place % 3];
    const places = operands.map(({ shape }, k) =>
      strides(shape).reduce((at, stride, axis) => {
        const from = inputs[k]?.[axis];
        return at + (from === null || from === undefined ? 0 : (index[from] as number) * stride);
      }, 0),
    );
    const at = operands.map(({ data }, k) => data[places[k] as number] as number);
    if (op.domain !== undefined && !op.domain.holds(...at)) return; // operands were drawn together, not for each other
    const [got, expected] = [values?.data[place] as number, value(at)];
    if (!Object.is(got, expected)) {
      const message = `entry ${place} of a tensor is ${got}, the number alone gives ${expected}`;
      found.add({ test: "broadcasting", at, got, expected, message });
    }
    rules(at).forEach((slope, k) => {
      const total = sums[k] as Float64Array;
      total[places[k] as number] = (total[places[k] as number] as number) + (slope as number);
    });
  }
  sums.forEach((total, operand) => {
    total.forEach((expected, place) => {
      const got = gradients[operand]?.data[place] as number;
      if (Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected)) || Object.is(got, expected))
        return;
      const message = `the gradient by entry ${place} of operand ${operand}, a tensor, is ${got}; entry by entry it is ${expected}`;
      found.add({ test: "broadcasting", at: operands, operand, got, expected, message });
    });
  });
}

/** All points at once, as tensors, on every backend. */
function compareColumns({ found, op }: Trial, points: readonly (readonly number[])[]): void {
  const columns = Array.from(
    { length: op.arity },
    (_, k): TensorValue => ({
      shape: [points.length],
      data: Float64Array.from(points, (point) => point[k] as number),
    }),
  );
  const nodes = columns.map(({ shape }, k) => tensor(`x_${k}`, { shape }));
  const output = apply(op, nodes);
  const values: readonly Value[] = columns;
  compareBackends([output, ...gradient(sum(output), nodes)], nodes, [values], found);
}
