import { expect, test } from "vitest";
import { nearest } from "./nearest";

test("fewest edits first, at most five, each once", () => {
  expect(nearest("w_5", ["net_h1", "w_1", "w_5", "w_5", "w_50", "b_1", "E_total", "out_o2"])).toMatch(
    /^w_5, w_1, w_50, /,
  );
  expect(nearest("x", ["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e");
  expect(nearest("", [])).toBe("");
});
