import { check } from "@chainrule/check";
import { derive } from "@chainrule/derive";
import { gradient } from "@chainrule/graph";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { auditCode, codeReport, fromPython } from "../src/index";

const SQUARE = `def square(x):
    return x * x

def square_backward(dout, x):
    dx = 2 * x * dout
    return dx
`;

test("a right backward pass is proved, a wrong one has its line, a point and a change that mends it", () => {
  expect(auditCode(SQUARE).lines).toMatchObject([{ line: 5, verdict: "proved", of: "x" }]);
  const [line] = auditCode(SQUARE.replace("2 * x * dout", "x * dout")).lines;
  expect(line).toMatchObject({ line: 5, verdict: "wrong", repair: { line: 5, text: "dx = 2 * (x * dout)" } });
  expect(line?.because).toContain("0.5 times the gradient by x");
  expect(line?.counterexample?.at).toHaveProperty("x");
});

test("what is not on the white list is named with its line, and nothing is called wrong", () => {
  const text = SQUARE.replace("return x * x", "return mystery(x)");
  const [line] = auditCode(text).lines;
  expect(line?.verdict).toBe("not checked");
  expect(line?.because).toContain("mystery");
});

test("code is read, never run", () => {
  const text = `import os\nos.system("touch /tmp/never")\nopen("/tmp/never", "w")\n${SQUARE}`;
  expect(auditCode(text).lines).toMatchObject([{ verdict: "proved" }]);
});

test("code without a backward pass has no lines, and the report says so", () => {
  const found = auditCode("def f(x):\n    return x\n");
  expect(found.lines).toEqual([]);
  expect(codeReport(found)).toBe("no backward pass was found");
  expect(codeReport(auditCode(SQUARE.replace("2 * x", "3 * x")))).toContain("mended: dx = 2 * x * dout");
});

test("what is no text, and unknown options, are refused", () => {
  expect(() => auditCode(7 as unknown as string)).toThrow(/code is a text/);
  expect(() => auditCode("", { strict: true } as never)).toThrow(/no such option/);
  expect(() => fromPython(`x = ${"(".repeat(400)}1${")".repeat(400)}`)).toThrow(/nested too deeply/);
});

test("broken text gives lines or a typed error", () => {
  const letters = [..."()[]:=.,*@-+ \n\t'\"0Nx"];
  for (let k = 0; k < sampled(300, 20); k++) {
    const at = (k * 7919) % SQUARE.length;
    const text = SQUARE.slice(0, at) + letters[k % letters.length] + SQUARE.slice(at + (k % 3));
    for (const { verdict } of auditCode(text).lines)
      expect(["proved", "numerically equal", "wrong", "inherits", "not checked", "definition"]).toContain(
        verdict,
      );
  }
});

test("functions become graphs that can be derived and checked", () => {
  const [found] = fromPython(`import torch
def loss(x, w, t):
    # x: (4, 3), w: (3,), t: (4,)
    y = torch.sigmoid(x @ w)
    return ((y - t) ** 2).mean()
`);
  expect(found).toMatchObject({ name: "loss", line: 2, supposed: [], unread: [] });
  const { outputs, parameters } = found as NonNullable<typeof found>;
  const [loss] = outputs;
  const w = parameters.w;
  if (loss === undefined || w === undefined) throw new Error("not read");
  expect(w.shape).toEqual([3]);
  expect(check(gradient(loss, w), gradient(loss, w)).verdict).toBe("proved");
  expect(derive(loss.named("L"), { wrt: [w] }).statements.length).toBeGreaterThan(0);
});
