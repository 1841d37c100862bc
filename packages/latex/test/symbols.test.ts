/** What documents call quantities: constant tensors in index notation, the author's symbols in the picture. */
import { derive } from "@chainrule/derive";
import { constant, dim, tensor } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import { expect, test } from "vitest";

test("constant tensors have names of their own, and these are defined", () => {
  const [x, w, c] = [tensor("x", { shape: [2] }), tensor("w", { shape: [2] }), tensor("C", { shape: [2] })];
  const [A, b] = [
    constant([
      [1, 2],
      [3, 4],
    ]),
    constant([5, 6]),
  ];
  const loss = w.mul(A.matmul(x)).add(b.mul(c)).sum().named("E");
  const markdown = renderDocument(derive(loss, { wrt: w }), { format: "markdown" });
  expect(markdown).toContain("w_{i}\\,\\sum_{j=1}^{2} C_{1,ij} x_{j} + C_{2,i} C_{i}");
  expect(markdown).toContain("$C_{1} := \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$");
  expect(markdown).toContain("$C_{2} := \\begin{pmatrix} 5 \\\\ 6 \\end{pmatrix}$");
});

test("the picture has the author's symbols, as far as they are no LaTeX commands", () => {
  const n = dim("n", { index: "r" });
  const [x, y] = [tensor("xin", [n]), tensor("yhat", [n])];
  const loss = x.sub(y).square().sum().named("E");
  const picture = (symbols: Record<string, string>): string => {
    const html = renderDocument(derive(loss, { wrt: x }), { format: "html", symbols });
    const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0] ?? "";
    return svg.replace(/<title[\s\S]*?<\/title>/g, "").replace(/<[^>]*>/g, "");
  };
  expect(picture({})).toContain("xin");
  const own = picture({ "xin[r]": "u^{(r)}", "yhat[r]": "\\hat{y}_{r}" });
  expect(own).toContain("u(r)");
  expect(own).not.toContain("xin");
});
