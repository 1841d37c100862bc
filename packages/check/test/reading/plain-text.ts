import * as A from "./arrays";
import { numbers, PART, POSITIVE, type ReadCase, typed } from "./case";

const { index, matrix, scalar } = typed("text", "en");
const other = typed("text", "other");

/** Formulas that notes and READMEs type as plain text: ASCII, Unicode, in the manner of programs. */
export const plainText: readonly ReadCase[] = [
  other.scalar("dL/dw = 2(w - 3)", numbers("w"), ({ n }) => 2 * (n("w") - 3)),
  other.scalar(
    "dL/dW = 2*(W - qW0)/(W0^2+eps)/N",
    numbers("W", "q", "W0", "eps", "N"),
    ({ n }) => (2 * (n("W") - n("q") * n("W0"))) / (n("W0") ** 2 + n("eps")) / n("N"),
    { between: { eps: POSITIVE } },
  ),
  other.scalar("softplus(x) = log(1 + eˣ)", numbers("x"), ({ n }) => Math.log(1 + Math.exp(n("x")))),
  scalar("dL/dw = 2(a − y) · a(1 − a) · x", numbers("a", "y", "x"), ({ n }) => {
    return 2 * (n("a") - n("y")) * n("a") * (1 - n("a")) * n("x");
  }),
  scalar(
    "dL/dw = 2(wx - target)x",
    numbers("w", "x", "target"),
    ({ n }) => 2 * (n("w") * n("x") - n("target")) * n("x"),
  ),
  scalar("dL/dw = 2 * (y - y_hat) * x", numbers("y", "y_hat", "x"), ({ n }) => {
    return 2 * (n("y") - n("y_hat")) * n("x");
  }),
  scalar("dL/dw = 2*(w*x + b - y)*x", numbers("w", "x", "b", "y"), ({ n }) => {
    return 2 * (n("w") * n("x") + n("b") - n("y")) * n("x");
  }),
  index(
    "∂L/∂w_j = 2/N · Σᵢ (ŷᵢ − yᵢ) · x_ij",
    { ŷ: [3], y: [3], x: [3, 2] },
    ({ m, v }) => A.scaled(2 / 3, A.apply(A.turned(m("x")), A.added(v("ŷ"), v("y"), -1))),
    { indices: ["j"], sizes: { N: 3 } },
  ),
  matrix(
    "∂L/∂W = 2/N · Xᵀ (ŷ − y)",
    { X: [3, 2], ŷ: [3], y: [3] },
    ({ m, v }) => A.scaled(2 / 3, A.apply(A.turned(m("X")), A.added(v("ŷ"), v("y"), -1))),
    { sizes: { N: 3 } },
  ),
  index(
    "∂L/∂b = 2/N · Σ (ŷ − y)",
    { ŷ: [3], y: [3] },
    ({ v }) => (2 / 3) * A.sum(A.added(v("ŷ"), v("y"), -1)),
    { sizes: { N: 3 } },
  ),
  scalar("σ'(x) = σ(x)(1 - σ(x))", numbers("x"), ({ n }) => A.sigmoid(n("x")) * (1 - A.sigmoid(n("x")))),
  scalar("σ(x) = 1 / (1 + exp(-x))", numbers("x"), ({ n }) => A.sigmoid(n("x"))),
  scalar("tanh'(x) = 1 - tanh²(x)", numbers("x"), ({ n }) => 1 - Math.tanh(n("x")) ** 2),
  scalar("σ'(x) = σ(x) × (1 - σ(x))", numbers("x"), ({ n }) => {
    return A.sigmoid(n("x")) * (1 - A.sigmoid(n("x")));
  }),
  scalar("∂J/∂w₁ = -(y - ŷ)・ŷ(1 - ŷ)・x₁", numbers("y", "ŷ", "x₁"), ({ n }) => {
    return -(n("y") - n("ŷ")) * n("ŷ") * (1 - n("ŷ")) * n("x₁");
  }),
  scalar(
    "∂L/∂ŷ = -y/ŷ + (1-y)/(1-ŷ)",
    numbers("y", "ŷ"),
    ({ n }) => -n("y") / n("ŷ") + (1 - n("y")) / (1 - n("ŷ")),
  ),
  scalar(
    "∂L/∂ŷ = (ŷ - y) / (ŷ(1 - ŷ))",
    numbers("y", "ŷ"),
    ({ n }) => (n("ŷ") - n("y")) / (n("ŷ") * (1 - n("ŷ"))),
  ),
  scalar("L = ½(ŷ - y)²", numbers("y", "ŷ"), ({ n }) => 0.5 * (n("ŷ") - n("y")) ** 2),
  scalar("z = w₁x₁ + w₂x₂ + b", numbers("w₁", "x₁", "w₂", "x₂", "b"), ({ n }) => {
    return n("w₁") * n("x₁") + n("w₂") * n("x₂") + n("b");
  }),
  scalar("ŷ = σ(z) = 1 / (1 + e^(-z))", numbers("z"), ({ n }) => A.sigmoid(n("z"))),
  scalar("δ1 = (δ2 * W2) * a1 * (1 - a1)", numbers("δ2", "W2", "a1"), ({ n }) => {
    return n("δ2") * n("W2") * n("a1") * (1 - n("a1"));
  }),
  matrix(
    "∂J/∂θ = (1/m) * X^T * (sigmoid(X*θ) - y)",
    { X: [4, 2], θ: [2], y: [4] },
    ({ m, v }) => {
      const off = A.added(A.apply(m("X"), v("θ")).map(A.sigmoid), v("y"), -1);
      return A.scaled(1 / 4, A.apply(A.turned(m("X")), off));
    },
    { sizes: { m: 4 } },
  ),
  matrix(
    "∂J/∂θ = (1/m)Xᵀ(ŷ - y) + (λ/m)θ",
    { X: [4, 2], θ: [2], ŷ: [4], y: [4], λ: [] },
    ({ m, n, v }) => {
      const slope = A.scaled(1 / 4, A.apply(A.turned(m("X")), A.added(v("ŷ"), v("y"), -1)));
      return A.added(slope, v("θ"), n("λ") / 4);
    },
    { sizes: { m: 4 } },
  ),
  index(
    "J(θ) = -(1/m)Σ[y·log(ŷ) + (1-y)·log(1-ŷ)] + (λ/2m)Σθ²",
    { y: [3], ŷ: [3], θ: [2], λ: [] },
    ({ n, v }) => {
      const terms = A.mapped(v("ŷ"), (p, i) => {
        return A.at(v("y"), i) * Math.log(p) + (1 - A.at(v("y"), i)) * Math.log(1 - p);
      });
      return -A.sum(terms) / 3 + (n("λ") / 6) * A.squares(v("θ"));
    },
    { sizes: { m: 3 }, between: { ŷ: PART } },
  ),
  index(
    "J(θ,b) = (1/2m) × ∑ᵢ₌₁ᵐ (ŷᵢ - yᵢ)²",
    { ŷ: [3], y: [3] },
    ({ v }) => A.squares(A.added(v("ŷ"), v("y"), -1)) / 6,
    { sizes: { m: 3 } },
  ),
  matrix("dZ1 = W2'*dZ2 .* (1 .- A1.^2)", { W2: [2, 3], dZ2: [2, 4], A1: [3, 4] }, ({ m }) =>
    A.each(A.times(A.turned(m("W2")), m("dZ2")), (x, i, j) => x * (1 - A.cell(m("A1"), i, j) ** 2)),
  ),
  matrix(
    "dW1 = 1/m * dZ1*X'",
    { dZ1: [3, 4], X: [2, 4] },
    ({ m }) => A.enlarged(1 / 4, A.times(m("dZ1"), A.turned(m("X")))),
    { sizes: { m: 4 } },
  ),
  matrix("grad_X = grad_output * (X > 0)", { grad_output: [2, 3], X: [2, 3] }, ({ m }) =>
    A.each(m("grad_output"), (g, i, j) => g * A.is(A.cell(m("X"), i, j) > 0)),
  ),
  matrix(
    "dW2 = (A1.T @ dZ2) / m",
    { A1: [4, 3], dZ2: [4, 2] },
    ({ m }) => A.enlarged(1 / 4, A.times(A.turned(m("A1")), m("dZ2"))),
    { sizes: { m: 4 } },
  ),
  matrix("dA1 = dZ2 @ W2.T", { dZ2: [4, 2], W2: [3, 2] }, ({ m }) => A.times(m("dZ2"), A.turned(m("W2")))),
  index(
    "dvar = Σ dZ_norm * (Z - μ) * -0.5 * (σ² + ε)^-1.5",
    { dZ_norm: [3], Z: [3], ...numbers("μ", "σ", "ε") },
    ({ n, v }) =>
      -0.5 *
      (n("σ") ** 2 + n("ε")) ** -1.5 *
      A.dot(
        v("dZ_norm"),
        A.mapped(v("Z"), (z) => z - n("μ")),
      ),
    { between: { ε: POSITIVE } },
  ),
  matrix(
    "dZ = dZ_norm / sqrt(σ² + ε) + dvar * 2(Z - μ)/m + dmu/m",
    { dZ_norm: [3], Z: [3], ...numbers("μ", "σ", "ε", "dvar", "dmu") },
    ({ n, v }) =>
      A.mapped(v("Z"), (z, k) => {
        const direct = A.at(v("dZ_norm"), k) / Math.sqrt(n("σ") ** 2 + n("ε"));
        return direct + (n("dvar") * 2 * (z - n("μ"))) / 3 + n("dmu") / 3;
      }),
    { sizes: { m: 3 }, between: { ε: POSITIVE } },
  ),
  matrix("J = diag(p) - p × pᵀ", { p: [3] }, ({ v }) =>
    A.table(3, 3, (i, j) => A.at(v("p"), i) * (A.is(i === j) - A.at(v("p"), j))),
  ),
  index("p_i = exp(z_i) / Σ exp(z_j)", { z: [3] }, ({ v }) => A.softmax(v("z")), { indices: ["i"] }),
  matrix(
    "Cosine similarity = (A · B) / (||A|| * ||B||)",
    { A: [3], B: [3] },
    ({ v }) => A.dot(v("A"), v("B")) / Math.sqrt(A.squares(v("A")) * A.squares(v("B"))),
  ),
  scalar(
    "grad_a = grad_out * (sig + x * sig * (1 - sig))",
    numbers("grad_out", "sig", "x"),
    ({ n }) => n("grad_out") * (n("sig") + n("x") * n("sig") * (1 - n("sig"))),
  ),
  index(
    "L_CCE = -Σ_{k=1}^{K} y_k · log(ŷ_k)",
    { y: [3], ŷ: [3] },
    ({ v }) => -A.dot(v("y"), v("ŷ").map(Math.log)),
    { sizes: { K: 3 }, between: { ŷ: PART } },
  ),
  scalar("loss = ((y_hat-y)**2)/2", numbers("y_hat", "y"), ({ n }) => (n("y_hat") - n("y")) ** 2 / 2),
  scalar("x_scaled = (x - μ) / σ", numbers("x", "μ", "σ"), ({ n }) => (n("x") - n("μ")) / n("σ")),
  scalar(
    "α = α_min + 0.5(α₀ - α_min)(1 + cos(π t/T))",
    numbers("α_min", "α₀", "t", "T"),
    ({ n }) => n("α_min") + 0.5 * (n("α₀") - n("α_min")) * (1 + Math.cos((Math.PI * n("t")) / n("T"))),
  ),
];
