/** Documents written for this test, right and wrong; and how many of random mistakes are found. */
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { type AuditLine, audit, auditReport } from "../src/index";
import { Random } from "../src/prove/random";

const BAD: ReadonlySet<string> = new Set([
  "wrong",
  "inherits",
  "not supported by the printed digits",
  "cut instead of rounded",
]);
const badLines = (document: string): AuditLine[] =>
  audit(document).lines.filter(({ verdict }) => BAD.has(verdict));
const verdicts = (document: string): string[] => audit(document).lines.map(({ verdict }) => verdict);

test("a layer in LaTeX with a sign lost and a power lost", () => {
  const document = String.raw`\begin{document}
\begin{align}
s_k &= \sum_{i=1}^{d} v_{ik} x_i, & h_k &= \tanh(s_k) \label{eq:a}\\
z_j &= \sum_{k=1}^{p} w_{kj} h_k, & \hat y_j &= \sigma(z_j)
\end{align}
with the loss $E = \frac{1}{2}\sum_{j=1}^{m}(y_j - \hat y_j)^2$. Then by \eqref{eq:zz}
\begin{align*}
\frac{\partial E}{\partial w_{kj}} &= \frac{\partial E}{\partial \hat y_j}\frac{\partial \hat y_j}{\partial z_j}\frac{\partial z_j}{\partial w_{kj}} \\
&= -(y_j - \hat y_j)\,\hat y_j(1-\hat y_j)\,h_k \\
\frac{\partial E}{\partial v_{ik}} &= \Big[\sum_{j=1}^{m} (y_j - \hat y_j)\hat y_j(1-\hat y_j) w_{kj}\Big](1-h_k^2) x_i \\
\frac{\partial h_k}{\partial s_k} &= 1 - h_k
\end{align*}
\end{document}`;
  const found = audit(document);
  const bad = found.lines.filter(({ verdict }) => BAD.has(verdict));
  expect(bad.map(({ line }) => line)).toEqual([10, 11]);
  expect(bad[0]?.repair?.edit).toBe("difference the wrong way round");
  expect(found.lint).toContainEqual({ kind: "no such equation", of: "eq:zz", line: 6 });
  expect(found.lines.filter(({ verdict }) => verdict === "proved")).toHaveLength(1);
});

test("Chinese prose, one mistake, and ten lines that inherit it", () => {
  const document = `# 感知机链
已知 x=0.4, w=0.7, b=0.1, t=1。
先算净输入：z = w*x + b = 0.7*0.4 + 0.1 = 0.28 + 0.1 = 0.39。
然后 y = 1/(1+e^(-z)) = 1/(1+e^(-0.39)) = 0.5963。
误差 d = t - y = 1 - 0.5963 = 0.4037。
损失 E = 0.5*d^2 = 0.5*0.4037^2 = 0.0815。
导数 dE/dw = -d*y*(1-y)*x = -0.4037*0.5963*0.4037*0.4 = -0.0389。
dE/db = -d*y*(1-y) = -0.4037*0.5963*0.4037 = -0.0972。
p = 2*y = 1.1926
q = p + 1 = 2.1926
r = q^2 = 4.8075
s = r - y = 4.2112
u = s/2 = 2.1056`;
  const bad = badLines(document);
  expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(bad[0]).toMatchObject({ verdict: "wrong", where: { text: "0.39", line: 3 } });
  for (const line of bad.slice(1)) expect(line).toMatchObject({ verdict: "inherits", inherits: 3 });
});

test("numbers alone: a number that an earlier line ended in brings its mistake along", () => {
  const document = `net = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3825
out = 1/(1+exp(-0.3825)) = 0.5945
double = 2*out = 1.1890`;
  expect(audit(document).lines.map(({ inherits, verdict }) => [verdict, inherits])).toEqual([
    ["wrong", undefined],
    ["inherits", 1],
    ["inherits", 1],
  ]);
});

test("softmax and a table of cases", () => {
  const document = String.raw`Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ and $L = -\sum_i t_i \log(p_i)$.
$$\frac{\partial L}{\partial p_i} = -\frac{t_i}{p_i}$$
$$\frac{\partial L}{\partial z_j} = p_j \sum_i t_i - t_j$$
$$\frac{\partial L}{\partial z_j} = p_j \sum_i t_i + t_j$$

| $A$ | $B$ | $2 A + B - 1.5$ |
|---|---|---|
| 0 | 0 | -1.5 |
| 0 | 1 | 0.5 |
| 1 | 1 | 1.5 |
`;
  expect(badLines(document).map(({ line, where }) => [line, where?.text])).toEqual([
    [4, "+"],
    [9, "0.5"],
  ]);
  expect(verdicts(document).filter((verdict) => verdict === "proved")).toHaveLength(4);
});

test("updates typed plainly, inequalities, powers of ten", () => {
  const document = `w5 = 0.4, eta = 0.5, x = 2, t = 1
y = w5*x
E = 0.5*(t - y)^2 = 2e-2
dE/dw5 = -(t - y)*x = -0.4
w5+ = w5 - eta*dE/dw5 = 0.4 + 0.5*0.4 = 0.6
y < t
y > t
g = 0.0004*0.3 = 1.2 \\times 10^{-4}`;
  expect(badLines(document).map(({ text }) => text)).toEqual(["y > t"]);
});

test("equations in running English, several to a line, between words", () => {
  const document = `1. **Step 1**: net_h1 = w1*i1 + w2*i2 + b1 where w1 = 0.1, w2=0.2, i1 = 1, i2=2, b1 = 0.5; so net_h1 = 0.1*1 + 0.2*2 + 0.5 = **1.0**.
2. out_h1 = sigmoid(net_h1) = 0.7311
3. The loss is L = (out_h1 - 1)^2, hence dL/dout_h1 = 2*(out_h1 - 1) = -0.5379 and dout_h1/dnet_h1 = out_h1*(1-out_h1) = 0.1966.
4. So dL/dw1 = dL/dout_h1 * dout_h1/dnet_h1 * i1 = -0.5379*0.1966*1 = -0.1058
5. With learning rate lr = 0.1: w1_new = w1 - lr*dL/dw1 = 0.1 + 0.1*0.1058 = 0.1106
6. But dL/dw2 = dL/dout_h1 * dout_h1/dnet_h1 * i1 = -0.1058
`;
  const { lines } = audit(document);
  expect(lines).toHaveLength(15);
  const bad = lines.filter(({ verdict }) => BAD.has(verdict));
  expect(bad).toEqual([
    expect.objectContaining({
      line: 6,
      verdict: "wrong",
      repair: expect.objectContaining({ replacement: "i2" }),
    }),
  ]);
  expect(lines.some(({ verdict }) => verdict === "not checked")).toBe(false);
});

describe("hostile and strange input", () => {
  test.each([
    ["nothing", ""],
    ["brackets", `$${"(".repeat(5000)}x${")".repeat(5000)} = 1$`],
    ["many terms", `$y = ${Array.from({ length: 1500 }, (_, k) => `x_{${k}}`).join(" + ")}$`],
    ["names of prototypes", "$__proto__ = 1$ and constructor = 2, toString = constructor + 1 = 3"],
    [
      "commands",
      String.raw`$\input{/etc/passwd} = 1$, $\write18{rm} = 2$, $\href{javascript:alert(1)}{x} = 3$`,
    ],
    ["cycles", "a = b + 1\nb = c + 1\nc = a + 1\na = 3 = 4"],
    ["nothing closes", "$x = 1\n\n$$y = 2\n\\begin{align} z = 3"],
    ["division by zero", "$q = 1/0 = 5$ and $r = 0/0 = 1$"],
    ["enormous numbers", "$a = 1e999$, $b = 10^{400} = 3$, $c = e^{10000} = 2$"],
    ["control characters", "$x = 1$ \u202e \u0000 $y = x + 1 = 3$"],
    ["one long line", `x = ${"1+".repeat(30000)}1`],
    ["a table without rows", "| a | b |\n|---|---|\n"],
  ])("%s", (_, document) => {
    const found = audit(document);
    for (const format of ["text", "json", "markdown", "html"] as const) {
      const report = auditReport(found, document, { format });
      if (format !== "json") expect(["\u202e", "\u0000"].some((c) => report.includes(c))).toBe(false);
    }
  });

  test("formulas are inserted as text", () => {
    const document =
      "`a < <img src=x onerror=alert(1)> = 2` and $x<y = \\text{<script>alert(1)</script>} + 1$";
    expect(auditReport(audit(document), document, { format: "html" })).not.toMatch(/<script>|<img/);
  });

  test("what is no text is refused", () => {
    expect(() => audit(null as unknown as string)).toThrowError(/a document is a text/);
    expect(() => audit("x".repeat(2_000_001))).toThrowError(/too long/);
  });
});

// --- random mistakes ---

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A worked step of a network of 2, 2 and 2 units, with every number right. */
function worked(random: Random, digits: number): string {
  const draw = (): number => (1 + random.below(98)) / 100;
  const [i1, i2, t1, t2, b1, b2] = [draw(), draw(), draw(), draw(), draw(), draw()];
  const w = Array.from({ length: 8 }, draw);
  const [w1, w2, w3, w4, w5, w6, w7, w8] = w as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const show = (x: number): string => x.toFixed(digits);
  const [n1, n2] = [w1 * i1 + w2 * i2 + b1, w3 * i1 + w4 * i2 + b1];
  const [h1, h2] = [sigmoid(n1), sigmoid(n2)];
  const [m1, m2] = [w5 * h1 + w6 * h2 + b2, w7 * h1 + w8 * h2 + b2];
  const [o1, o2] = [sigmoid(m1), sigmoid(m2)];
  const E = 0.5 * (t1 - o1) ** 2 + 0.5 * (t2 - o2) ** 2;
  const [d1, d2] = [-(t1 - o1) * o1 * (1 - o1), -(t2 - o2) * o2 * (1 - o2)];
  const g1 = (d1 * w5 + d2 * w7) * h1 * (1 - h1) * i1;
  const D = (a: string, b: string): string => `\\frac{\\partial ${a}}{\\partial ${b}}`;
  return `Inputs $i_1 = ${i1}, i_2 = ${i2}$, targets $t_1 = ${t1}, t_2 = ${t2}$, $b_1 = ${b1}, b_2 = ${b2}$, $\\eta = 0.5$.
$${w.map((value, k) => `w_${k + 1} = ${value}`).join(", ")}$
$$net_{h1} = w_1 i_1 + w_2 i_2 + b_1 = ${w1} \\cdot ${i1} + ${w2} \\cdot ${i2} + ${b1} = ${show(n1)}$$
$$net_{h2} = w_3 i_1 + w_4 i_2 + b_1 = ${show(n2)}$$
$$out_{h1} = \\frac{1}{1 + e^{-net_{h1}}} = ${show(h1)}$$
$$out_{h2} = \\frac{1}{1 + e^{-net_{h2}}} = ${show(h2)}$$
$$net_{o1} = w_5 out_{h1} + w_6 out_{h2} + b_2 = ${show(m1)}$$
$$net_{o2} = w_7 out_{h1} + w_8 out_{h2} + b_2 = ${show(m2)}$$
$$out_{o1} = \\frac{1}{1 + e^{-net_{o1}}} = ${show(o1)}$$
$$out_{o2} = \\frac{1}{1 + e^{-net_{o2}}} = ${show(o2)}$$
$$E = \\frac12 (t_1 - out_{o1})^2 + \\frac12 (t_2 - out_{o2})^2 = ${show(E)}$$
$$${D("E", "w_5")} = ${D("E", "out_{o1}")} ${D("out_{o1}", "net_{o1}")} ${D("net_{o1}", "w_5")} = -(t_1 - out_{o1}) out_{o1} (1 - out_{o1}) out_{h1} = ${show(d1 * h1)}$$
$$${D("E", "out_{h1}")} = -(t_1 - out_{o1}) out_{o1} (1 - out_{o1}) w_5 - (t_2 - out_{o2}) out_{o2} (1 - out_{o2}) w_7 = ${show(d1 * w5 + d2 * w7)}$$
$$${D("E", "w_1")} = ${D("E", "out_{h1}")} out_{h1} (1 - out_{h1}) i_1 = ${show(g1)}$$
$$w_5^{+} = w_5 - \\eta ${D("E", "w_5")} = ${show(w5 - 0.5 * d1 * h1)}$$
$$w_1^{+} = w_1 - \\eta ${D("E", "w_1")} = ${show(w1 - 0.5 * g1)}$$
`;
}

/** One printed result with another digit; where in a line, and in which. */
function withOtherDigit(document: string, random: Random): { readonly text: string; readonly line: number } {
  const results = [...document.matchAll(/= (-?\d\.\d{5,})\$/g)];
  const chosen = results[random.below(results.length)] as RegExpMatchArray;
  const at = (chosen.index as number) + 2;
  const printed = chosen[1] as string;
  const places = [...printed].flatMap((c, k) => (/\d/.test(c) ? [k] : []));
  const k = at + (places[random.below(places.length)] as number);
  const digit = String((Number(document[k]) + 1 + random.below(8)) % 10);
  return {
    text: document.slice(0, k) + digit + document.slice(k + 1),
    line: document.slice(0, k).split("\n").length,
  };
}

/** One sign, factor or name of a formula on the right of a derivative changed. */
function withOtherFormula(
  document: string,
  random: Random,
): { readonly text: string; readonly line: number } | undefined {
  const rows = document.split("\n");
  const from = 11 + random.below(4);
  const row = rows[from] as string;
  const start = row.indexOf(" = ") + 3;
  const last = row.lastIndexOf(" = ");
  const body = row.slice(start, last);
  const edits: readonly [RegExp, string][] = [
    [/1 - out/, "1 + out"],
    [/-\(t_1/, "(t_1"],
    [/ w_5/, " w_6"],
    [/ w_7/, " w_8"],
    [/out_\{h1\}/, "out_{h2}"],
    [/ i_1/, " i_2"],
    [/ out_\{o1\} \(/, " ("],
    [/- \\eta/, "+ \\eta"],
    [/t_1 - out_\{o1\}/, "t_1 + out_{o1}"],
    [/\\frac\{\\partial E\}\{\\partial out_\{h1\}\}/, "2 \\frac{\\partial E}{\\partial out_{h1}}"],
  ];
  const fitting = edits.filter(([pattern]) => pattern.test(body));
  const edit = fitting[random.below(Math.max(1, fitting.length))];
  if (edit === undefined) return undefined;
  rows[from] = row.slice(0, start) + body.replace(edit[0], edit[1]) + row.slice(last);
  return { text: rows.join("\n"), line: from + 1 };
}

test("random mistakes are found where they are, and right documents are not blamed", () => {
  const random = new Random(7);
  const documents = Array.from({ length: sampled(25, 5) }, (_, k) =>
    worked(random, [6, 9, 10][k % 3] as number),
  );
  let [falseAlarms, claims, notChecked] = [0, 0, 0];
  for (const document of documents) {
    for (const { verdict } of audit(document).lines) {
      if (verdict === "given" || verdict === "definition") continue;
      claims++;
      if (BAD.has(verdict)) falseAlarms++;
      if (verdict === "not checked") notChecked++;
    }
  }
  const study = { digits: { made: 0, found: 0, placed: 0 }, formulas: { made: 0, found: 0, placed: 0 } };
  for (const document of documents) {
    for (const [kind, mutate] of [
      ["digits", withOtherDigit],
      ["formulas", withOtherFormula],
    ] as const) {
      for (let turn = 0; turn < 3; turn++) {
        const mutant = mutate(document, random);
        if (mutant === undefined || mutant.text === document) continue;
        const [first] = badLines(mutant.text);
        study[kind].made++;
        if (first !== undefined) study[kind].found++;
        if (first?.line === mutant.line && first.verdict !== "inherits") study[kind].placed++;
      }
    }
  }
  console.log(JSON.stringify({ claims, falseAlarms, notChecked, ...study }));
  expect({ falseAlarms, notChecked }).toEqual({ falseAlarms: 0, notChecked: 0 });
  expect(study.digits.found).toBe(study.digits.made);
  expect(study.formulas.found).toBe(study.formulas.made);
  expect(study.digits.placed / study.digits.made).toBeGreaterThan(0.97);
  expect(study.formulas.placed / study.formulas.made).toBeGreaterThan(0.97);
});

test("letters in a row are a product where each stands alone, functions need no parentheses", () => {
  const document = String.raw`
$g = \sigma(w x + b)$, $s = g c + (1-g) \tanh(v x)$, $E = \frac12 (s - y)^2$. Then
$$\frac{\partial s}{\partial g} = c - \tanh(vx)$$
$$\frac{\partial E}{\partial v} = (s-y)(1-g)(1-\tanh^2(vx))x$$
$$\frac{\partial E}{\partial w} = (s-y)(c-\tanh vx)g(1-g)x$$
$$\frac{\partial E}{\partial c} = (s-y)gx$$`;
  expect(audit(document).lines.map(({ verdict }) => verdict)).toEqual([
    "definition",
    "definition",
    "definition",
    "proved",
    "proved",
    "proved",
    "wrong",
  ]);
});

test("a power of a name gives the name no value", () => {
  expect(verdicts("$x = 2$, $x^2 = 4$, $x^2 = 5$, $e^{2.0} = 7.389$, $e^{1} = 2.718$, $e^1 = 2.7$")).toEqual([
    "given",
    "proved",
    "wrong",
    "rounding only",
    "rounding only",
    "rounding only",
  ]);
  expect(verdicts("$h^2 = 5$, $h^2 = 6$")).not.toContain("given");
});
