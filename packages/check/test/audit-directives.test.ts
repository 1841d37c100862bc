/** Comments that an audit obeys. */
import { expect, test } from "vitest";
import { type Audit, audit } from "../src/index";

const said = ({ lines }: Audit): string[] => lines.map(({ text, verdict }) => `${text}: ${verdict}`);

test("what a comment tells to assume is a condition", () => {
  const derivation = "$K = \\log u^2$\n\n$K = 2 \\log u$\n";
  expect(said(audit(derivation)).at(-1)).toBe("K = 2 \\log u: holds where");
  const assumed = audit(`<!-- chainrule: assume u > 0 -->\n${derivation}`);
  expect(said(assumed)).toEqual(["u > 0: given", "K = \\log u^2: definition", "K = 2 \\log u: proved"]);
  expect(assumed.lines.at(-1)?.because).toBe("equal to the graph's, given that u > 0");
});

test("a sum, several conditions, and comments of LaTeX", () => {
  const softmax =
    "$E = -\\sum_k t_k \\log p_k$, $p_k = e^{z_k}/\\sum_j e^{z_j}$\n\n$\\frac{\\partial E}{\\partial z_k} = p_k - t_k$";
  expect(said(audit(softmax)).at(-1)).toContain("not checked");
  const summed = audit(`<!-- chainrule: assume \\sum_k t_k = 1 -->\n${softmax}`);
  expect(said(summed).at(-1)).toContain(": proved");
  const logarithms =
    "\\section{A}\n% chainrule: assume x > 0, y > 0\n$f = \\log(x y)$\n\n$f = \\log x + \\log y$";
  expect(said(audit(logarithms))).toEqual([
    "x > 0: given",
    "y > 0: given",
    "f = \\log(x y): definition",
    "f = \\log x + \\log y: proved",
  ]);
});

test("a comment gives the loss", () => {
  const gradient =
    "$\\frac{\\partial L}{\\partial w} = (w x - y) x$ and $\\frac{\\partial L}{\\partial x} = w x - y$\n";
  expect(audit(gradient).lines.some(({ verdict }) => verdict === "proved" || verdict === "wrong")).toBe(
    false,
  );
  for (const told of [
    "% chainrule: loss L = \\frac12 (w x - y)^2",
    "<!-- chainrule: loss L = (w x - y)^2 / 2 -->",
  ])
    expect(audit(`${told}\n${gradient}`).lines.map(({ verdict }) => verdict)).toEqual([
      "definition",
      "proved",
      "wrong",
    ]);
});

test.each([
  ["a display", "$$y = x^2 = 5$$"],
  ["a display with brackets", "\\[\ny = x^2 = 5\n\n\\]"],
  ["an environment", "\\begin{align}\ny &= x^2 \\\\\n &= 5\n\\end{align}"],
  ["a paragraph", "we get\n$y = x^2 = 5$"],
  ["code", "```\ny = x^2 = 5\n\n```"],
])("the next block is skipped, and it is said why: %s", (_, block) => {
  const found = audit(`$x = 2$\n\n<!-- chainrule: skip: shown on purpose -->\n${block}\n\n$z = x^3 = 8$\n`);
  expect(found.lines.map(({ verdict }) => verdict)).toEqual(["given", "not checked", "proved"]);
  expect(found.lines[1]).toMatchObject({
    line: 4,
    because: "skipped, as the document asks: shown on purpose",
    finding: { kind: "skipped", why: "shown on purpose" },
  });
});

test("what is no directive is a mistake of the document", () => {
  for (const comment of ["ignore", "skip", "skip:", "assume", "loss:", "__proto__ x"]) {
    const { lines } = audit(`$x = 2$, $y = x^2 = 4$\n\n<!-- chainrule: ${comment} -->\n`);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ verdict: "not checked", finding: { kind: "unread directive" } });
    expect(lines[2]?.text).toBe(`<!-- chainrule: ${comment} -->`);
  }
  const last = audit("$x = 2$\n<!-- chainrule: skip: nothing follows -->\n");
  expect(last.lines[1]?.finding.kind).toBe("unread directive");
});

test("a condition that cannot be read is said; comments in code are none", () => {
  const unread = audit("$x = 2$\n<!-- chainrule: assume x > -->");
  expect(unread.lines[1]).toMatchObject({ verdict: "not checked", finding: { kind: "unread" } });
  const shown = audit(
    "$x = 2$ `<!-- chainrule: skip: a -->`\n```md\n<!-- chainrule: ignore -->\n% chainrule: ignore\n```\n$y = x^2 = 4$",
  );
  expect(shown.lines.map(({ verdict }) => verdict)).toEqual(["given", "proved"]);
  const verbatim =
    "\\section{A}\n\\begin{verbatim}\n% chainrule: ignore\n\\end{verbatim}\n$x = 2$, $y = x^2 = 4$ \\% chainrule: ignore";
  expect(audit(verbatim).lines.map(({ verdict }) => verdict)).toEqual(["given", "proved"]);
});

test("factors side by side are read to the end of a line of text", () => {
  const { lines } = audit("L = (w x - y)^2 / 2\n\ndL/dw = (w x - y) x\n", { format: "text" });
  expect(lines.map(({ text, verdict }) => `${text}: ${verdict}`)).toEqual([
    "L = (w x - y)^2 / 2: definition",
    "dL/dw = (w x - y) x: proved",
  ]);
  const prose = audit("With x = 2 a result is y = x^2 = 4 I think.", { format: "text" });
  expect(prose.lines.map(({ text }) => text)).toEqual(["x = 2", "y = x^2 = 4"]);
});
