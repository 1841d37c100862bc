import { type Node, scalar } from "@chainrule/graph";
import { networkPicture, pictureScene } from "@chainrule/plot";
import { describe, expect, test } from "vitest";
import { plainTex, tex } from "../safe/tex";
import { sceneToTikz } from "./tikz";

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

describe("sceneToTikz", () => {
  test("draws the same picture", () => {
    const picture = networkPicture(unit());
    const tikz = sceneToTikz(pictureScene(picture, ""), (name) =>
      name.kind === "symbol" ? tex`${plainTex(name.base)}_{${plainTex(name.sub)}}` : tex``,
    );
    expect(tikz).toContain("{$w_{1}$};");
    expect(tikz).toContain("{$-theta_{}$};");
    expect(tikz).toContain("{$\\sigma$};");
    expect(tikz.match(/\\draw\[-latex/g)).toHaveLength(picture.edges.length);
    expect(tikz.startsWith("\\begin{tikzpicture}")).toBe(true);
  });

  test("is made smaller to fit", () => {
    const tikz = sceneToTikz(pictureScene(networkPicture(unit()), ""), () => tex`x`, { maxWidth: 100 });
    expect(tikz.startsWith("\\resizebox{100pt}{!}{%\n")).toBe(true);
    expect(tikz.endsWith("%\n}")).toBe(true);
  });
});
