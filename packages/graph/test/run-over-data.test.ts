import {
  compile,
  dim,
  evaluate,
  gradient,
  type Node,
  scalar,
  tensor,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { seeded } from "./random-graph";

const random = seeded(17);
const values = (...shape: readonly number[]): Value => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
});

/** Outputs and the steps that the reference takes one by one: the program's own feedback is not used. */
function byHand(
  outputs: readonly Node[],
  open: readonly Node[],
  fed: readonly (readonly [symbol: Node, output: number])[],
  data: readonly (readonly Value[])[],
  initial: readonly Value[],
): Value[] {
  let now = initial;
  let found: Value[] = [];
  for (const given of data) {
    const bindings = new Map<Node, unknown>([
      ...open.map((node, k) => [node, given[k]] as const),
      ...fed.map(([symbol], k) => [symbol, now[k]] as const),
    ]);
    found = evaluate(outputs, bindings) as Value[];
    now = fed.map(([, output]) => found[output] as Value);
  }
  return found;
}

describe.each(["auto", "interpreter", "wasm", "javascript"] as const)(
  "a program run over data, %s",
  (backend) => {
    test("trains on batches with the reference's bits, whatever their sizes", () => {
      const B = dim("B");
      const [x, y] = [tensor("x", [B, 5]), tensor("y", [B, 3])];
      const [w, v] = [tensor("w", values(5, 7) as never), tensor("v", values(7, 3) as never)];
      const loss = x.matmul(w).tanh().matmul(v).sub(y).square().mean();
      const next = (p: Node): Node => updated(p, p.sub(gradient(loss, p).mul(0.1)));
      const outputs = [loss, next(v), next(w)];
      for (const sizes of [[4, 4, 4, 4, 4, 4], [4, 4, 3], [1]]) {
        const data = sizes.map((size) => [values(size, 5), values(size, 3)]);
        const start = [w.value, v.value];
        const expected = byHand(
          outputs,
          [x, y],
          [
            [w, 2],
            [v, 1],
          ],
          data,
          start,
        );
        const program = compile(outputs, [x, w, y, v], { backend });
        expect(program.run(data, start)).toEqual(expected);
        expect(program.run([...data, ...data], start)).toEqual(
          byHand(
            outputs,
            [x, y],
            [
              [w, 2],
              [v, 1],
            ],
            [...data, ...data],
            start,
          ),
        );
      }
    });

    test("the same for scalars, of which one may be without use", () => {
      const [x, unused, w] = [scalar("x"), scalar("unused"), scalar("w", 0.3)];
      const loss = w.mul(x).tanh().sub(0.5).square();
      const outputs = [updated(w, w.sub(gradient(loss, w))), loss];
      const data = [0.1, 0.9, -0.4, 1.7, 0.2].map((value, k) => [value, k]);
      expect(compile(outputs, [x, w, unused], { backend }).run(data, [0.3])).toEqual(
        byHand(outputs, [x, unused], [[w, 0]], data, [0.3]),
      );
    });
  },
);

test("what does not fit is said", () => {
  const [x, w] = [tensor("x", { shape: [2] }), tensor("w", [1, 2])];
  const program = compile([updated(w, w.mul(x))], [x, w]);
  const start = [[1, 1]];
  expect(() => program.run([], start)).toThrow(expect.objectContaining({ code: "OPTION" }));
  expect(() => program.run([[[1, 2]], []], start)).toThrow(
    expect.objectContaining({ code: "OPERAND", message: expect.stringContaining("run: step 1") }),
  );
  expect(() => program.run([[[1, 2, 3]]], start)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  expect(() => program.run([[[1, 2]]], [])).toThrow(
    expect.objectContaining({
      code: "OPERAND",
      message: expect.stringContaining("run: the values to start from"),
    }),
  );
  expect(() => compile([updated(w, w.mul(2))], [w]).run([[]], start)).toThrow("no output replaces");
  expect(() => compile([w.sum()], [x, w]).run([[[1, 2]]], start)).toThrow("which output becomes which input");
});
