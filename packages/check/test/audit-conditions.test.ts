/** What a document states of its targets holds for what it derives, and only that. */
import { expect, test } from "vitest";
import { audit } from "../src/index";

const found = (document: string) =>
  audit(document).lines.map(({ because, text, verdict }) => ({ because, text, verdict }));
const last = (document: string) => found(document).at(-1);

const softmax = String.raw`$p_k = \frac{e^{z_k}}{\sum_n e^{z_n}}$, $E = -\sum_k t_k \ln(p_k)$. `;
const two = String.raw`$p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}}$, $p_2 = \frac{e^{z_2}}{e^{z_1} + e^{z_2}}$, $E = -t_1 \ln(p_1) - t_2 \ln(p_2)$. `;
const right = String.raw`$\frac{\partial E}{\partial z_k} = p_k - t_k$`;
const wrong = String.raw`$\frac{\partial E}{\partial z_k} = t_k - p_k$`;

test.each([
  ["stated as a sum", String.raw`$\sum_{k} t_k = 1$. `],
  ["stated beside other conditions", String.raw`$t_k \in \{0, 1\}, \sum_k t_k = 1$. `],
  ["said in words", "The targets $t$ sum to one. "],
  ["said of labels", "Labels are one-hot. "],
  ["said in Chinese", "标签 $t$ 是独热向量。"],
  ["said in Chinese as a sum", "$t_k$ 之和为 1。"],
])("targets that sum to one, %s", (_, condition) => {
  const proved = last(condition + softmax + right);
  expect(proved?.verdict).toBe("proved");
  expect(proved?.because).toContain("given that");
  expect(last(condition + softmax + wrong)?.verdict).toBe("wrong");
  expect(last(softmax + condition + wrong.replace("t_k - p_k", "p_k - 2 t_k"))?.verdict).toBe("wrong");
});

test("a condition beside the row that uses it", () => {
  const document = String.raw`${softmax}
$$\begin{aligned}
\frac{\partial E}{\partial z_k} &= p_k \sum_n t_n - t_k &&\text{multiplied out} \\
&= p_k - t_k &&\text{since } \sum_{k=1}^{K} t_k = 1
\end{aligned}$$`;
  expect(found(document).map(({ verdict }) => verdict)).toEqual([
    "definition",
    "definition",
    "proved",
    "given",
  ]);
});

test.each([
  ["no condition", ""],
  ["the outputs' sum says nothing of the targets", "The softmax gives a probability distribution. "],
  ["the condition is denied", "The targets $t$ need not sum to one. "],
  ["another sum", String.raw`$\sum_k t_k = 2$. `],
])("without the condition the claim is not blamed, and not proved: %s", (_, before) => {
  const claim = last(before + softmax + right);
  expect(claim?.verdict).toBe("not checked");
  expect(claim?.because).toMatch(/^it holds if .*t.* = 1/);
  expect(last(before + softmax + wrong)?.verdict).toBe("wrong");
});

test("targets one by one", () => {
  const [claim, slip] = [
    String.raw`$\frac{\partial E}{\partial z_1} = p_1 - t_1$`,
    String.raw`$\frac{\partial E}{\partial z_1} = p_1 + t_1$`,
  ];
  expect(last(`$t_1 + t_2 = 1$. ${two}${claim}`)?.verdict).toBe("proved");
  expect(last(`$t_1 = 1 - t_2$. ${two}${claim}`)?.verdict).toBe("proved");
  expect(last(`$t_1 + t_2 = 1$. ${two}${slip}`)?.verdict).toBe("wrong");
  expect(last(two + claim)?.verdict).toBe("not checked");
});

test("one condition for each row of a batch", () => {
  const batch = String.raw`$p_{sk} = \frac{e^{z_{sk}}}{\sum_m e^{z_{sm}}}$, $E = -\sum_s \sum_k t_{sk} \ln(p_{sk})$. `;
  const claim = (text: string): string => String.raw`$\frac{\partial E}{\partial z_{sk}} = ${text}$`;
  const condition = String.raw`$\sum_k t_{sk} = 1$. `;
  expect(last(condition + batch + claim("p_{sk} - t_{sk}"))?.verdict).toBe("proved");
  expect(last(condition + batch + claim("t_{sk} - p_{sk}"))?.verdict).toBe("wrong");
});

test("that the outputs sum to one is a claim", () => {
  expect(last(String.raw`$p_k = \frac{e^{z_k}}{\sum_n e^{z_n}}$ and $\sum_k p_k = 1$`)?.verdict).toBe(
    "proved",
  );
});

test("an equation of free symbols is a condition, an identity is a claim", () => {
  expect(last(String.raw`$x_1 + x_2 = \theta$`)?.verdict).toBe("given");
  expect(last("$x^2 + y^2 = r^2$")?.verdict).toBe("not checked");
  expect(last("$(a + b)^2 = a^2 + b^2$")?.verdict).toBe("wrong");
  expect(last("$(a + b)^2 = a^2 + 2 a b + b^2$")?.verdict).toBe("proved");
  expect(last("$2 (a + b) = 2 a + b$")?.verdict).toBe("wrong");
});

test("a derivative that is a number whatever the values are", () => {
  const layer = String.raw`$z_j = \sum_i w_{ji} x_i + b_j$. `;
  expect(last(String.raw`${layer}$\frac{\partial z_j}{\partial b_j} = 1$`)?.verdict).toBe("proved");
  expect(last(String.raw`${layer}$\frac{\partial z_j}{\partial b_j} = 2$`)?.verdict).toBe("wrong");
});
