import { ChainruleError } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import { type PictureOptions, readOptions } from "../picture-options";
import { framed } from "../scene/framed";
import type { Mark, Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { checkedNames, heatMap } from "./matrix";

export interface PlotConfusionOptions extends PictureOptions {
  /** What the classes are called, in their order; the labels themselves if left out. */
  readonly classes?: readonly string[];
}

const KEYS = { classes: true } as const;

type Label = number | string;

/**
 * How often a class was taken for which, SVG: a row for each class that is, a column for each that was predicted.
 * @throws ChainruleError SHAPE for lists of different lengths, OPTION
 * @example plotConfusion([0, 0, 1, 1], [0, 1, 1, 1])
 */
export function plotConfusion(
  actual: readonly Label[],
  predicted: readonly Label[],
  options?: PlotConfusionOptions,
): Markup {
  const { theme } = readOptions(options, KEYS, "plotConfusion");
  return sceneToSvg(confusionScene(actual, predicted, options), { theme });
}

/** The same as a scene, for other printers. */
export function confusionScene(
  actual: readonly Label[],
  predicted: readonly Label[],
  options?: PlotConfusionOptions,
): Scene {
  const { phrases, title, classes } = readOptions(options, KEYS, "plotConfusion");
  if (actual.length !== predicted.length || actual.length === 0)
    throw new ChainruleError("SHAPE", "one prediction for each label", {
      where: "plotConfusion",
      got: `${actual.length} labels, ${predicted.length} predictions`,
    });
  const labels = [...new Set([...actual, ...predicted])].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
  );
  const names = checkedNames("classes", classes, labels.length) ?? labels.map(String);
  const count = labels.length;
  const data = new Float64Array(count * count);
  actual.forEach((label, k) => {
    const at = labels.indexOf(label) * count + labels.indexOf(predicted[k] as Label); // one for each
    data[at] = (data[at] ?? 0) + 1;
  });
  const map = heatMap(
    { rows: count, columns: count, data },
    { rows: names, columns: names, text: String, largest: Math.max(...data) },
  );
  const right = labels.reduce((sum: number, _, k) => sum + (data[k * count + k] ?? 0), 0);
  const share = phrases.accuracy(`${Math.round((1000 * right) / actual.length) / 10} %`);
  return framed(
    {
      width: map.width + SIDE,
      height: map.height + SIDE,
      marks: [...axes(map, phrases.predicted, phrases.actual)],
    },
    {
      heading: title,
      title: title ?? phrases.confusion,
      description: `${phrases.confusion}: ${share}`,
      captions: [{ text: share }],
    },
  );
}

const SIDE = 24;

function axes(map: ReturnType<typeof heatMap>, columns: string, rows: string): Mark[] {
  const name = { kind: "text", size: 13, fill: "ink" } as const;
  return [
    { kind: "group", shift: { x: SIDE, y: SIDE }, marks: map.marks },
    { ...name, at: { x: SIDE + map.width / 2, y: 9 }, parts: [columns] },
    { ...name, at: { x: 9, y: SIDE + map.height / 2 }, parts: [rows], upwards: true },
  ];
}
