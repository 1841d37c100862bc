/** Documents as people write them who have never seen the auditor: the lines in them that are bad. */
import { describe, expect, test } from "vitest";
import { audit } from "../src/index";
import { newcomerDocuments } from "./newcomer-documents";

const BAD: ReadonlySet<string> = new Set([
  "wrong",
  "inherits",
  "not supported by the printed digits",
  "cut instead of rounded",
]);

/** The numbers of the lines that are bad, and how many are not checked. */
const found = (document: string): { readonly bad: number[]; readonly unchecked: number } => {
  const { lines } = audit(document);
  const bad = lines.filter(({ verdict }) => BAD.has(verdict)).map(({ line }) => line);
  return {
    bad: [...new Set(bad)],
    unchecked: lines.filter(({ verdict }) => verdict === "not checked").length,
  };
};

/** A document, and the lines in it that are bad. What is not listed is right, and nothing stays unchecked. */
type Row = readonly [what: string, document: string, bad: readonly number[]];

const judged = (rows: readonly Row[]): void => {
  test.each(rows)("%s", (_, document, bad) => {
    expect(found(document)).toEqual({ bad, unchecked: 0 });
  });
};

describe("functions that a document defines", () => {
  const law = (
    slope: string,
  ): string => String.raw`The activation is $\operatorname{bend}(x) = \frac{x}{1 + |x|}$,
its derivative $\operatorname{bend}'(x) = ${slope}$.
With $v = 1.5$: $a = \operatorname{bend}(v) = 0.6$
and $\frac{\partial a}{\partial v} = \frac{1}{(1 + |v|)^2} = 0.16$`;
  judged([
    ["a law and its derivative", law(String.raw`\frac{1}{(1+|x|)^2}`), []],
    ["a derivative with a power lost", law(String.raw`\frac{1}{1+|x|}`), [2]],
    ["in text", String.raw`$\text{bend}(x) = \frac{x}{1+|x|}$, $\text{bend}(3) = 0.75$`, []],
    ["in text, a wrong value", String.raw`$\text{bend}(x) = \frac{x}{1+|x|}$, $\text{bend}(3) = 0.57$`, [1]],
    ["plain", "bend(x) = x/(1+abs(x))\nbend(-3) = -0.75", []],
    ["plain, a wrong value", "bend(x) = x/(1+abs(x))\nbend(-3) = 0.75", [2]],
    ["Chinese", "定义函数 bend(x) = x/(1+abs(x))。\n于是 bend(3) = 0.75，bend(1) = 0.5。", []],
    ["Chinese, wrong", "定义函数 bend(x) = x/(1+abs(x))。\n于是 bend(3) = 0.75，bend(1) = 1.5。", [2]],
    [
      "in a table",
      String.raw`| Function | Derivative |
|---|---|
| $\operatorname{bend}(x) = \frac{x}{1+|x|}$ | $\operatorname{bend}'(x) = \frac{1}{(1+|x|)^2}$ |`.replaceAll(
        "|x|",
        String.raw`\lvert x\rvert `,
      ),
      [],
    ],
    [
      "a name with its index in brackets is no function",
      "NET(h1) = 0.4\nOUT(h1) = 1/(1+exp(-NET(h1))) = 0.5987\nE = OUT(h1)^2 = 0.3584",
      [],
    ],
  ]);
});

describe("units by one letter", () => {
  const chain = (last: string): string => String.raw`$x = 0.5$, $w_1 = 0.4$, $w_2 = 0.6$
$net_{h1} = w_1 x = 0.2$
$out_{h1} = \tanh(net_{h1}) = 0.1974$
$net_o = w_2 out_{h1} = 0.1184$
$out_o = \tanh(net_o) = 0.1179$
$\frac{\partial out_o}{\partial net_o} = ${last}$`;
  judged([
    ["o beside h1", chain("1 - out_o^2 = 0.9861"), []],
    ["a sign turned", chain("1 + out_o^2"), [6]],
    [
      "h and o alone",
      "x = 0.5, v = 0.4, u = 0.6\nnet_h = v x = 0.2\nout_h = tanh(net_h) = 0.1974\nnet_o = u out_h = 0.1184\nout_o = tanh(net_o) = 0.1179",
      [],
    ],
    [
      "h and o alone, wrong",
      "x = 0.5, v = 0.4, u = 0.6\nnet_h = v x = 0.2\nout_h = tanh(net_h) = 0.1974\nnet_o = u out_h = 0.2184",
      [4],
    ],
  ]);
});

describe("data that are rounded", () => {
  const data = `| Symbol | Value |
|---|---|
| $w$ | $1.23457$ |
| $x$ | $0.75$ |
`;
  judged([
    ["the digits allow it", String.raw`${data}$z = w x \approx 1.23457 \cdot 0.75 \approx 0.925924$`, []],
    [
      "the digits do not allow it",
      String.raw`${data}$z = w x \approx 1.23457 \cdot 0.75 \approx 0.925944$`,
      [5],
    ],
    ["data that are exact", String.raw`${data}$z = w x = 1.23457 \cdot 0.75 \approx 0.925924$`, [5]],
  ]);
});

test("a sentence about a sign is no equation", () => {
  const { lines } = audit("The sign = stands only where a number is exact.\n\ny = 2\n");
  expect(lines.map(({ text }) => text)).toEqual(["y = 2"]);
});

describe("vectors entry by entry", () => {
  const softmax = (
    gradient: string,
    second: string,
  ): string => String.raw`Scores $s_1 = 1.0$, $s_2 = 0.5$, $s_3 = 0.0$; the class is 2: $t_1 = 0, t_2 = 1, t_3 = 0$.

$$q_k = \frac{e^{s_k}}{\sum_{j=1}^3 e^{s_j}}$$

| k | 1 | 2 | 3 |
|---|---|---|---|
| $q_k$ | 0.506 | ${second} | 0.186 |

$$E = -\sum_k t_k \ln q_k = -\ln 0.307 = 1.18$$
$$\frac{\partial E}{\partial s_k} = ${gradient}$$
$$\frac{\partial E}{\partial s_2} = 0.307 - 1 = -0.693$$`;
  const jacobian = (
    entry: string,
  ): string => String.raw`$z_1 = 0.2$, $z_2 = 0.4$, $p_i = e^{z_i} / \sum_j e^{z_j}$
$\frac{\partial p_i}{\partial z_j} = ${entry}$`;
  judged([
    ["softmax", softmax("q_k - t_k", "0.307"), []],
    ["a gradient of the other sign", softmax("t_k - q_k", "0.307"), [10]],
    ["a cell of the table", softmax("q_k - t_k", "0.370"), [7]],
    ["with Kronecker's delta", jacobian(String.raw`p_i (\delta_{ij} - p_j)`), []],
    ["with Kronecker's delta, wrong", jacobian(String.raw`p_i (\delta_{ij} + p_j)`), [2]],
    ["for entries that differ", jacobian("-p_i p_j"), []],
    ["for entries that differ, wrong", jacobian("p_i p_j"), [2]],
    [
      "a table that counts downwards",
      String.raw`| i | $x_i$ | $y_i$ |
|---|---|---|
| 1 | 1 | 3 |
| 2 | 2 | 5 |

$m = \frac{1}{n}\sum_{i=1}^n x_i y_i = \frac12(3 + 10) = 6.5$`,
      [],
    ],
    [
      "Chinese",
      "已知 x_1 = 1，x_2 = 2，w_1 = 0.5，w_2 = -0.25。\n净输入：$z = \\sum_{i=1}^{2} w_i x_i = 0.5 - 0.5 = 0$\n$\\frac{\\partial z}{\\partial w_i} = x_i$",
      [],
    ],
    [
      "Chinese, wrong",
      "已知 x_1 = 1，x_2 = 2，w_1 = 0.5，w_2 = -0.25。\n净输入：$z = \\sum_{i=1}^{2} w_i x_i = 0.5 - 0.5 = 0$\n$\\frac{\\partial z}{\\partial w_i} = w_i$",
      [3],
    ],
  ]);
  test("says for which entry", () => {
    const bad = audit(softmax("t_k - q_k", "0.307")).lines.find(({ verdict }) => verdict === "wrong");
    expect(bad?.because).toMatch(/^for k = 1: /);
    expect(audit("$a_1 = 1$, $a_2 = 2$, $b_k = 2 a_k$, $c_k = b_k a_k$, $b_2 = 5$").lines[4]).toMatchObject({
      verdict: "wrong",
      because: "the value is 4, not 5",
    });
  });
  test("one entry alone does not tell how many there are", () => {
    const { lines } = audit(
      String.raw`$m = \frac1n\sum_{i=1}^n x_i$. $\frac{\partial m}{\partial x_1} = 1$, $x_1 = 4$, $m = 4$`,
    );
    expect(lines.map(({ verdict }) => verdict)).not.toContain("proved");
  });
  test("a label beside numbers is no index", () => {
    expect(found("w_1 = 0.1, w_2 = 0.2, w_o = 0.5, x_o = 3\ny = w_1 + w_o x_o = 1.6")).toEqual({
      bad: [],
      unchecked: 0,
    });
  });
});

describe("lists of numbers", () => {
  const regression = (
    slope: string,
  ): string => String.raw`Model $\hat y_i = a x_i + c$ and $L = \frac1n\sum_{i=1}^n (\hat y_i - y_i)^2$.
Then $\frac{\partial L}{\partial a} = ${slope}$.
Data: x = (1, 3), y = [2, 2], a = 1, c = 0.5.
$\hat y_1 = 1.5$, $\hat y_2 = 3.5$, $L = \frac12(0.25 + 2.25) = 1.25$
$\frac{\partial L}{\partial a} = (1.5 - 2)\cdot 1 + (3.5 - 2)\cdot 3 = 4$`;
  const product = (
    last: string,
  ): string => String.raw`$x = \begin{pmatrix} 1 \\ 2 \end{pmatrix}$, $W = \begin{pmatrix} 0.5 & -1 \\ 2 & 0.25 \end{pmatrix}$
$z_j = \sum_k W_{jk} x_k$
$z_1 = -1.5$, $z_2 = ${last}$`;
  judged([
    ["a mean over given data", regression(String.raw`\frac2n\sum_{i=1}^n (\hat y_i - y_i) x_i`), []],
    ["a mean without its factor", regression(String.raw`\frac1n\sum_{i=1}^n (\hat y_i - y_i) x_i`), [2]],
    ["columns and matrices", product("2.5"), []],
    ["columns and matrices, wrong", product("1.5"), [3]],
    [
      "transposed, with names for each",
      "$(w_1, w_2) = (0.5, -2)$, $x = (4, 1)^T$, $s = w_1 x_1 + w_2 x_2 = 0$",
      [],
    ],
    ["a list that is claimed", "x = (1, 2)\ny_1 = 2*x_1, y_2 = 3*x_2\ny = (2, 5)", [3]],
    ["Chinese", "输入 x =（1，2），权重 w =（0.5，0.25）。\ns = w_1*x_1 + w_2*x_2 = 1", []],
    ["Chinese, wrong", "输入 x =（1，2），权重 w =（0.5，0.25）。\ns = w_1*x_1 + w_2*x_2 = 0.75", [2]],
    ["nested", "W = [[1, 2], [3, 4]]\nd = W_{11} W_{22} - W_{12} W_{21} = -2", []],
  ]);
});

describe("whole documents", () => judged(newcomerDocuments));
