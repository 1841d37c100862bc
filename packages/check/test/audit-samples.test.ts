/** Vectors of samples, steps that sums run over, objectives that are climbed, matrices that are called symmetric: documents of each kind. */
import { describe, expect, test } from "vitest";
import { audit } from "../src/index";

const verdicts = (document: string): string[] => audit(document).lines.map(({ verdict }) => verdict);
const last = (document: string): string | undefined => verdicts(document).at(-1);

describe("samples that are vectors", () => {
  const linear = String.raw`The hypothesis is $h_\theta(x) = \theta^T x$ and the cost
$$J(\theta) = \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x^{(i)}) - y^{(i)})^2$$
`;
  test.each([
    [
      String.raw`\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}`,
      "proved",
    ],
    [
      String.raw`\frac{\partial J}{\partial \theta_j} = \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}`,
      "wrong",
    ],
    [
      String.raw`\nabla_\theta J(\theta) = \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x^{(i)}`,
      "proved",
    ],
    [
      String.raw`\nabla_\theta J(\theta) = \frac1m \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x^{(i)}`,
      "wrong",
    ],
    [
      String.raw`\theta_j := \theta_j - \alpha \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}`,
      "proved",
    ],
    // of one example, where the cost is a mean over all
    [String.raw`\frac{\partial J}{\partial \theta_j} = (h_\theta(x) - y) x_j`, "not checked"],
  ])("the cost of a linear hypothesis: %s", (claim, verdict) => {
    expect(last(`${linear}$$${claim}$$`)).toBe(verdict);
  });

  test("a cost over 2m has its factor 1/2", () => {
    expect(audit(linear).conventions.map(({ kind }) => kind)).toContain("half in the loss");
    const whole = linear.replace("{2m}", "{m}");
    expect(audit(whole).conventions.map(({ kind }) => kind)).toContain("no half in the loss");
  });

  test.each([
    [String.raw`\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^n (p_i - y_i) x_i`, "proved"],
    [String.raw`\frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^n (p_i - y_i)`, "proved"],
    [String.raw`\frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^n (y_i - p_i)`, "wrong"],
    [String.raw`\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^n p_i x_i`, "wrong"],
    [String.raw`\nabla_w^2 L = \frac1n \sum_{i=1}^n p_i (1 - p_i) x_i x_i^T`, "proved"],
    [String.raw`\nabla_w^2 L = -\frac1n \sum_{i=1}^n p_i (1 - p_i) x_i x_i^T`, "wrong"],
  ])("样本是向量：%s", (claim, verdict) => {
    const model = String.raw`设 $p_i = \sigma(w^T x_i + b)$，损失为
$$L = -\frac1n \sum_{i=1}^n \left[ y_i \ln p_i + (1 - y_i) \ln (1 - p_i) \right]$$
`;
    expect(last(`${model}$$${claim}$$`)).toBe(verdict);
  });

  test.each([
    [String.raw`-2 \sum_i e_{ui} q_i + 2 \lambda p_u`, "proved"],
    [String.raw`-2 \sum_i e_{ui} q_i + \lambda p_u`, "wrong"],
    [String.raw`-2 \sum_i e_{ui} p_u + 2 \lambda p_u`, "wrong"],
  ])("factors of a matrix: %s", (gradient, verdict) => {
    const model = String.raw`$\hat r_{ui} = p_u^T q_i$, $e_{ui} = r_{ui} - \hat r_{ui}$,
$$L = \sum_{u,i} e_{ui}^2 + \lambda (\sum_u \|p_u\|^2 + \sum_i \|q_i\|^2)$$
`;
    expect(last(String.raw`${model}$$\frac{\partial L}{\partial p_u} = ${gradient}$$`)).toBe(verdict);
  });

  test("a layer of vectors, a matrix by its entries", () => {
    const model = String.raw`$z_i = W x_i + b$, $L = \frac12 \sum_{i=1}^n \|z_i - t_i\|^2$. `;
    const claims = (of: string, sum: string): string | undefined =>
      last(String.raw`${model}$$\frac{\partial L}{\partial ${of}} = \sum_{i=1}^n ${sum}$$`);
    expect(claims("W", "(z_i - t_i) x_i^T")).toBe("proved");
    expect(claims("b", "(z_i - t_i)")).toBe("proved");
    expect(claims("W", "(t_i - z_i) x_i^T")).toBe("wrong");
    expect(claims("W", "x_i (z_i - t_i)^T")).toBe("not checked"); // the other layout
  });
});

describe("a sum that reaches over the terms after it", () => {
  const claim = String.raw`$$\frac{d L}{d w} = \frac1n \sum_i (p_i - y_i) x_i + 2 \lambda w$$`;
  test("the letter says how far", () => {
    const loss = String.raw`L = -\frac1n \sum_{i=1}^n y_i \log p_i + (1 - y_i) \log(1 - p_i) + \lambda w^2`;
    expect(last(String.raw`$p_i = \sigma(w x_i)$, $${loss}$. ${claim}`)).toBe("proved");
    expect(
      last(String.raw`$p_i = \sigma(w x_i)$, $${loss}$. ${claim.replace("2 \\lambda", "\\lambda")}`),
    ).toBe("wrong");
  });
});

describe("steps that a sum runs over", () => {
  const cell = String.raw`$$h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h), \quad o_t = V h_t + c$$
$$L = \sum_{t=1}^{T} \frac12 \|o_t - y_t\|^2$$
`;
  test.each([
    [String.raw`\frac{\partial L}{\partial o_t} = o_t - y_t`, "proved"],
    [String.raw`\frac{\partial L}{\partial o_t} = y_t - o_t`, "wrong"],
    [String.raw`\frac{\partial L}{\partial V} = \sum_{t=1}^{T} (o_t - y_t) h_t^T`, "proved"],
    [String.raw`\frac{\partial L}{\partial V} = (o_t - y_t) h_t^T`, "wrong"],
    [
      String.raw`\frac{\partial L}{\partial h_t} = V^T (o_t - y_t) + W_{hh}^T ((1 - h_{t+1}^2) \odot \frac{\partial L}{\partial h_{t+1}})`,
      "proved",
    ],
    [
      String.raw`\frac{\partial L}{\partial h_t} = V^T (o_t - y_t) + W_{hh}^T ((1 - h_t^2) \odot \frac{\partial L}{\partial h_{t+1}})`,
      "wrong",
    ],
  ])("%s", (claim, verdict) => {
    expect(last(`${cell}$$${claim}$$`)).toBe(verdict);
  });
});

describe("updates", () => {
  const model = String.raw`$p = \sigma(w x)$, `;
  test("a likelihood is climbed, a loss is not", () => {
    const gain = String.raw`$\ell = y \log p + (1 - y) \log(1 - p)$, `;
    expect(last(String.raw`We maximize ${model}${gain}$w \leftarrow w + \alpha (y - p) x$`)).toBe("proved");
    expect(last(String.raw`We maximize ${model}${gain}$w \leftarrow w + \alpha (y + p) x$`)).toBe("wrong");
    const loss = String.raw`the negative log likelihood $L = -y \log p - (1 - y) \log(1 - p)$, `;
    expect(last(String.raw`${model}${loss}$w \leftarrow w + \alpha (p - y) x$`)).toBe("wrong");
  });
});

test("where a loss and a likelihood are spoken of, no update by the other sign is right", () => {
  const words = "Maximum likelihood gives the loss ";
  const model = String.raw`$p = \sigma(w x)$, $L = -y \log p - (1 - y) \log(1 - p)$, `;
  expect(last(String.raw`${words}${model}$w \leftarrow w + \alpha (p - y) x$`)).toBe("not checked");
  expect(last(String.raw`${words}${model}$w \leftarrow w - \alpha (p - y) x$`)).toBe("proved");
});

test("functions that call themselves, or each other without an end, are not written out", () => {
  const sum = String.raw`$L = \sum_{i=1}^n \|f(x_i) - y_i\|^2$, $\frac{\partial L}{\partial b} = 1$`;
  for (const definitions of ["$f(x) = w^T x + f(x)$", "$f(x) = w^T g(x)$, $g(x) = w^T f(x)$"])
    expect(verdicts(`${definitions}, ${sum}`)).not.toContain("proved");
});

describe("symmetric matrices", () => {
  test.each([
    ["$A$ is symmetric", "A", "proved"],
    ["The covariance matrix is $\\Sigma$", "\\Sigma", "proved"],
    ["with $P$ positive semidefinite", "P", "proved"],
    ["$K$ 为核矩阵", "K", "proved"],
    ["$A$ is not symmetric", "A", "wrong"],
    ["$A$ is a matrix", "A", "wrong"],
    ["the kernel $K$ of a convolution", "K", "wrong"],
  ])("%s", (words, A, verdict) => {
    expect(last(`$F = x^T ${A} x$. ${words}. Then $\\nabla_x F = 2 ${A} x$`)).toBe(verdict);
  });
});

describe("values at a point", () => {
  const model = "$y = w x + b$, $L = (y - t)^2$. ";
  test.each([
    [String.raw`\left.\frac{\partial L}{\partial w}\right|_{w = 0, b = 0} = -2 t x`, "proved"],
    [String.raw`\left.\frac{\partial L}{\partial w}\right|_{w = 0} = 2 (b + t) x`, "wrong"],
    [String.raw`\frac{\partial L}{\partial b}\bigg|_{b = t - w x} = 0`, "proved"],
    [String.raw`\frac{\partial}{\partial b} (y - t)^2 |_{b = t - w x} = 0`, "proved"],
    [String.raw`\left. w^2 + w \right|_{w = 2} = 6`, "proved"],
    [String.raw`\left. w^2 + w \right|_{w = 2} = 4`, "wrong"],
    [String.raw`\frac{\partial L}{\partial b}|_{0} = 0`, "not checked"],
  ])("%s", (claim, verdict) => {
    expect(last(`${model}$$${claim}$$`)).toBe(verdict);
  });

  test("of a function that is a quantity elsewhere", () => {
    const both = String.raw`$f(x) = x^3 - 2x$, $\frac{df}{dx} = 3 x^2 - 2$, `;
    expect([last(`${both}$f'(2) = 10$`), last(`${both}$f'(2) = 12$`)]).toEqual(["proved", "wrong"]);
  });
});
