/** What has no value, no derivative or no meaning: points outside of domains, kinks, and shapes that do not fit. */
import {
  binaryCrossEntropy,
  broadcastTo,
  concat,
  constant,
  diagnose,
  dim,
  elu,
  gradient,
  log,
  matmul,
  max,
  type Node,
  norm,
  outer,
  reshape,
  scalar,
  slice,
  type TensorValue,
  tensor,
  trace,
  transpose,
  xlogy,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const numbers = (node: Node): number[] => [...(node.value as TensorValue).data];

describe("where functions are defined, and have kinks", () => {
  const codes = (node: Node): string[] => diagnose(node).map(({ code }) => code);
  test.each<[name: string, node: () => Node, isDefined: boolean]>([
    ["2^-1.5", () => scalar("x", 2).pow(scalar("y", -1.5)), true],
    ["(-2)^3", () => scalar("x", -2).pow(scalar("y", 3)), true],
    ["(-2)^-3", () => scalar("x", -2).pow(scalar("y", -3)), true],
    ["(-2)^0.5", () => scalar("x", -2).pow(scalar("y", 0.5)), false],
    ["0^2", () => scalar("x", 0).pow(scalar("y", 2)), true],
    ["0^-2", () => scalar("x", 0).pow(scalar("y", -2)), false],
    ["0^-0.5", () => scalar("x", 0).pow(scalar("y", -0.5)), false],
    ["1 / 0", () => constant(1).div(scalar("x", 0)), false],
    ["1 / -0.5", () => constant(1).div(scalar("x", -0.5)), true],
    ["ln 0", () => log(scalar("x", 0)), false],
    ["ln 1e-9", () => log(scalar("x", 1e-9)), true],
    ["ln(1 - 1)", () => scalar("x", -1).log1p(), false],
    ["sqrt(-1e-9)", () => scalar("x", -1e-9).sqrt(), false],
    ["asin 1.01", () => scalar("x", 1.01).asin(), false],
    ["acos -0.99", () => scalar("x", -0.99).acos(), true],
    ["2 ln 0", () => xlogy(scalar("x", 2), scalar("y", 0)), false],
    ["0 ln 0", () => xlogy(scalar("x", 0), scalar("y", 0)), true],
    ["0 ln -1", () => xlogy(scalar("x", 0), scalar("y", -1)), false],
    ["cross-entropy of 1.2", () => binaryCrossEntropy(scalar("p", 1.2), 0.5), false],
    ["cross-entropy of -0.1", () => binaryCrossEntropy(scalar("p", -0.1), 0.5), false],
    ["cross-entropy of 0.3", () => binaryCrossEntropy(scalar("p", 0.3), 0.5), true],
  ])("%s", (_, node, isDefined) => {
    expect(codes(node()).includes("DOMAIN")).toBe(!isDefined);
  });
  test.each<[name: string, node: () => Node]>([
    ["sinh", () => scalar("x", 800).sinh()],
    ["cosh", () => scalar("x", -800).cosh()],
    ["exp", () => scalar("x", 800).exp()],
    ["expm1", () => scalar("x", 800).expm1()],
    ["square", () => scalar("x", 1e200).square()],
  ])("%s of a large number has no float64", (_, node) => {
    expect(codes(node())).toContain("OVERFLOW");
  });
  test.each<[name: string, node: () => Node, isKink: boolean]>([
    ["elu at 0, a = 2", () => elu(scalar("x", 0), 2), true],
    ["elu at 0, a = 1, where it is smooth", () => elu(scalar("x", 0), 1), false],
    ["elu at 0.5, a = 2", () => elu(scalar("x", 0.5), 2), false],
    ["|x| at 0", () => scalar("x", 0).abs(), true],
    ["|x| at 1", () => scalar("x", 1).abs(), false],
    ["relu at 0", () => scalar("x", 0).relu(), true],
    ["relu at -1", () => scalar("x", -1).relu(), false],
    ["max of equal ones", () => max(scalar("x", 2), scalar("y", 2)), true],
    ["max of others", () => max(scalar("x", 2), scalar("y", 3)), false],
    ["step at 0", () => scalar("x", 0).step(), true],
    ["sign at 3", () => scalar("x", 3).sign(), false],
  ])("%s", (_, node, isKink) => {
    expect(codes(node()).includes("KINK")).toBe(isKink);
  });
});

test("what has no meaning is refused", () => {
  const [v, W] = [
    tensor("v", [1, 2, 3]),
    tensor("W", [
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ];
  const square = tensor("S", { shape: [3, 3] });
  const open = tensor("u", { shape: [dim("n")] });
  const refused: readonly (() => unknown)[] = [
    () => slice(v, 0, 2, 5),
    () => slice(v, 0, 2, 1),
    () => slice(v, 0, -4),
    () => slice(v, 0, 0.5),
    () => slice(v, 0, 0, 1.5),
    () => slice(v, 1, 0),
    () => slice(open, 0, 1),
    () => reshape(v, [2, 2]),
    () => reshape(open, [3]),
    () => reshape(v, [dim("n") as unknown as number]),
    () => concat([]),
    () => concat([v, W]),
    () => concat([W, tensor("X", [[1, 2]])], 0),
    () => concat([open, v]),
    () => trace(W),
    () => trace(v),
    () => v.dot(tensor("u", [1, 2])),
    () => W.dot(v),
    () => v.dot(square),
    () => square.dot(v),
    () => square.dot(square),
    () => outer(v, square),
    () => slice(tensor("e", { shape: [dim("n"), 2] }), 0, 1),
    () => outer(W, v),
    () => matmul(scalar("s", 2), v),
    () => matmul(v, scalar("s", 2)),
    () => matmul(W, tensor("u", [1, 2])),
    () => matmul(W, W),
    () => transpose(W, [0, 0]),
    () => transpose(W, [0]),
    () => transpose(W, [0, 2]),
    () => broadcastTo(W, [3]),
    () => broadcastTo(v, [2, 2]),
    () => norm(v, { p: 0.5 }),
    () => max(tensor("e", { shape: [0] })),
    () => gradient(v, v),
  ];
  refused.forEach((make, k) => {
    expect(make, String(k)).toThrow();
  });
  expect(numbers(slice(v, 0, 3))).toEqual([]);
  expect(numbers(transpose(W))).toEqual([1, 4, 2, 5, 3, 6]);
});
