/** Inequalities, threshold units, truth tables and systems of conditions in documents. What is right is worked out by hand. */
import { describe, expect, test } from "vitest";
import { type AuditLine, audit } from "../src/index";

const BAD: readonly string[] = [
  "wrong",
  "inherits",
  "not supported by the printed digits",
  "cut instead of rounded",
];
const bad = (document: string): AuditLine[] =>
  audit(document).lines.filter(({ verdict }) => BAD.includes(verdict));
/** Verdict, place and what should stand there of each bad line. */
const mistakes = (document: string) =>
  bad(document).map(({ claims, verdict, where }) => [
    verdict,
    where?.text,
    claims.find(({ place }) => place === where)?.expected,
  ]);
const lint = (document: string): string[] => audit(document).lint.map(({ kind, of }) => `${kind}: ${of}`);
const lineWith = (document: string, text: string): AuditLine =>
  audit(document).lines.find((line) => line.text.includes(text)) as AuditLine;

const unit = (cases: string): string => String.raw`$$y = \begin{cases} ${cases} \end{cases}$$

`;
const AT_LEAST = String.raw`1, & w_1 x_1 + w_2 x_2 \geq \theta \\ 0, & w_1 x_1 + w_2 x_2 < \theta`;

describe("definitions by cases", () => {
  const row = "With $w_1 = 1$, $w_2 = 1$ and $\\theta = 2$: for $x_1 = 1$, $x_2 = 1$ we get $y = ";
  test.each([
    ["at least and below", AT_LEAST, "1"],
    ["above and otherwise", String.raw`1 & w_1 x_1 + w_2 x_2 > \theta \\ 0 & \text{otherwise}`, "0"],
    ["otherwise in Chinese", String.raw`1, & w_1 x_1 + w_2 x_2 \ge \theta \\ 0, & \text{否则}`, "1"],
    ["a sum with its bounds", String.raw`1, & \sum_{i=1}^{2} w_i x_i \leqslant \theta \\ 0, & 其他`, "1"],
    ["a sum without bounds", String.raw`1, & \sum_i w_i x_i - \theta < 0 \\ -1, & \text{else}`, "-1"],
  ])("%s, right and wrong", (_, cases, output) => {
    expect(mistakes(`${unit(cases)}${row}${output}$.`)).toEqual([]);
    const wrong = output === "0" ? "1" : "0";
    expect(mistakes(`${unit(cases)}${row}${wrong}$.`)).toEqual([["wrong", wrong, output]]);
  });

  test("where two strict conditions leave equality open, a note says so and nothing is wrong", () => {
    const document = `${unit(String.raw`1, & w_1 x_1 + w_2 x_2 > \theta \\ 0, & w_1 x_1 + w_2 x_2 < \theta`)}${row}1$.`;
    expect(mistakes(document)).toEqual([]);
    expect(lineWith(document, "y = 1").verdict).toBe("not checked");
    expect(lint(document)).toEqual(["open at equality: y"]);
    expect(lint(unit(String.raw`1, & x \geq 0 \\ 0, & x \leq 0`))).toEqual(["two values at equality: y"]);
    expect(lint(unit(AT_LEAST))).toEqual([]);
  });

  test("a step as a function of its own, a bias instead of a threshold", () => {
    const f = String.raw`$$f(z) = \begin{cases} 1 & z \geq 0 \\ 0 & z < 0 \end{cases}, \qquad y = f(w_1 x_1 + w_2 x_2 + b)$$
With $w_1 = -1$, $w_2 = -1$, $b = 1.5$: `;
    const worked = "for $x_1 = 1$, $x_2 = 0$: $w_1 x_1 + w_2 x_2 + b = -1*1 - 1*0 + 1.5 = 0.5 > 0$, so $y = ";
    expect(mistakes(`${f}${worked}1$.`)).toEqual([]);
    expect(mistakes(`${f}${worked}0$.`)).toEqual([["wrong", "0", "1"]]);
  });
});

describe("worked rows", () => {
  const AND = `${unit(AT_LEAST)}AND: $w_1 = 1$, $w_2 = 1$, $\\theta = 1.5$.\n\n`;
  const net = "w_1 x_1 + w_2 x_2 - \\theta";
  test.each([
    ["right", `Row (0,1): $${net} = 1*0 + 1*1 - 1.5 = -0.5 < 0$, so $y = 0$.`, []],
    ["in Chinese", `输入 (1,1) 时，$${net} = 1*1 + 1*1 - 1.5 = 0.5 ≥ 0$，因此 $y = 1$。`, []],
    ["other relations", `$${net} = 1*0 + 1*0 - 1.5 = -1.5 \\neq 0$, $-1.5 \\le -1.5$, $-1.5 \\ge -2$`, []],
    ["the relation", `Row (0,1): $${net} = 1*0 + 1*1 - 1.5 = -0.5 > 0$.`, [["wrong", "0", undefined]]],
    ["the net", `Row (0,1): $${net} = 1*0 + 1*1 - 1.5 = 0.5$.`, [["wrong", "0.5", "-0.5"]]],
    ["the output", `Row (0,1): $${net} = 1*0 + 1*1 - 1.5 = -0.5 < 0$, so $y = 1$.`, [["wrong", "1", "0"]]],
    ["an operand", `Row (0,1): $${net} = 1*0 + 1*0 - 1.5 = -1.5$.`, [["wrong", "0", "1"]]],
    ["a threshold", `Row (0,1): $${net} = 1*0 + 1*1 - 0.5 = 0.5$.`, [["wrong", "0.5", "1.5"]]],
  ])("%s", (_, row, expected) => {
    expect(mistakes(AND + row)).toEqual(expected);
  });

  test("what follows a wrong net inherits its mistake", () => {
    const document = `${AND}Row (0,1): $${net} = 1*0 + 1*1 - 1.5 = 0.5 > 0$, so $y = 1$.`;
    expect(mistakes(document)).toEqual([
      ["wrong", "0.5", "-0.5"],
      ["inherits", "1", "0"],
    ]);
  });

  test("other gates with other weights, rows in any order, and what is only supposed", () => {
    const document = `${AND}Row (1,1): $${net} = 1*1 + 1*1 - 1.5 = 0.5 > 0$, so $y = 1$.

## OR

Now $\\theta = 0.5$.

Row (1,0): $${net} = 1*1 + 1*0 - 0.5 = 0.5 > 0$, so $y = 1$.

Row (0,0): $${net} = 1*0 + 1*0 - 0.5 = -0.5 < 0$, so $y = 0$.

If $y = 1$ the unit fires; it does when $${net} > 5$. Weights lie in (0,1).`;
    expect(mistakes(document)).toEqual([]);
  });
});

describe("truth tables", () => {
  const XOR = String.raw`$$h = \begin{cases} 1, & x_1 + x_2 > 1.5 \\ 0, & x_1 + x_2 < 1.5 \end{cases}$$
$$y = \begin{cases} 1, & x_1 + x_2 - 2 h > 0.5 \\ 0, & x_1 + x_2 - 2 h \leq 0.5 \end{cases}$$

| $x_1$ | $x_2$ | $x_1 + x_2 - 1.5$ | $h$ | $x_1 + x_2 - 2 h - 0.5$ | $y$ | XOR |
|---|---|---|---|---|---|---|
`;
  const rows = [
    "| 0 | 0 | -1.5 | 0 | -0.5 < 0 | 0 | 0 |",
    "| 0 | 1 | -0.5 | 0 | 0 + 1 - 2*0 - 0.5 = 0.5 > 0 | 1 | 1 |",
    "| 1 | 0 | -0.5 | 0 | 0.5 | 1 | 1 |",
    "| 1 | 1 | 0.5 | 1 | -0.5 | 0 | 0 |",
  ];
  test("of a hidden unit with connections that skip it", () => {
    expect(mistakes(XOR + rows.join("\n"))).toEqual([]);
    expect(audit(XOR + rows.join("\n")).lines.every(({ verdict }) => verdict !== "not checked")).toBe(true);
  });

  test.each([
    ["the output", "| 1 | 1 | 0.5 | 1 | -0.5 | 1 | 0 |", [["wrong", "1", "0"]], 28],
    ["a net", "| 1 | 1 | 1.5 | 1 | -0.5 | 0 | 0 |", [["wrong", "1.5", "0.5"]], 11],
    ["the gate", "| 1 | 1 | 0.5 | 1 | -0.5 | 0 | 1 |", [["wrong", "1", "0"]], 32],
    ["a relation", "| 1 | 1 | 0.5 | 1 | -0.5 > 0 | 0 | 0 |", [["wrong", "0", undefined]], 28],
    ["the hidden unit, and what follows", "| 1 | 1 | 0.5 | 0 | 1.5 | 1 | 0 |", [["wrong", "0", "1"]], 17],
  ])("wrong in %s", (_, row, expected, column) => {
    const document = XOR + [...rows.slice(0, 3), row].join("\n");
    expect(mistakes(document)).toEqual(expected);
    expect(bad(document)[0]?.where).toMatchObject({ line: 9, column });
  });

  test("in LaTeX", () => {
    const table = (last: string) => String.raw`${unit(AT_LEAST)}$w_1 = w_2 = 2$, $\theta = 1$
\begin{tabular}{cc|c}
$x_1$ & $x_2$ & $y$ \\ \hline
0 & 0 & 0 \\
0 & 1 & 1 \\
1 & 1 & ${last} \\
\end{tabular}`;
    expect(mistakes(table("1"))).toEqual([]);
    expect(mistakes(table("0"))).toEqual([["wrong", "0", "1"]]);
  });

  test("a majority of three inputs, in Chinese", () => {
    const lines = Array.from({ length: 8 }, (_, k) => [(k >> 2) & 1, (k >> 1) & 1, k & 1] as const);
    const table = (flip: number) =>
      String.raw`阈值单元：$$y = \begin{cases} 1, & \sum_{i=1}^{3} w_i x_i \geq \theta \\ 0, & \text{否则} \end{cases}$$
三输入多数门取 $w_1 = w_2 = w_3 = 1$，$\theta = 1.5$。

| $x_1$ | $x_2$ | $x_3$ | $\sum_{i=1}^{3} w_i x_i - \theta$ | $y$ | 多数 |
|---|---|---|---|---|---|
${lines
  .map(([a, b, c], k) => {
    const [ones, output] = [a + b + c, Number(a + b + c >= 2)];
    return `| ${a} | ${b} | ${c} | ${ones - 1.5} | ${k === flip ? 1 - output : output} | ${output} |`;
  })
  .join("\n")}`;
    expect(mistakes(table(-1))).toEqual([]);
    for (let k = 0; k < 8; k++) expect(bad(table(k)).map(({ line }) => line)).toEqual([6 + k]);
  });

  test("gates by name alone", () => {
    const table = (or: number, nand: number) => `| A | B | OR | NAND |
|---|---|---|---|
| 0 | 0 | 0 | 1 |
| 0 | 1 | ${or} | ${nand} |`;
    expect(mistakes(table(1, 1))).toEqual([]);
    expect(mistakes(table(0, 1))).toEqual([["wrong", "0", "1"]]);
    expect(mistakes(table(1, 0))).toEqual([["wrong", "0", "1"]]);
  });
});

describe("systems of conditions", () => {
  const system = String.raw`The rows ask for

$0 < \theta$ (2-1)

$w_2 > \theta$ (2-2)

$w_1 > \theta$ (2-3)

$w_1 + w_2 < \theta$ (2-4)

`;
  test("a contradiction names its conditions, and each of the four is needed", () => {
    expect(mistakes(system)).toEqual([]);
    expect(lint(system)).toEqual(["contradictory: (2-1), (2-2), (2-3) and (2-4)"]);
    for (const row of ["0 < \\theta$ (2-1)", "w_2 > \\theta$ (2-2)", "w_1 > \\theta$ (2-3)"]) {
      const document = `${system.replace(`$${row}`, "")}A contradiction.`;
      expect(lint(document).map((each) => each.split(":")[0])).toEqual(["not contradictory"]);
    }
  });

  test("a consequence of what it cites, of more than it cites, of nothing", () => {
    const full = lineWith(
      `${system}From (2-1), (2-2) and (2-3) follows $w_1 + w_2 > \\theta$.`,
      "w_1 + w_2 > ",
    );
    expect(full).toMatchObject({ verdict: "proved" });
    expect(full.because).toContain("(2-1) + (2-2) + (2-3)");
    const less = `${system}From (2-2) and (2-3) follows $w_1 + w_2 > \\theta$.`;
    expect(lineWith(less, "w_1 + w_2 > ")).toMatchObject({
      verdict: "proved",
      because: expect.stringContaining("needs (2-1) also"),
    });
    expect(lint(less)).toContain("premise not cited: (2-1)");
    const chain = `${system}From (2-1), (2-2) and (2-3), $w_1 + w_2 > 2 \\theta > \\theta$.`;
    expect(lineWith(chain, "2 \\theta").claims.map(({ verdict }) => verdict)).toEqual(["proved", "proved"]);
    const three = system.replace("$w_1 + w_2 < \\theta$ (2-4)", "");
    const wrong = `${three}From (2-1), (2-2) and (2-3) follows $w_1 > 2 \\theta$.`;
    expect(lineWith(wrong, "w_1 > 2")).toMatchObject({
      verdict: "wrong",
      because: expect.stringContaining("theta = "),
    });
    expect(mistakes(`${three}由 (2-2) 和 (2-3) 相加得 $w_1 + w_2 < 2 \\theta$。`)).toHaveLength(1);
    expect(mistakes(`${three}由 (2-2) 和 (2-3) 相加得 $w_1 + w_2 > 2 \\theta$。`)).toEqual([]);
  });

  test("an equation that does not exist is a note, with tags too", () => {
    const tagged = system.replace(/\$(.*)\$ \((.*)\)/g, "$$$$$1 \\tag{$2}$$$$");
    for (const document of [system, tagged])
      expect(lint(`${document}From (2-7), (2-2) and (2-3) follows $w_1 + w_2 > \\theta$.`)).toContain(
        "no such equation: (2-7)",
      );
  });

  test("conditions of rows are those of the definition", () => {
    const rows = (last: string) => `${unit(AT_LEAST)}
| data | condition |
|---|---|
| (0,0) → 0 | $w_1 x_1 + w_2 x_2 = 0 < \\theta$ |
| (0,1) → 1 | $w_1 x_1 + w_2 x_2 = w_2 > \\theta$ |
| (1,1) → 0 | $w_1 x_1 + w_2 x_2 = ${last}$ |
`;
    expect(mistakes(rows("w_1 + w_2 < \\theta"))).toEqual([]);
    expect(mistakes(rows("w_1 + w_2 > \\theta"))).toEqual([["wrong", "\\theta", "w_1 + w_2 < theta"]]);
    expect(mistakes(rows("w_1 - w_2 < \\theta"))).toEqual([["wrong", "w_1 - w_2", "w_1 + w_2"]]);
  });

  test("values given elsewhere decide nothing, and gradients know no conditions", () => {
    const document = `## AND\n\n$w_1 = 1$, $w_2 = 1$, $\\theta = 1.5$\n\n## XOR\n\n${system}`;
    expect(mistakes(document)).toEqual([]);
    const descent = `$x = 2$, $w = 0.5$, $y = w x = 1$, $E = y^2 = 1 > 0$.

If $w > 3$ this diverges. For $w < 0$, $y < 0$.

$\\frac{\\partial E}{\\partial w} = 2 y x = 4 > 0$ and $\\frac{\\partial E}{\\partial w} = 2 y x < 0$`;
    expect(mistakes(descent)).toEqual([["wrong", "0", undefined]]);
    const here = "$w_1 = 1$, $w_2 = 1$, $\\theta = 1.5$, and $w_1 + w_2 < \\theta$";
    expect(mistakes(here)).toEqual([["wrong", "\\theta", undefined]]);
  });

  test("products of unknowns prove what is linear in them and refute nothing", () => {
    const document = "$u v > 1$ (3-1)\n\n$u > 2$ (3-2)\n\nFrom (3-1) and (3-2) follows $u v + u > ";
    expect(lineWith(`${document}3$.`, "+ u").verdict).toBe("proved");
    expect(lineWith(`${document}4$.`, "+ u").verdict).toBe("undecided");
  });
});

test("plain text with the names side by side and numbers after the conditions", () => {
  const document = `与门：W1=1, W2=1, θ=1.5
输入 X1=0, X2=0: X1W1+X2W2-θ = 0*1+0*1-1.5 = -1.5 < 0, 因此 Y=0
输入 X1=1, X2=1: X1W1+X2W2-θ = 1*1+1*1-1.5 = 0.5 > 0, 因此 Y=1

(0,0)->0: X1W1+X2W2 = 0 < θ   (1-1)
(0,1)->1: X1W1+X2W2 = W2 > θ   (1-2)
(1,0)->1: X1W1+X2W2 = W1 > θ   (1-3)
由(1-2)(1-3)得 W1+W2 > θ`;
  expect(mistakes(document)).toEqual([]);
  expect(lint(document)).toEqual(["premise not cited: (1-1)"]);
  expect(mistakes(document.replace("0.5 > 0", "0.5 < 0"))).toEqual([["wrong", "0", undefined]]);
});

test("a document of a hundred lines", () => {
  const section = (k: number) => `## ${k}

${unit(AT_LEAST)}$w_1 = 1$, $w_2 = 1$, $\\theta = ${k}.5$

$w_1 x_1 + w_2 x_2 - \\theta = 1*1 + 1*1 - ${k}.5 = ${(1.5 - k).toFixed(1)}$

$0 < \\theta$ (${k}-1), $w_2 > \\theta$ (${k}-2), $w_1 > \\theta$ (${k}-3), $w_1 + w_2 < \\theta$ (${k}-4)

From (${k}-2) and (${k}-3): $w_1 + w_2 > \\theta$
`;
  const document = Array.from({ length: 10 }, (_, k) => section(k + 1)).join("\n");
  expect(audit(document).lines.length).toBeGreaterThanOrEqual(100);
});
