import * as A from "./arrays";
import { numbers, PART, POSITIVE, type ReadCase, typed } from "./case";

const { index, matrix, scalar } = typed("LaTeX", "en");
const R = String.raw;

/** Formulas from English posts, lecture notes, forum answers and READMEs. */
export const english: readonly ReadCase[] = [
  index(
    R`\frac{\partial p_i}{\partial o_k} = \frac{ \exp (o_k) \sum_j \exp(o_j) - \exp (o_k) \exp (o_k) }{(\sum_j \exp(o_j))^2}`,
    { o: [3] },
    ({ v }) => A.softmax(v("o")).map((p) => p * (1 - p)),
    { indices: ["k"] },
  ),
  index(
    R`\frac{\partial p_i}{\partial o_k} = \begin{cases} p_k (1 - p_k) & \text{if }\; i=k \\ - p_k p_i & \text{if }\; i\neq k \end{cases}`,
    { p: [3] },
    ({ v }) => softmaxSlopes(v("p")),
    { indices: ["i", "k"] },
  ),
  index(
    R`\frac{\partial L}{\partial o_k} = - y_k (1 - p_k) + \sum_{i\neq k} y_i p_k`,
    { y: [3], p: [3] },
    ({ v }) =>
      A.mapped(v("p"), (p, k) => {
        const others = A.over(3, (i) => (i === k ? 0 : A.at(v("y"), i) * p));
        return others - A.at(v("y"), k) * (1 - p);
      }),
    { indices: ["k"] },
  ),
  index(
    R`\frac{\partial \hat{y}_i}{\partial z_j} =
\begin{cases}
\hat{y}_i(1-\hat{y}_i), & i=j \\
-\hat{y}_i \hat{y}_j, & i \neq j
\end{cases}`,
    { yhat: [4] },
    ({ v }) => softmaxSlopes(v("yhat")),
    { indices: ["i", "j"] },
  ),
  index(R`y_i = \frac{e^{x_i}}{\sum e^{x_k}}`, { x: [3] }, ({ v }) => A.softmax(v("x")), { indices: ["i"] }),
  index(
    R`C = -\sum_{k}^{ } y_{k}ln(s_{k} )`,
    { y: [3], s: [3] },
    ({ v }) => -A.dot(v("y"), v("s").map(Math.log)),
    { between: { s: PART } },
  ),
  index(R`L = - \sum_i y_i \log p_i`, { y: [3], p: [3] }, ({ v }) => -A.dot(v("y"), v("p").map(Math.log)), {
    between: { p: PART },
  }),
  index(
    R`\text{softmax}(x)_i (\delta_{ij} - \text{softmax}(x)_j)`,
    { x: [3] },
    ({ v }) => softmaxSlopes(A.softmax(v("x"))),
    { indices: ["i", "j"] },
  ),
  scalar(R`\frac{\hat{y}-y}{\hat{y}(1-\hat{y})}`, numbers("y", "yhat"), ({ n }) => {
    return (n("yhat") - n("y")) / (n("yhat") * (1 - n("yhat")));
  }),
  scalar(
    R`-y\log\hat{y} - (1-y)\log(1-\hat{y})`,
    numbers("y", "yhat"),
    ({ n }) => -n("y") * Math.log(n("yhat")) - (1 - n("y")) * Math.log(1 - n("yhat")),
    { between: { yhat: PART } },
  ),
  scalar(R`1 - \tanh^2(x)`, numbers("x"), ({ n }) => 1 - Math.tanh(n("x")) ** 2),
  matrix(
    R`f(\mathbf{w}) = \mathrm{max} \{0, 1 - y \langle \mathbf{w}, \mathbf{x} \rangle\}`,
    { w: [3], x: [3], y: [] },
    ({ n, v }) => Math.max(0, 1 - n("y") * A.dot(v("w"), v("x"))),
  ),
  matrix(
    R`\hat{y} = \mathbf{w}^\top \mathbf{x} + b = \langle \mathbf{w}, \mathbf{x} \rangle + b`,
    { w: [3], x: [3], b: [] },
    ({ n, v }) => A.dot(v("w"), v("x")) + n("b"),
  ),
  matrix(
    R`ⵟ(\mathbf{w},\mathbf{x}) := \frac{\langle \mathbf{w}, \mathbf{x} \rangle^2}{\|\mathbf{w} - \mathbf{x}\|^2 + \epsilon}`,
    { w: [3], x: [3], epsilon: [] },
    ({ n, v }) => {
      const [w, x] = [v("w"), v("x")];
      return A.dot(w, x) ** 2 / (A.squares(A.added(w, x, -1)) + n("epsilon"));
    },
    { between: { epsilon: POSITIVE } },
  ),
  matrix(R`\nabla_w L = -2 X^\top (y - Xw)`, { X: [4, 2], w: [2], y: [4] }, ({ m, v }) =>
    A.scaled(-2, A.apply(A.turned(m("X")), A.added(v("y"), A.apply(m("X"), v("w")), -1))),
  ),
  index(
    R`\nabla_w L = \frac{2}{m} \sum_{i=1}^{m} (wx_i + b - y_i) x_i`,
    { x: [3], y: [3], ...numbers("w", "b") },
    ({ n, v }) =>
      (2 / 3) * A.over(3, (i) => (n("w") * A.at(v("x"), i) + n("b") - A.at(v("y"), i)) * A.at(v("x"), i)),
    { sizes: { m: 3 } },
  ),
  matrix(
    R`\dfrac{\partial}{\partial X}\,\tfrac12\|AX-B\|_F^2`,
    { A: [4, 3], X: [3, 2], B: [4, 2] },
    ({ m }) => A.times(A.turned(m("A")), A.plus(A.times(m("A"), m("X")), m("B"), -1)),
  ),
  matrix(R`\frac{\partial}{\partial X} \operatorname{tr}(A^\top X)`, { A: [3, 3], X: [3, 3] }, ({ m }) =>
    m("A"),
  ),
  matrix(
    R`\dfrac{\partial}{\partial X}\,\operatorname{tr}(X^\top A X B)=A X B^\top + A^\top X B`,
    { A: [3, 3], X: [3, 2], B: [2, 2] },
    ({ m }) => {
      const first = A.times(A.times(m("A"), m("X")), A.turned(m("B")));
      return A.plus(first, A.times(A.times(A.turned(m("A")), m("X")), m("B")));
    },
  ),
  index(
    R`f(X) = \sum_{i=1}^{M} \sum_{j=1}^{N} A_{ij} X_{ij} + b`,
    { A: [2, 3], X: [2, 3], b: [] },
    ({ m, n }) => A.inner(m("A"), m("X")) + n("b"),
    { sizes: { M: 2, N: 3 }, also: [({ m, n }) => A.inner(m("A"), m("X")) + 6 * n("b")] },
  ),
  matrix(
    R`f(X) = \operatorname{tr}(A^\top X) + b`,
    { A: [2, 3], X: [2, 3], b: [] },
    ({ m, n }) => A.inner(m("A"), m("X")) + n("b"),
  ),
  matrix(
    R`\mathbf{v}^\top(\operatorname{diag}(\mathbf{p}) - \mathbf{p}\mathbf{p}^\top)\mathbf{v}`,
    { v: [3], p: [3] },
    ({ v }) =>
      A.dot(
        v("p"),
        v("v").map((x) => x * x),
      ) -
      A.dot(v("p"), v("v")) ** 2,
  ),
  index(
    R`\sum_i p_i v_i^2 - \left(\sum_i p_i v_i\right)^2`,
    { v: [3], p: [3] },
    ({ v }) =>
      A.dot(
        v("p"),
        v("v").map((x) => x * x),
      ) -
      A.dot(v("p"), v("v")) ** 2,
  ),
  scalar(
    R`\left\lfloor \frac{n + 2p - f}{s} + 1 \right\rfloor \times \left\lfloor \frac{n + 2p - f}{s} + 1 \right\rfloor`,
    numbers("n", "p", "f", "s"),
    ({ n }) => Math.floor((n("n") + 2 * n("p") - n("f")) / n("s") + 1) ** 2,
    { whole: ["n", "p", "f", "s"], between: { n: [5, 12], p: [0, 3], f: [1, 4], s: [1, 3] } },
  ),
  index(
    R`(X \ast K)_{i,j} = \sum_{m} \sum_{n} X_{i+m, j+n} K_{m,n}`,
    { X: [4, 6], K: [2, 3] },
    ({ m }) =>
      A.table(3, 4, (i, j) =>
        A.over(2, (p) => A.over(3, (q) => A.cell(m("X"), i + p, j + q) * A.cell(m("K"), p, q))),
      ),
    { indices: ["i", "j"], runs: { i: 3, j: 4 } },
  ),
  index(
    R`\frac{\partial u_i}{\partial \sigma_B^2} = \frac{-(z_i - \mu_B)}{2(\sigma_B^2 + \epsilon)^{3/2}}`,
    { z: [3], ...numbers("mu_B", "sigma_B", "epsilon") },
    ({ n, v }) => A.mapped(v("z"), (z) => -(z - n("mu_B")) / (2 * (n("sigma_B") ** 2 + n("epsilon")) ** 1.5)),
    { indices: ["i"], between: { epsilon: POSITIVE } },
  ),
  index(
    R`\sigma_l^2 = \frac{1}{d} \sum_{i=1}^d (x_i - \mu_l)^2`,
    { x: [4], mu_l: [] },
    ({ n, v }) => A.squares(A.mapped(v("x"), (x) => x - n("mu_l"))) / 4,
    { sizes: { d: 4 } },
  ),
  index(
    R`J(\theta) = \frac{1}{m} \sum_{i=1}^{m} \left( -y^{(i)}\ log\ \hat{y}^{(i)} - (1 - y^{(i)})\ log\ (1 - \hat{y}^{(i)}) \right) + \frac{\lambda}{2m} \sum_{j=1}^{n} \theta_j^2`,
    { y: [3], yhat: [3], theta: [2], lambda: [] },
    ({ n, v }) =>
      A.over(3, (i) => {
        const [y, p] = [A.at(v("y"), i), A.at(v("yhat"), i)];
        return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
      }) /
        3 +
      (n("lambda") / 6) * A.squares(v("theta")),
    { sizes: { m: 3, n: 2 }, between: { yhat: PART } },
  ),
  index(
    R`\theta_j - \alpha \left( \frac{1}{m} \sum_{i=1}^{m} \left( \hat{y}^{i} - y^{(i)} \right) \cdot x_j^{(i)} + \frac{\lambda}{m} \theta_j \right)`,
    { theta: [2], x: [3, 2], y: [3], yhat: [3], ...numbers("alpha", "lambda") },
    ({ m, n, v }) => {
      const slope = A.apply(A.turned(m("x")), A.added(v("yhat"), v("y"), -1));
      return A.mapped(
        v("theta"),
        (theta, j) => theta - n("alpha") * (A.at(slope, j) / 3 + (n("lambda") / 3) * theta),
      );
    },
    { indices: ["j"], sizes: { m: 3 } },
  ),
  index(
    R`\sigma_j^2 = \frac{1}{m}\sum_{i=1}^m(x_j^{(i)} - \mu_j)^2`,
    { x: [4, 2], mu: [2] },
    ({ m, v }) => A.turned(m("x")).map((column, j) => A.squares(column.map((x) => x - A.at(v("mu"), j))) / 4),
    { indices: ["j"], sizes: { m: 4 } },
  ),
  index(
    R`\frac{\partial L}{\partial w_{ij}^{(l)}} = \delta_i^{(l)} \cdot a_j^{(l-1)}`,
    { "delta^(l)": [2], "a^(l-1)": [3] },
    ({ v }) => A.outer(v("delta^(l)"), v("a^(l-1)")),
    { indices: ["i", "j"] },
  ),
  matrix(
    R`\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})`,
    { "W^(l+1)": [3, 2], "delta^(l+1)": [3], "z^(l)": [2] },
    ({ m, v }) => {
      const back = A.apply(A.turned(m("W^(l+1)")), v("delta^(l+1)"));
      return A.mapped(v("z^(l)"), (z, k) => A.at(back, k) * A.sigmoid(z) * (1 - A.sigmoid(z)));
    },
  ),
  matrix(
    R`\frac{\partial L}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^T`,
    { "delta^(l)": [2], "a^(l-1)": [3] },
    ({ v }) => A.outer(v("delta^(l)"), v("a^(l-1)")),
  ),
  matrix(
    R`W = (1-\lambda\eta)W - \eta\cdot\frac{m}{1-\beta_1^t}/\sqrt{\frac{v}{1-\beta_2^t} + \epsilon}`,
    { W: [2, 3], m: [2, 3], v: [2, 3], ...numbers("lambda", "eta", "beta_1", "beta_2", "t", "epsilon") },
    ({ m, n }) =>
      A.each(m("W"), (w, i, j) => {
        const first = A.cell(m("m"), i, j) / (1 - n("beta_1") ** n("t"));
        const second = A.cell(m("v"), i, j) / (1 - n("beta_2") ** n("t"));
        return (1 - n("lambda") * n("eta")) * w - (n("eta") * first) / Math.sqrt(second + n("epsilon"));
      }),
    { whole: ["t"], between: { t: [1, 5], beta_1: PART, beta_2: PART, epsilon: POSITIVE, v: POSITIVE } },
  ),
  index(
    R`J(\theta) = - \sum_{i=1}^m \sum_{j=1}^k 1\{y^{(i)} = j\} \log \left( \frac{e^{\theta_j^T x^{(i)}}}{\sum_{l=1}^k e^{\theta_l^T x^{(i)}}} \right)`,
    { theta: [3, 2], x: [4, 2], y: [4] },
    ({ m, v }) =>
      -A.over(4, (i) => {
        const p = A.softmax(A.apply(m("theta"), m("x")[i] as number[]));
        return Math.log(A.at(p, A.at(v("y"), i) - 1));
      }),
    { sizes: { m: 4, k: 3 }, whole: ["y"], between: { y: [1, 3] } },
  ),
  scalar(R`\frac{dy}{dx} = (4x^2 + 2) * 4x`, numbers("x"), ({ n }) => (4 * n("x") ** 2 + 2) * 4 * n("x")),
  scalar("w^2x^2 + 2wx b - 2wx t - 2bt + t^2 + b^2", numbers("w", "x", "b", "t"), ({ n }) => {
    return (n("w") * n("x") + n("b") - n("t")) ** 2;
  }),
  matrix(
    R`\nabla_{w_j} L_i = \mathbb{1}(w_j^Tx_i - w_{y_i}^Tx_i + \Delta > 0) x_i`,
    { w_j: [3], "w_{y_i}": [3], x_i: [3], Delta: [] },
    ({ n, v }) => {
      const margin = A.dot(v("w_j"), v("x_i")) - A.dot(v("w_{y_i}"), v("x_i")) + n("Delta");
      return A.scaled(A.is(margin > 0), v("x_i"));
    },
  ),
  matrix(
    R`\nabla_\theta J(\theta) = \nabla_\theta \frac{1}{2} (X\theta - \vec{y})^T (X\theta - \vec{y})`,
    { X: [4, 2], theta: [2], y: [4] },
    ({ m, v }) => A.apply(A.turned(m("X")), A.added(A.apply(m("X"), v("theta")), v("y"), -1)),
  ),
  matrix(
    R`\nabla_\theta \frac{1}{2} \vert\vert X\theta - y \vert\vert_2^2`,
    { X: [4, 2], theta: [2], y: [4] },
    ({ m, v }) => A.apply(A.turned(m("X")), A.added(A.apply(m("X"), v("theta")), v("y"), -1)),
  ),
  matrix(
    R`\mathcal{L}_{\text{Lasso}}(\mathbf{w}) = \frac{1}{2n} \|\mathbf{y} - X\mathbf{w}\|_2^2 + \alpha \|\mathbf{w}\|_1`,
    { X: [4, 2], w: [2], y: [4], alpha: [] },
    ({ m, n, v }) =>
      A.squares(A.added(v("y"), A.apply(m("X"), v("w")), -1)) / 8 + n("alpha") * A.sum(v("w").map(Math.abs)),
    { sizes: { n: 4 } },
  ),
  scalar(R`\frac{d}{dx}\ln(x)`, numbers("x"), ({ n }) => 1 / n("x"), { between: { x: POSITIVE } }),
  scalar(R`\frac{d}{dx}\ln(\sigma(-x))`, numbers("x"), ({ n }) => -A.sigmoid(n("x"))),
  scalar(
    R`\text{out} = \left\lceil \frac{n}{s} \right\rceil`,
    numbers("n", "s"),
    ({ n }) => {
      return Math.ceil(n("n") / n("s"));
    },
    { whole: ["n", "s"], between: { n: [5, 12], s: [1, 3] } },
  ),
];

/** The derivatives of softmax by what goes into it, from its values. */
function softmaxSlopes(p: readonly number[]): number[][] {
  return A.table(p.length, p.length, (i, j) => A.at(p, i) * (A.is(i === j) - A.at(p, j)));
}

const other = typed("LaTeX", "other");

/** Formulas from notes in German, French, Catalan, Korean, Japanese and other languages. */
export const elsewhere: readonly ReadCase[] = [
  other.matrix(
    R`\frac{\partial L}{\partial w} = \frac{1}{m}X^T(\hat{y} - y)`,
    { X: [4, 2], yhat: [4], y: [4] },
    ({ m, v }) => A.scaled(1 / 4, A.apply(A.turned(m("X")), A.added(v("yhat"), v("y"), -1))),
    { sizes: { m: 4 } },
  ),
  other.index(
    R`\frac{\partial L}{\partial w_j} = \frac{1}{n}\sum_{i=1}^{n} (p_i - y_i)\, x_{ij}`,
    { p: [4], y: [4], x: [4, 2] },
    ({ m, v }) => A.scaled(1 / 4, A.apply(A.turned(m("x")), A.added(v("p"), v("y"), -1))),
    { indices: ["j"], sizes: { n: 4 } },
  ),
  other.matrix(
    R`\frac{\partial L}{\partial b} = \frac{1}{n} \mathbf{1}^\top (p - y)`,
    { p: [4], y: [4] },
    ({ v }) => A.sum(A.added(v("p"), v("y"), -1)) / 4,
    { sizes: { n: 4 } },
  ),
  other.matrix(
    R`\frac{2\mathbf{x}}{2||\mathbf{x}||_2}=\frac{\mathbf{x}}{||\mathbf{x}||_2}`,
    { x: [3] },
    ({ v }) => A.scaled(1 / Math.sqrt(A.squares(v("x"))), v("x")),
  ),
  other.scalar(
    R`n_{out} = \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1`,
    numbers("n", "p", "f", "s"),
    ({ n }) => Math.floor((n("n") + 2 * n("p") - n("f")) / n("s")) + 1,
    { whole: ["n", "p", "f", "s"], between: { n: [5, 12], p: [0, 3], f: [1, 4], s: [1, 3] } },
  ),
  other.index(
    R`R_{\text{annual}} = \left(\prod_{t=1}^{T} (1 + r_t)\right)^{252/T} - 1`,
    { r: [3] },
    ({ v }) => A.product(3, (t) => 1 + A.at(v("r"), t)) ** (252 / 3) - 1,
    { sizes: { T: 3 }, between: { r: [-0.05, 0.05] } },
  ),
  other.index(
    R`h_{i,j}^{(l)} = \sigma\left(\sum_{m=0}^{k-1}\sum_{n=0}^{k-1} W_{m,n}^{(l)} \cdot x_{i+m, j+n}^{(l-1)} + b^{(l)}\right)`,
    { "W^(l)": [2, 2], "x^(l-1)": [4, 5], "b^(l)": [] },
    ({ m, n }) =>
      A.table(3, 4, (i, j) => {
        const total = A.over(2, (p) =>
          A.over(2, (q) => A.cell(m("W^(l)"), p, q) * A.cell(m("x^(l-1)"), i + p, j + q)),
        );
        return A.sigmoid(total + n("b^(l)"));
      }),
    { indices: ["i", "j"], sizes: { k: 2 }, runs: { i: 3, j: 4 } },
  ),
  other.matrix(
    R`\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \circ \sigmoid'(z^{(l)})`,
    { "W^(l+1)": [3, 2], "delta^(l+1)": [3], "z^(l)": [2] },
    ({ m, v }) => {
      const back = A.apply(A.turned(m("W^(l+1)")), v("delta^(l+1)"));
      return A.mapped(v("z^(l)"), (z, k) => A.at(back, k) * A.sigmoid(z) * (1 - A.sigmoid(z)));
    },
  ),
  other.scalar(R`1{,}5 \cdot (2(1{,}5w) - 1)`, numbers("w"), ({ n }) => 4.5 * n("w") - 1.5),
  other.scalar(R`\hat{y} = 1 + 2 \cdot (-2) - 4 + 0{,}5 \cdot (-8)`, {}, () => -11),
  other.scalar(
    R`\frac{\partial C}{\partial w} = i \cdot 2(iw - y)`,
    numbers("i", "w", "y"),
    ({ n }) => 2 * n("i") * (n("i") * n("w") - n("y")),
  ),
  other.index(
    R`E(\vec y, \vec z) = \frac{1}{n} * \sum (y_i - z_i)^2`,
    { y: [3], z: [3] },
    ({ v }) => A.squares(A.added(v("y"), v("z"), -1)) / 3,
    { sizes: { n: 3 } },
  ),
  other.scalar(R`\frac{\mathrm d}{\mathrm dx}(\beta x-\alpha)`, numbers("x", "alpha", "beta"), ({ n }) =>
    n("beta"),
  ),
  other.scalar(R`\sigma'(x) = \sigma(x)(1-\sigma(x))`, numbers("x"), ({ n }) => {
    return A.sigmoid(n("x")) * (1 - A.sigmoid(n("x")));
  }),
  other.index(
    R`\frac{\partial \sigma_B^2}{\partial x_i} = \frac{2}{B}(x_i - \mu_B) \cdot \left(1 - \frac{1}{B}\right)`,
    { x: [3], ...numbers("mu_B", "B") },
    ({ n, v }) => A.mapped(v("x"), (x) => (2 / n("B")) * (x - n("mu_B")) * (1 - 1 / n("B"))),
    { indices: ["i"], whole: ["B"], between: { B: [2, 9] } },
  ),
];
