import { createRequire } from "node:module";
import { scalar } from "@chainrule/graph";
import { expect, test } from "vitest";
import { draw } from "../graph/draw";
import { svgToPng } from "./index";

test("a picture in pixels, of the size that is asked", async () => {
  const svg = draw(scalar("w", 2).square().named("E"));
  const [width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
  const png = await svgToPng(svg, { scale: 3 });
  const bytes = new DataView(png.buffer, png.byteOffset);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect([bytes.getUint32(16), bytes.getUint32(20)]).toEqual([3 * width, 3 * height]);
});

test("refuses what cannot be drawn", async () => {
  await expect(svgToPng("<p>")).rejects.toThrow("not an SVG that can be drawn");
  await expect(svgToPng("<svg/>", { scale: 0 })).rejects.toThrow("the scale of a picture");
});

const textOf = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>\u635f</title><text y="15">${text}</text></svg>`;
/** A font that is installed with a dependency: Latin letters, digits, a few signs. */
const latin = createRequire(import.meta.url).resolve("katex/dist/fonts/KaTeX_Main-Regular.ttf");

test("no letter gets lost: what no font has is refused by name", async () => {
  const own = { systemFonts: false, fontFiles: [latin] };
  expect((await svgToPng(textOf("E = 0.5 &lt; 1 &#8722; x"), own)).length).toBeGreaterThan(200);
  await expect(svgToPng(textOf("E \u635f\u5931 &#x20AD;"), own)).rejects.toThrow(
    /no font has some of the letters.*\u635f\u5931\u20ad.*fonts-noto-cjk/s,
  );
  await expect(svgToPng(textOf("E"), { systemFonts: false })).rejects.toThrow(/got E/);
  await expect(svgToPng(textOf("\u{10fffd}"), own)).rejects.toThrow("no font has");
  await expect(svgToPng(textOf("E"), { fontFiles: ["none.ttf"] })).rejects.toThrow("a font is not there");
});
