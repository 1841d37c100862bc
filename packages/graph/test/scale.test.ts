import {
  constant,
  evaluate,
  gradient,
  type Node,
  relu,
  scalar,
  topologicalOrder,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";

type Scalar = Node<number>;

describe("a long chain", () => {
  const length = sampled(1_000_000, 200_000);
  const x = scalar("x", 0.5);
  const factor = constant(0.999999);
  let y: Scalar = x;
  for (let k = 0; k < length; k++) y = y.mul(factor);
  const slope = Math.exp(length * Math.log1p(-1e-6));

  test("evaluates", () => {
    expect(evaluate(y) / (0.5 * slope)).toBeCloseTo(1, 9);
  });
  test("is differentiated", () => {
    expect(gradient(y, x).value / slope).toBeCloseTo(1, 9);
  });
  test("goes backward", () => {
    y.backward();
    expect(x.grad / slope).toBeCloseTo(1, 9);
  });
});

describe("linear time, without recursion, also", () => {
  const length = sampled(100_000, 30_000);
  const x = scalar("x", 0.5);

  test("for a symbol that stands everywhere", () => {
    let y: Scalar = x;
    for (let k = 0; k < length; k++) y = y.add(x);
    y.backward();
    expect([y.value, x.grad, gradient(y, x).value]).toEqual([(length + 1) / 2, length + 1, length + 1]);
  });
  test("for choices inside choices, under names", () => {
    let z: Scalar = x;
    for (let k = 0; k < length; k++) z = relu(z.add(1e-6)).named(`h_${k}`);
    const d = gradient(z.named("E"), x);
    expect(d.value).toBe(1);
    expect(topologicalOrder([d]).length).toBeLessThan(8 * length);
  });
  test("for choices that guard what may be infinite", () => {
    let z: Scalar = x;
    for (let k = 0; k < length; k++) z = where(z.gt(0), z.log().exp(), 0);
    const d = gradient(z, x);
    expect(d.value).toBeCloseTo(1, 6);
    expect(topologicalOrder([d]).length).toBeLessThan(20 * length);
    expect(evaluate(d, { x: 0 })).toBe(0);
  });
});

test("sixty doublings, 2^60 paths", () => {
  const x = scalar("x", 1);
  let y: Scalar = x;
  for (let k = 0; k < 60; k++) y = y.add(y);
  const d = gradient(y, x);
  y.backward();
  expect([y.value, d.value, x.grad]).toEqual([2 ** 60, 2 ** 60, 2 ** 60]);
  expect(topologicalOrder([d]).length).toBeLessThan(200);

  let z: Scalar = x;
  for (let k = 0; k < 60; k++) z = z.mul(z);
  expect([z.value, gradient(z, x).value]).toEqual([1, 2 ** 60]);
});

/** A perceptron over scalars with tanh in every layer; weights and biases are its parameters. */
function network(
  sizes: readonly number[],
  half: boolean,
): { readonly E: Scalar; readonly parameters: Scalar[] } {
  const parameters: Scalar[] = [];
  const parameter = (): Scalar => {
    const symbol = scalar(`w_${parameters.length}`, Math.sin(parameters.length + 1));
    parameters.push(symbol);
    return symbol;
  };
  let layer: Scalar[] = Array.from({ length: sizes[0] as number }, (_, k) =>
    scalar(`i_${k}`, 0.1 * k + 0.05),
  );
  for (const size of sizes.slice(1)) {
    const below = layer;
    layer = Array.from({ length: size }, () =>
      below
        .map((input) => parameter().mul(input))
        .reduce((total, term) => total.add(term))
        .add(parameter())
        .tanh(),
    );
  }
  const errors = layer.map((out, k) => out.sub(scalar(`t_${k}`, 0.3 * k)).square());
  const E = errors.reduce((total, term) => total.add(term));
  return { E: half ? E.mul(0.5) : E, parameters };
}

const operationCount = (roots: readonly Node[]): number =>
  topologicalOrder(roots).filter(({ op }) => op.kind !== "leaf" && op.kind !== "naming").length;

// Each weight costs a product, each node above the first layer a product and a sum for each consumer, tanh' two operations
// (adjoint times 1 - y^2).
test.each([
  ["2-2x1-1", [2, 2, 1], 2.2],
  ["3-4x2-2", [3, 4, 4, 2], 2.2],
  ["64-64x2-10", [64, 64, 64, 10], 2.2],
] as const)("a %s network and its gradient have few operations", (_, sizes, limit) => {
  for (const half of [false, true]) {
    const { E, parameters } = network(sizes, half);
    const both = operationCount([E, ...gradient(E, parameters)]);
    expect(both / operationCount([E])).toBeLessThanOrEqual(limit);
  }
});

test("printing a node does not print its graph", () => {
  let x: Node = scalar("x_1", 1);
  for (let k = 0; k < 200; k++) x = x.mul(x); // as a tree, 2^200 nodes
  const y = x.named("y");
  const logged = (y as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")];
  expect(logged?.call(y)).toBe("Node(y)");
  expect([x, y, constant(0.5), scalar("w_5")].map(String)).toEqual(["mul", "y", "0.5", "w_5"]);
});
