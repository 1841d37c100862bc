import { type Node, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { faults } from "../../test/markup";
import { networkPicture } from "../network/layout";
import { pictureScene } from "../network/scene";
import { type SvgOptions, sceneToSvg } from "./svg";

function unit(names: { readonly bias?: string; readonly output?: string } = {}): Node {
  const net = scalar("w_1")
    .mul(scalar("x_1"))
    .add(scalar("w_2").mul(scalar("x_2")))
    .sub(scalar(names.bias ?? "theta"));
  return net
    .named("net_h1")
    .sigmoid()
    .named(names.output ?? "out_h1")
    .square()
    .named("E_total");
}

describe("sceneToSvg", () => {
  const print = (loss: Node, options: SvgOptions = {}): string =>
    sceneToSvg(pictureScene(networkPicture(loss), "Graph of E_total"), options);
  const svg = print(unit());

  test("is well-formed, has a size, a role and a title", () => {
    expect(faults(svg)).toEqual([]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    expect(svg).toContain('role="img"');
    expect(svg).toMatch(/<title id="[^"]+">Graph of E_total<\/title>/);
    expect(faults("<g><path/></svg>")).toEqual(["</svg>"]);
  });

  test("shifts scripts by dy", () => {
    expect(svg).toContain('font-style="italic">w</tspan><tspan dy="3.75" font-size="10.8">1</tspan>');
    expect(svg).not.toContain("baseline-shift");
  });

  test("puts a superscript above a subscript", () => {
    const both = print(unit({ bias: "b_1^(2)" }));
    expect(both).toMatch(
      /<tspan dy="4.5" font-size="12.96">1<\/tspan><tspan dx="-6.48" dy="-11.7" font-size="12.96">\(/,
    );
  });

  test("shows functions and signs", () => {
    expect(svg).toContain(">σ</tspan>");
    expect(svg).toContain(">−</tspan>");
  });

  test("escapes names, titles and options", () => {
    const text = print(unit({ output: "a&b" }), { title: `"</title><script>&\u0000'` });
    expect(faults(text)).toEqual([]);
    expect(text).not.toContain("<script");
    expect(text).not.toContain("\u0000");
    expect(text).toContain("&amp;");
    for (const id of ['"x', "x{} body", "", "1"])
      expect(() => print(unit(), { id })).toThrow("an id is a word");
  });

  test("is the same picture, with the same id, where coordinates differ by less than is drawn", () => {
    const at = (x: number): string =>
      sceneToSvg({
        title: "one point",
        width: 9,
        height: 9,
        marks: [{ kind: "circle", at: { x, y: 2 }, radius: 1, fill: "ink" }],
      });
    expect(at(3 + 1e-12)).toBe(at(3));
    const [, id] = / id="([^"]+)"/.exec(at(3)) ?? [];
    expect(at(3.01)).not.toContain(`"${id}"`);
  });

  test("has ids of its own, which depend on the picture alone", () => {
    const ids = (xml: string): string[] => [...xml.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(print(unit())).toBe(svg);
    const other = new Set(ids(print(unit({ bias: "b" }))));
    expect(ids(svg).filter((id) => other.has(id))).toEqual([]);
    expect(ids(print(unit(), { id: "net" }))).toEqual(["net", "net-title", "net-muted"]);
  });
});
