/** Inequalities that a document states are used, and said; others change nothing. */
import { expect, test } from "vitest";
import { audit, auditReport } from "../src/index";

/** The last line of a document. */
const last = (document: string): string => {
  const { because, verdict } = audit(document).lines.at(-1) ?? { because: "", verdict: "" };
  return `${verdict}: ${because}`;
};

test.each([
  ["$u > 0$. $y = \\sqrt{u^2} = u$", "proved: equal to the graph's, given that u > 0"],
  ["Let $0 < p < 1$. $y = \\sqrt{(1-p)^2} = 1-p$", "proved: equal to the graph's, given that 0 < p, p < 1"],
  [
    "$a \\ge 0$ and $b \\ge 0$. $y = \\sqrt{a^2 b^2} = a b$",
    "proved: equal to the graph's, given that a \\ge 0, b \\ge 0",
  ],
  ["$y = \\sqrt{u^2} = u$", "holds where: u >= 0"],
  ["$v > 0$. $y = \\sqrt{u^2} = u$", "holds where: u >= 0"],
  ["$u > 0$, $u < 0$. $y = \\sqrt{u^2} = u$", "holds where: u >= 0"],
  ["$u > 0$. $y = \\sqrt{u^2} = 2u$", "wrong: it is not what the definitions give"],
  ["$y = \\sqrt{u^2 + 1} = \\sqrt{1 + u^2}$", "proved: equal to the graph's"],
])("%s", (document, expected) => {
  expect(last(document)).toBe(expected);
});

test("a condition is in every report", () => {
  const document = "$y = \\sqrt{u^2} = u$";
  for (const format of ["text", "markdown", "html", "json"] as const)
    expect(auditReport(audit(document), document, { format })).toMatch(
      /holds where[\s\S]*u (>|&gt;|&#62;|\\>)= 0/,
    );
});

test("a constant that the graph holds in float64 makes no right line wrong", () => {
  const line = "Let $y = \\operatorname{erf}(x)$. Then $\\frac{dy}{dx} = \\frac{2}{\\sqrt{\\pi}} e^{-x^2}$.";
  expect(last(line)).toBe("rounding only: its numbers are rounded ones");
  expect(last(line.replace("{2}", "{3}"))).toMatch(/^wrong/);
});
