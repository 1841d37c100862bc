/** Documents by newcomers: what each is, its text, and the lines in it that are bad. */
export const newcomerDocuments: readonly (readonly [
  what: string,
  document: string,
  bad: readonly number[],
])[] = [
  [
    "logistic regression on three points",
    String.raw`# Logistic regression, three points

| i | $x_i$ | $y_i$ |
|---|---|---|
| 1 | 1 | 0 |
| 2 | 2 | 0 |
| 3 | 3 | 1 |

Model: $z_i = w x_i + b$, $p_i = \sigma(z_i)$ with $\sigma(z) = \frac{1}{1+e^{-z}}$, start with $w = 0.5$ and $b = -1$.

$$L = -\frac{1}{n} \sum_{i=1}^n \left[ y_i \log p_i + (1 - y_i) \log (1 - p_i) \right]$$

$p_1 = \sigma(-0.5) = 0.3775$, $p_2 = \sigma(0) = 0.5$, $p_3 = \sigma(0.5) = 0.6225$.

$$\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^n (p_i - y_i) x_i$$
$$= \frac13 (0.3775 \cdot 1 + 0.5 \cdot 2 - 0.3775 \cdot 3) = 0.0816$$
$$\frac{\partial L}{\partial b} = \frac13(0.3775 + 0.5 - 0.3775) = 0.1667$$

With $\eta = 0.1$: $w \leftarrow 0.5 - 0.1 \cdot 0.0816 = 0.4918$.`,
    [],
  ],
  [
    "gradient descent, w_3 with digits swapped",
    `# Gradient descent on f(w) = (w - 3)^2

f(w) = (w - 3)^2, f'(w) = 2(w - 3), learning rate 0.1.

w_0 = 0
w_1 = w_0 - 0.1 * 2 * (w_0 - 3) = 0.6
w_2 = w_1 - 0.1 * 2 * (w_1 - 3) = 1.08
w_3 = w_2 - 0.1 * 2 * (w_2 - 3) = 1.646`,
    [8],
  ],
  [
    "iterations in a table, one of them wrong",
    String.raw`# Iterations

$L(w) = (w-2)^2$, $\eta = 0.25$, $w_{k+1} = w_k - \eta L'(w_k)$.

| k | $w_k$ |
|---|---|
| 0 | 0 |
| 1 | 1 |
| 2 | 1.5 |
| 3 | 1.65 |`,
    [10],
  ],
  [
    "Chinese notes with full-width signs, the gradient followed upwards",
    `一个神经元的笔记

已知：x＝2，w＝0.3，b＝0.1，t＝1。
z＝w*x＋b＝0.7
a＝1／（1＋exp（−z））＝0.6682
误差 E＝（a−t）^2／2＝0.0550
dE/da＝a−t＝−0.3318
da/dz＝a（1−a）＝0.2217
dE/dw＝（a−t）*a*（1−a）*x＝−0.1471
dE/db＝−0.0736
新的权重 w_new＝w−0.5*dE/dw＝0.2264`,
    [11],
  ],
  [
    "code with its results beside it, one of them wrong",
    `Backward pass of one ReLU unit:

~~~
x = 1.5
w = -0.4
b = 1.0
t = 0.0
z = w * x + b        # 0.4
a = max(0, z)
loss = 0.5 * (a - t)**2
delta = (a - t) * 1
dw = delta * x
dw = 0.6
db = 0.4
~~~
so loss = 0.08, dloss/dw = 0.6 and dloss/db = 0.5.`,
    [16],
  ],
  [
    "two layers, arrows between the steps, a square lost",
    String.raw`# Two layer net (numbers in a table)

| Symbol | Value |
|---|---|
| $x$ | 1.0 |
| $w_1$ | 0.5 |
| $b_1$ | 0.1 |
| $w_2$ | -0.3 |
| $b_2$ | 0.2 |
| $t$ | 0.5 |

Forward: $z_1 = w_1 x + b_1 = 0.6$ → $h = \tanh(z_1) = 0.537$ → $y = w_2 h + b_2 = 0.0389$ → $L = \frac12 (y-t)^2 = 0.1063$.

Backward:
- $\frac{\partial L}{\partial y} = y - t = -0.4611$
- $\frac{\partial L}{\partial w_2} = (y-t) h = -0.2476$
- $\frac{\partial L}{\partial h} = (y-t) w_2 = 0.1383$
- $\frac{\partial L}{\partial z_1} = (y-t) w_2 (1-h^2) = 0.0984$
- $\frac{\partial L}{\partial w_1} = (y-t) w_2 (1-h) x = 0.0984$
- $\frac{\partial L}{\partial b_1} = 0.0984$`,
    [19],
  ],
  [
    "a chain of arrows",
    `The forward chain is x=2 → z = 3x + 1 = 7 → a = z^2 = 49 → L = a/2 = 24.5.
Going back: dL/da = 1/2 → da/dz = 2z = 14 → dz/dx = 3.
So dL/dx = 1/2 * 14 * 3 = 21.`,
    [],
  ],
  [
    "attention weights, a sign turned",
    String.raw`# Attention weights

Scores: $s_1 = 1$, $s_2 = 0$.
$\alpha_i = \frac{\exp(s_i)}{\sum_j \exp(s_j)}$, so $\alpha_1 = 0.731$ and $\alpha_2 = 0.269$.
Values $v_1 = 2$, $v_2 = -1$; output $o = \sum_i \alpha_i v_i = 1.193$.
$\frac{\partial o}{\partial v_i} = \alpha_i$
$\frac{\partial \alpha_i}{\partial s_i} = \alpha_i (1 - \alpha_i)$
$\frac{\partial \alpha_1}{\partial s_2} = -\alpha_1 \alpha_2 = -0.197$
$\frac{\partial o}{\partial s_i} = \alpha_i (v_i + o)$`,
    [9],
  ],
  [
    "a linear layer, a cell of the table wrong",
    String.raw`# Linear layer, two outputs

$x = (1, 2)$, $W = \begin{pmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{pmatrix}$, $t = (1, 0)$.

$$y_j = \sum_{i=1}^2 W_{ji} x_i$$
$$E = \frac12 \sum_j (y_j - t_j)^2$$

$y = (0.5, 1.1)$, $E = 0.73$.

$$\frac{\partial E}{\partial y_j} = y_j - t_j, \quad \frac{\partial E}{\partial W_{ji}} = (y_j - t_j) x_i$$

| | value |
|---|---|
| $\frac{\partial E}{\partial W_{11}}$ | -0.5 |
| $\frac{\partial E}{\partial W_{12}}$ | -1.0 |
| $\frac{\partial E}{\partial W_{21}}$ | 1.1 |
| $\frac{\partial E}{\partial W_{22}}$ | 2.4 |`,
    [17],
  ],
  [
    "momentum, a wrong last step",
    String.raw`# Momentum by hand

Loss $L = w^2$, so $g = 2w$. Start: $w_0 = 1$, $v_0 = 0$, $\eta = 0.1$, $\beta = 0.9$.

Step 1: $v_1 = \beta v_0 + 2 w_0 = 2$, $w_1 = w_0 - \eta v_1 = 0.8$.
Step 2: $v_2 = \beta v_1 + 2 w_1 = 3.4$, $w_2 = w_1 - \eta v_2 = 0.46$.
Step 3: $v_3 = \beta v_2 + 2 w_2 = 3.98$, $w_3 = w_2 - \eta v_3 = 0.052$.`,
    [7],
  ],
  [
    "two hidden units in plain text",
    `# Neural net with two hidden units

| name | value |
|---|---|
| x1 | 0.5 |
| x2 | -1.0 |
| w11 | 0.1 |
| w12 | 0.4 |
| w21 | -0.2 |
| w22 | 0.3 |
| v1 | 0.7 |
| v2 | -0.6 |
| t | 1 |

z1 = w11*x1 + w12*x2 = -0.35
z2 = w21*x1 + w22*x2 = -0.4
h1 = tanh(z1) = -0.3364
h2 = tanh(z2) = -0.3799
y = v1*h1 + v2*h2 = -0.0075
E = 0.5*(y - t)**2 = 0.5075
dE/dv1 = (y - t)*h1 = 0.3389
dE/dw11 = (y - t)*v1*(1 - h1**2)*x1 = -0.3127
dE/dw22 = (y - t)*v2*(1 - h2**2)*x2 = -0.5172`,
    [],
  ],
  [
    "Chinese, two samples, a wrong sum",
    String.raw`# 两点上的线性回归

数据：$x_1 = 1$，$x_2 = 3$，$y_1 = 2$，$y_2 = 5$；参数 $w = 1$，$b = 0$。

预测 $\hat y_i = w x_i + b$，损失 $L = \frac{1}{2}\sum_{i=1}^{2} (\hat y_i - y_i)^2 = 2.5$。

梯度：
$$\frac{\partial L}{\partial w} = \sum_{i=1}^{2} (\hat y_i - y_i) x_i = -1 - 6 = -7$$
$$\frac{\partial L}{\partial b} = \sum_{i=1}^{2} (\hat y_i - y_i) = -4$$

学习率 $\eta = 0.01$，更新：$w \leftarrow w - \eta \frac{\partial L}{\partial w} = 1.07$。`,
    [9],
  ],
];
