import { type Name, type Node, parseName, partialName, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { plainTex, tex } from "../safe/tex";
import { networkPicture } from "./layout";
import { pictureToSvg } from "./svg";
import { nameRuns, plainText } from "./text";
import { pictureToTikz } from "./tikz";

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

/** The tags that are not closed, or closed twice, and texts that are not escaped. */
function faults(xml: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [whole, closing, tag = "", , empty, content, stray] of xml.matchAll(token)) {
    if (stray || (content && /&(?!(?:amp|lt|gt|quot|#39);)|>/.test(content))) found.push(whole);
    else if (closing && open.pop() !== tag) found.push(whole);
    else if (tag && !closing && !empty) open.push(tag);
  }
  return [...found, ...open];
}

const style = (name: Name): string[] =>
  nameRuns(name).map(({ text, italic, level }) => `${text}${italic ? " italic" : ""} ${level}`);

describe("names", () => {
  test.each([
    ["w_5", ["w italic 0", "5 -1"]],
    ["w5", ["w italic 0", "5 -1"]],
    ["net_h1", ["net 0", "h italic -1", "1 -1"]],
    ["E_total", ["E italic 0", "total -1"]],
    ["w_ij", ["w italic 0", "ij italic -1"]],
    ["delta_j^(l)", ["δ italic 0", "j italic -1", "( 1", "l italic 1", ") 1"]],
    ["Delta", ["Δ 0"]],
    ["theta'", ["θ italic 0", "′ 0"]],
    ["权重_1", ["权重 0", "1 -1"]],
  ])("%s", (name, runs) => {
    expect(style(parseName(name))).toEqual(runs);
  });

  test("partial derivatives have a slash", () => {
    const first = partialName(parseName("E"), parseName("w_5"));
    expect(plainText(nameRuns(first))).toBe("∂E/∂w_5");
    expect(plainText(nameRuns(partialName(first, parseName("b"))))).toBe("∂(∂E/∂w_5)/∂b");
  });
});

describe("pictureToSvg", () => {
  const svg = pictureToSvg(networkPicture(unit()));

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
    const both = pictureToSvg(networkPicture(unit({ bias: "b_1^(2)" })));
    expect(both).toMatch(
      /<tspan dy="4.5" font-size="12.96">1<\/tspan><tspan dx="-6.48" dy="-11.7" font-size="12.96">\(/,
    );
  });

  test("shows functions and signs", () => {
    expect(svg).toContain(">σ</tspan>");
    expect(svg).toContain(">−</tspan>");
  });

  test("escapes names, titles and options", () => {
    const picture = networkPicture(unit({ output: "a&b" }));
    const hostile = { title: `"</title><script>&\u0000'`, background: `"><script>`, id: `"x` };
    const text = pictureToSvg(picture, hostile);
    expect(faults(text)).toEqual([]);
    expect(text).not.toContain("<script");
    expect(text).not.toContain("\u0000");
    expect(text).toContain("&amp;");
  });

  test("has ids of its own, which depend on the picture alone", () => {
    const ids = (xml: string): string[] => [...xml.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(pictureToSvg(networkPicture(unit()))).toBe(svg);
    const other = new Set(ids(pictureToSvg(networkPicture(unit({ bias: "b" })))));
    expect(ids(svg).filter((id) => other.has(id))).toEqual([]);
    expect(ids(pictureToSvg(networkPicture(unit()), { id: "net" }))).toEqual([
      "net-title",
      "net-head",
      "net-light",
    ]);
  });
});

describe("pictureToTikz", () => {
  test("draws the same picture", () => {
    const picture = networkPicture(unit());
    const tikz = pictureToTikz(picture, (name) =>
      name.kind === "symbol" ? tex`${plainTex(name.base)}_{${plainTex(name.sub)}}` : tex``,
    );
    expect(tikz).toContain("{$w_{1}$};");
    expect(tikz).toContain("{$-theta_{}$};");
    expect(tikz).toContain("{$\\sigma$};");
    expect(tikz.match(/\\draw\[-latex/g)).toHaveLength(picture.edges.length);
    expect(tikz.startsWith("\\begin{tikzpicture}")).toBe(true);
  });

  test("is made smaller to fit", () => {
    const tikz = pictureToTikz(networkPicture(unit()), () => tex`x`, { maxWidth: 100 });
    expect(tikz.startsWith("\\resizebox{100pt}{!}{%\n")).toBe(true);
    expect(tikz.endsWith("%\n}")).toBe(true);
  });
});
