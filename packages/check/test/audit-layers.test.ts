/** Layers, steps and samples that letters count: a claim about layer l holds for each, or is wrong. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { audit } from "../src/index";

const verdictOf = (document: string): string | undefined => audit(document).lines.at(-1)?.verdict;

const indexed = String.raw`
$$z_j^{(l)} = \sum_k W_{jk}^{(l)} a_k^{(l-1)} + b_j^{(l)}, \quad a_j^{(l)} = f(z_j^{(l)})$$
`;
const layers = String.raw`
$$z_j^{(l)} = \sum_k W_{jk}^{(l)} a_k^{(l-1)} + b_j^{(l)}$$
$$a_j^{(l)} = f(z_j^{(l)})$$
$$E = \frac{1}{2} \sum_j (a_j^{(L)} - y_j)^2$$
$$\delta_j^{(l)} = \frac{\partial E}{\partial z_j^{(l)}}$$
`;

describe("layers", () => {
  test.each([
    ["the last delta", String.raw`\delta_j^{(L)} = (a_j^{(L)} - y_j) f'(z_j^{(L)})`, "proved"],
    ["its sign", String.raw`\delta_j^{(L)} = (y_j - a_j^{(L)}) f'(z_j^{(L)})`, "wrong"],
    [
      "from the layer above",
      String.raw`\delta_j^{(l)} = f'(z_j^{(l)}) \sum_k \delta_k^{(l+1)} W_{kj}^{(l+1)}`,
      "proved",
    ],
    [
      "with the weights of the layer itself",
      String.raw`\delta_j^{(l)} = f'(z_j^{(l)}) \sum_k \delta_k^{(l+1)} W_{kj}^{(l)}`,
      "wrong",
    ],
    [
      "with transposed weights",
      String.raw`\delta_j^{(l)} = f'(z_j^{(l)}) \sum_k \delta_k^{(l+1)} W_{jk}^{(l+1)}`,
      "wrong",
    ],
    ["in matrices", String.raw`\delta^{(l)} = ((W^{(l+1)})^\top \delta^{(l+1)}) \odot f'(z^{(l)})`, "proved"],
    [
      "in matrices, not transposed",
      String.raw`\delta^{(l)} = (W^{(l+1)} \delta^{(l+1)}) \odot f'(z^{(l)})`,
      "wrong",
    ],
    ["weights", String.raw`\frac{\partial E}{\partial W_{jk}^{(l)}} = \delta_j^{(l)} a_k^{(l-1)}`, "proved"],
    [
      "weights of the wrong layer",
      String.raw`\frac{\partial E}{\partial W_{jk}^{(l)}} = \delta_j^{(l)} a_k^{(l)}`,
      "wrong",
    ],
    [
      "weights in matrices",
      String.raw`\frac{\partial E}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^T`,
      "proved",
    ],
    ["order swapped", String.raw`\frac{\partial E}{\partial W^{(l)}} = a^{(l-1)} (\delta^{(l)})^T`, "wrong"],
    ["biases", String.raw`\frac{\partial E}{\partial b_j^{(l)}} = \delta_j^{(l)}`, "proved"],
    ["a numbered layer", String.raw`\frac{\partial E}{\partial b_j^{(1)}} = \delta_j^{(1)}`, "proved"],
    ["another numbered layer", String.raw`\frac{\partial E}{\partial b_j^{(1)}} = \delta_j^{(2)}`, "wrong"],
  ])("%s", (_, claim, verdict) => {
    expect(verdictOf(`${layers}$$${claim}$$`)).toBe(verdict);
  });

  test("layers in square brackets, and a number of layers", () => {
    const square = (text: string): string => text.replace(/\^\{\(([^()]*)\)\}/g, "^{[$1]}");
    const claim = String.raw`$$\delta_j^{(l)} = f'(z_j^{(l)}) \sum_k \delta_k^{(l+1)} W_{kj}^{(l+1)}$$`;
    expect(verdictOf(square(`$L = 4$. ${layers}${claim}`))).toBe("proved");
    expect(verdictOf(square(`$L = 4$. ${layers}${claim.replace("f'", "f")}`))).toBe("wrong");
  });

  test("more layers than are put into numbers are not blamed", () => {
    const claim = String.raw`$$\frac{\partial E}{\partial b_j^{(1)}} = \delta_j^{(12)}$$`;
    expect(verdictOf(layers + claim)).toBe("not checked");
  });

  test("two formulas in one display", () => {
    expect(audit(indexed).lines.some(({ verdict }) => verdict === "wrong")).toBe(false);
  });
});

describe("steps counted below", () => {
  const cell = String.raw`
$$a_{t,j} = \sum_k W_{jk} h_{t-1,k} + \sum_i U_{ji} x_{t,i}$$
$$h_{t,j} = \tanh(a_{t,j})$$
$$E = \frac{1}{2} \sum_j (h_{T,j} - y_j)^2$$
`;
  const back = String.raw`\frac{\partial E}{\partial h_{t,j}} = \sum_k \frac{\partial E}{\partial a_{t+1,k}} W_{kj}`;
  test.each([
    ["back through a step", back, "proved"],
    ["back through a step, transposed", back.replace("W_{kj}", "W_{jk}"), "wrong"],
    [
      "in one cell",
      String.raw`\frac{\partial E}{\partial a_{t,j}} = \frac{\partial E}{\partial h_{t,j}} (1 - h_{t,j}^2)`,
      "proved",
    ],
    [
      "without the square",
      String.raw`\frac{\partial E}{\partial a_{t,j}} = \frac{\partial E}{\partial h_{t,j}} (1 - h_{t,j})`,
      "wrong",
    ],
  ])("%s", (_, claim, verdict) => {
    expect(verdictOf(`${cell}$$${claim}$$`)).toBe(verdict);
  });
});

describe("samples counted above", () => {
  const model = (mean: string): string => String.raw`
$$z_j^{(r)} = \sum_i w_{ij} x_i^{(r)}$$
$$\hat{y}_j^{(r)} = f(z_j^{(r)})$$
$$E^{(r)} = \frac{1}{2} \sum_j (\hat{y}_j^{(r)} - y_j^{(r)})^2$$
$$E = ${mean} \sum_{r=1}^{N} E^{(r)}$$
`;
  const each = String.raw`\frac{\partial E^{(r)}}{\partial w_{ij}} = (\hat{y}_j^{(r)} - y_j^{(r)}) f'(z_j^{(r)}) x_i^{(r)}`;
  const all = String.raw`\frac{\partial E}{\partial w_{ij}} = \sum_{r=1}^{N} (\hat{y}_j^{(r)} - y_j^{(r)}) f'(z_j^{(r)}) x_i^{(r)}`;
  const mean = String.raw`\frac{1}{N}`;
  test.each([
    ["one sample", "", each, "proved"],
    ["one sample, its sign", "", each.replace("= (", "= -("), "wrong"],
    ["the sum", "", all, "proved"],
    ["the sum of another derivative", "", all.replace("f'", "f"), "wrong"],
    ["the mean", mean, all.replace(String.raw`= \sum`, String.raw`= \frac{1}{N} \sum`), "proved"],
    ["the mean without 1/N", mean, all, "wrong"],
    ["one sample for all", "", all.replace(String.raw`\sum_{r=1}^{N} `, ""), "wrong"],
    [
      "an update",
      "",
      String.raw`w_{ij} \leftarrow w_{ij} - \eta \sum_{r=1}^{N} (\hat{y}_j^{(r)} - y_j^{(r)}) f'(z_j^{(r)}) x_i^{(r)}`,
      "proved",
    ],
  ])("%s", (_, factor, claim, verdict) => {
    expect(verdictOf(`${model(factor)}$$${claim}$$`)).toBe(verdict);
  });

  test("with the number of samples given, also in Chinese", () => {
    expect(
      verdictOf(
        `样本数 $N = 3$。${model(mean)}由此得 $$${all.replace(String.raw`= \sum`, String.raw`= \frac{1}{N} \sum`)}$$`,
      ),
    ).toBe("proved");
    expect(verdictOf(`样本数 $N = 3$。${model(mean)}由此得 $$${all}$$`)).toBe("wrong");
  });

  test("more samples than are put into numbers are not blamed", () => {
    expect(verdictOf(`$N = 1000$. ${model(mean)}$$${all}$$`)).toBe("not checked");
  });
});

describe("what is said of any layer or sample is mended for any", () => {
  const repairOf = (document: string): string | undefined => audit(document).lines.at(-1)?.repair?.text;

  test("an index letter", () => {
    const claim = String.raw`$$\frac{\partial E}{\partial W_{jk}^{(l)}} = \delta_j^{(l)} a_j^{(l-1)}$$`;
    expect(repairOf(layers + claim)).toBe(String.raw`\delta_j^{(l)} a_{k}^{(l-1)}`);
  });

  test("the mean of samples", () => {
    const model = String.raw`$N = 3$, $z_j^{(r)} = \sum_i w_{ij} x_i^{(r)}$,
$E^{(r)} = \frac{1}{2} \sum_j (z_j^{(r)} - y_j^{(r)})^2$, $E = \frac{1}{N} \sum_{r=1}^{N} E^{(r)}$, so `;
    const claim = String.raw`\sum_{r=1}^{N} (z_j^{(r)} - y_j^{(r)}) x_i^{(r)}`;
    expect(repairOf(String.raw`${model}$\frac{\partial E}{\partial w_{ij}} = ${claim}$`)).toBe(
      String.raw`\frac{1}{N} ${claim}`,
    );
  });
});

describe("samples whose mark is left out", () => {
  const document = readFileSync(new URL("../../../examples/audits/003.md", import.meta.url), "utf8");
  const bad = (text: string): string[] =>
    audit(text).lines.flatMap((line) => (line.verdict === "wrong" ? [line.text] : []));

  test("all of it is checked, and right", () => {
    const { lines } = audit(document);
    expect(lines.map(({ verdict }) => verdict).sort()).toEqual([
      ...Array<string>(6).fill("definition"),
      ...Array<string>(6).fill("proved"),
    ]);
  });

  test.each([
    ["a sign", "= -(y_j", "= (y_j"],
    ["another layer's function", "w_{kj}\\Big] f_1'", "w_{kj}\\Big] f_2'"],
    ["another index", "f_2'(z_j) h_k$$", "f_2'(z_j) s_k$$"],
    ["a missing factor", "f_1'(s_k) x_i", "f_1'(s_k)"],
    [
      "one sample in the place of all",
      "\\eta \\sum_{i=1}^{n} \\frac{\\partial E^{(i)}}{\\partial w_{kj}}",
      "\\eta \\frac{\\partial E^{(i)}}{\\partial w_{kj}}",
    ],
  ])("%s", (_, right, wrong) => {
    expect(document).toContain(right);
    expect(bad(document.replace(right, () => wrong))).toHaveLength(1);
  });
});

describe("functions with a number, and partial derivatives that hold the other quantities", () => {
  test.each([
    [
      String.raw`$h = f_1(w x)$, $y = f_2(v h)$, $\frac{\partial y}{\partial w} = f_2'(v h) v f_1'(w x) x$`,
      "proved",
    ],
    [
      String.raw`$h = f_1(w x)$, $y = f_2(v h)$, $\frac{\partial y}{\partial w} = f_2'(v h) v f_2'(w x) x$`,
      "wrong",
    ],
    [String.raw`$u = w x$, $v = w u$, $E = v^2$, $\frac{\partial v}{\partial w} = u$`, "proved"],
    [String.raw`$u = w x$, $v = w u$, $E = v^2$, $\frac{\partial v}{\partial w} = u + w x$`, "proved"],
    [String.raw`$u = w x$, $v = w u$, $E = v^2$, $\frac{\partial v}{\partial w} = w x + 2 u$`, "wrong"],
    [String.raw`$u = w x$, $v = w u$, $E = v^2$, $\frac{\partial E}{\partial w} = 2 v u$`, "wrong"],
    [
      String.raw`$u = w x$, $v = w u$, $E = v^2$, $\frac{\partial E}{\partial w} = \frac{\partial E}{\partial v} \frac{\partial v}{\partial w} + \frac{\partial E}{\partial u} \frac{\partial u}{\partial w}$`,
      "proved",
    ],
  ])("%s", (document, verdict) => {
    expect(verdictOf(document)).toBe(verdict);
  });
});

describe("matrices without index letters", () => {
  const rows = String.raw`$Z = X W + b$, $E = \frac12 \|Z - Y\|^2$. `;
  test.each([
    [String.raw`$\frac{\partial E}{\partial W} = X^T (Z - Y)$`, "proved"],
    [String.raw`$\frac{\partial E}{\partial W} = X^{\top} (Z - Y)$`, "proved"],
    [String.raw`$\frac{\partial E}{\partial W} = (Z - Y) X^T$`, "wrong"],
  ])("%s", (claim, verdict) => {
    expect(verdictOf(rows + claim)).toBe(verdict);
  });
});
