import { gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { glorot, mlp, neuron, squaredError } from "@chainrule/nn";
import { describe, expect, test } from "vitest";
import { loss, parameters } from "../../../examples/mazur";
import { drawNetwork } from "../src";
import { roles } from "../src/scene/theme";
import { boxesIn, type Element, elementsOf, faults, overlaps, titlesOf } from "./markup";

const edges = (svg: string): Element[] =>
  elementsOf(svg).filter(({ tag, groups }) => tag === "path" && groups.some(({ role }) => role === "edge"));

describe("drawNetwork", () => {
  test("the worked network: initial values as in its figure, gradients as published", () => {
    const svg = drawNetwork(loss, { values: true, gradients: true });
    expect(faults(svg)).toEqual([]);
    const tips = [...titlesOf(svg, "node"), ...titlesOf(svg, "edge")];
    // Mazur's figure gives the initial values; FACTS of his article the gradients.
    for (const tip of [
      "i_1 = 0.05, ∂ 0.003804",
      "w_1 = 0.15, ∂ 0.0004386",
      "w_5 = 0.4, ∂ 0.08217",
      "w_8 = 0.55, ∂ −0.02274",
      "b_1 = 0.35, ∂ 0.01873",
      "target_o1 = 0.01, ∂ −0.7414",
      "h_1 = 0.5933, ∂ 0.03635",
      "E_total = 0.2984, ∂ 1",
    ])
      expect(tips).toContain(tip);
    expect(overlaps(boxesIn(svg, "label"))).toEqual([]);
  });

  test.each([
    ["w_5", 3], // o1, E_o1, E_total
    ["w_1", 7], // through h1 to both outputs
  ])("the backward path of %s has %i edges", (highlight, count) => {
    const svg = drawNetwork(loss, { highlight });
    const onPath = edges(svg).filter(({ attributes }) => attributes.stroke === `#${roles.gradient.light}`);
    expect(onPath).toHaveLength(count);
    for (const { attributes } of onPath) expect(attributes["marker-start"]).toMatch(/^url\(#/);
  });

  test("a weight may be given as its node; one that is not there is refused with the nearest", () => {
    const w5 = parameters[4] as Node;
    expect(drawNetwork(loss, { highlight: w5 })).toBe(drawNetwork(loss, { highlight: "w_5" }));
    expect(() => drawNetwork(loss, { highlight: "w_55" })).toThrow("The nearest is w_5");
  });

  test("signs are colours, and dashes; sizes are widths", () => {
    const unit = neuron([1, 1, 1], { weights: [2, -1, 0], bias: 0 });
    const drawn = edges(drawNetwork(unit, { values: true })).filter(
      ({ attributes }) => attributes["stroke-width"] !== "1.2",
    );
    expect(drawn.map(({ attributes }) => attributes.stroke)).toEqual([
      `#${roles.positive.light}`,
      `#${roles.negative.light}`,
      `#${roles.positive.light}`,
    ]);
    const widths = drawn.map(({ attributes }) => Number(attributes["stroke-width"]));
    expect(widths[0]).toBeGreaterThan(widths[1] ?? 0);
    expect(widths[1]).toBeGreaterThan(widths[2] ?? 0);
    expect(drawn.map(({ attributes }) => attributes["stroke-dasharray"] !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test.each(["to, from", "from, to"] as const)(
    "layers over tensors are drawn as units, weights %s",
    (weightOrder) => {
      const x = tensor("x", [0.5, -1]);
      const weights = weightOrder === "to, from" ? [[1, 2], [3, 4], [5, 6]] : [[1, 3, 5], [2, 4, 6]]; // biome-ignore format: matrices
      const net = mlp(x, [{ units: 3, weights, activation: "tanh" }], { weightOrder });
      const svg = drawNetwork(net, { values: true });
      const tips = titlesOf(svg, "edge").filter((tip) => tip.startsWith("W"));
      expect(tips.map((tip) => Number(tip.split(" = ")[1]))).toEqual([1, 2, 3, 4, 5, 6]);
      const values = net.output.value as { data: Float64Array };
      const units = titlesOf(svg, "node").filter((tip) => tip.startsWith("a"));
      expect(units).toEqual(
        [...values.data].map(
          (value, k) => `a_${k + 1}^(1) = ${String(Number(value.toPrecision(4))).replace("-", "−")}`,
        ),
      );
    },
  );

  test("gradients are of the loss that is given, else those that backward() left", () => {
    const net = mlp([0.3, -0.2], [2, 1], { weights: glorot(4), activation: "sigmoid" });
    const E = squaredError(net.outputs, [1]);
    const w = net.parameters[0] as Node<number>;
    const expected = `∂ ${String(Number((gradient(E, w).value as number).toPrecision(4))).replace("-", "−")}`;
    const withLoss = titlesOf(drawNetwork(net, { gradients: true, loss: E }), "edge");
    expect(withLoss.find((tip) => tip.startsWith("w_1,"))).toContain(expected);
    E.backward();
    expect(
      titlesOf(drawNetwork(net, { gradients: true }), "edge").find((tip) => tip.startsWith("w_1,")),
    ).toContain(expected);
  });

  test("what has many weights shows them without names; what has too many, by its ends", () => {
    const svg = drawNetwork(mlp(10, [20, 10], { weights: glorot(2), activation: "sigmoid" }), {
      values: true,
    });
    expect(edges(svg)).toHaveLength(400);
    expect(boxesIn(svg, "label")).toEqual([]);
    const huge = drawNetwork(mlp(64, [64, 10], { weights: glorot(2), activation: "sigmoid" }));
    expect(edges(huge).length).toBeLessThan(60);
    expect(huge).toContain("Not every node is drawn.");
  });

  test("names do no harm; what is no network is refused", () => {
    const net = neuron([scalar("x&y", 1)], { weights: [scalar("w<".replace("<", "&"), 1)] });
    expect(faults(drawNetwork(net, { values: true, title: '"><script>' }))).toEqual([]);
    expect(() => drawNetwork({} as never)).toThrow("not a network");
    expect(() => drawNetwork(loss, { valeus: true } as object)).toThrow("Did you mean values?");
    expect(() => drawNetwork(loss, { loss: 3 } as never)).toThrow("a loss is a scalar node");
  });
});
