import { dim, hessian, type Node, scalar, tensor } from "@chainrule/graph";
import { adam, glorot, mlp, neuron, squaredError, train } from "@chainrule/nn";
import { describe, expect, test } from "vitest";
import {
  plotConfusion,
  plotCurves,
  plotFunction,
  plotHistogram,
  plotImages,
  plotMatrix,
  plotRegions,
} from "../src";
import { roles, SERIES } from "../src/scene/theme";
import { type Element, elementsOf, faults, pathPoints, titlesOf } from "./markup";

const colour = (k: number): string => `#${roles[SERIES[k] ?? "ink"].light}`;

/** The lines of the k-th series. */
const series = (svg: string, k: number): Element[] =>
  elementsOf(svg).filter(
    ({ tag, attributes, groups }) =>
      tag === "path" && attributes.stroke === colour(k) && groups.some(({ role }) => role === "series"),
  );

const texts = (svg: string): string[] =>
  elementsOf(svg)
    .filter(({ tag }) => tag === "text")
    .map(({ text }) => text);

/** From pixels to the numbers of an axis, by two of its ticks: texts in a column (y) or a row (x). */
function axis(svg: string, which: "x" | "y", log = false): (pixel: number) => number {
  const ticks = elementsOf(svg).flatMap(({ tag, text, attributes, shift }) => {
    const isTick = tag === "text" && /^−?[\d.]+(·10.*)?$|^10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$/.test(text);
    const isHere = (attributes["text-anchor"] === "end") === (which === "y");
    if (!isTick || !isHere) return [];
    const exponent = [...(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(text)?.[1] ?? "")]
      .map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)))
      .join("");
    const value = exponent === "" ? Number(text.replace("−", "-")) : 10 ** Number(exponent);
    const size = Number(attributes["font-size"]);
    const at = which === "x" ? Number(attributes.x) + shift.x : Number(attributes.y) - size * 0.35 + shift.y;
    return [{ at, value: log ? Math.log10(value) : value }];
  });
  const [a, b] = [ticks[0], ticks.at(-1)];
  if (!a || !b) throw new Error("no ticks");
  return (pixel) => {
    const value = a.value + ((pixel - a.at) * (b.value - a.value)) / (b.at - a.at);
    return log ? 10 ** value : value;
  };
}

describe("plotCurves", () => {
  const losses = [0, 1, 2, 3, 4].map((k) => ({ step: 10 * k, loss: 10 ** -k }));

  test.each([false, true])("points stand where their numbers are, logarithmic: %s", (log) => {
    const svg = plotCurves(losses, { log });
    expect(faults(svg)).toEqual([]);
    const [x, y] = [axis(svg, "x"), axis(svg, "y", log)];
    const points = series(svg, 0).flatMap(pathPoints);
    expect(points).toHaveLength(5);
    for (const [k, { step, loss }] of losses.entries()) {
      expect(x(points[k]?.x ?? 0)).toBeCloseTo(step, 0);
      const found = y(points[k]?.y ?? 0);
      if (log) expect(Math.log10(found)).toBeCloseTo(Math.log10(loss), 1);
      else expect(found).toBeCloseTo(loss, 2);
    }
  });

  test("the same series in every form; several by name, their names apart", () => {
    const one = plotCurves(losses);
    expect(plotCurves({ losses } as never)).toBe(one);
    expect(plotCurves(losses.map(({ step, loss }) => [step, loss] as const))).toBe(one);
    expect(plotCurves(losses.map(({ step, loss }) => ({ x: step, y: loss })))).toBe(one);
    const svg = plotCurves({ 训练: [1, 0.5, 0.1], "<b>": [1, 0.5, 0.1], c: [0.9, 0.4, 0.1] });
    expect(faults(svg)).toEqual([]);
    const names = elementsOf(svg).filter(({ text }) => ["训练", "<b>", "c"].includes(text) && text !== "");
    const heights = names
      .filter(({ tag }) => tag === "text")
      .map(({ attributes }) => Number(attributes.y))
      .sort((a, b) => a - b);
    expect(heights).toHaveLength(3);
    for (const [k, height] of heights.slice(1).entries())
      expect(height - (heights[k] ?? 0)).toBeGreaterThanOrEqual(16);
  });

  test("the pen is lifted where there is no number", () => {
    const svg = plotCurves([1, 2, Number.NaN, 4, 5, Number.POSITIVE_INFINITY]);
    expect(series(svg, 0)[0]?.attributes.d?.match(/M/g)).toHaveLength(2);
    expect(series(plotCurves([1, 0, -1, 10], { log: true }), 0)[0]?.attributes.d?.match(/M/g)).toHaveLength(
      2,
    );
  });

  test("a long training stays a small file, with its extremes", () => {
    const svg = plotCurves(Array.from({ length: 100_000 }, (_, k) => (k === 70_001 ? 9 : Math.sin(k))));
    expect(svg.length).toBeLessThan(120_000);
    const y = axis(svg, "y");
    expect(
      Math.max(
        ...series(svg, 0)
          .flatMap(pathPoints)
          .map((point) => y(point.y)),
      ),
    ).toBeCloseTo(9, 0);
  });

  test("refuses what is no series", () => {
    expect(() => plotCurves("abc" as never)).toThrow("not a series of numbers");
    expect(() => plotCurves({ a: ["x"] } as never)).toThrow("plotCurves: a: not a series");
    expect(() => plotCurves([])).toThrow("there is nothing to plot");
    expect(() => plotCurves([1], { logs: true } as object)).toThrow("Did you mean log?");
    expect(() => plotCurves([-1, -2], { log: true })).toThrow("a logarithmic axis needs numbers above 0");
  });
});

describe("plotFunction", () => {
  test("a function and its derivative, where mathematics has them", () => {
    const svg = plotFunction(scalar("x").sigmoid().named("y"), { from: -6, to: 6 });
    const [x, y] = [axis(svg, "x"), axis(svg, "y")];
    const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));
    for (const point of series(svg, 0).flatMap(pathPoints))
      expect(y(point.y)).toBeCloseTo(sigmoid(x(point.x)), 2);
    for (const point of series(svg, 1).flatMap(pathPoints)) {
      const s = sigmoid(x(point.x));
      expect(y(point.y)).toBeCloseTo(s * (1 - s), 2);
    }
    expect(texts(svg)).toContain("∂y/∂x");
  });

  test("jumps are not drawn as slopes; what leaves the range is cut off", () => {
    const svg = plotFunction(scalar("x").step().named("s"), { derivatives: 0 });
    expect(series(svg, 0)[0]?.attributes.d?.match(/M/g)).toHaveLength(2);
    const pole = plotFunction(scalar("x").pow(-1).named("p"), { derivatives: 0, range: [-5, 5] });
    const y = axis(pole, "y");
    for (const point of series(pole, 0).flatMap(pathPoints)) expect(Math.abs(y(point.y))).toBeLessThan(5.1);
  });

  test("asks which variable", () => {
    const f = scalar("a", 1).mul(scalar("b", 2)).named("f");
    expect(() => plotFunction(f)).toThrow("of which variable?");
    expect(() => plotFunction(tensor("t", [1, 2]) as Node)).toThrow("a scalar node");
  });
});

describe("plotRegions", () => {
  /** A class for X_1 + X_2 ≥ 1.5: AND of the source documents. */
  const and = () =>
    neuron([scalar("X_1", 0), scalar("X_2", 0)], { weights: [1, 1], threshold: 1.5, activation: "step" });

  test("the boundary of AND is its straight line", () => {
    const svg = plotRegions(neuron(2, { weights: [1, 1], bias: -1.5 }), { x: [0, 2], y: [0, 2] });
    expect(faults(svg)).toEqual([]);
    const [x, y] = [axis(svg, "x"), axis(svg, "y")];
    const boundary = elementsOf(svg).filter(
      ({ tag, attributes, shift }) =>
        tag === "path" && attributes.stroke === `#${roles.ink.light}` && shift.x > 20,
    );
    const points = boundary.flatMap(pathPoints);
    expect(points.length).toBeGreaterThan(100);
    for (const point of points) expect(x(point.x) + y(point.y)).toBeCloseTo(1.5, 1);
  });

  test("of a network that is given with its loss, the outputs are drawn", () => {
    const { inputs, output } = and();
    const network = { inputs, outputs: [output], loss: squaredError([output], [1]) };
    expect(plotRegions(network)).toBe(plotRegions({ outputs: [output] }, { inputs }));
  });

  test("a step unit has two regions, in shares of their areas", () => {
    const svg = plotRegions(and(), { x: [0, 1.5], y: [0, 1.5], points: [[0, 0], [1, 1]], labels: [0, 1] }); // biome-ignore format: points
    expect(svg).toMatch(/<desc[^>]*>class 0: 50 %; class 1: 50 %<\/desc>/);
  });

  test("a unit that is compared with its threshold has two regions as well", () => {
    const x = [scalar("x_1"), scalar("x_2")] as const;
    const svg = plotRegions(x[0].add(x[1]).gt(1), { inputs: x, x: [0, 1], y: [0, 1] });
    expect(svg).toMatch(/<desc[^>]*>class 0: 50 %; class 1: 50 %<\/desc>/);
    expect(svg).toContain(`fill="${colour(0)}"`);
  });

  test("a network over a batch of any size is that over a batch of one", () => {
    const over = (size: number | ReturnType<typeof dim>) =>
      plotRegions(
        mlp(tensor("x", typeof size === "number" ? [[0, 0]] : [size, 2]), [3, 1], { weights: glorot(5) }),
        {
          x: [-1, 1],
          y: [-1, 1],
        },
      );
    expect(over(dim("N"))).toBe(over(1));
  });

  test("XOR: every point lies in the region of its class, inputs keep their values", () => {
    const data = [[0, 0], [0, 1], [1, 0], [1, 1]]; // biome-ignore format: points
    const X = tensor("x", data);
    const net = mlp(X, [4, { units: 1, activation: "sigmoid" }], { weights: glorot(5), activation: "tanh" });
    const E = squaredError(net.output as never, [[0], [1], [1], [0]] as never);
    train(E, net.parameters, { rate: 0.05, steps: 1500, optimiser: adam });
    const svg = plotRegions(net, { points: data, labels: [0, 1, 1, 0] });
    expect([...(X.value as { data: Float64Array }).data]).toEqual(data.flat());
    const area = (k: number): Element[] =>
      elementsOf(svg).filter(
        ({ attributes }) => attributes["fill-rule"] === "evenodd" && attributes.fill === colour(k),
      );
    const marks = elementsOf(svg).filter(({ attributes }) => attributes.stroke === `#${roles.paper.light}`);
    expect(marks).toHaveLength(4);
    for (const { tag, attributes, shift } of marks) {
      const k = attributes.fill === colour(0) ? 0 : 1;
      const half = tag === "circle" ? 0 : 4;
      const at = {
        x: Number(attributes.cx ?? attributes.x) + half + shift.x,
        y: Number(attributes.cy ?? attributes.y) + half + shift.y,
      };
      expect(isInside(at, area(k)[0])).toBe(true);
      expect(isInside(at, area(1 - k)[0])).toBe(false);
    }
    expect(titlesOf(svg, "unit").length).toBeGreaterThan(0);
  });

  test("refuses what has not two inputs, and points that are none", () => {
    expect(() => plotRegions(mlp(3, [1], { weights: glorot(1) }))).toThrow(
      "regions are drawn over two inputs",
    );
    expect(() => plotRegions(and(), { points: [[1]] })).toThrow("points are pairs of numbers");
    expect(() => plotRegions(and(), { points: [[1, 1]], labels: [] })).toThrow("one label for each point");
  });
});

/** Whether a point lies in an area, by the rule of even and odd crossings. */
function isInside({ x, y }: { readonly x: number; readonly y: number }, area: Element | undefined): boolean {
  if (area === undefined) return false;
  let inside = false;
  for (const ring of (area.attributes.d ?? "").split("Z").filter((part) => part !== "")) {
    const points = pathPoints({ ...area, attributes: { d: ring } });
    for (const [k, a] of points.entries()) {
      const b = points[(k + 1) % points.length] ?? a;
      if (a.y > y !== b.y > y && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
    }
  }
  return inside;
}

describe("plotHistogram", () => {
  test("every number is counted once", () => {
    const svg = plotHistogram([0, 0.1, 0.1, 0.9, 1, 1, 1], { bins: 10 });
    const y = axis(svg, "y");
    const bars = elementsOf(svg).filter(
      ({ tag, attributes }) => tag === "rect" && attributes["fill-opacity"] === "0.85",
    );
    const counts = bars.map(({ attributes }) => Math.round(y(0) - y(Number(attributes.height))));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(7);
  });

  test("what is saturated is said, layer by layer", () => {
    const x = tensor("x", [[10, 10], [-10, 10], [0.01, 0]]); // biome-ignore format: rows
    const net = mlp(x, [2], { weights: [[5, 0], [0, 0.001]], activation: "sigmoid" } as never); // biome-ignore format: rows
    // of six outputs two are flat: σ(±50); σ(0.01 ...) is not
    const svg = plotHistogram(net);
    expect(texts(svg)).toContain("33 % saturated");
    expect(texts(svg).filter((text) => /^(weights|activations|gradients) \d/.test(text))).toEqual([
      "weights 1",
      "activations 1",
    ]);
    net.output.sum().backward();
    expect(texts(plotHistogram(net))).toContain("gradients 1");
  });

  test("lists by name, with whatever name", () => {
    const svg = plotHistogram({ "W<1>": [1, 2], 激活: [3] });
    expect(faults(svg)).toEqual([]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["W<1>", "激活"]));
    expect(() => plotHistogram(3 as never)).toThrow("a histogram is of numbers");
  });
});

describe("matrices", () => {
  test("a Hessian: its numbers in its cells, signs as colours", () => {
    const w = tensor("w", [1, -2]);
    const E = w.mul(w).mul(w).sum().named("E"); // its Hessian is diag(6 w)
    const svg = plotMatrix(hessian(E, w) as never, { rows: ["w_1", "w_2"], columns: ["a", "b"] });
    const inside = texts(svg).filter((text) => !/[a-z]/.test(text));
    expect(inside).toEqual(["6", "0", "0", "−12"]);
    const cells = elementsOf(svg).filter(
      ({ tag, attributes }) => tag === "rect" && attributes["fill-opacity"] !== undefined,
    );
    expect(cells.map(({ attributes }) => [attributes.fill, attributes["fill-opacity"]])).toEqual([
      [`#${roles.positive.light}`, "0.5"],
      [`#${roles.negative.light}`, "1"],
    ]);
  });

  test("confusion: who was taken for whom", () => {
    const svg = plotConfusion(["a", "a", "b", "b", "b"], ["a", "b", "b", "b", "a"]);
    expect(texts(svg).filter((text) => /^\d+$/.test(text))).toEqual(["1", "1", "1", "2"]);
    expect(texts(svg)).toContain("60 % right");
    expect(() => plotConfusion([1], [])).toThrow("one prediction for each label");
  });

  test("weights as images: one for each row", () => {
    expect(titlesOf(plotImages([[1, 0, 0, -1], [0, 1, 1, 0]]), "image")).toHaveLength(2); // biome-ignore format: rows
    expect(() => plotImages([[1, 2, 3]])).toThrow("each row of the matrix fills one image");
    expect(titlesOf(plotImages([[1, 2, 3]], { shape: [1, 3] }), "image")).toHaveLength(1);
  });

  test("refuses what is no table, and names of another number", () => {
    expect(() => plotMatrix([[1, 2], [3]])).toThrow("not a table of numbers");
    expect(() => plotMatrix([[1, 2]], { rows: ["a", "b"] })).toThrow("one name for each of the rows");
  });
});
