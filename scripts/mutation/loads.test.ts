/**
 * What fails while the sources are loaded leaves a test file without tests, which nobody counts as failed. Here they are loaded
 * inside a test, and have to say what is true.
 */
import { expect, test } from "vitest";

test("the sources can be loaded, and say what is true", async () => {
  const { gradient, scalar } = await import("@chainrule/graph");
  const { check } = await import("../../packages/check/src/index");
  const x = scalar("x", 3);
  expect(gradient(x.square(), x).value).toBe(6);
  expect(check("x + x", x.mul(2)).verdict).toBe("proved");
  expect(check("x + x", x.mul(3)).verdict).toBe("wrong");
});
