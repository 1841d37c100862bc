/** Pointwise operations that are a file each: what they are made of is proved to be them, and so are their derivatives. */
import { apply, gradient, Node, type Operation, operations, scalar, simplify } from "@chainrule/graph";
import { expect, test } from "vitest";
import { check } from "../src/index";

type Pointwise = Extract<Operation, { readonly kind: "pointwise" }>;
const filed = Object.values(operations).filter(
  (op): op is Pointwise => op.kind === "pointwise" && !(op.name in Node.prototype),
);
const symbols = [scalar("x", 0.37), scalar("y", 0.61), scalar("z", 0.83)];
const HOLDS = ["proved", "numerically equal", "equal where defined"];

test.each(filed.map((op) => [op.name, op] as const))("%s", (_name, op) => {
  const operands = symbols.slice(0, op.arity);
  const y = apply(op, operands);
  const body = op.lower?.(operands);
  if (body !== undefined) expect(check(body, y).verdict).toBe("proved");
  expect(check(y.mul(2).sub(y), y).verdict).toBe("proved");
  expect(check(y.add(0.125), y).verdict).toBe("wrong");
  const slopes = body === undefined ? [] : gradient(body, operands);
  for (const [k, slope] of gradient(y, operands).entries()) {
    expect(check(simplify(slope), slope).verdict).toBe("proved");
    // the slope of what it is made of, where the derivative is not declared to be another
    const own = slopes[k];
    if (own === undefined || op.detached) continue;
    const { verdict } = check(own, slope);
    expect(HOLDS, `${op.name} by operand ${k}: ${verdict}`).toContain(verdict);
  }
});
