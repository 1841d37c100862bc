import * as A from "./arrays";
import { numbers, PART, POSITIVE, type ReadCase, typed } from "./case";

const { index, matrix, scalar } = typed("LaTeX", "zh");
const R = String.raw;

/** Formulas from Chinese companions of textbooks. */
export const chineseBooks: readonly ReadCase[] = [
  index(
    R`w=\cfrac{\sum_{i=1}^{m}y_i(x_i-\bar{x})}{\sum_{i=1}^{m}x_i^2-\cfrac{1}{m}(\sum_{i=1}^{m}x_i)^2}`,
    { x: [3], y: [3], xbar: [] },
    ({ n, v }) => {
      const [x, y] = [v("x"), v("y")];
      return A.over(3, (i) => A.at(y, i) * (A.at(x, i) - n("xbar"))) / (A.squares(x) - A.sum(x) ** 2 / 3);
    },
    { sizes: { m: 3 } },
  ),
  index(
    R`w = \cfrac{\sum_{i=1}^{m}y_ix_i-\bar{y}\sum_{i=1}^{m}x_i}{\sum_{i=1}^{m}x_i^2-\bar{x}\sum_{i=1}^{m}x_i}`,
    { x: [3], y: [3], xbar: [], ybar: [] },
    ({ n, v }) => {
      const [x, y] = [v("x"), v("y")];
      return (A.dot(x, y) - n("ybar") * A.sum(x)) / (A.squares(x) - n("xbar") * A.sum(x));
    },
    { sizes: { m: 3 } },
  ),
  index(
    R`w = \cfrac{\sum_{i=1}^{m}(x_i-\bar{x})(y_i-\bar{y})}{\sum_{i=1}^{m}(x_i-\bar{x})^2}`,
    { x: [4], y: [4], xbar: [], ybar: [] },
    ({ n, v }) => {
      const x = A.mapped(v("x"), (each) => each - n("xbar"));
      const y = A.mapped(v("y"), (each) => each - n("ybar"));
      return A.dot(x, y) / A.squares(x);
    },
    { sizes: { m: 4 } },
  ),
  index(
    R`b=\cfrac{1}{m}\sum_{i=1}^{m}(y_i-wx_i)`,
    { x: [3], y: [3], w: [] },
    ({ n, v }) => A.over(3, (i) => A.at(v("y"), i) - n("w") * A.at(v("x"), i)) / 3,
    { sizes: { m: 3 } },
  ),
  matrix(
    R`w=\cfrac{\boldsymbol{y}_{d}^T\boldsymbol{x}_{d}}{\boldsymbol{x}_d^T\boldsymbol{x}_{d}}`,
    { x_d: [3], y_d: [3] },
    ({ v }) => A.dot(v("y_d"), v("x_d")) / A.squares(v("x_d")),
  ),
  matrix(
    R`\cfrac{\partial E_{\hat{w}}}{\partial \hat{w}}=2\mathbf{X}^T(\mathbf{X}\hat{w}-\mathbf{y})`,
    { X: [4, 3], y: [4], what: [3] },
    ({ m, v }) => A.scaled(2, A.apply(A.turned(m("X")), A.added(A.apply(m("X"), v("what")), v("y"), -1))),
  ),
  matrix(
    R`E_{\hat{w}}=(\mathbf{y}-\mathbf{X}\hat{w})^T(\mathbf{y}-\mathbf{X}\hat{w})`,
    { X: [4, 3], y: [4], what: [3] },
    ({ m, v }) => A.squares(A.added(v("y"), A.apply(m("X"), v("what")), -1)),
  ),
  matrix(
    R`E_{\hat{w}}= \mathbf{y}^T\mathbf{y}-\mathbf{y}^T\mathbf{X}\hat{w}-\hat{w}^T\mathbf{X}^T\mathbf{y}+\hat{w}^T\mathbf{X}^T\mathbf{X}\hat{w}`,
    { X: [4, 3], y: [4], what: [3] },
    ({ m, v }) => {
      const p = A.apply(m("X"), v("what"));
      return A.squares(v("y")) - 2 * A.dot(v("y"), p) + A.squares(p);
    },
  ),
  matrix(
    R`\cfrac{\partial \hat{w}^T\mathbf{X}^T\mathbf{X}\hat{w}}{\partial \hat{w}}`,
    { X: [4, 3], what: [3] },
    ({ m, v }) => A.scaled(2, A.apply(A.turned(m("X")), A.apply(m("X"), v("what")))),
  ),
  index(
    R`l(β)=\sum_{i=1}^{m}(-y_iβ^T\hat{\boldsymbol x_i}+\ln(1+e^{β^T\hat{\boldsymbol x_i}}))`,
    { beta: [2], xhat: [3, 2], y: [3] },
    ({ m, v }) =>
      A.over(3, (i) => {
        const z = A.dot(v("beta"), m("xhat")[i] as number[]);
        return -A.at(v("y"), i) * z + Math.log(1 + Math.exp(z));
      }),
    { sizes: { m: 3 } },
  ),
  index(
    R`\frac{\partial l(β)}{\partial β}=\sum_{i=1}^{m}\hat{\boldsymbol x_i}(\hat{y_i}-y_i)`,
    { xhat: [3, 2], y: [3], yhat: [3] },
    ({ m, v }) => A.apply(A.turned(m("xhat")), A.added(v("yhat"), v("y"), -1)),
    { sizes: { m: 3 } },
  ),
  matrix(
    R`J=\cfrac{\boldsymbol w^T(\mu_0-\mu_1)(\mu_0-\mu_1)^T\boldsymbol w}{\boldsymbol w^T(\Sigma_0+\Sigma_1)\boldsymbol w}`,
    { w: [3], mu_0: [3], mu_1: [3], Sigma_0: [3, 3], Sigma_1: [3, 3] },
    ({ m, v }) => {
      const w = v("w");
      const between = A.dot(w, A.added(v("mu_0"), v("mu_1"), -1)) ** 2;
      return between / A.dot(w, A.apply(A.plus(m("Sigma_0"), m("Sigma_1")), w));
    },
  ),
  matrix(
    R`J = \cfrac{\big|\big|\boldsymbol w^T\mu_0-\boldsymbol w^T\mu_1\big|\big|_2^2}{\boldsymbol w^T(\Sigma_0+\Sigma_1)\boldsymbol w}`,
    { w: [3], mu_0: [3], mu_1: [3], Sigma_0: [3, 3], Sigma_1: [3, 3] },
    ({ m, v }) => {
      const w = v("w");
      const between = (A.dot(w, v("mu_0")) - A.dot(w, v("mu_1"))) ** 2;
      return between / A.dot(w, A.apply(A.plus(m("Sigma_0"), m("Sigma_1")), w));
    },
  ),
  matrix(
    R`\cfrac{\partial l(\boldsymbol w)}{\partial \boldsymbol w} = -(\boldsymbol S_b+\boldsymbol S_b^T)\boldsymbol w+\lambda(\boldsymbol S_w+\boldsymbol S_w^T)\boldsymbol w`,
    { S_b: [3, 3], S_w: [3, 3], w: [3], lambda: [] },
    ({ m, n, v }) => {
      const both = (name: string): number[] => A.apply(A.plus(m(name), A.turned(m(name))), v("w"));
      return A.added(A.scaled(n("lambda"), both("S_w")), both("S_b"), -1);
    },
  ),
  index(
    R`\Delta w_i=\eta(y-\hat{y})x_i`,
    { ...numbers("eta", "y", "yhat"), x: [3] },
    ({ n, v }) => A.scaled(n("eta") * (n("y") - n("yhat")), v("x")),
    { indices: ["i"] },
  ),
  matrix(
    R`y=\operatorname{sgn}(\boldsymbol{w}^{\mathrm{T}}\boldsymbol{x}-\theta)=\left\{\begin{array}{rcl}
1,& {\boldsymbol{w}^{\mathrm{T}}\boldsymbol{x} -\theta\geq 0}\\
0,& {\boldsymbol{w}^{\mathrm{T}}\boldsymbol{x} -\theta < 0}\\
\end{array} \right.`,
    { w: [3], x: [3], theta: [] },
    ({ n, v }) => A.is(A.dot(v("w"), v("x")) >= n("theta")),
  ),
  index(
    R`\cfrac{\partial E_k}{\partial \theta_j} =(y_j^k-\hat{y}_j^k)\hat{y}_j^k\left(1-\hat{y}_j^k\right)`,
    { "y^k": [3], "yhat^k": [3] },
    ({ v }) => A.mapped(v("yhat^k"), (p, j) => (A.at(v("y^k"), j) - p) * p * (1 - p)),
    { indices: ["j"] },
  ),
  index(
    R`\cfrac{1}{2}\times 2(\hat{y}_j^k-y_j^k)\times 1 \cdot\hat{y}_j^k\left(1-\hat{y}_j^k\right)  \times (-1)`,
    { "y^k": [3], "yhat^k": [3] },
    ({ v }) => A.mapped(v("yhat^k"), (p, j) => (A.at(v("y^k"), j) - p) * p * (1 - p)),
    { indices: ["j"] },
  ),
  index(
    R`\cfrac{\partial E_k}{\partial v_{ih}} =-b_h(1-b_h) \cdot \sum_{j=1}^{l} g_j \cdot w_{hj}  \cdot x_i`,
    { b: [2], g: [3], w: [2, 3], x: [4] },
    ({ m, v }) => {
      const back = A.apply(m("w"), v("g"));
      return A.outer(
        v("x"),
        A.mapped(v("b"), (b, h) => -b * (1 - b) * A.at(back, h)),
      );
    },
    { indices: ["i", "h"], sizes: { l: 3 } },
  ),
  index(
    R`\cfrac{\partial E_k}{\partial \gamma_h}= \sum_{j=1}^{l}g_j\cdot w_{hj} \cdot b_h(1-b_h)`,
    { b: [2], g: [3], w: [2, 3] },
    ({ m, v }) => {
      const back = A.apply(m("w"), v("g"));
      return A.mapped(v("b"), (b, h) => b * (1 - b) * A.at(back, h));
    },
    { indices: ["h"], sizes: { l: 3 } },
  ),
  index(
    R`E_{edges}=-\sum_{i=1}^{n-1}\sum_{j=i+1}^{n}w_{ij}s_is_j`,
    { w: [4, 4], s: [4] },
    ({ m, v }) => {
      const s = v("s");
      return -A.over(4, (i) =>
        A.over(4, (j) => (j > i ? A.cell(m("w"), i, j) * A.at(s, i) * A.at(s, j) : 0)),
      );
    },
    { sizes: { n: 4 } },
  ),
  index(
    R`E(\boldsymbol{v},\boldsymbol{h})=-\sum_{i=1}^d\sum_{j=1}^qw_{ij}v_ih_j-\sum_{i=1}^d\alpha_iv_i-\sum_{j=1}^q\beta_jh_j`,
    { w: [3, 2], v: [3], h: [2], alpha: [3], beta: [2] },
    ({ m, v }) =>
      -A.dot(v("v"), A.apply(m("w"), v("h"))) - A.dot(v("alpha"), v("v")) - A.dot(v("beta"), v("h")),
    { sizes: { d: 3, q: 2 } },
  ),
  matrix(
    R`-\boldsymbol{h}^{\mathrm{T}}\mathbf{W}\boldsymbol{v}-\boldsymbol{\alpha}^{\mathrm{T}}\boldsymbol{v}-\boldsymbol{\beta}^{\mathrm{T}}\boldsymbol{h}`,
    { W: [2, 3], v: [3], h: [2], alpha: [3], beta: [2] },
    ({ m, v }) =>
      -A.dot(v("h"), A.apply(m("W"), v("v"))) - A.dot(v("alpha"), v("v")) - A.dot(v("beta"), v("h")),
  ),
  matrix(
    R`\Delta w=\eta(\boldsymbol{v}\boldsymbol{h}^\mathrm{T}-\boldsymbol{v}’\boldsymbol{h}’^{\mathrm{T}})`,
    { eta: [], v: [3], h: [2], "v'": [3], "h'": [2] },
    ({ n, v }) => A.enlarged(n("eta"), A.plus(A.outer(v("v"), v("h")), A.outer(v("v'"), v("h'")), -1)),
  ),
  scalar(
    R`\alpha_{t}=\frac{1}{2} \ln \left(\frac{1-\epsilon_{t}}{\epsilon_{t}}\right)`,
    numbers("epsilon_t"),
    ({ n }) => 0.5 * Math.log((1 - n("epsilon_t")) / n("epsilon_t")),
    { between: { epsilon_t: PART } },
  ),
  scalar(
    R`\frac{\partial \ell_{\exp }\left(\alpha_{t} h_{t} | \mathcal{D}_{t}\right)}{\partial \alpha_{t}}=-e^{-\alpha_{t}}\left(1-\epsilon_{t}\right)+e^{\alpha_{t}} \epsilon_{t}`,
    numbers("alpha_t", "epsilon_t"),
    ({ n }) => -Math.exp(-n("alpha_t")) * (1 - n("epsilon_t")) + Math.exp(n("alpha_t")) * n("epsilon_t"),
  ),
  scalar(
    R`\mathrm{FMI}=\sqrt{\frac{a}{a+b}\cdot \frac{a}{a+c}}`,
    numbers("a", "b", "c"),
    ({ n }) => n("a") / Math.sqrt((n("a") + n("b")) * (n("a") + n("c"))),
    { between: { a: POSITIVE, b: POSITIVE, c: POSITIVE } },
  ),
  index(
    R`\operatorname{dist}_{i j}^{2} =b_{i i}+b_{j j}-2 b_{i j}`,
    { b: [3, 3] },
    ({ m }) => A.each(m("b"), (b, i, j) => A.cell(m("b"), i, i) + A.cell(m("b"), j, j) - 2 * b),
    { indices: ["i", "j"] },
  ),
  index(
    R`\sum^m_{i=1}dist^2_{ij}=tr(\boldsymbol B)+mb_{jj}`,
    { B: [3, 3], b: [3, 3] },
    ({ m }) => A.list(3, (j) => A.trace(m("B")) + 3 * A.cell(m("b"), j, j)),
    { indices: ["j"], sizes: { m: 3 } },
  ),
  index(
    R`tr(\boldsymbol B)=\frac{1}{2m}\sum^m_{i=1}\sum^m_{j=1}dist^2_{ij}`,
    { dist: [3, 3] },
    ({ m }) => A.inner(m("dist"), m("dist")) / 6,
    { sizes: { m: 3 } },
  ),
  index(
    R`b_{ij}=-\frac{1}{2}(dist^2_{ij}-b_{ii}-b_{jj})`,
    { b: [3, 3], dist: [3, 3] },
    ({ m }) => A.each(m("dist"), (d, i, j) => -0.5 * (d ** 2 - A.cell(m("b"), i, i) - A.cell(m("b"), j, j))),
    { indices: ["i", "j"] },
  ),
  matrix(
    R`\cfrac{\partial L(\mathbf W,\Lambda)}{\partial \mathbf W}=-2\mathbf X\mathbf X^{\mathrm{T}} \mathbf W+2\mathbf{W}\Lambda`,
    { X: [3, 4], W: [3, 2], Lambda: [2, 2] },
    ({ m }) => {
      const first = A.times(A.times(m("X"), A.turned(m("X"))), m("W"));
      return A.enlarged(2, A.plus(A.times(m("W"), m("Lambda")), first, -1));
    },
  ),
  matrix(
    R`L(\mathbf W,\Theta)=-\text { tr }(\mathbf W^{\mathrm{T}} \mathbf X\mathbf X^{\mathrm{T}} \mathbf W)+\langle \Theta,\mathbf W^{\mathrm{T}} \mathbf W-\mathbf I\rangle`,
    { X: [3, 4], W: [3, 2], Theta: [2, 2] },
    ({ m }) => {
      const [W, X] = [m("W"), m("X")];
      const all = A.times(A.turned(W), A.times(A.times(X, A.turned(X)), W));
      const off = A.each(A.times(A.turned(W), W), (x, i, j) => x - A.is(i === j));
      return A.inner(m("Theta"), off) - A.trace(all);
    },
  ),
  matrix(
    R`\cfrac{\partial}{\partial \mathbf{X}} \text { tr }(\mathbf{X}^{\mathrm{T}}  \mathbf{B} \mathbf{X})`,
    { X: [3, 2], B: [3, 3] },
    ({ m }) => A.plus(A.times(m("B"), m("X")), A.times(A.turned(m("B")), m("X"))),
  ),
  index(
    R`\alpha_{i}=\frac{1}{m}\sum_{j=1}^m\gamma_{ji}`,
    { gamma: [4, 2] },
    ({ m }) => A.turned(m("gamma")).map((column) => A.sum(column) / 4),
    { indices: ["i"], sizes: { m: 4 } },
  ),
  index(R`\hat{y}_j = \frac{\exp(o_j)}{\sum_k \exp(o_k)}`, { o: [3] }, ({ v }) => A.softmax(v("o")), {
    indices: ["j"],
  }),
  index(
    R`l(\mathbf{y}, \hat{\mathbf{y}}) = - \sum_{j=1}^q y_j \log \hat{y}_j`,
    { y: [3], yhat: [3] },
    ({ v }) => -A.dot(v("y"), v("yhat").map(Math.log)),
    { sizes: { q: 3 }, between: { yhat: PART } },
  ),
  index(
    R`l(\mathbf{y}, \hat{\mathbf{y}}) = \log \sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j`,
    { y: [3], o: [3] },
    ({ v }) => Math.log(A.sum(v("o").map(Math.exp))) - A.dot(v("y"), v("o")),
    { sizes: { q: 3 } },
  ),
  index(
    R`\partial_{o_j} l(\mathbf{y}, \hat{\mathbf{y}}) = \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)} - y_j`,
    { y: [3], o: [3] },
    ({ v }) => A.added(A.softmax(v("o")), v("y"), -1),
    { indices: ["j"], sizes: { q: 3 } },
  ),
  index(
    R`\mathrm{softmax}(\mathbf{o})_j - y_j`,
    { y: [3], o: [3] },
    ({ v }) => A.added(A.softmax(v("o")), v("y"), -1),
    { indices: ["j"] },
  ),
  matrix(
    R`s = \frac{\lambda}{2} \left(\|\mathbf{W}^{(1)}\|_F^2 + \|\mathbf{W}^{(2)}\|_F^2\right)`,
    { lambda: [], "W^(1)": [2, 3], "W^(2)": [3, 2] },
    ({ m, n }) => (n("lambda") / 2) * (A.inner(m("W^(1)"), m("W^(1)")) + A.inner(m("W^(2)"), m("W^(2)"))),
  ),
  matrix(R`\nabla_{\mathbf{x}} \mathbf{x}^\top \mathbf{A} \mathbf{x}`, { x: [3], A: [3, 3] }, ({ m, v }) =>
    A.apply(A.plus(m("A"), A.turned(m("A"))), v("x")),
  ),
  matrix(R`\nabla_{\mathbf{x}} \|\mathbf{x} \|^2`, { x: [3] }, ({ v }) => A.scaled(2, v("x"))),
  scalar(R`u'=f'(x)=3\frac{d}{dx}x^2-4\frac{d}{dx}x`, numbers("x"), ({ n }) => 6 * n("x") - 4),
  scalar(R`\mathrm{RealSoftMax}(a, b) = \log (\exp(a) + \exp(b))`, numbers("a", "b"), ({ n }) =>
    Math.log(Math.exp(n("a")) + Math.exp(n("b"))),
  ),
];
