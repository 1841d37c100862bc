/** The report is in the language of the document, all of it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Audit, audit, auditReport, findingText } from "../src/index";

const folder = new URL("../../../examples/audits/", import.meta.url);
const documentNamed = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), "utf8");

/** Documents that show many kinds of findings. */
const MANY: readonly string[] = [
  "x = 0.5, y = x^2 = 0.2, z = 3 y = 0.6, q = y \\bowtie x, r > 1",
  "$s = w_1 + w_2$ (1)\n\n$w_1 > 1$ (2)\n\n$w_1 + w_2 > 1$, $w_2 > 0$, $w_1 < 0$ contradict one another.",
  "$L = (w x - y)^2 / 2$\n\n$\\frac{dL}{dw} = (w x - y)$\n\n$K = |w|$, $K = w$",
  "Let $x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{m \\times n}$. $h = x W$, $L = h^T h$, $\\nabla_W L = 2 h x^T + q$",
  "| a | b | AND |\n|---|---|---|\n| 0 | 1 | 1 |\n| 1 | 1 | 1 |",
  "```python\ndW = X.T @ dz\nprint(q)\n```\n\n$\\sum_{i} x_j = 1 +$",
];

const audited = [...MANY, documentNamed("003.md"), documentNamed("004.md")].map(
  (document) => [document, audit(document)] as const,
);

/** Three English words in a row. */
const ENGLISH = /(?<![\\\w])[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;

/** The lines of a report that are not the document's own. */
const ownLines = (report: string, document: string): string[] =>
  report.split("\n").filter((line) => line.trim() !== "" && !document.includes(line.trim()));

const chinese = (found: Audit, document: string, language: "zh-Hans" | "zh-Hant"): string[] =>
  ownLines(auditReport(found, document, { language }), document);

test.each(["zh-Hans", "zh-Hant"] as const)("no English sentence stands in a report in %s", (language) => {
  for (const [document, found] of audited) {
    const lines = chinese(found, document, language);
    expect(lines.filter((line) => ENGLISH.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(language === "zh-Hans" ? /^共 \d+ 处：/ : /^共 \d+ 處：/);
    const reasons = found.lines.flatMap(({ claims, finding }) => [
      finding,
      ...claims.map((each) => each.finding),
    ]);
    for (const reason of reasons) expect(findingText(reason, language)).not.toMatch(ENGLISH);
  }
});

test("the language is that of the prose, unless another is asked for", () => {
  const wrong = "$x = 2$，$y = x^2 = 5$";
  const report = (document: string, language?: "en"): string =>
    auditReport(audit(document), document, language === undefined ? {} : { language });
  expect(report(`已知 ${wrong}。`)).toContain("1:23 有误：正确的值是 4，不是 5");
  expect(report(`由下列權重計算輸出的誤差：${wrong}。`)).toContain("有誤：正確的值是 4，不是 5");
  expect(report(`由下列权重计算输出的误差：${wrong}。`)).toContain("有误：正确的值是 4，不是 5");
  expect(report(`We are given ${wrong}.`)).toContain("wrong: the value is 4, not 5");
  expect(report(`We are given the following numbers (已知): ${wrong}.`)).toContain("wrong: the value");
  expect(report(wrong)).toContain("wrong: the value");
  expect(report(`已知 ${wrong}。`, "en")).toContain("wrong: the value");
});

test("Markdown and HTML are in the language too", () => {
  const document = "已知 $x = 2$，求得 $y = x^2 = 5$。";
  const found = audit(document);
  const html = auditReport(found, document, { format: "html", name: "a.md" });
  expect(html).toContain('<html lang="zh-Hans">');
  expect(html).toContain("<title>推导检查：a.md</title>");
  expect(html).toContain("<td>5：正确的值是 4，不是 5；应为 4</td>");
  expect(auditReport(found, document, { format: "markdown" })).toContain("| 行号 | 结论 | 公式 | 理由 |");
});

test("what is said in English is the same as data, and no other language is known", () => {
  const { lines } = audit("$x = 2$, $y = x^2 = 5$");
  const [, wrong] = lines;
  expect(wrong?.finding).toEqual({ kind: "another value", value: "4", printed: "5" });
  expect(wrong?.claims[1]).toMatchObject({ because: "the value is 4, not 5", finding: wrong?.finding });
  for (const { because, finding } of lines) expect(findingText(finding)).toBe(because);
  expect(() => auditReport(audit(""), "", { language: "fr" as never })).toThrow(/language.*"fr"/);
});
