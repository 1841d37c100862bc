/** Identities of matrix calculus, as collected by Petersen and Pedersen (The Matrix Cookbook): each is proved, and its transpose refuted. */
import {
  constant,
  det,
  dot,
  gradient,
  inverse,
  kron,
  logdet,
  matmul,
  type Node,
  reshape,
  solve,
  sum,
  tensor,
  trace,
  transpose,
  vec,
} from "@chainrule/graph";
import { expect, test } from "vitest";
import { check } from "../src/index";

const n = 2;
const [A, B, C] = ["A", "B", "C"].map((name) => tensor(name, { shape: [n, n] })) as [Node, Node, Node];
const X = tensor("X", { shape: [n, n] });
const [a, b, x] = ["a", "b", "x"].map((name) => tensor(name, { shape: [n] })) as [Node, Node, Node];
const T = (m: Node): Node => transpose(m);
const product = (...factors: readonly Node[]): Node => factors.reduce((left, right) => matmul(left, right));
const quadratic = (m: Node, u: Node, v: Node = u): Node => dot(u, matmul(m, v));
const outer = (u: Node, v: Node): Node => u.outer(v);
const I = inverse;

/** What is differentiated, by what, the gradient by the book. */
const rows: readonly (readonly [law: string, of: Node, by: Node, is: Node])[] = [
  ["tr(X)", trace(X), X, constant([[1, 0], [0, 1]])], // biome-ignore format: a matrix
  ["tr(A X)", trace(product(A, X)), X, T(A)],
  ["tr(A X^T)", trace(product(A, T(X))), X, A],
  ["tr(A X B), (101)", trace(product(A, X, B)), X, product(T(A), T(B))],
  ["tr(A X^T B), (102)", trace(product(A, T(X), B)), X, product(B, A)],
  ["tr(X^2), (106)", trace(product(X, X)), X, T(X).mul(2)],
  ["tr(X^2 B), (107)", trace(product(X, X, B)), X, T(product(X, B).add(product(B, X)))],
  ["tr(X^T B X), (108)", trace(product(T(X), B, X)), X, product(B, X).add(product(T(B), X))],
  ["tr(X B X^T), (111)", trace(product(X, B, T(X))), X, product(X, T(B)).add(product(X, B))],
  ["tr(A X B X), (114)", trace(product(A, X, B, X)), X, product(T(A), T(X), T(B)).add(product(T(B), T(X), T(A)))],
  ["tr(X^T X), (115)", trace(product(T(X), X)), X, X.mul(2)],
  ["tr(A X B X^T C), (118)", trace(product(A, X, B, T(X), C)), X, product(T(A), T(C), X, T(B)).add(product(C, A, X, B))],
  ["||X||^2, (132)", sum(X.square()), X, X.mul(2)],
  ["a^T x, (69)", dot(a, x), x, a],
  ["a^T X b, (70)", quadratic(X, a, b), X, outer(a, b)],
  ["a^T X^T b, (71)", quadratic(T(X), a, b), X, outer(b, a)],
  ["x^T A x, (81)", quadratic(A, x), x, matmul(A.add(T(A)), x)],
  ["b^T X^T X a, (77)", quadratic(product(T(X), X), b, a), X, matmul(X, outer(a, b).add(outer(b, a)))],
  ["(X a + b)^T C (X a + b), (78)", quadratic(C, matmul(X, a).add(b)), X, outer(matmul(C.add(T(C)), matmul(X, a).add(b)), a)],
  ["det X, (49)", det(X), X, T(I(X)).mul(det(X))],
  ["det(A X B), (50)", det(product(A, X, B)), X, T(I(X)).mul(det(product(A, X, B)))],
  ["ln det X, (57)", logdet(X), X, T(I(X))],
  ["a^T X^-1 b, (61)", quadratic(I(X), a, b), X, outer(matmul(T(I(X)), a), matmul(I(X), b)).neg()],
  ["tr(A X^-1 B), (63)", trace(product(A, I(X), B)), X, T(product(I(X), B, A, I(X))).neg()],
  ["tr(X^-1 A), (124)", trace(product(I(X), A)), X, product(T(I(X)), T(A), T(I(X))).neg()],
  ["a^T solve(X, b)", dot(a, solve(X, b)), X, outer(solve(T(X), a), solve(X, b)).neg()],
]; // biome-ignore format: a table

const SYMMETRIC = new Set(["tr(X)"]);

test.each(rows)("d %s", (law, of, by, is) => {
  const slope = gradient(of, by);
  expect(["proved", "numerically equal"]).toContain(check(is, slope).verdict);
  if (is.shape.length < 2 || SYMMETRIC.has(law)) return;
  expect(check(T(is), slope).verdict).toBe("wrong");
});

test.each<readonly [string, Node, Node]>([
  ["A^-1 A = I, as a product with C", product(I(A), A, C), C],
  ["(A B)^-1 = B^-1 A^-1", I(product(A, B)), product(I(B), I(A))],
  ["det(A B) = det A det B", det(product(A, B)), det(A).mul(det(B))],
  ["det A^-1 = 1 / det A", det(I(A)), det(A).pow(-1)],
  ["solve(A, B) = A^-1 B", solve(A, B), product(I(A), B)],
  ["vec(A X B) = (B^T kron A) vec(X)", vec(product(A, X, B)), matmul(kron(T(B), A), vec(X))],
  ["tr(A^T B) = vec(A)^T vec(B)", trace(product(T(A), B)), dot(vec(A), vec(B))],
  ["(A kron B)^T = A^T kron B^T", T(kron(A, B)), kron(T(A), T(B))],
])("%s", (_, left, right) => {
  expect(check(left, right).verdict).toBe("proved");
  expect(check(left.mul(1.0625), right).verdict).toBe("wrong");
});

test("products in the wrong order are refuted", () => {
  expect(check(I(product(A, B)), product(I(A), I(B))).verdict).toBe("wrong");
  expect(check(kron(A, B), kron(B, A)).verdict).toBe("wrong");
  expect(check(vec(X), reshape(X, [-1])).verdict).toBe("wrong");
});
