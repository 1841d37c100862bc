import { gradient, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { loss, parameters } from "../../../examples/mazur";
import { assertGradient, checkGradients } from "../src/index";
import { matchers } from "../src/vitest/index";

expect.extend(matchers);

const [x, w, t] = [scalar("x", 0.5), scalar("w", -0.7), scalar("t", 1)];
const out = w.mul(x).named("net").sigmoid().named("out");
const E = t.sub(out).square().mul(0.5).named("E");
const truth = gradient(E, w);

test("assertGradient passes or says what differs and how to mend it", () => {
  expect(assertGradient("-(t - out) * out * (1 - out) * x", truth).verdict).toBe("proved");
  expect(() => assertGradient("(t - out) * out * (1 - out) * x", truth)).toThrow(/claim \/ truth = -1/);
  expect(() => assertGradient("-(t - out) * x", truth)).toThrow(
    /repair \(missing factor out \* \(1 - out\)\)/,
  );
});

test("toMatchFormula", () => {
  expect(truth).toMatchFormula("-(t - out) * out * (1 - out) * x");
  expect(() => expect(truth).toMatchFormula("-(t - out) * out * x")).toThrow(/missing factor/);
});

test("toMatchGradient", () => {
  expect("-(t - out) * out * (1 - out) * x").toMatchGradient(truth);
  expect("-(t - out) * out * (1 - out) * t").not.toMatchGradient(truth);
  expect(() => expect("-(t - out) * out * x").toMatchGradient(truth)).toThrow(/missing factor/);
});

describe("checkGradients", () => {
  test("the worked network, and a tensor graph, agree with finite differences", () => {
    expect(checkGradients(loss)).toMatchObject({ passes: true, coordinates: [] });
    expect(checkGradients(loss, { wrt: parameters }).difference).toBeLessThan(1e-8);
    const A = tensor("A", [
      [0.1, 0.2],
      [0.3, -0.4],
    ]);
    const v = tensor("v", [0.5, -1]);
    expect(checkGradients(A.matmul(v).tanh().sum()).passes).toBe(true);
  });

  test("a gradient that is wrong is found, with its coordinate", () => {
    const a = scalar("a", 2);
    // where is flat in its condition: a step along a jump has another slope than the rule says
    const jump = a.gt(2).where(a.mul(3), a);
    const found = checkGradients(jump.mul(w));
    expect(found.passes).toBe(false);
    expect(found.coordinates.map(({ symbol }) => symbol)).toContain("a");
  });

  test("values can be given", () => {
    const y = scalar("y");
    expect(checkGradients(y.square(), { at: { y: 3 } }).passes).toBe(true);
    expect(() => checkGradients(y.square())).toThrow(/no value/);
  });
});
