import { fromOnnx, toOnnx } from "@chainrule/code";
import { ChainruleError, evaluate, gradient, type Node, symbolsOf, tensor } from "@chainrule/graph";
import { sgd } from "@chainrule/nn";
import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { isWhole, sampled } from "../../../test/campaign";
import { complaint, expected, numbersOf, symbolsIn } from "../scripts/exports/expected";
import { operationCases, randomCase, seeded } from "./cases";
import { assembled, MODELS } from "./models";

env.logLevel = "error";

const X = tensor("x", [1, 10]);

describe("written models", () => {
  test("a transposed matrix times a vector, a scaled product and the step: right with and without ONNX Runtime's optimiser", async () => {
    const W = tensor("W^(1)", [[1, 2, 3], [4, 5, 6]]); // biome-ignore format: a matrix
    const y = W.transpose().named("T").matmul(X).named("y");
    const loss = y.mul(0.1).square().sum().named("E");
    const step = sgd(loss, [W], 0.5);
    const model = toOnnx(loss, { wrt: [W], step });
    const right = evaluate([loss, gradient(loss, W), ...step]).map(numbersOf);
    const levels = ["disabled", "basic", "extended", "all"] as const;
    for (const graphOptimizationLevel of isWhole ? levels : (["disabled", "all"] as const)) {
      const session = await InferenceSession.create(model, { graphOptimizationLevel });
      expect(session.inputNames).toEqual(["W1", "x"]);
      expect(session.outputNames).toEqual(["E", "dE_dW1", "W1_next"]);
      const found = await session.run({
        W1: new Tensor("float64", Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
        x: new Tensor("float64", Float64Array.of(1, 10), [2]),
      });
      const results = session.outputNames.map((name) => [...((found[name] as Tensor).data as Float64Array)]);
      expect(complaint(results, right)).toBeUndefined();
      await session.release();
    }
  });

  test("what is written is read back to the same values and gradients", () => {
    for (const each of [
      ...operationCases(),
      ...Array.from({ length: sampled(200, 10) }, (_, k) => randomCase(k)),
    ]) {
      if (symbolsIn(each).some(({ shape }) => shape.some((size) => typeof size !== "number"))) continue; // shapes are read as constants
      const { inputs, outputs } = fromOnnx(toOnnx(each.loss, { wrt: each.wrt }));
      for (const [k, symbol] of symbolsIn(each).entries()) inputs[k]?.set(symbol.value);
      const again = evaluate([...outputs]).map(numbersOf);
      expect(complaint(again, expected(each)), each.title).toBeUndefined();
    }
  });

  test("parameters stand in the model where that is asked for, under the names that their author gave", () => {
    const W = tensor("W^(1)", [[1, 2]]); // biome-ignore format: a matrix
    const loss = W.matmul(X).sum();
    const { inputs, parameters, outputs } = fromOnnx(
      toOnnx(loss, { wrt: W, gradient: false, parameters: "initializers" }),
    );
    expect(inputs.map(String)).toEqual(["x"]);
    expect(parameters.map(String)).toEqual(["W^(1)"]);
    expect(outputs.map(String)).toEqual(["E"]);
    expect(parameters[0]?.value).toEqual(W.value);
  });
});

/** Values for the inputs of a model, and one number made of all its outputs. */
function lossOf(inputs: readonly Node[], outputs: readonly Node[]): Node {
  const random = seeded(3);
  for (const { shape, set } of inputs.map((node) => ({
    shape: node.shape as readonly number[],
    set: node.set.bind(node),
  }))) {
    const data = Float64Array.from(
      { length: shape.reduce((product, size) => product * size, 1) },
      () => random() - 0.5,
    );
    set(shape.length === 0 ? (data[0] as number) : { shape, data });
  }
  return outputs
    .map((node) => node.square().sum())
    .reduce((a, b) => a.add(b))
    .named("L");
}

describe("models that are read", () => {
  test.each(Object.keys(MODELS))("%s: read, derived, exported with its gradient, and read again", (name) => {
    const description = MODELS[name] as (typeof MODELS)[string];
    const { inputs, parameters, outputs } = fromOnnx(assembled(description));
    expect(outputs).toHaveLength(description.outputs.length);
    const loss = lossOf(inputs, outputs);
    const used = new Set(symbolsOf([loss]));
    const wrt = parameters.filter((symbol) => used.has(symbol));
    const right = evaluate([loss, ...gradient(loss, wrt)]).map(numbersOf);
    const again = fromOnnx(toOnnx(loss, { wrt }));
    for (const [k, symbol] of symbolsIn({ title: name, loss, wrt }).entries())
      again.inputs[k]?.set(symbol.value);
    expect(complaint(evaluate([...again.outputs]).map(numbersOf), right)).toBeUndefined();
    const h = 1e-6;
    const [first] = wrt as [Node];
    const value = first.value as { shape: readonly number[]; data: Float64Array };
    const moved = (by: number): number => {
      const data = value.data.map((entry, k) => (k === 0 ? entry + by : entry));
      return evaluate(loss, new Map([[first, { shape: value.shape, data }]])) as number;
    };
    expect((right[1] as readonly number[])[0]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 6);
  });

  test("a float32 model is read with its numbers as they are", () => {
    const description = MODELS["logistic regression"] as (typeof MODELS)[string];
    const [wide] = fromOnnx(assembled(description)).parameters as [Node];
    const [narrow] = fromOnnx(assembled(description, 32)).parameters as [Node];
    expect(numbersOf(narrow.value)).toEqual(numbersOf(wide.value).map(Math.fround));
  });

  test("symbolic sizes become sizes with names", () => {
    const { inputs } = fromOnnx(assembled({ inputs: { x: ["batch", 3] }, weights: { w: [3] }, nodes: [["MatMul", "x w", "y"]], outputs: ["y"] })); // biome-ignore format: one line
    expect(inputs[0]?.shape[0]).toMatchObject({ name: { base: "batch" } });
  });

  const small = (line: readonly [string, string, string, Record<string, number>?], outputs = ["y"]) =>
    assembled({ inputs: { x: [2, 2] }, weights: { w: [2, 2] }, nodes: [line], outputs });
  test.each<[string, Uint8Array, string]>([
    ["no protobuf", Uint8Array.of(255, 255, 255), "SYNTAX"],
    ["nothing", new Uint8Array(), "SYNTAX"],
    ["an operator that is not read", small(["Loop", "x w", "y"]), "NO_INTERPRETATION"],
    ["an operand from nowhere", small(["Add", "x nowhere", "y"]), "SYNTAX"],
    ["an output from nowhere", small(["Add", "x w", "z"]), "SYNTAX"],
    ["a missing operand", small(["Add", "x", "y"]), "SYNTAX"],
    ["shapes that do not fit", assembled({ inputs: { x: [2, 3] }, weights: { w: [2, 2] }, nodes: [["MatMul", "x w", "y"]], outputs: ["y"] }), "SHAPE"], // biome-ignore format: one line
    ["an axis that there is not", small(["Softmax", "x", "y", { axis: 5 }]), "SYNTAX"],
  ])("%s is a typed error", (_, bytes, code) => {
    expect(() => fromOnnx(bytes)).toThrow(expect.objectContaining({ name: "ChainruleError", code }));
  });

  test("mutated bytes give a graph or a typed error", () => {
    const models = [
      ...Object.values(MODELS).map((each) => assembled(each)),
      toOnnx(X.square().sum(), { wrt: X }),
    ];
    const random = seeded(11);
    let read = 0;
    let refused = 0;
    for (let k = 0; k < sampled(1000, 150); k++) {
      const bytes = Uint8Array.from(models[k % models.length] as Uint8Array);
      for (let j = 1 + Math.floor(random() * 4); j > 0; j--)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const cut = random() < 0.2 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes;
      try {
        fromOnnx(cut);
        read++;
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
        refused++;
      }
    }
    expect(read).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
