import { ChainruleError } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import { rangeOf } from "../numbers/format";
import { checkedNumber } from "../options";
import { type PictureOptions, readOptions } from "../picture-options";
import { framed } from "../scene/framed";
import type { Mark, Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { heatMap } from "./matrix";
import { type Numbers, tableOf } from "./numbers-of";

export interface PlotImagesOptions extends PictureOptions {
  /** Rows and columns of each image; a square if left out. */
  readonly shape?: readonly [rows: number, columns: number];
  /** How many images stand in a row; about as many as rows if left out. */
  readonly across?: number;
}

const KEYS = { shape: true, across: true } as const;
const GAP = 10;
const SIDE = 96;

/**
 * Each row of a matrix as an image, SVG: what the units of a first layer look for. Blue is positive, orange negative; each image
 * has its own largest number.
 * @throws ChainruleError SHAPE for rows that do not fill the images, OPERAND, OPTION
 * @example plotImages(net.layers[0].weights, { shape: [8, 8] })
 */
export function plotImages(weights: Numbers, options?: PlotImagesOptions): Markup {
  const { theme } = readOptions(options, KEYS, "plotImages");
  return sceneToSvg(imagesScene(weights, options), { theme });
}

/** The same as a scene, for other printers. */
export function imagesScene(weights: Numbers, options?: PlotImagesOptions): Scene {
  const read = readOptions(options, KEYS, "plotImages");
  const { rows, columns, data } = tableOf(weights, "plotImages");
  const side = Math.round(Math.sqrt(columns));
  const [tall, wide] = read.shape ?? [side, side];
  if (tall * wide !== columns || columns === 0)
    throw new ChainruleError("SHAPE", "each row of the matrix fills one image", {
      where: "plotImages",
      got: `rows of ${columns} numbers for images of ${tall} by ${wide}`,
      mend: "Give the sizes of images, as in shape: [8, 8]",
    });
  const across = checkedNumber("across", read.across ?? Math.ceil(Math.sqrt(rows)), [1, 1000], "plotImages");
  const cell = Math.max(2, SIDE / Math.max(tall, wide));
  const [width, height] = [wide * cell, tall * cell];
  const marks = Array.from({ length: rows }, (_, k): Mark => {
    const image = data.slice(k * columns, (k + 1) * columns);
    const [low, high] = rangeOf(image);
    const map = heatMap(
      { rows: tall, columns: wide, data: image },
      {
        rows: undefined,
        columns: undefined,
        text: undefined,
        largest: Math.max(Math.abs(low), Math.abs(high)),
        cell,
      },
    );
    const shift = { x: (k % across) * (width + GAP), y: Math.floor(k / across) * (height + GAP) };
    return { kind: "group", role: "image", title: String(k + 1), shift, marks: map.marks };
  });
  return framed(
    {
      width: Math.min(rows, across) * (width + GAP) - GAP,
      height: Math.ceil(rows / across) * (height + GAP) - GAP,
      marks,
    },
    {
      heading: read.title,
      title: read.title ?? read.phrases.images,
      description: `${read.phrases.images}: ${rows}`,
    },
  );
}
