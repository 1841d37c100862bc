import { type ExportOptions, fromOnnx, toC, toJax, toNumpy, toOnnx, toPytorch } from "@chainrule/code";
import { type Node, operation, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { operationCases, randomCase, withoutCase } from "./cases";

type Write = (loss: Node, options: ExportOptions) => string | Uint8Array;
const WRITERS: Readonly<Record<string, Write>> = { toC, toJax, toNumpy, toOnnx, toPytorch };
const names = Object.keys(WRITERS);

const W = tensor("W^(1)", [[1, 2], [3, 4]]); // biome-ignore format: a matrix
const b = tensor("b", [0.1, 0.2]);
const x = tensor("x", [0.5, -1]);
const net = W.matmul(x).add(b).named("lambda");
const loss = net.tanh().named("h").square().sum().named("E");

const linesOf = (text: string, pattern: RegExp): string[] =>
  text.split("\n").filter((line) => pattern.test(line)).map((line) => line.trim()); // biome-ignore format: one line

describe("texts", () => {
  test("NumPy: names kept, words of the language avoided, formulas numbered through both passes", () => {
    const text = toNumpy(loss, { wrt: [W, b] });
    expect(linesOf(text, /^ {4}\w+ = |# \(/)).toEqual([
      "# (1) lambda = (sum_j W^(1)[i,j] * x[j] for i) + b",
      "lambda_ = W1 @ x + b",
      "# (2) h = tanh(lambda)",
      "h = np.tanh(lambda_)",
      "t1 = np.square(h)  # for (3)",
      "# (3) E = sum_i (h^2)[i]",
      "E = np.sum(t1)",
      "# (4) dE/dh = 2 * h",
      "dE_dh = 2.0 * h",
      "# (5) dE/dlambda = dE/dh * (1 - h^2)",
      "dE_dlambda = dE_dh * (1.0 - t1)",
      "# (6) dE/dW^(1) = dE/dlambda[i] * x[j] for i,j",
      "dE_dW1 = np.outer(dE_dlambda, x)",
      "# (7) dE/db = dE/dlambda",
      "dE_db = dE_dlambda",
    ]);
    expect(text).toContain("def forward(W1, b, x):");
  });

  test("PyTorch: a module of the name that is asked for, and no second derivative by accident", () => {
    const text = toPytorch(loss, { wrt: [W, b], name: "Layer" });
    expect(text).toContain("class Layer(torch.nn.Module):");
    expect(text).toContain("class LayerFunction(torch.autograd.Function):");
    expect(text).toContain("@torch.autograd.function.once_differentiable");
    expect(text).toContain("return upstream * dE_dW1, upstream * dE_db, None");
  });

  test("JAX: a custom_vjp with a cotangent for each argument", () => {
    const text = toJax(loss, { wrt: [b], name: "layer" });
    expect(text).toContain("def layer(b, W1, x):");
    expect(text).toContain("return upstream * dE_db, None, None");
    expect(text).toContain("layer.defvjp(layer_forward, layer_backward)");
  });

  test("C: loops over arrays that the caller gives, no allocation", () => {
    const text = toC(loss, { wrt: [W, b], name: "layer" });
    expect(text).toContain(
      "double layer_forward(\n    const double *restrict W1,\n    const double *restrict b,",
    );
    expect(text).toContain("total += W1[2 * i + j] * x[j];");
    expect(text).not.toMatch(/malloc|calloc|alloca/);
  });

  test("equations have the same numbers in every text", () => {
    const numbers = [toNumpy, toJax, toPytorch, toC].map((write) =>
      write(loss, { wrt: [W, b] }).match(/\(\d+\) \w.*? =/g),
    );
    expect(numbers[0]).toHaveLength(7);
    for (const list of numbers) expect(list).toEqual(numbers[0]);
  });

  test("identifiers are legal and differ", () => {
    const odd = ["α_1", "x'", "w^{+}", "7up", "def", "int", "np", "Δw", "x_prime", "量"].map((name, k) =>
      scalar(name, k),
    );
    const sum = odd.reduce<Node>((total, node) => total.add(node.square()), scalar("E", 0));
    const [, args = ""] = /def forward\((.*)\):/.exec(toNumpy(sum, { wrt: odd })) ?? [];
    const found = args.split(", ");
    expect(new Set(found).size).toBe(11);
    for (const name of found) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    for (const word of ["def", "int", "np"]) expect(found).not.toContain(word);
  });
});

const cases = [...operationCases(), ...Array.from({ length: 5 }, (_, k) => randomCase(k))];

describe("every operation of the table", () => {
  test("has a case, or a typed error that names it", () => {
    expect(withoutCase()).toEqual([]);
  });

  test.each(names)("%s writes them all, and random graphs", (name) => {
    const write = WRITERS[name] as Write;
    for (const { loss: each, wrt, title } of cases) {
      if (title.startsWith("size") && name === "toC") continue; // sizes in C are numbers
      expect(write(each, { wrt }).length, title).toBeGreaterThan(100);
    }
  });
});

describe("refusals", () => {
  const cube = operation("cube", { value: (u: number) => u ** 3, derivative: (u) => u.square().mul(3) });
  test.each(names)("%s refuses what it cannot write, with the operation and the target", (name) => {
    const write = WRITERS[name] as Write;
    const p = scalar("p", 2);
    expect(() => write(cube(p), { wrt: p })).toThrow(/^to\w+: this operation cannot be written, got cube/);
  });

  test.each<[string, () => unknown, string]>([
    ["a loss with axes", () => toNumpy(net, { wrt: W }), "NOT_SCALAR"],
    ["a parameter that is computed", () => toNumpy(loss, { wrt: net }), "NOT_A_LEAF"],
    ["no parameter", () => toNumpy(loss, { wrt: [] }), "OPERAND"],
    ["an unknown option", () => toPytorch(loss, { wrt: W, title: "x" } as never), "OPTION"],
    ["a name that is a word of Python", () => toPytorch(loss, { wrt: W, name: "class" }), "OPTION"],
    [
      "a symbolic size in C",
      () => toC(cases.find(({ title }) => title === "size 1")?.loss as Node, { wrt: W }),
      "SIZE",
    ],
    ["a step that is no update", () => toOnnx(loss, { wrt: W, step: [loss] }), "OPERAND"],
    ["no bytes", () => fromOnnx("model.onnx" as never), "OPERAND"],
  ])("%s", (_, run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
