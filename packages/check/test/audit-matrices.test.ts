/** Documents in matrix notation without index letters: shapes are declared, or follow from the definitions. */
import { describe, expect, test } from "vitest";
import { type Audit, audit } from "../src/index";

const raw = String.raw;
type Claim = Audit["lines"][number]["claims"][number];
const claimsOf = (document: string): Claim[] => audit(document).lines.flatMap(({ claims }) => claims);
/** The last claim of a document. */
const last = (document: string): Claim => claimsOf(document).at(-1) as Claim;
const RIGHT = /^(proved|numerically equal)$/;

interface Family {
  readonly definitions: string;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

const families: Readonly<Record<string, Family>> = {
  "two layers over rows, with sizes": {
    definitions: raw`$X \in \mathbb{R}^{N\times d}$, $W_1 \in \mathbb{R}^{d\times h}$, $W_2\in\mathbb{R}^{h\times k}$.
$$Z = X W_1 + b_1, \quad H = \mathrm{ReLU}(Z), \quad \hat Y = H W_2 + b_2$$
$$L = \frac{1}{2N} \lVert \hat Y - Y \rVert_F^2$$`,
    right: [
      raw`\frac{\partial L}{\partial \hat Y} = \frac1N(\hat Y - Y)`,
      raw`\frac{\partial L}{\partial W_2} = H^\top \frac{\partial L}{\partial \hat Y}`,
      raw`\frac{\partial L}{\partial b_2} = \frac{1}{N} \mathbf{1}^\top (\hat Y - Y)`,
      raw`\frac{\partial L}{\partial H} = \frac{\partial L}{\partial \hat Y} W_2^\top`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbf{1}[Z>0]`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbb{1}\{Z > 0\}`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbf{1}_{Z > 0}`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathrm{ReLU}'(Z)`,
      raw`\frac{\partial L}{\partial W_1} = X^\top \frac{\partial L}{\partial Z}`,
      raw`\nabla_{W_1} L = X^\top \frac{\partial L}{\partial Z}`,
      raw`dW_1 = X^\top dZ`,
      raw`dH = \frac1N (\hat Y - Y) W_2^\top`,
    ],
    wrong: [
      raw`\frac{\partial L}{\partial \hat Y} = \hat Y - Y`,
      raw`\frac{\partial L}{\partial \hat Y} = \frac{2}{N}(\hat Y - Y)`,
      raw`\frac{\partial L}{\partial W_2} = \frac{\partial L}{\partial \hat Y} H^\top`,
      raw`\frac{\partial L}{\partial W_2} = H \frac{\partial L}{\partial \hat Y}`,
      raw`\frac{\partial L}{\partial b_2} = \mathbf{1}^\top (\hat Y - Y)`,
      raw`\frac{\partial L}{\partial H} = \frac{\partial L}{\partial \hat Y} W_2`,
      raw`\frac{\partial L}{\partial H} = W_2^\top \frac{\partial L}{\partial \hat Y}`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H}`,
      raw`\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbf{1}[H<0]`,
      raw`\frac{\partial L}{\partial W_1} = X^\top \frac{\partial L}{\partial H}`,
      raw`\frac{\partial L}{\partial W_1} = X^\top \hat Y`,
      raw`dW_1 = dZ^\top X`,
    ],
  },
  "a residual block, without sizes": {
    definitions: raw`$a = W_1 x$, $h = \tanh(a)$, $y = W_2 h + x$, and $E = \tfrac12 \|y - t\|^2$. $\delta_y = \frac{\partial E}{\partial y} = y - t$,
$\delta_a = (W_2^\top \delta_y) \odot (1 - h \odot h)$.`,
    right: [
      raw`\frac{\partial E}{\partial W_2} = \delta_y h^\top`,
      raw`\frac{\partial E}{\partial a} = \delta_a`,
      raw`\frac{\partial E}{\partial W_1} = \delta_a x^\top`,
      raw`\frac{\partial E}{\partial x} = W_1^\top \delta_a + \delta_y`,
      raw`\frac{\partial E}{\partial x} = (\delta_a^\top W_1 + \delta_y^\top)^\top`,
    ],
    wrong: [
      raw`\frac{\partial E}{\partial W_2} = h \delta_y^\top`,
      raw`\frac{\partial E}{\partial W_1} = \delta_y x^\top`,
      raw`\frac{\partial E}{\partial x} = W_1^\top \delta_a`,
      raw`\frac{\partial E}{\partial x} = W_1 \delta_a + \delta_y`,
      raw`\frac{\partial E}{\partial a} = W_2^\top \delta_y`,
      raw`\frac{\partial E}{\partial a} = (W_2 \delta_y) \odot (1 - h \odot h)`,
    ],
  },
  "layers by their letter": {
    definitions: raw`$z^{l} = W^{l} a^{l-1} + b^{l}$, $a^{l} = \sigma(z^{l})$, $C = \frac{1}{2}\|a^L - y\|^2$, $\delta^l = \partial C/\partial z^l$.`,
    right: [
      raw`\delta^L = (a^L - y) \odot \sigma'(z^L)`,
      raw`\delta^L = \nabla_a C \odot \sigma'(z^L)`,
      raw`\delta^l = ((W^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)`,
      raw`\frac{\partial C}{\partial b^l} = \delta^l`,
      raw`\frac{\partial C}{\partial W^l} = \delta^l (a^{l-1})^T`,
      raw`\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j`,
    ],
    wrong: [
      raw`\delta^L = (a^L - y)`,
      raw`\delta^L = (a^L - y) \odot \sigma'(a^L)`,
      raw`\delta^l = (W^{l+1})^T \delta^{l+1}`,
      raw`\delta^l = (W^{l+1} \delta^{l+1}) \odot \sigma'(z^l)`,
      raw`\delta^l = ((W^{l})^T \delta^{l+1}) \odot \sigma'(z^l)`,
      raw`\frac{\partial C}{\partial W^l} = a^{l-1} \delta^l`,
      raw`\frac{\partial C}{\partial W^l} = a^{l-1} (\delta^l)^T`,
      raw`\frac{\partial C}{\partial W^l} = \delta^l (a^{l})^T`,
      raw`\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_j \delta^l_k`,
    ],
  },
  "samples as columns": {
    definitions: raw`$Z = W X + b$, $A = \sigma(Z)$, $L = \frac{1}{2m}\|A - Y\|^2$.`,
    right: [
      raw`dZ = \frac1m (A - Y) \odot A \odot (1 - A)`,
      raw`dW = dZ X^T`,
      raw`db = dZ \mathbf{1}`,
      raw`dX = W^T dZ`,
    ],
    wrong: [
      raw`dZ = (A - Y) \odot A \odot (1 - A)`,
      raw`dZ = \frac1m (A - Y)`,
      raw`dW = X dZ^T`,
      raw`dX = dZ W^T`,
    ],
  },
  "vectors as rows": {
    definitions: raw`$z = x W + b$, $h = \tanh(z)$, $L = \frac12\|h - t\|^2$, $\delta = (h - t) \odot (1 - h^2)$.`,
    right: [
      raw`\frac{\partial L}{\partial W} = x^\top \delta`,
      raw`\frac{\partial L}{\partial x} = \delta W^\top`,
      raw`\frac{\partial L}{\partial b} = \delta`,
    ],
    wrong: [
      raw`\frac{\partial L}{\partial W} = \delta^\top x`,
      raw`\frac{\partial L}{\partial x} = W \delta`,
    ],
  },
  "least squares with sizes": {
    definitions: raw`$X \in \mathbb{R}^{N \times d}$, $y \in \mathbb{R}^N$, $w \in \mathbb{R}^d$. $L = \frac{1}{N} \|Xw - y\|^2$.`,
    right: [raw`\nabla_w L = \frac{2}{N} X^\top (Xw - y)`],
    wrong: [
      raw`\nabla_w L = \frac{1}{N} X^\top (Xw - y)`,
      raw`\nabla_w L = 2 X^\top (Xw - y)`,
      raw`\nabla_w L = \frac{2}{N} X (Xw - y)`,
    ],
  },
  "bold letters": {
    definitions: raw`$\mathbf{h} = \tanh(\mathbf{W}\mathbf{x} + \mathbf{b})$, $E = \frac12 \|\mathbf{h} - \mathbf{t}\|^2$.`,
    right: [
      raw`\frac{\partial E}{\partial \mathbf{W}} = ((\mathbf{h}-\mathbf{t}) \odot (1 - \mathbf{h}^2)) \mathbf{x}^\top`,
    ],
    wrong: [
      raw`\frac{\partial E}{\partial \mathbf{W}} = \mathbf{x} ((\mathbf{h}-\mathbf{t}) \odot (1 - \mathbf{h}^2))^\top`,
      raw`\frac{\partial E}{\partial \mathbf{W}} = (\mathbf{h}-\mathbf{t}) \mathbf{x}^\top`,
    ],
  },
  "sizes in numbers": {
    definitions: raw`$W$ is a $3 \times 2$ matrix and $x \in \mathbb{R}^2$. $y = Wx$, $E = \frac12 \|y - t\|^2$.`,
    right: [
      raw`\frac{\partial E}{\partial W} = (y-t) x^\top`,
      raw`\frac{\partial E}{\partial x} = W^\top (y-t)`,
    ],
    wrong: [raw`\frac{\partial E}{\partial W} = x (y-t)^\top`, raw`\frac{\partial E}{\partial x} = W (y-t)`],
  },
  attention: {
    definitions: raw`$Q = X W_Q$, $K = X W_K$, $V = X W_V$, $S = \frac{1}{\sqrt{d}} Q K^\top$, $P = \operatorname{softmax}(S)$, $O = P V$, $L = \frac12 \|O - T\|_F^2$.`,
    right: [
      raw`dV = P^\top dO`,
      raw`dQ = \frac{1}{\sqrt{d}} dS K`,
      raw`dX = dQ W_Q^\top + dK W_K^\top + dV W_V^\top`,
      raw`dW_Q = X^\top dQ`,
    ],
    wrong: [raw`dV = P dO`, raw`dX = dQ W_Q^\top + dK W_K^\top`],
  },
  "gates named by letters": {
    definitions: raw`$f = \sigma(W_f x + b_f)$, $i = \sigma(W_i x + b_i)$, $c = f \odot c_0 + i \odot f$, $E = \frac12 \|c - t\|^2$.`,
    right: [raw`\frac{\partial E}{\partial W_i} = ((c - t) \odot f \odot i \odot (1 - i)) x^\top`],
    wrong: [raw`\frac{\partial E}{\partial W_i} = ((c - t) \odot i \odot (1 - i)) x^\top`],
  },
  "a penalty": {
    definitions: raw`$y = W x$, $E = \frac12 \|y - t\|^2 + \frac{\lambda}{2} \|W\|_F^2$.`,
    right: [raw`\frac{\partial E}{\partial W} = (y-t) x^\top + \lambda W`],
    wrong: [
      raw`\frac{\partial E}{\partial W} = (y-t) x^\top + 2 \lambda W`,
      raw`\frac{\partial E}{\partial W} = (y-t) x^\top + \lambda W^\top`,
    ],
  },
};

describe.each(Object.entries(families))("%s", (_name, { definitions, right, wrong }) => {
  const evidence = right.find((claim) => /\\partial \\?W|dW/.test(claim)) ?? "";
  test.each(right)("proved: %s", (claim) => {
    expect(last(`${definitions}\n\n$${claim}$`).verdict).toMatch(RIGHT);
  });
  test.each(wrong)("wrong: %s", (claim) => {
    expect(last(`${definitions}\n\n$${evidence}$\n\n$${claim}$`).verdict).toBe("wrong");
  });
  test("no definition is blamed, and no declaration reported", () => {
    expect(claimsOf(definitions).map(({ verdict }) => verdict)).not.toContain("wrong");
    expect(audit(definitions).lines.every(({ verdict }) => verdict !== "not checked")).toBe(true);
  });
});

describe("definitions whose parts do not fit", () => {
  test("are a finding, and what depends on them is not checked", () => {
    const document = raw`$X \in \mathbb{R}^{N\times d}$, $W \in \mathbb{R}^{h \times d}$. $Z = X W$, $L = \|Z\|_F^2$. $\frac{\partial L}{\partial W} = 2 X^\top Z$`;
    const claims = claimsOf(document);
    expect(claims.map(({ verdict }) => verdict)).toEqual(["wrong", "definition", "not checked"]);
    expect(claims[0]?.because).toContain("[N, d] and [h, d]");
  });
});

describe("what nothing tells is not checked", () => {
  test.each([
    [
      "a bias that may be one number",
      raw`$p = X w + b$, $L = \|p - t\|^2$, $\frac{\partial L}{\partial b} = 2 (p - t)$`,
    ],
    [
      "a name of unknown shape in a claim",
      raw`$y = W x$, $E = \|y - t\|^2$, $\frac{\partial E}{\partial W} = q x^\top$`,
    ],
    [
      "a loss with several entries",
      raw`$a = W x$, $y = V a$, $E = \frac12 (y - t)^2$, $\frac{\partial E}{\partial V} = (y - t) a^T$`,
    ],
    [
      "columns side by side for a product entry by entry",
      raw`$a = W x$, $h = \sigma(a)$, $E = \frac12\|h - t\|^2$, $\frac{\partial E}{\partial a} = (h - t) \sigma'(a)$`,
    ],
    [
      "a derivative of a vector by a vector in the other layout",
      raw`$y = W x$, $E = \|y - t\|^2$, $\frac{\partial y}{\partial x} = W^\top$`,
    ],
    [
      "softmax and targets of which nothing says that they sum to one",
      raw`$z = W x + b$, $p = \operatorname{softmax}(z)$, $L = -y^\top \log p$, $\frac{\partial L}{\partial z} = p - y$`,
    ],
  ])("%s", (_name, document) => {
    expect(last(document).verdict).toBe("not checked");
  });

  test("targets that are said to be one-hot", () => {
    const document = raw`The target $y$ is one-hot. $z = W x + b$, $p = \operatorname{softmax}(z)$, $L = -y^\top \log p$, $\frac{\partial L}{\partial z} = p - y$`;
    expect(last(document).verdict).toMatch(RIGHT);
  });
});

describe("gradients that are all transposed", () => {
  const network = raw`$a = W x$, $h = \sigma(a)$, $E = \frac12\|h - t\|^2$, $\delta = (h - t) \odot \sigma'(a)$. `;
  const transposed = raw`$\frac{\partial E}{\partial W} = x \delta^T$. `;
  test("are the document's layout", () => {
    const { conventions, lines } = audit(
      raw`${network} ${transposed} $\frac{\partial E}{\partial x} = \delta^T W$`,
    );
    expect(conventions).toContainEqual({ kind: "numerator layout", of: "E" });
    expect(lines.map(({ verdict }) => verdict)).not.toContain("wrong");
  });
  test("are mistakes beside others that are not", () => {
    const { conventions, lines } = audit(
      raw`${network} ${transposed} $\frac{\partial E}{\partial x} = W^T \delta$`,
    );
    expect(conventions.map(({ kind }) => kind)).not.toContain("numerator layout");
    expect(lines.filter(({ verdict }) => verdict === "wrong")).toHaveLength(1);
  });
});

test("scalars with norms around them stay scalars", () => {
  const document = raw`$x = 2$, $w = 3$, $y = w x$, $E = \frac12 \|y - 1\|^2$, $\frac{\partial E}{\partial w} = (y - 1) x = 10$`;
  expect(
    claimsOf(document)
      .slice(-2)
      .map(({ verdict }) => verdict),
  ).toEqual(["proved", "proved"]);
});
