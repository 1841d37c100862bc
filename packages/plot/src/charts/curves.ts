import { ChainruleError, checkChoice } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import { numberText, rangeOf } from "../numbers/format";
import { checkedText } from "../options";
import { type PictureOptions, readOptions } from "../picture-options";
import { framed } from "../scene/framed";
import type { Mark, Scene, TextPart } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { seriesRole } from "../scene/theme";
import { textWidth } from "../scene/typeset";
import { type Area, axisMarks, belowOf, FONT, leftOf } from "./axes";
import { clipped, linesOf, type Pair } from "./line";
import { scaleOf } from "./scale";
import { type NamedValues, type Series, seriesOf, type Values } from "./series";

export interface PlotCurvesOptions extends PictureOptions {
  /** Which axes are logarithmic: `y` is also `true`. What is not above 0 is left out there. */
  readonly log?: boolean | "x" | "y" | "both";
  /** What runs along the axes; of losses, "step" and "loss" in the picture's language. */
  readonly x?: string;
  readonly y?: string;
}

const KEYS = { log: true, x: true, y: true } as const;

/**
 * Curves such as a loss over the steps of a training, SVG: one series, or several by name, on a linear or logarithmic axis.
 * @throws ChainruleError OPERAND for what is no series of numbers, OPTION
 * @example plotCurves({ training: result.losses, validation: [[0, 0.9], [100, 0.4]] }, { log: true })
 */
export function plotCurves(series: Values | NamedValues, options?: PlotCurvesOptions): Markup {
  const { theme } = readOptions(options, KEYS, "plotCurves");
  return sceneToSvg(curvesScene(series, options), { theme });
}

/** The same as a scene, for other printers. */
export function curvesScene(given: Values | NamedValues, options?: PlotCurvesOptions): Scene {
  const read = readOptions(options, KEYS, "plotCurves");
  const series = seriesOf(given, "plotCurves");
  const asked = read.log === true ? "y" : read.log || undefined;
  const log = checkChoice(asked, ["none", "x", "y", "both"], "plotCurves: log") ?? "none";
  if (series.every(({ pairs }) => pairs.length === 0))
    throw new ChainruleError("OPERAND", "there is nothing to plot", { where: "plotCurves" });
  const isLoss = series.length === 1 && series[0]?.name === undefined;
  const { phrases } = read;
  const spoken = series.flatMap(({ name, pairs }) => {
    const [first, last] = [pairs[0], pairs.at(-1)];
    return first && last
      ? [phrases.curve(name ?? phrases.loss, numberText(first[1]), numberText(last[1]))]
      : [];
  });
  return chart(series, {
    logX: log === "x" || log === "both",
    logY: log === "y" || log === "both",
    x: [read.x === undefined ? phrases.step : checkedText("x", read.x, "plotCurves")],
    y:
      read.y === undefined ? (isLoss ? [phrases.loss] : undefined) : [checkedText("y", read.y, "plotCurves")],
    heading: read.title,
    title: read.title ?? series.map(({ name }) => name ?? phrases.loss).join(", "),
    description: spoken.join("; "),
  });
}

/** A series, and where its line is cut. */
export interface Line extends Series {
  readonly isCut?: (before: Pair, after: Pair) => boolean;
}

export interface ChartWords {
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** The ends of the axes; round numbers around everything if left out. */
  readonly domainX?: readonly [number, number];
  readonly domainY?: readonly [number, number];
  readonly x: readonly TextPart[];
  readonly y?: readonly TextPart[] | undefined;
  readonly heading: string | undefined;
  readonly title: string;
  readonly description: string;
}

const AREA: Area = { width: 560, height: 300 };
/** The least distance of two names at the ends of lines. */
const NAME_HEIGHT = 17;
/** Lines after the sixth are dashed, so that each is told by more than its colour. */
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [8, 4], [2, 4], [10, 3, 2, 3]];

/** Lines in one chart, named at their ends. */
export function chart(lines: readonly Line[], words: ChartWords): Scene {
  const usable = (log: boolean | undefined) => (value: number) =>
    Number.isFinite(value) && (!log || value > 0);
  const all = lines.flatMap(({ pairs }) => pairs);
  const x = scaleOf(
    words.domainX ?? rangeOf(all.map(([value]) => value).filter(usable(words.logX))),
    [0, AREA.width],
    { log: words.logX ?? false, exact: true, ticks: 8 },
  );
  const y = scaleOf(
    words.domainY ?? rangeOf(all.map(([, value]) => value).filter(usable(words.logY))),
    [AREA.height, 0],
    { log: words.logY ?? false, exact: words.domainY !== undefined },
  );
  const left = leftOf(y, words.y);
  const drawn = lines.map((line) => clipped(linesOf(line.pairs, x, y, line.isCut), AREA));
  const names = endNames(lines, drawn);
  const marks: Mark[] = [
    ...axisMarks(AREA, x, y, { x: words.x, y: words.y }),
    ...drawn.map((points, k): Mark => {
      const dash =
        DASHES[Math.floor(k / 6) % DASHES.length] ?? (k % 2 === 1 && lines.length > 1 ? [8, 4] : undefined);
      const { name } = lines[k] as Line; // one for each
      return {
        kind: "group",
        role: "series",
        ...(name !== undefined && { title: name }),
        marks: [{ kind: "polyline", lines: points, stroke: seriesRole(k), width: 2, ...(dash && { dash }) }],
      };
    }),
    ...names.marks,
  ];
  return framed(
    {
      width: left + AREA.width + Math.max(18, names.width),
      height: AREA.height + belowOf(words.x) + 8,
      marks: [{ kind: "group", shift: { x: left, y: 8 }, marks }],
    },
    { heading: words.heading, title: words.title, description: words.description },
  );
}

/** The names of lines beside their last points, moved apart where they would touch. */
function endNames(
  lines: readonly Line[],
  drawn: readonly (readonly (readonly { readonly x: number; readonly y: number }[])[])[],
): { readonly marks: Mark[]; readonly width: number } {
  const wanted = lines
    .flatMap(({ parts }, k) => {
      const end = drawn[k]?.at(-1)?.at(-1);
      return parts === undefined || end === undefined ? [] : [{ parts, k, y: end.y }];
    })
    .sort((a, b) => a.y - b.y);
  let next = Number.NEGATIVE_INFINITY;
  const placed = wanted.map((each) => {
    const y = Math.max(each.y, next);
    next = y + NAME_HEIGHT;
    return { ...each, y };
  });
  // What was pushed below the chart is pushed back.
  let most = AREA.height + 4;
  for (const each of [...placed].reverse()) {
    each.y = Math.min(each.y, most);
    most = each.y - NAME_HEIGHT;
  }
  return {
    marks: placed.map(({ parts, k, y }) => ({
      kind: "text",
      at: { x: AREA.width + 8, y },
      parts,
      size: FONT.label,
      fill: seriesRole(k),
      anchor: "start",
    })),
    width: Math.max(0, ...placed.map(({ parts }) => textWidth(parts, FONT.label) + 14)),
  };
}
