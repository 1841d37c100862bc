import type { Node } from "@chainrule/graph";
import * as g from "@chainrule/graph";
import type { Call } from "../call";
import { nodeOf, productOf } from "../numbers";
import { misfit, unread } from "../problem";
import { knownNumber } from "../value";
import { type Row, type Rows, row, shapeOf } from "./row";

/* Products of vectors and matrices. */

const matmulRow = row("x y", (call) => productOf(call.node("x"), call.node("y")));

/** NumPy's `dot`: of numbers their product; otherwise that of matrices, for at most two axes. */
function dotOf(call: Call): Node {
  const [x, y] = [call.node("x"), call.node("y")];
  if (x.shape.length === 0 || y.shape.length === 0) return g.mul(x, y);
  if (y.shape.length > 2) throw unread("dot of tensors with more than two axes");
  return productOf(x, y);
}

/** Sizes that one letter stands for are one size. @throws Stop */
function checkLetters(notation: string, operands: readonly Node[]): void {
  const sizes = new Map<string, number>();
  const inputs = notation.split("->")[0]?.split(",") ?? [];
  if (inputs.length !== operands.length) throw misfit(`einsum ${notation} of ${operands.length} operands`);
  inputs.forEach((letters, k) => {
    const shape = shapeOf(operands[k] as Node); // as many as inputs
    if ([...letters].length !== shape.length)
      throw misfit(`einsum ${notation}: ${letters} for ${shape.length} axes`);
    [...letters].forEach((letter, axis) => {
      const [size, known] = [shape[axis] as number, sizes.get(letter)];
      if (known !== undefined && known !== size)
        throw misfit(`einsum ${notation}: two sizes for ${letter}`, [known, size]);
      sizes.set(letter, size);
    });
  });
}

function einsumOf(call: Call): Node {
  const notation = call.text("notation", "").replaceAll(" ", "");
  if (notation.includes(".")) throw unread("einsum with ...");
  const operands = call.rest.map(nodeOf);
  checkLetters(notation, operands);
  return g.einsum(notation, ...operands);
}

function outerOf(call: Call): Node {
  const [x, y] = [call.node("x"), call.node("y")];
  const [n, m] = [g.entryCount(shapeOf(x)), g.entryCount(shapeOf(y))];
  return g.mul(g.reshape(x, [n, 1]), g.reshape(y, [1, m]));
}

/** x W^T + b, as PyTorch's layers are. */
function linearOf(call: Call): Node {
  const weight = call.node("weight");
  const product = productOf(call.node("x"), weight.shape.length === 1 ? weight : g.transpose(weight));
  if (!call.has("bias")) return product;
  const bias = call.node("bias");
  const [n, m] = [shapeOf(product).at(-1) ?? 1, shapeOf(bias).at(-1) ?? 1];
  if (n !== m && m !== 1) throw misfit("the bias of a linear layer has another size than its output", [n, m]);
  return g.add(product, bias);
}

/** x_i W_kij y_j + b_k */
function bilinearOf(call: Call): Node {
  const operands = [call.node("x"), call.node("weight"), call.node("y")];
  checkLetters("ni,kij,nj->nk", operands);
  const product = g.einsum("ni,kij,nj->nk", ...operands);
  return call.has("bias") ? g.add(product, call.node("bias")) : product;
}

function tensordotOf(call: Call): Node {
  const [x, y] = [call.node("x"), call.node("y")];
  const [p, q] = [x.shape.length, y.shape.length];
  const given = call.get("axis");
  const listed = (value: typeof given): number[] =>
    (value.kind === "sequence" ? value.items : [value]).map((each) => knownNumber(each, "an axis"));
  const pairs =
    given.kind === "sequence"
      ? given.items.map(listed)
      : [
          listed(given).flatMap((n) => Array.from({ length: n }, (_, k) => p - n + k)),
          listed(given).flatMap((n) => Array.from({ length: n }, (_, k) => k)),
        ];
  const [left = [], right = []] = pairs;
  const letters = (count: number, from: number): string[] =>
    Array.from({ length: count }, (_, k) => String.fromCharCode(97 + from + k));
  const [own, others] = [letters(p, 0), letters(q, p)];
  left.forEach((axis, k) => {
    const target = right[k] as number;
    others[target < 0 ? target + q : target] = own[axis < 0 ? axis + p : axis] as string;
  });
  const summed = new Set(own.filter((letter) => others.includes(letter)));
  const result = [...own, ...others].filter((letter) => !summed.has(letter)).join("");
  const notation = `${own.join("")},${others.join("")}->${result}`;
  checkLetters(notation, [x, y]);
  return g.einsum(notation, x, y);
}

const addProduct = (takes: string): Row =>
  row(takes, (call) => g.add(call.node("x"), productOf(call.node("first"), call.node("second"))));

export const productRows: Rows = {
  matmul: matmulRow,
  mm: matmulRow,
  bmm: matmulRow,
  mv: matmulRow,
  dot: row("x y", dotOf),
  vdot: row("x y", (call) => {
    const [x, y] = [call.node("x"), call.node("y")];
    return productOf(g.reshape(x, [g.entryCount(shapeOf(x))]), g.reshape(y, [g.entryCount(shapeOf(y))]));
  }),
  inner: row("x y", (call) => productOf(call.node("x"), g.transpose(call.node("y")))),
  outer: row("x y", outerOf),
  ger: row("x y", outerOf),
  einsum: row("notation operands...", einsumOf),
  tensordot: row("x y axis", tensordotOf),
  linear: row("x weight bias", linearOf),
  bilinear: row("x y weight bias", bilinearOf),
  addmm: addProduct("x first second"),
  baddbmm: addProduct("x first second"),
  addcmul: row("x first second value", (call) =>
    g.add(call.node("x"), g.mul(call.number("value", 1), g.mul(call.node("first"), call.node("second")))),
  ),
  trace: row("x", (call) => g.trace(call.node("x"))),
  multi_dot: row("parts", (call) => {
    const parts = call.get("parts");
    if (parts.kind !== "sequence" || parts.items.length === 0) throw unread("a product of no list");
    return parts.items.map(nodeOf).reduce(productOf);
  }),
};
