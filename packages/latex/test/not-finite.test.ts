/** Documents of derivations whose values are not finite say so, and certify no number. */
import { derive, notFinite } from "@chainrule/derive";
import { type Node, nameText, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { renderDocument } from "../src/index";

const x = (value: number): Node<number> => scalar("x", value);
const cases: readonly (readonly [string, () => readonly [Node, Node], string, RegExp])[] = [
  [
    "the logarithm of a negative number",
    () => {
      const w = x(-2);
      return [w.mul(1).named("z").log().named("u").sub(1).square().named("L"), w];
    },
    "u",
    /\$u\$ is not a finite number: \$\\ln\(z\)\$ is not, at \$z = -2\$/,
  ],
  [
    "0/0",
    () => {
      const w = x(0);
      return [w.div(w.mul(3).named("d")).named("L"), w];
    },
    "L",
    /\$L\$ is not a finite number: .*at \$x = 0\$.*\$d = 0\$/,
  ],
  [
    "an infinite derivative alone",
    () => {
      const w = x(0);
      return [w.sqrt().named("L"), w];
    },
    "dL/dx",
    /\\frac\{\\partial L\}\{\\partial x\}\$ is not a finite number/,
  ],
  [
    "an overflow",
    () => {
      const w = x(800);
      return [w.exp().named("L"), w];
    },
    "L",
    /\$L\$ is not a finite number: .*at \$x = 800\$/,
  ],
];

describe.each(cases)("%s", (_, build, first, said) => {
  test.each(["en", "zh-Hans", "zh-Hant"] as const)("is said in %s, and nothing is certified", (language) => {
    const [loss, w] = build();
    const derivation = derive(loss, { wrt: w, rate: 0.1 });
    const found = notFinite(derivation);
    expect(found && nameText(found.symbol)).toBe(first);
    const text = renderDocument(derivation, { format: "markdown", language });
    expect(text).not.toMatch(/NaN|\\infty|[Cc]entral differences|中心差分/);
    if (language === "en") expect(text).toMatch(said);
  });
});

test("without numbers there is nothing to say, nor where all are finite", () => {
  const [loss, w] = cases[0]?.[1]() ?? [];
  if (loss === undefined || w === undefined) throw new Error("no case");
  const text = renderDocument(derive(loss, { wrt: w }), { format: "markdown", numbers: false });
  expect(text).not.toContain("not a finite number");
  expect(notFinite(derive(x(2).log().named("L"), { wrt: [scalar("y", 1)] }))).toBeUndefined();
});

test("of tensors, the loss and its gradients are looked at", () => {
  const v = tensor("v", [1, -1]);
  const derivation = derive(v.log().named("u").sum().named("L"), { wrt: v });
  expect(notFinite(derivation)?.finding.message).toBe("ln x needs x > 0, got -1");
  expect(renderDocument(derivation, { format: "markdown" })).toContain("$L$ is not a finite number");
});
