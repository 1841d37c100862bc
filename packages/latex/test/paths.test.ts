/** Documents of derivations along paths: every formula passes KaTeX, updates as authors write them, meanings of tensors. */
import { derive, type UpdateStyle } from "@chainrule/derive";
import { dim, mul, type Node, nameText, tensor, topologicalOrder } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomLayers } from "../../derive/test/random-layers";

const notations = ["index", "matrix"] as const;

test.each(["chain", "delta"] as const)("random networks in form %s, as pages and as text", (form) => {
  for (let seed = 1; seed <= sampled(12, 2); seed++) {
    const { loss, variables } = randomLayers(seed);
    const nets = topologicalOrder([loss]).filter(({ name }) => name && nameText(name).startsWith("z"));
    const abbreviations = nets.flatMap((of, k) =>
      k % 2 === 0 ? [{ of, as: `g_${k}`, negative: seed % 2 === 0 }] : [],
    );
    const updates = (["new", "arrow", "change"] as const)[seed % 3] as UpdateStyle;
    const wrt = [...variables, ...nets.slice(0, 1)];
    const derivation = derive(loss, { wrt, form, kronecker: false, abbreviations, updates, rate: 0.1 });
    for (const notation of notations) {
      expect(renderDocument(derivation, { format: "html", notation }), `seed ${seed}`).toContain("</html>");
      const text = renderDocument(derivation, { format: "markdown", notation });
      expect(text, `seed ${seed}`).not.toMatch(/undefined|\[object|NaN/);
    }
  }
});

describe("one layer with a threshold", () => {
  const [m, p] = [dim("m", { index: "j" }), dim("p", { index: "k" })];
  const [W, x, theta, y] = [tensor("W", [m, p]), tensor("x", [p]), tensor("theta", [m]), tensor("y", [m])];
  const z = W.matmul(x).sub(theta).named("z");
  const a = z.tanh().named("a");
  const E = mul(0.5, y.sub(a).square().sum()).named("E");
  const text = (updates: UpdateStyle, kronecker = false, wrt: readonly Node[] = [W, theta]): string =>
    renderDocument(derive(E, { wrt, kronecker, updates, rate: 0.1 }), { format: "markdown" });

  test("updates by arrow, as changes and as new values, in index form", () => {
    expect(text("arrow")).toContain(
      "W_{jk} &\\leftarrow W_{jk} - \\eta\\,\\frac{\\partial E}{\\partial W_{jk}}",
    );
    expect(text("change")).toContain(
      "\\Delta \\theta_{j} &:= -\\eta\\,\\frac{\\partial E}{\\partial \\theta_{j}}",
    );
    expect(text("new")).toContain("W_{jk}^{+} &= W_{jk} - \\eta\\,\\frac{\\partial E}{\\partial W_{jk}}");
    for (const kronecker of [true, false]) {
      expect(text("change", kronecker)).toMatch(/ &= -\\eta.*x_\{k\} &&\\text\{insert \(\d+\)\}/);
    }
  });

  test("the notation says what each tensor is and what its letters run over", () => {
    for (const row of [
      "| $x_{k}$ | input | $k = 1, \\ldots, p$ |",
      "| $W_{jk}$ | weight from $x_{k}$ to $z_{j}$ | $j = 1, \\ldots, m;\\ k = 1, \\ldots, p$ |",
      "| $\\theta_{j}$ | threshold of $z_{j}$ | $j = 1, \\ldots, m$ |",
      "| $y_{j}$ | target value of $a_{j}$ | $j = 1, \\ldots, m$ |",
      "| $z_{j}$ | net input | $j = 1, \\ldots, m$ |",
      "| $a_{j}$ | output at the net input $z_{j}$ | $j = 1, \\ldots, m$ |",
    ])
      expect(text("new")).toContain(row);
  });

  test("where the input is asked for too, nothing is called a weight that may be an input", () => {
    const both = text("new", false, [W, x, theta]);
    expect(both).toContain("| $x_{k}$ | input |");
    expect(both).toContain("| $W_{jk}$ | weight from $x_{k}$ to $z_{j}$ |");
  });
});
