import { expect, test } from "vitest";
import { bind, constant, functionSymbol, gradient, scalar } from "../src/index";

/*
 * The derivative of a function at a point is by its argument alone, wherever else that argument stands.
 */
const f = functionSymbol("f");

test("a meaning that holds the argument itself: f(u) = a u at a has the slope a, not 2 a", () => {
  const a = scalar("a", 3);
  const slope = gradient(f(a), a);
  expect(bind(slope, { f: (u) => u.mul(a) }).value).toBe(3);
});

test("numbers that are also exponents: f(u) = u^3 at 3", () => {
  const three = constant(3);
  const x = scalar("x", 0);
  const slope = gradient(f(x), x);
  const at = bind(slope, { f: (u) => u.pow(three) });
  expect(at.value).toBe(0);
  const second = gradient(gradient(f(three.add(x)), x), x);
  expect(bind(second, { f: (u) => u.pow(three) }).value).toBe(18);
});
