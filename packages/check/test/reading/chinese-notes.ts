import * as A from "./arrays";
import { numbers, PART, POSITIVE, type ReadCase, typed } from "./case";

const { index, matrix, scalar } = typed("LaTeX", "zh");
const R = String.raw;

/** Formulas from Chinese notes, posts and READMEs. */
export const chineseNotes: readonly ReadCase[] = [
  scalar(
    "net_{h1} = w_1 * i_1 + w_2 * i_2 + b_1 * 1",
    numbers("w_1", "w_2", "i_1", "i_2", "b_1"),
    ({ n }) => n("w_1") * n("i_1") + n("w_2") * n("i_2") + n("b_1"),
  ),
  scalar(R`out_{h1} = \frac{1}{1 + e^{-net_{h1}}}`, numbers("net_h1"), ({ n }) => A.sigmoid(n("net_h1"))),
  scalar(R`f(x) = tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}`, numbers("x"), ({ n }) => Math.tanh(n("x"))),
  scalar("f(x) = max(0, x)", numbers("x"), ({ n }) => Math.max(0, n("x"))),
  scalar("f(x) = ln( 1 + e^x)", numbers("x"), ({ n }) => Math.log(1 + Math.exp(n("x")))),
  scalar(
    R`f(x) =  \left\{
   \begin{aligned}
   ax, \quad x<0 \\
   x, \quad x>0
   \end{aligned}
   \right.`,
    numbers("a", "x"),
    ({ n }) => (n("x") < 0 ? n("a") * n("x") : n("x")),
  ),
  scalar(
    R`f^{'}(x)=\frac{1}{1+e^{-x}}\left( 1- \frac{1}{1+e^{-x}} \right)`,
    numbers("x"),
    ({ n }) => A.sigmoid(n("x")) * (1 - A.sigmoid(n("x"))),
  ),
  scalar("tanh^{,}(x)=1-tanh(x)^{2}", numbers("x"), ({ n }) => 1 - Math.tanh(n("x")) ** 2),
  index(R`S_i = \frac{e^{V_i}}{\sum_j e^{V_j}}`, { V: [4] }, ({ v }) => A.softmax(v("V")), {
    indices: ["i"],
  }),
  index(
    R`C=-\frac{1}{n}\sum[ylna+(1-y)ln(1-a)]`,
    { y: [3], a: [3] },
    ({ v }) =>
      -A.over(3, (i) => {
        const [y, a] = [A.at(v("y"), i), A.at(v("a"), i)];
        return y * Math.log(a) + (1 - y) * Math.log(1 - a);
      }) / 3,
    { sizes: { n: 3 }, between: { a: PART } },
  ),
  matrix(R`x^{\prime} = \frac{x-min(x)}{max(x) - min(x)}`, { x: [4] }, ({ v }) => {
    const [least, most] = [Math.min(...v("x")), Math.max(...v("x"))];
    return A.mapped(v("x"), (x) => (x - least) / (most - least));
  }),
  scalar(
    R`x^{\prime} = \frac{x-\mu}{\sigma}`,
    numbers("x", "mu", "sigma"),
    ({ n }) => (n("x") - n("mu")) / n("sigma"),
  ),
  index(
    R`J(\theta) = -\frac{1}{m}\sum_{i=1}^{m}[y^{(i)}\lg{\hat{y}^{(i)}} + (1-y^{(i)})\lg{(1-\hat{y}^{(i)})}]`,
    { y: [3], yhat: [3] },
    ({ v }) => logLoss(v("y"), v("yhat")) / Math.LN10,
    { sizes: { m: 3 }, between: { yhat: PART }, also: [({ v }) => logLoss(v("y"), v("yhat"))] },
  ),
  scalar(
    R`P(Y|X) = \hat{y} ^{y}(1-\hat{y})^{(1-y)}`,
    numbers("y", "yhat"),
    ({ n }) => n("yhat") ** n("y") * (1 - n("yhat")) ** (1 - n("y")),
    { between: { yhat: PART } },
  ),
  scalar(R`\mathrm{d}w_1 = (\hat{y}-y)x_1`, numbers("y", "yhat", "x_1"), ({ n }) => {
    return (n("yhat") - n("y")) * n("x_1");
  }),
  scalar(
    R`g{}'(z) = \frac{\partial }{\partial z}\frac{1}{1+e^{-z}}`,
    numbers("z"),
    ({ n }) => A.sigmoid(n("z")) * (1 - A.sigmoid(n("z"))),
  ),
  scalar(R`\frac{\mathrm d}{\mathrm dx}\sigma(\beta x)`, numbers("x", "beta"), ({ n }) => {
    const s = A.sigmoid(n("beta") * n("x"));
    return n("beta") * s * (1 - s);
  }),
  scalar(
    R`\operatorname{Swish}_{\beta}'(x)=\sigma(\beta x)
+\beta x\sigma(\beta x)\bigl(1-\sigma(\beta x)\bigr)`,
    numbers("x", "beta"),
    ({ n }) => {
      const [u, s] = [n("beta") * n("x"), A.sigmoid(n("beta") * n("x"))];
      return s + u * s * (1 - s);
    },
  ),
  index(
    R`\mathrm{PPL} = \left(\prod_{t=1}^{T} \frac{1}{p_t}\right)^{1/T}`,
    { p: [3] },
    ({ v }) => A.product(3, (t) => 1 / A.at(v("p"), t)) ** (1 / 3),
    { sizes: { T: 3 }, between: { p: PART } },
  ),
  scalar(R`f'(x) = \mathbb{1}[x > 0]`, numbers("x"), ({ n }) => A.is(n("x") > 0)),
  index(
    R`\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)`,
    { p: [3] },
    ({ v }) => A.table(3, 3, (i, j) => A.at(v("p"), i) * (A.is(i === j) - A.at(v("p"), j))),
    { indices: ["i", "j"] },
  ),
  matrix(
    R`\mathbf{J}_{softmax} = \operatorname{diag}(\mathbf{p}) - \mathbf{p}\mathbf{p}^\top`,
    { p: [3] },
    ({ v }) => A.table(3, 3, (i, j) => A.at(v("p"), i) * (A.is(i === j) - A.at(v("p"), j))),
  ),
  matrix(
    R`\mathbf{h}_t = (1 - \mathbf{z}_t) \odot \mathbf{h}_{t-1} + \mathbf{z}_t \odot \tilde{\mathbf{h}}_t`,
    { z_t: [3], "h_t-1": [3], htilde_t: [3] },
    ({ v }) => A.mapped(v("z_t"), (z, k) => (1 - z) * A.at(v("h_t-1"), k) + z * A.at(v("htilde_t"), k)),
  ),
  matrix(
    R`u_{\parallel,t}
=\frac{\langle\theta_t,u_t\rangle}
{\lVert\theta_t\rVert^2}\theta_t`,
    { theta_t: [3], u_t: [3] },
    ({ v }) => A.scaled(A.dot(v("theta_t"), v("u_t")) / A.squares(v("theta_t")), v("theta_t")),
  ),
  matrix(R`a / (a^\top x)`, { a: [3], x: [3] }, ({ v }) => A.scaled(1 / A.dot(v("a"), v("x")), v("a"))),
  matrix(
    R`\nabla^2F(\theta)
=
\frac1nX^\top\operatorname{Diag}(h)X.`,
    { X: [4, 2], h: [4] },
    ({ m, v }) => {
      const weighted = A.each(m("X"), (x, i) => (x * A.at(v("h"), i)) / 4);
      return A.times(A.turned(m("X")), weighted);
    },
    { sizes: { n: 4 } },
  ),
  matrix(
    R`\mathbf{S} = \frac{\mathbf{QK}^\top}{\sqrt{d_k}}`,
    { Q: [3, 2], K: [4, 2], d_k: [] },
    ({ m, n }) => A.enlarged(1 / Math.sqrt(n("d_k")), A.times(m("Q"), A.turned(m("K")))),
    { between: { d_k: POSITIVE } },
  ),
  index(
    R`y_{i,j} = \sum_{m=0}^{M-1} \sum_{n=0}^{N-1} x_{i+m, j+n} \cdot k_{m,n}`,
    { x: [4, 6], k: [2, 3] },
    ({ m }) => correlated(m("x"), m("k")),
    { indices: ["i", "j"], sizes: { M: 2, N: 3 }, runs: { i: 3, j: 4 } },
  ),
  index(
    R`y_{ij} = \sum_{m=0}^{M-1} \sum_{n=0}^{N-1} w_{mn} x_{i+m, j+n} + b`,
    { x: [4, 6], w: [2, 3], b: [] },
    ({ m, n }) => A.each(correlated(m("x"), m("w")), (y) => y + n("b")),
    { indices: ["i", "j"], sizes: { M: 2, N: 3 }, runs: { i: 3, j: 4 } },
  ),
  index(
    R`\sigma_{\mathcal{B}} \leftarrow \sqrt{\frac{1}{m}\sum^m_{i=1}(x_i-\mu_{\mathcal{B}})^2+\epsilon}`,
    { x: [4], mu_B: [], epsilon: [] },
    ({ n, v }) => Math.sqrt(A.squares(A.mapped(v("x"), (x) => x - n("mu_B"))) / 4 + n("epsilon")),
    { sizes: { m: 4 }, between: { epsilon: POSITIVE } },
  ),
  index(
    R`\hat{x}_i \leftarrow \frac{x_i - \mu_{\mathcal{B}}}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}}`,
    { x: [4], ...numbers("mu_B", "sigma_B", "epsilon") },
    ({ n, v }) => A.mapped(v("x"), (x) => (x - n("mu_B")) / Math.sqrt(n("sigma_B") ** 2 + n("epsilon"))),
    { indices: ["i"], between: { epsilon: POSITIVE } },
  ),
  scalar(
    R`p(x)=\frac{1}{\sqrt{2\pi}\sigma}\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)`,
    numbers("x", "mu", "sigma"),
    ({ n }) =>
      Math.exp(-((n("x") - n("mu")) ** 2) / (2 * n("sigma") ** 2)) / (Math.sqrt(2 * Math.PI) * n("sigma")),
    { between: { sigma: POSITIVE } },
  ),
  index(
    R`g(\alpha) = -\tfrac{1}{2} \sum_{i,j} \alpha_i \alpha_j y_i y_j x_i^\top x_j + \sum_i \alpha_i`,
    { alpha: [4], y: [4], x: [4, 2] },
    ({ m, v }) => {
      const weights = A.mapped(v("alpha"), (alpha, i) => alpha * A.at(v("y"), i));
      return A.sum(v("alpha")) - 0.5 * A.squares(A.apply(A.turned(m("x")), weights));
    },
  ),
  index(
    R`\frac{1}{2}w^Tw+C\sum_{n=1}^N max(0,|w^Tz_n+b-y_n|-\epsilon)`,
    { w: [2], z: [4, 2], y: [4], ...numbers("C", "b", "epsilon") },
    ({ m, n, v }) => {
      const beyond = A.mapped(A.apply(m("z"), v("w")), (u, k) =>
        Math.max(0, Math.abs(u + n("b") - A.at(v("y"), k)) - n("epsilon")),
      );
      return 0.5 * A.squares(v("w")) + n("C") * A.sum(beyond);
    },
    { sizes: { N: 4 } },
  ),
  index(
    R`\frac{\partial L}{\partial z_i}=\sum_{j\neq i}p_i\times y_j+(p_i-1)\times y_i`,
    { p: [3], y: [3] },
    ({ v }) =>
      A.mapped(v("p"), (p, i) => {
        const others = A.over(3, (j) => (j === i ? 0 : p * A.at(v("y"), j)));
        return others + (p - 1) * A.at(v("y"), i);
      }),
    { indices: ["i"] },
  ),
  scalar(
    R`L = -\frac{1}{M}[\ln(P_1) T_1 + \ln(P_2) T_2 + \ln(P_3) T_3]`,
    numbers("M", "P_1", "P_2", "P_3", "T_1", "T_2", "T_3"),
    ({ n }) => -A.over(3, (k) => Math.log(n(`P_${k + 1}`)) * n(`T_${k + 1}`)) / n("M"),
    { between: { P_1: PART, P_2: PART, P_3: PART } },
  ),
  scalar(
    R`\frac{1}{S} \times e^{y_1} +  e^{y_1} \times \frac{-1}{S^2} \times e^{y_1}`,
    numbers("S", "y_1"),
    ({ n }) => Math.exp(n("y_1")) / n("S") - Math.exp(2 * n("y_1")) / n("S") ** 2,
  ),
  matrix(
    R`R(\mathbf{w}) = \alpha \|\mathbf{w}\|_1 + \frac{1-\alpha}{2} \|\mathbf{w}\|_2^2`,
    { w: [3], alpha: [] },
    ({ n, v }) => n("alpha") * A.sum(v("w").map(Math.abs)) + ((1 - n("alpha")) / 2) * A.squares(v("w")),
  ),
  index(
    R`\sum_{i=1}^{n} \log(1 + \exp(-y_i \langle x_i, w \rangle)) + \lambda \|w\|_1`,
    { x: [4, 2], w: [2], y: [4], lambda: [] },
    ({ m, n, v }) => {
      const losses = A.mapped(A.apply(m("x"), v("w")), (u, i) =>
        Math.log(1 + Math.exp(-A.at(v("y"), i) * u)),
      );
      return A.sum(losses) + n("lambda") * A.sum(v("w").map(Math.abs));
    },
    { sizes: { n: 4 } },
  ),
];

function logLoss(y: readonly number[], yhat: readonly number[]): number {
  const terms = yhat.map((p, i) => A.at(y, i) * Math.log(p) + (1 - A.at(y, i)) * Math.log(1 - p));
  return -A.sum(terms) / y.length;
}

/** A convolution as networks have it, over the places where the kernel fits. */
function correlated(x: readonly (readonly number[])[], k: readonly (readonly number[])[]): number[][] {
  const [rows, columns] = [k.length, (k[0] as readonly number[]).length];
  return A.table(x.length - rows + 1, (x[0] as readonly number[]).length - columns + 1, (i, j) =>
    A.over(rows, (p) => A.over(columns, (q) => A.cell(x, i + p, j + q) * A.cell(k, p, q))),
  );
}

const plain = typed("text", "zh");

/** Formulas that Chinese notes type as plain text. */
export const chineseText: readonly ReadCase[] = [
  plain.scalar("对 w 的梯度 = 2 * (y - 10) * x", numbers("x", "y"), ({ n }) => 2 * (n("y") - 10) * n("x")),
  plain.scalar("∂L/∂y_hat = 2(y_hat-y)", numbers("y", "y_hat"), ({ n }) => 2 * (n("y_hat") - n("y"))),
  plain.index("p_i = exp(z_i) / Σ_j exp(z_j)", { z: [3] }, ({ v }) => A.softmax(v("z")), {
    indices: ["i"],
  }),
  plain.matrix(
    "∂L/∂w = 1/m X^T(ŷ - y)",
    { X: [4, 2], ŷ: [4], y: [4] },
    ({ m, v }) => A.scaled(1 / 4, A.apply(A.turned(m("X")), A.added(v("ŷ"), v("y"), -1))),
    { sizes: { m: 4 } },
  ),
  plain.index(
    "L(w) = -1/m Σ[yi log(ŷi) + (1-yi) log(1-ŷi)]",
    { y: [3], ŷ: [3] },
    ({ v }) => logLoss(v("y"), v("ŷ")),
    { sizes: { m: 3 }, between: { ŷ: PART } },
  ),
  plain.index(
    "∂L/∂z_k = -y_k · (1 - p_k) + Σ_{i≠k} y_i · p_k",
    { y: [3], p: [3] },
    ({ v }) =>
      A.mapped(v("p"), (p, k) => {
        const others = A.over(3, (i) => (i === k ? 0 : A.at(v("y"), i) * p));
        return others - A.at(v("y"), k) * (1 - p);
      }),
    { indices: ["k"] },
  ),
  plain.scalar("d/dx [sin(2x+1)] = cos(2x+1) * 2", numbers("x"), ({ n }) => 2 * Math.cos(2 * n("x") + 1)),
  plain.scalar(
    "f''(x) = -e^-x / (1+e^-x) + e^-x * e^-x / (1+e^-x)^2",
    numbers("x"),
    ({ n }) => (1 - A.sigmoid(n("x"))) ** 2 - (1 - A.sigmoid(n("x"))),
  ),
  plain.scalar(
    "dinp = (dnorm_i - dnorm_mean - norm_bti * dnorm_norm_mean) * rstd_bt",
    numbers("dnorm_i", "dnorm_mean", "norm_bti", "dnorm_norm_mean", "rstd_bt"),
    ({ n }) => (n("dnorm_i") - n("dnorm_mean") - n("norm_bti") * n("dnorm_norm_mean")) * n("rstd_bt"),
  ),
  plain.scalar(
    "dx = (dy·γ − xNorm·meanY)·rstd",
    numbers("dy", "γ", "xNorm", "meanY", "rstd"),
    ({ n }) => (n("dy") * n("γ") - n("xNorm") * n("meanY")) * n("rstd"),
  ),
  plain.matrix("DY/DX=A*B'", { A: [3, 1], B: [2, 1] }, ({ m }) => A.times(m("A"), A.turned(m("B")))),
  plain.scalar(
    "MSE 梯度 = 2 * (预测 - 真实) / n",
    numbers("预测", "真实", "n"),
    ({ n }) => (2 * (n("预测") - n("真实"))) / n("n"),
  ),
  plain.index(
    "dL/dh_j = Σ_i W_out[i][j] * error[i]",
    { W_out: [3, 2], error: [3] },
    ({ m, v }) => A.apply(A.turned(m("W_out")), v("error")),
    { indices: ["j"] },
  ),
];
