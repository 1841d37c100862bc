/** Kinds of notes as people type them: batches, steps, layers, vectors beside their entries, total derivatives, matrices of numbers. */
import { expect, test } from "vitest";
import { audit } from "../src/index";

const RIGHT = /^(?:proved|numerically equal|rounding only)$/;
const last = (document: string): string | undefined => audit(document).lines.at(-1)?.verdict;

const batch = String.raw`The $m$ examples are the columns of $X$. $Z^{[1]} = W^{[1]} X + b^{[1]}$, $A^{[1]} = \tanh(Z^{[1]})$,
$Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$, $A^{[2]} = \sigma(Z^{[2]})$ and
$J = -\frac1m \sum_{i=1}^m \left( y^{(i)} \ln a^{[2](i)} + (1 - y^{(i)}) \ln(1 - a^{[2](i)}) \right)$.

$dZ^{[2]} = A^{[2]} - Y$

$dW^{[2]} = \frac1m dZ^{[2]} A^{[1]T}$
`;
const steps = String.raw`$h_t = \tanh(W h_{t-1} + U x_t)$ for $t = 1, \dots, T$; $L = \frac12 \sum_{t=1}^T \|h_t - y_t\|^2$.
Let $\delta_t$ be the derivative of $L$ by $h_t$.
`;
const layers = String.raw`$z_j^l = \sum_{k=1}^{n_{l-1}} w_{jk}^l a_k^{l-1} + b_j^l$, $a_j^l = \sigma(z_j^l)$, $\delta_j^l = \frac{\partial C}{\partial z_j^l}$; $C$ depends on the $a_j^L$ only.
`;
const norm = String.raw`Let $x, q, g \in \mathbb{R}^n$, $z = x + q$, $r = \sqrt{\frac1n \sum_{i=1}^n z_i^2}$, $y_i = \frac{z_i}{r}$ and $E = \sum_i g_i y_i$.
`;
const ridge = String.raw`$J(w) = r^T r + \lambda \|w\|^2$, where $r = X w - y$ and $X \in \mathbb{R}^{m \times n}$.
`;
const total = String.raw`$z = w x$, $u = w z$.

$\frac{du}{dw} = \frac{\partial u}{\partial w} + \frac{\partial u}{\partial z} \frac{dz}{dw}$
`;
const numbers = String.raw`$W = \begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}$, $x = \begin{bmatrix}1 \\ 2\end{bmatrix}$
`;
const logistic = String.raw`$h_\theta(x) = \frac{1}{1 + e^{-\theta^T x}}$, $\ell(\theta) = \sum_{i=1}^m \left( y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log(1 - h_\theta(x^{(i)})) \right)$
`;
const plane = String.raw`$f(x, y) = x^2 y + \sin y$
`;
const denominator = String.raw`采用分母布局。$W \in \mathbb{R}^{3 \times 2}$，$x \in \mathbb{R}^2$，$z = W x$，$L$ 是 $z$ 的标量函数。
`;

test.each([
  [
    "a batch, averaged at the parameters",
    batch,
    String.raw`db^{[2]} = \frac1m \mathrm{np.sum}(dZ^{[2]}, \mathrm{axis}=1, \mathrm{keepdims}=\mathrm{True})`,
  ],
  [
    "an error passed back through a batch",
    batch,
    String.raw`dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - (A^{[1]})^2)`,
  ],
  ["a sum over what is not said", batch, String.raw`db^{[2]} = \frac1m \sum dZ^{[2]}`],
  [
    "steps, and T above and below",
    steps,
    String.raw`\frac{\partial L}{\partial W} = \sum_{t=1}^T (\delta_t \odot (1 - h_t^2)) h_{t-1}^T`,
  ],
  [
    "an error from the next step",
    steps,
    String.raw`\delta_t = h_t - y_t + W^T (\delta_{t+1} \odot (1 - h_{t+1}^2))`,
  ],
  [
    "layers of their own lengths",
    layers,
    String.raw`\delta_j^l = \sum_{k=1}^{n_{l+1}} w_{kj}^{l+1} \delta_k^{l+1} \sigma'(z_j^l)`,
  ],
  [
    "vectors as wholes and by entries",
    norm,
    String.raw`\frac{\partial E}{\partial x_i} = \frac1r \left( g_i - y_i \frac1n \sum_{j=1}^n g_j y_j \right)`,
  ],
  ["a gradient without a variable", ridge, String.raw`\nabla J = 2 X^T r + 2 \lambda w`],
  ["a Hessian without one", ridge, String.raw`\nabla^2 J = 2 X^T X + 2 \lambda I`],
  ["a partial derivative beside the total one", total, String.raw`\frac{\partial u}{\partial w} = z`],
  ["entries of numbers", numbers, String.raw`W x = \begin{bmatrix}5 \\ 11\end{bmatrix}`],
  ["rounded entries", numbers, String.raw`\tanh(W x) = \begin{bmatrix}0.9999 \\ 1.0000\end{bmatrix}`],
  [
    "an exponent of vectors",
    logistic,
    String.raw`\frac{\partial}{\partial \theta_j} \ell(\theta) = \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}`,
  ],
  [
    "a Hessian over samples",
    logistic,
    String.raw`\nabla_\theta^2 \ell(\theta) = -\sum_{i=1}^m h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x^{(i)} (x^{(i)})^T`,
  ],
  ["a value at a point", plane, String.raw`\left.\frac{\partial f}{\partial x}\right|_{(1,2)} = 4`],
  ["a partial by its index at a point", plane, "f_y(1, 0) = 2"],
  ["a layout that is declared", denominator, String.raw`\frac{\partial z}{\partial x} = W^T`],
])("right: %s", (_name, model, claim) => {
  expect(last(`${model}\n$${claim}$`)).toMatch(RIGHT);
});

test.each([
  ["the other factor of a batch", batch, String.raw`dW^{[1]} = \frac1m dZ^{[1]} A^{[1]T}`],
  [
    "a factor of the same step",
    steps,
    String.raw`\frac{\partial L}{\partial W} = \sum_{t=1}^T (\delta_t \odot (1 - h_t^2)) h_t^T`,
  ],
  [
    "weights of a layer transposed",
    layers,
    String.raw`\delta_j^l = \sum_{k=1}^{n_{l+1}} w_{jk}^{l+1} \delta_k^{l+1} \sigma'(z_j^l)`,
  ],
  [
    "a mean that is missing",
    norm,
    String.raw`\frac{\partial E}{\partial x_i} = \frac1r \left( g_i - y_i \sum_{j=1}^n g_j y_j \right)`,
  ],
  ["a Hessian with the other product", ridge, String.raw`\nabla^2 J = 2 X X^T + 2 \lambda I`],
  ["a partial for the total derivative", total, String.raw`\frac{du}{dw} = z`],
  ["an entry", numbers, String.raw`W x = \begin{bmatrix}5 \\ 12\end{bmatrix}`],
  [
    "a sign",
    logistic,
    String.raw`\frac{\partial}{\partial \theta_j} \ell(\theta) = \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}`,
  ],
  ["a value at a point", plane, String.raw`\frac{\partial f}{\partial x}|_{(x, y) = (1, 2)} = 5`],
  [
    "the other layout",
    denominator,
    String.raw`\frac{\partial L}{\partial x} = W \frac{\partial L}{\partial z}`,
  ],
])("wrong: %s", (_name, model, claim) => {
  expect(last(`${model}\n$${claim}$`)).toBe("wrong");
});

test.each([
  [
    "e where it is differentiated by",
    String.raw`$u = \sigma(e)$, $L = \frac12 (e u)^2$, $\frac{\partial L}{\partial e} = e u (u + e u (1 - u))$`,
  ],
  ["l as an exponent", String.raw`$s = e^{l}$, $E = s x$, $\frac{\partial E}{\partial l} = x s$`],
  ["e in brackets", String.raw`$E = \frac{1}{1 + (e)^{-x}}$, $\frac{dE}{dx} = E (1 - E)$`],
  [
    "a function of a function",
    String.raw`$s(x) = \frac{1}{1+e^{-x}}$, $d(x) = s(x)(1-s(x))$, $O = s(w I)$, $\frac{\partial O}{\partial w} = d(w I) I$`,
  ],
  [
    "a constant beside indexed names",
    String.raw`$y = w_0 + \sum_{j=1}^d w_j x_j$, $L = \frac12 (y - t)^2$, $\frac{\partial L}{\partial w_j} = (y - t) x_j$`,
  ],
  [
    "a dot between bold letters",
    String.raw`$z = \mathbf{w} \cdot \mathbf{x} + b$, $L = \frac12 z^2$, $\frac{\partial L}{\partial w_j} = z x_j$`,
  ],
  ["a character for a command", String.raw`$\phi = 0.5$, $y = 2 φ = 1$`],
])("right: %s", (_name, document) => {
  expect(last(document)).toMatch(RIGHT);
});

test("a number in a document of formulas is one of them; with values that may stand in a picture it is not", () => {
  const model = String.raw`$y = b + w x$, $L = \frac12 (y - t)^2$.`;
  expect(last(String.raw`${model} $\frac{\partial L}{\partial b} = 1$`)).toBe("wrong");
  expect(
    last(String.raw`${model} $\frac{\partial L}{\partial w} = 0.3$, $\frac{\partial L}{\partial b} = 1$`),
  ).toBe("not checked");
});

test("a mean over a part of the samples is not compared with that over all", () => {
  const model = String.raw`$J = \frac1m \sum_{i=1}^m (w x_i - y_i)^2$`;
  const claim = String.raw`$\frac{\partial J}{\partial w} = \frac2B \sum_{i=1}^B (w x_i - y_i) x_i$`;
  expect(last(`${model}\n\n${claim}`)).toBe("not checked");
});

test.each([
  ["a factor that is 1", String.raw`-(t - net)`],
  ["a term that is 0", String.raw`-(t - w x) x`],
])("what is right for the given values only is not proved: %s", (_name, claim) => {
  const model = String.raw`$w = 0.5$, $x = 1$, $t = 0.2$, $b = 0$, $net = w x + b$, $E = \frac12 (t - net)^2$`;
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = ${claim}$`)).toBe("not checked");
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = -(t - net) x$`)).toBe("proved");
});

test.each([
  ["a factor that has the value of another", "-(t - net) w w", "-(t - net) x"],
  ["a number of the definitions does not make it one of values", "-0.01 (t - net) w w", "-0.01 (t - net) x"],
])("what is right for the given values only is not proved, whatever they are: %s", (_name, claim, right) => {
  const rate = claim.includes("0.01") ? "0.01" : "";
  const model = String.raw`$w = 0.5$, $x = 0.25$, $t = 0.2$, $net = w x$, $E = ${rate} \frac12 (t - net)^2$.`;
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = ${claim}$`)).toBe("not checked");
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = ${right}$`)).toBe("proved");
});

test.each([
  ["a zero", "$y = w \\cdot 0 + b$", RIGHT],
  ["a one", "$y = 1 \\cdot x + b$", RIGHT],
  ["both", "$y = 1 \\cdot 0 + b$", RIGHT],
  ["another formula", "$y = w w x + b$", /not checked/],
  ["another term", "$y = w x + b + x$", /not checked/],
])(
  "a quantity's formula with values put in is right; one that is right for the values only is not proved: %s",
  (_name, claim, verdict) => {
    expect(last(`$w = 1$, $x = 0$, $b = 0.3$, $y = w x + b$. ${claim}`)).toMatch(verdict);
  },
);

test("values put in, marks and the sum of targets may make it right", () => {
  const model = String.raw`$w = 0.5$, $x = 0.25$, $t = 0.2$, $net = w x$, $E = \frac12 (t - net)^2$.`;
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = (net - 0.2) x$`)).toMatch(RIGHT);
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = -(t - net) \cdot 0.25$`)).toMatch(RIGHT);
  const softmax = (t: string) =>
    String.raw`$z_1 = 0.3$, $z_2 = -0.2$, ${t}, $p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}}$, $p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2}}$,
$E = -t_1 \log p_1 - t_2 \log p_2$. $\frac{\partial E}{\partial z_1} = p_1 - t_1$`;
  expect(last(softmax("$t_1 = 1$, $t_2 = 0$"))).toBe("proved");
  expect(last(softmax("$t_1 = 0.3$, $t_2 = 0.7$"))).toBe("proved");
  expect(last(softmax("$t_1 = 0.3$, $t_2 = 0.6$"))).toBe("wrong");
});

test("where both sides vanish for the given values, a wrong sign is not proved", () => {
  const model = String.raw`$w = 0.5$, $x = 2$, $t = 1$, $net = w x$, $E = \frac12 (t - net)^2$`;
  expect(last(String.raw`${model} $\frac{\partial E}{\partial w} = (t - net) x$`)).toBe("not checked");
});

test("a sum over a letter of the left side is wrong, whatever else it would be", () => {
  const model = String.raw`$z_j = \sum_k w_{jk} h_k$, $E = \sum_j f(z_j)$.`;
  expect(last(String.raw`${model} $\frac{\partial E}{\partial h_k} = \sum_k f'(z_j) w_{jk}$`)).toBe("wrong");
  expect(last(String.raw`${model} $\frac{\partial E}{\partial h_k} = \sum_j f'(z_j) w_{jk}$`)).toBe("proved");
});

test("a derivative given by cases is not the function: f' is another than f", () => {
  const functions = String.raw`$R(x) = \begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}$ and $R'(x) = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}$.`;
  expect(last(String.raw`$w = 0.5$, $x_1 = 1.5$. ${functions} $net = w x_1$, $h = R(net) = 0.75$`)).toBe(
    "proved",
  );
  expect(last(String.raw`$w = 0.5$, $x_1 = 1.5$. ${functions} $net = w x_1$, $h = R(net) = 1$`)).toBe(
    "wrong",
  );
});

test("cases in a row that goes on keep their columns", () => {
  const step = (name: string) => String.raw`\begin{cases} 1 & ${name} > 0 \\ 0 & ${name} \le 0 \end{cases}`;
  const display = String.raw`$$\begin{aligned} y &= a \left(${step("a")}\right) b \\ &\quad - b \left(${step("b")}\right) c \\ &= 0.05 \end{aligned}$$`;
  expect(last(String.raw`$a = 0.5$, $b = 0.25$, $c = 0.3$. ${display}`)).toBe("proved");
});

test("what is put in from rounded data may be off by as much, and no more", () => {
  const given = String.raw`$w = 1.02616$, $x = 1.35714$, $b = 0.12340$.`;
  const lines = (exponent: string) =>
    String.raw`${given} $$\begin{aligned} net &= w x + b \\ &\approx 1.02616 \cdot 1.35714 + 0.12340 \\ &\approx 1.51605 \\ out &= \frac{1}{1 + e^{-net}} \\ &\approx \frac{1}{1 + e^{-${exponent}}} \end{aligned}$$`;
  expect(last(lines("1.51604"))).toMatch(RIGHT);
  expect(last(lines("1.51606"))).toMatch(RIGHT);
  expect(last(lines("1.51700"))).toBe("wrong");
});

test("where a strength has to be positive, that is named", () => {
  const cases = (sign: string) =>
    String.raw`$S = \begin{cases} a - \lambda & a > \lambda \\ 0 & |a| \le \lambda \\ a ${sign} \lambda & a < -\lambda \end{cases}$`;
  const model = String.raw`$S = \operatorname{sign}(a) \max(|a| - \lambda, 0)$`;
  expect(last(`${model}\n\n${cases("+")}`)).toBe("holds where");
  expect(last(`${model}\n\n${cases("-")}`)).toBe("wrong");
});
