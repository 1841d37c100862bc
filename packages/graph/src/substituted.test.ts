import { expect, test } from "vitest";
import { evaluate, scalar, substituted } from "./index";

test("other nodes in the places of some, also inside definitions; the rest is the very same", () => {
  const [a, b, c] = [scalar("a", 2), scalar("b", 3), scalar("c", 5)];
  const kept = b.add(1).named("kept");
  const net = a.mul(b).named("net");
  const [root, other] = substituted([net.square().add(kept), kept], (node) => (node === a ? c : undefined));
  expect(root && evaluate(root)).toBe((5 * 3) ** 2 + 4);
  expect(other).toBe(kept);
  expect(substituted([net], (node) => (node === net ? c : undefined))).toEqual([c]);
  expect(() => substituted([net], 3 as never)).toThrow("an argument must be a function");
});
