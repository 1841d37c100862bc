import { gradient, type Node, scalar, tensor, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { draw } from "../src";
import { boxesOf } from "../src/graph/boxes";
import { contributionsOf } from "../src/graph/contributions";
import { knownGradients } from "../src/numbers/values";
import { largeNetwork, microgradReadme } from "./graphs";
import { boxesIn, elementsOf, faults, overlaps, titlesOf } from "./markup";

function neuron(): Node<number> {
  const out = scalar("w", 0.5).mul(2).add(scalar("b", 0.1)).named("net").sigmoid().named("out");
  return out.sub(1).square().div(2).named("E");
}

describe("draw", () => {
  test("every symbol and operation is one box, a named operation too; every use is one edge", () => {
    const svg = draw(neuron());
    expect(faults(svg)).toEqual([]);
    expect(titlesOf(svg, "node")).toEqual([
      "w = 0.5, gradient −0.09359",
      "× = 1, gradient −0.04679",
      "b = 0.1, gradient −0.04679",
      "net = 1.1, gradient −0.04679",
      "out = 0.7503, gradient −0.2497",
      "− = −0.2497, gradient −0.2497",
      "sq = 0.06237, gradient 0.5",
      "E = 0.03119, gradient 1",
    ]);
    expect(titlesOf(svg, "edge")).toEqual([
      "w → ×",
      "× → net",
      "b → net",
      "net → out",
      "out → −",
      "− → sq",
      "sq → E",
    ]);
  });

  test("numbers stand beside the operation that they are operands of", () => {
    const texts = elementsOf(draw(neuron())).map(({ text }) => text);
    for (const text of ["× 2", "− 1", "÷ 2"]) expect(texts).toContain(text);
  });

  test("micrograd's README: one piece, its value and its gradients", () => {
    const { g, a, b } = microgradReadme();
    const svg = draw(g);
    const titles = titlesOf(svg, "node");
    for (const title of ["a = −4, gradient 138.8", "b = 2, gradient 645.6", "g = 24.7, gradient 1"])
      expect(titles).toContain(title);
    const boxes = boxesOf([g], undefined);
    const reached = new Set<Node>([a]);
    for (let grown = 0; grown < reached.size; ) {
      grown = reached.size;
      for (const { node, inputs } of boxes) {
        if ([node, ...inputs].some((each) => reached.has(each)))
          for (const each of [node, ...inputs]) reached.add(each);
      }
    }
    expect(reached.size).toBe(boxes.length);
    expect(reached.has(b)).toBe(true);
    expect(new Set(titles).size).toBeGreaterThan(10);
  });

  test("what comes back along the edges of a quantity adds up to its gradient", () => {
    const { g } = microgradReadme();
    const boxes = boxesOf([g], true);
    const gradients = knownGradients(
      g,
      boxes.map(({ node }) => node),
    );
    const back = contributionsOf(boxes, gradients);
    for (const { node } of boxes) {
      const parts = boxes.flatMap((user) => back.get(user.node)?.get(node) ?? []) as number[];
      const uses = boxes.filter(({ inputs }) => inputs.includes(node)).length;
      expect(parts).toHaveLength(uses > 1 ? uses : 0);
      if (uses > 1)
        expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(gradients.get(node) as number, 9);
    }
  });

  test.each(["right", "down"] as const)("no box covers another, no label another: %s", (direction) => {
    for (const graph of [neuron(), microgradReadme().g]) {
      const svg = draw(graph, { direction, title: "Title" });
      expect(overlaps(boxesIn(svg, "node"))).toEqual([]);
      expect(overlaps(boxesIn(svg, "label"))).toEqual([]);
      const [width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
      for (const { left, right, top, bottom } of boxesIn(svg, "node")) {
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
        expect(bottom).toBeLessThanOrEqual(height);
      }
    }
  });

  test("definitions are folded on demand, and unfolded by name", () => {
    const folded = draw(neuron(), { unfold: false });
    expect(titlesOf(folded, "node")).toEqual([
      "w = 0.5, gradient −0.09359",
      "b = 0.1, gradient −0.04679",
      "net = 1.1, gradient −0.04679, 2 operations",
      "out = 0.7503, gradient −0.2497",
      "E = 0.03119, gradient 1, 3 operations",
    ]);
    const open = titlesOf(draw(neuron(), { unfold: ["net"] }), "node");
    expect(open).toContain("× = 1, gradient −0.04679");
    expect(open).toContain("E = 0.03119, gradient 1, 3 operations");
    expect(() => draw(neuron(), { unfold: ["nets"] })).toThrow("The nearest is net");
  });

  test("large graphs fold by themselves", () => {
    let chain: Node = scalar("x", 0.1);
    for (let k = 0; k < 30; k++) chain = chain.mul(2).sin().add(1).named(`h_${k}`);
    expect(titlesOf(draw(chain), "node")).toHaveLength(31);
    expect(titlesOf(draw(chain, { unfold: true }), "node")).toHaveLength(91);
  });

  test("tensors have sizes and ranges; contractions their usual names", () => {
    const [x, W] = [tensor("x", [[1, 2], [3, 4]]), tensor("W", [[0.5, -1], [2, 0]])]; // biome-ignore format: matrices
    const svg = draw(x.matmul(W.transpose()).tanh().named("a").sum().named("L"));
    const titles = titlesOf(svg, "node").map((title) => title.split(" = ")[0]);
    expect(titles).toEqual(["x", "W", "transpose", "matmul", "a", "L"]);
    expect(svg).toContain("2×2: −1 … 2");
  });

  test("several outputs: which gradient is asked", () => {
    const w = scalar("w", 2);
    const [y, z] = [w.square().named("y"), w.exp().named("z")];
    expect(draw([y, z])).not.toContain("gradient");
    expect(() => draw([y, z], { gradients: true })).toThrow("which output?");
    for (const which of [z, "z"] as const) {
      const expected = (gradient(z, w).value as number).toPrecision(4);
      expect(titlesOf(draw([y, z], { gradients: which }), "node")).toContain(`w = 2, gradient ${expected}`);
    }
  });

  test("without values: names alone; values that are asked for and not there are an error", () => {
    const E = scalar("w").mul(scalar("x")).named("E");
    expect(titlesOf(draw(E), "node")).toEqual(["w", "x", "E"]);
    expect(() => draw(E, { values: true })).toThrow("no value is known");
    expect(titlesOf(draw(neuron(), { values: false, gradients: false }), "node")).toContain("net");
  });

  test("names and titles do no harm", () => {
    const E = scalar("a&b", 1).mul(scalar("x'", 2)).named("E&lt");
    const svg = draw(E, { title: `</title><script>alert("1")</script>&\u202e` });
    expect(faults(svg)).toEqual([]);
    expect(svg).not.toContain("<script");
    expect(svg).not.toContain("\u202e");
  });

  test.each([
    [{ titel: "x" }, 'no such option, got "titel"'],
    [{ titel: "x" }, "Did you mean title?"],
    [{ direction: "rihgt" }, "Did you mean right?"],
    [{ theme: "drak" }, "Did you mean dark?"],
    [{ language: "zh-Hnas" }, "Did you mean zh-Hans or zh-Hant?"],
    [{ digits: 0 }, "digits is a number"],
    [{ unfold: 3 }, "unfold is true, false or a list"],
  ])("refuses %o", (options, message) => {
    expect(() => draw(neuron(), options as object)).toThrow(message);
  });

  test("refuses what is no graph", () => {
    expect(() => draw(3 as unknown as Node)).toThrow("a graph is given by a node or several");
    expect(() => draw([])).toThrow("a graph is given by a node or several");
  });

  test("in Chinese", () => {
    const svg = draw(neuron(), { language: "zh-Hant" });
    expect(svg).toContain("E 的計算圖");
    expect(svg).toContain("∂：E 的梯度");
  });

  test("a thousand nodes, each in its box", () => {
    const graph = largeNetwork();
    const nodes = topologicalOrder([graph]);
    expect(nodes.length).toBeGreaterThan(1000);
    expect(boxesIn(draw(graph, { unfold: true }), "node")).toHaveLength(nodes.length);
  });
});
