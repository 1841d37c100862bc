import type { Node } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import { bin } from "d3-array";
import type { NetworkLike } from "../network/model";
import { numberText, rangeOf } from "../numbers/format";
import { checkedNumber } from "../options";
import { type Basics, type PictureOptions, readOptions } from "../picture-options";
import { framed } from "../scene/framed";
import type { Mark, Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { type Role, seriesRole } from "../scene/theme";
import { type Area, axisMarks, belowOf, leftOf } from "./axes";
import type { Numbers } from "./numbers-of";
import { hasLayers, layerPanels, type Panel, panelsOf } from "./panels";
import { type Scale, scaleOf } from "./scale";

export interface PlotHistogramOptions extends PictureOptions {
  /** About how many bars, 30 if left out. */
  readonly bins?: number;
  /** Of a network: what gradients are of; if left out, those that the last `backward()` left are drawn. */
  readonly loss?: Node;
}

const KEYS = { bins: true, loss: true } as const;

/** What can be counted: numbers, several lists of them by name, or a network with its layers. */
export type HistogramData = Numbers | Readonly<Record<string, Numbers>> | NetworkLike;

const AREA: Area = { width: 250, height: 120 };
const WIDE: Area = { width: 520, height: 220 };
const GAP = { x: 22, y: 12, name: 24 } as const;

/**
 * How numbers are distributed, SVG: one histogram, one for each name, or of a network each layer's weights, activations and
 * gradients. Of activations it says which share is saturated, so that next to no gradient passes.
 * @throws ChainruleError OPERAND for what are no numbers, OPTION, UNBOUND
 * @example plotHistogram({ "W^(1)": W1, "a^(1)": a1 })
 */
export function plotHistogram(data: HistogramData, options?: PlotHistogramOptions): Markup {
  const { theme } = readOptions(options, KEYS, "plotHistogram");
  return sceneToSvg(histogramScene(data, options), { theme });
}

/** The same as a scene, for other printers. */
export function histogramScene(data: HistogramData, options?: PlotHistogramOptions): Scene {
  const read = readOptions(options, KEYS, "plotHistogram");
  const bins = checkedNumber("bins", read.bins ?? 30, [1, 1000], "plotHistogram");
  const rows = hasLayers(data) ? layerPanels(data, read.loss, read.phrases) : panelsOf(data, "plotHistogram");
  const area = rows.length === 1 && rows[0]?.length === 1 ? WIDE : AREA;
  const drawn = rows.map((row) => row.map((panel, k) => histogram(panel, bins, area, seriesRole(k), read)));
  const left = Math.max(0, ...drawn.flat().map((each) => each.left));
  const [stepX, stepY] = [left + area.width + GAP.x, GAP.name + area.height + belowOf(undefined) + GAP.y];
  const marks = drawn.flatMap((row, i) =>
    row.map((each, k): Mark => {
      const shift = { x: k * stepX + left, y: i * stepY + GAP.name };
      return { kind: "group", role: "histogram", title: each.spoken, shift, marks: each.marks };
    }),
  );
  const across = Math.max(1, ...drawn.map((row) => row.length));
  return framed(
    { width: across * stepX, height: drawn.length * stepY, marks },
    {
      heading: read.title,
      title:
        read.title ??
        rows
          .flat()
          .map(({ name }) => name)
          .join(", "),
      description: drawn
        .flat()
        .map(({ spoken }) => spoken)
        .join("; "),
    },
  );
}

interface Drawn {
  readonly marks: readonly Mark[];
  readonly left: number;
  readonly spoken: string;
}

function histogram(
  { name, numbers, saturated }: Panel,
  bins: number,
  area: Area,
  fill: Role,
  { phrases }: Basics,
): Drawn {
  const finite = numbers.filter(Number.isFinite);
  const [low, high] = rangeOf(finite);
  const x = scaleOf([low, high], [0, area.width], { ticks: Math.round(area.width / 60) });
  const [start, end] = x.domain;
  const edges = Array.from({ length: bins - 1 }, (_, k) => start + ((k + 1) * (end - start)) / bins);
  const counted = bin().domain([start, end]).thresholds(edges)([...finite]);
  const most = Math.max(1, ...counted.map((each) => each.length));
  const y = scaleOf([0, most], [area.height, 0], {
    ticks: Math.max(2, Math.round(area.height / 45)),
    whole: true,
  });
  const share = saturated === undefined ? undefined : phrases.saturated(`${Math.round(100 * saturated)} %`);
  const spoken = phrases.histogramOf(name, numbers.length, numberText(low), numberText(high));
  return {
    left: leftOf(y, undefined),
    spoken: share === undefined ? spoken : `${spoken}, ${share}`,
    marks: [
      ...axisMarks(area, x, y, {}),
      ...counted.flatMap((each) => bar(each, x, y, area, fill)),
      { kind: "text", at: { x: 0, y: -11 }, parts: [name], size: 13, fill: "ink", anchor: "start" },
      ...(share === undefined
        ? []
        : [
            {
              kind: "text" as const,
              at: { x: area.width, y: -11 },
              parts: [share],
              size: 12,
              fill: saturated !== undefined && saturated > 0.5 ? ("negative" as const) : ("muted" as const),
              anchor: "end" as const,
              bold: saturated !== undefined && saturated > 0.5,
            },
          ]),
    ],
  };
}

function bar(
  each: { readonly length: number; readonly x0?: number | undefined; readonly x1?: number | undefined },
  x: Scale,
  y: Scale,
  area: Area,
  fill: Role,
): Mark[] {
  const { x0, x1, length } = each;
  if (length === 0 || x0 === undefined || x1 === undefined) return [];
  const [left, right, top] = [x.at(x0), x.at(x1), y.at(length)];
  return [
    {
      kind: "rectangle",
      x: left + 0.5,
      y: top,
      width: Math.max(1, right - left - 1),
      height: area.height - top,
      fill,
      fillOpacity: 0.85,
    },
  ];
}
