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
