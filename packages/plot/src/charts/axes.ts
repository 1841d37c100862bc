import type { Mark, TextPart } from "../scene/scene";
import { textWidth } from "../scene/typeset";
import type { Scale } from "./scale";

/* The frame of a chart: grid, ticks and what the axes are called. */

export const FONT = { tick: 11.5, axis: 14.5, label: 14 } as const;

/** Where a chart stands: the inner area, without ticks and names of axes. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

/** What is written beside an axis. */
export type AxisName = readonly TextPart[] | undefined;

/** The room that ticks and the name of the axis need at the left of a chart. */
export const leftOf = ({ ticks }: Scale, name: AxisName): number =>
  Math.max(0, ...ticks.map(({ text }) => textWidth([text], FONT.tick))) + 10 + (name === undefined ? 0 : 22);

/** The room below a chart. */
export const belowOf = (name: AxisName): number => 22 + (name === undefined ? 0 : 20);

/** Grid and ticks of a chart whose area begins at 0, 0. */
export function axisMarks(
  { width, height }: Area,
  x: Scale,
  y: Scale,
  names: { x?: AxisName; y?: AxisName },
): Mark[] {
  const vertical = x.ticks.map(({ value }) => [
    { x: x.at(value), y: 0 },
    { x: x.at(value), y: height },
  ]);
  const horizontal = y.ticks.map(({ value }) => [
    { x: 0, y: y.at(value) },
    { x: width, y: y.at(value) },
  ]);
  const left = leftOf(y, undefined);
  return [
    { kind: "polyline", lines: [...vertical, ...horizontal], stroke: "grid", width: 1 },
    { kind: "polyline", lines: [corner(width, height)], stroke: "muted", width: 1.2 },
    ...apart(x).map(
      ({ value, text }): Mark => ({
        kind: "text",
        at: { x: x.at(value), y: height + 13 },
        parts: [text],
        size: FONT.tick,
        fill: "muted",
      }),
    ),
    ...y.ticks.map(
      ({ value, text }): Mark => ({
        kind: "text",
        at: { x: -7, y: y.at(value) },
        parts: [text],
        size: FONT.tick,
        fill: "muted",
        anchor: "end",
      }),
    ),
    ...(names.x === undefined
      ? []
      : [
          {
            kind: "text" as const,
            at: { x: width / 2, y: height + 33 },
            parts: names.x,
            size: FONT.axis,
            fill: "ink" as const,
          },
        ]),
    ...(names.y === undefined
      ? []
      : [
          {
            kind: "text" as const,
            at: { x: -left - 8, y: height / 2 },
            parts: names.y,
            size: FONT.axis,
            fill: "ink" as const,
            upwards: true,
          },
        ]),
  ];
}

/** The ticks whose texts do not touch. */
function apart({ ticks, at }: Scale): Scale["ticks"] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ value, text }) => {
    const half = textWidth([text], FONT.tick) / 2;
    if (at(value) - half < end + 4) return false;
    end = at(value) + half;
    return true;
  });
}

const corner = (width: number, height: number) => [
  { x: 0, y: 0 },
  { x: 0, y: height },
  { x: width, y: height },
];
