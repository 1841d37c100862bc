/** Documents of networks whose layers repeat one another: as long for twenty layers as for five, and set without a complaint. */
import { derive, type Form } from "@chainrule/derive";
import { mul, type Node, tensor } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import katex from "katex";
import { describe, expect, test } from "vitest";

function layered(
  depth: number,
  activation: (z: Node, layer: number) => Node = (z) => z.tanh(),
  form: Form = "delta",
): string {
  const parameters: Node[] = [];
  let a: Node = tensor("x", { shape: [3] });
  for (let layer = 1; layer <= depth; layer++) {
    const W = tensor(`W^(${layer})`, { shape: [3 + layer, 2 + layer] });
    const b = tensor(`b^(${layer})`, { shape: [3 + layer] });
    parameters.push(W, b);
    a = activation(W.matmul(a).add(b).named(`z^(${layer})`), layer).named(`a^(${layer})`);
  }
  const y = tensor("y", { shape: a.shape });
  const loss = mul(0.5, y.sub(a).square().sum()).named("E");
  return renderDocument(derive(loss, { wrt: parameters, form, rate: 0.1 }), {
    format: "markdown",
    notation: "both",
  });
}

/** Formulas on lines of their own and in running text. */
const formulasIn = (markdown: string): string[] =>
  [...markdown.matchAll(/\$\$\n([\s\S]*?)\n\$\$|\$([^$]+)\$/g)].map(
    ([, block, inline]) => block ?? inline ?? "",
  );

const withoutPicture = (markdown: string): string => markdown.replace(/!\[.*/, "").replace(/\(n_\{0\}.*/, "");

test("the document does not grow with depth", () => {
  const [five, twenty] = [layered(5), layered(20)].map(
    (markdown) => withoutPicture(markdown).replace(/\d+/g, "#").length,
  );
  expect(twenty).toBe(five);
  expect(layered(40).length).toBeLessThan(layered(20).length + 50);
});

describe.each([
  ["one function", layered(4)],
  ["functions that differ", layered(4, (z, layer) => (layer % 2 === 0 ? z.tanh() : z.sigmoid()))],
  ["another function at the end", layered(4, (z, layer) => (layer === 4 ? z.sigmoid() : z.relu()))],
])("%s", (_, markdown) => {
  test("every formula passes KaTeX", () => {
    const formulas = formulasIn(markdown);
    expect(formulas.length).toBeGreaterThan(30);
    for (const latex of formulas) {
      expect(
        () => katex.renderToString(latex, { strict: "error", throwOnError: true, displayMode: true }),
        latex,
      ).not.toThrow();
    }
  });

  test("the equations stand in index and in matrix notation", () => {
    // side by side in a table, or one below the other where that is too wide
    const summary = markdown.split("## Summary")[1]?.split("###")[0] ?? "";
    const names = summary.match(/Error of the last layer|Error passed back|Gradient by/g) ?? [];
    expect(names.slice(0, 4)).toEqual([
      "Error of the last layer",
      "Error passed back",
      "Gradient by",
      "Gradient by",
    ]);
    expect(summary).toContain("\\sum_{i=1}^{n_{l+1}} \\delta_{i}^{(l+1)} W_{ij}^{(l+1)}");
    expect(summary).toContain("(W^{(l+1)})^{\\mathsf{T}}\\,\\delta^{(l+1)}");
  });
});

test("what changes with thresholds, or without biases, is said", () => {
  expect(layered(3)).toContain("Where a threshold is subtracted in place of $b^{(l)}$");
});

test("a function of each layer's own is listed", () => {
  const markdown = layered(3, (z, layer) => (layer === 2 ? z.sigmoid() : z.tanh()));
  expect(markdown).toMatch(/Functions of the layers: .*\\tanh\(x\).*\\sigma\(x\)/);
});

test("in the form chain a derivative of a later layer has the letter of what stands below", () => {
  const markdown = layered(4, (z) => z.tanh(), "chain");
  expect(markdown).toContain("\\frac{\\partial E}{\\partial z_{i}^{(l+1)}}\\,W_{ij}^{(l+1)}");
  expect(markdown).not.toMatch(/\\partial E_/);
});

test("every symbol has its meaning, and a sum in the chain rule its letter", () => {
  const markdown = layered(4);
  expect(markdown).not.toMatch(/given quantity|defined in the forward pass/);
  expect(markdown).toContain("| $x_{m}$ | input |");
  expect(markdown).toContain("| $y_{j}$ | target value of $a_{j}^{(L)}$ |");
  expect(markdown).toContain("\\text{chain rule, summed over }p");
  expect(markdown).toContain("multiplies entry by entry");
});

test("the equations are stated for the layers that the network has", () => {
  const section = layered(12).split("### In this network")[1] ?? "";
  expect(section).toContain(
    "\\delta^{(11)} &= ((W^{(12)})^{\\mathsf{T}}\\,\\delta^{(12)}) \\odot (1 - (a^{(11)})^{2}) &&14",
  );
  expect(section).toContain(
    "\\frac{\\partial E}{\\partial W^{(1)}} &= \\delta^{(1)}\\,x^{\\mathsf{T}} &&4 \\times 3",
  );
});
