/** Losses that contain derivatives, as of a differential equation: what is printed is read back and true. */
import { derive } from "@chainrule/derive";
import { gradient, type Node, nameText, quantitiesIn, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { renderDocument } from "../src/index";
import { readBack } from "./read-back";

const [t, w, v, b] = [scalar("t", 0.5), scalar("w", 0.7), scalar("v", -0.4), scalar("b", 0.1)];

/** One hidden unit, with a second way from it to the output. */
const unit = (): Node => {
  const h = w.mul(t).add(b).named("z").tanh().named("h");
  return h.mul(v).add(h.square()).named("u");
};
/** u' + u = 0, squared. */
function decay(): Node {
  const u = unit();
  return gradient(u, t).add(u).named("r").square().named("L");
}
/** u'' + u = 0 and u(t) = 1, squared. */
function oscillator(): Node {
  const u = unit();
  const slope = gradient(u, t);
  const residual = gradient(slope, t).add(u).named("r");
  return residual.square().named("R").add(u.sub(1).square().named("B")).named("L");
}
/** Without names between: the derivative is one definition. */
function whole(): Node {
  const u = w.mul(t).add(b).tanh().mul(v).named("u");
  return gradient(u, t).sub(u).square().named("L");
}

const losses = { decay, oscillator, whole };

describe.each(Object.entries(losses))("%s", (_, loss) => {
  test.each(["chain", "delta", "factors"] as const)(
    "form %s: every line is true as it is printed",
    (form) => {
      const derivation = derive(loss(), { wrt: [w, v, b], form });
      const { lines, problems } = readBack(derivation, "scalar", 7);
      expect(problems).toEqual([]);
      expect(lines).toBeGreaterThan(10);
    },
  );

  test("no partial with the rest held looks like a second derivative", () => {
    const derivation = derive(loss(), { wrt: [w, v, b] });
    for (const { symbol } of derivation.statements) expect(nameText(symbol)).not.toMatch(/^d\(d/);
    for (const { expression } of derivation.statements)
      expect(
        quantitiesIn(expression)
          .map(({ name }) => name && nameText(name))
          .join(" "),
      ).not.toMatch(/d\(d/);
  });
});

test("the derivative is derived, before the loss", () => {
  const document = renderDocument(derive(decay(), { wrt: [w] }), { format: "markdown" });
  expect(document).toContain("u_{t} := \\frac{\\partial u}{\\partial t}");
  const derivation = document.indexOf("## The derivative of $u$ by $h$, $z$ and $t$");
  expect(derivation).toBeGreaterThan(0);
  expect(document.indexOf("## Loss")).toBeGreaterThan(derivation);
  expect(document).toContain(
    "\\frac{\\partial u}{\\partial t} &= \\frac{\\partial u}{\\partial h} \\cdot \\frac{\\partial h}{\\partial z} \\cdot \\frac{\\partial z}{\\partial t}",
  );
  expect(document).toContain("| $u_{t}$ | derivative of $u$ by $t$ |");
});

test("a symbol that is taken is primed", () => {
  const u = w.mul(t).tanh().named("u");
  const loss = gradient(u, t).add(u).mul(scalar("u_t")).named("L");
  const derivation = derive(loss, { wrt: w });
  expect(derivation.statements.map(({ symbol }) => nameText(symbol))).toContain("u'_t");
});
