import type { Node } from "@chainrule/graph";
import { nameText } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import type { NetworkLike } from "../network/model";
import { rangeOf } from "../numbers/format";
import { checkedNumber } from "../options";
import { type PictureOptions, readOptions } from "../picture-options";
import { type Caption, framed, originOf } from "../scene/framed";
import type { Mark, Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { type Role, seriesRole } from "../scene/theme";
import { type Area, axisMarks, belowOf, leftOf } from "./axes";
import { type Canvas, linesAt, ringsAbove } from "./contours";
import { fieldsOf, gridOf } from "./field";
import { planeModelOf } from "./plane-model";
import { type Data, dataOf, pointMark } from "./points";
import { scaleOf } from "./scale";

export interface PlotRegionsOptions extends PictureOptions {
  /** The two inputs, scalars, or one of two entries; those of the model if left out. */
  readonly inputs?: readonly Node[];
  /** Data: pairs of numbers, with the class of each. */
  readonly points?: readonly (readonly number[])[];
  readonly labels?: readonly (number | string | readonly number[])[];
  /** From where to where the axes run; around the data if left out. */
  readonly x?: readonly [number, number];
  readonly y?: readonly [number, number];
  /** Above which value a single output means the second class: 0.5 after a sigmoid, softmax, step or comparison, else 0, if left out. */
  readonly threshold?: number;
  /** Whether the lines are drawn at which the weighted sums of units inside are 0; they are, of at most 12, if left out. */
  readonly units?: boolean;
  /** How many points along each axis are computed, 200 if left out. */
  readonly resolution?: number;
}

const KEYS = {
  inputs: true,
  points: true,
  labels: true,
  x: true,
  y: true,
  threshold: true,
  units: true,
  resolution: true,
} as const;

const AREA: Area = { width: 400, height: 400 };
const MOST_LINES = 12;
/** How sure an output is, as parts of the way from the threshold to its largest value, and how strongly that is painted. */
const BANDS = [0, 0.25, 0.5, 0.75] as const;
const BAND_OPACITY = 0.11;

/**
 * What a network of two inputs decides where, SVG: regions, stronger the surer, their boundary, the line of each unit inside,
 * and data. A single output is compared with a threshold; of several the largest wins.
 * @throws ChainruleError OPERAND, OPTION, SHAPE, UNBOUND
 * @example plotRegions(mlp(2, [2, 1], { weights: glorot(1) }), { points: [[0, 0], [0, 1]], labels: [0, 1] })
 */
export function plotRegions(
  model: Node | readonly Node[] | NetworkLike,
  options?: PlotRegionsOptions,
): Markup {
  const { theme } = readOptions(options, KEYS, "plotRegions");
  return sceneToSvg(regionsScene(model, options), { theme });
}

/** The same as a scene, for other printers. */
export function regionsScene(
  given: Node | readonly Node[] | NetworkLike,
  options?: PlotRegionsOptions,
): Scene {
  const read = readOptions(options, KEYS, "plotRegions");
  const { phrases } = read;
  const model = planeModelOf(given, read.inputs, "plotRegions");
  const data = dataOf(read.points, read.labels, "plotRegions");
  const x = scaleOf(read.x ?? around(data, 0), [0, AREA.width], { exact: true });
  const y = scaleOf(read.y ?? around(data, 1), [AREA.height, 0], { exact: true });
  const count = checkedNumber("resolution", read.resolution ?? 200, [2, 2000], "plotRegions");
  const grid = gridOf(x.domain, y.domain, count);
  const canvas: Canvas = { grid, ...AREA };
  const nets = read.units === false ? [] : model.nets;
  const fields = fieldsOf([...model.outputs, ...nets.map(({ net }) => net)], model.plane, grid);
  const outputs = fields.slice(0, model.outputs.length).flat();
  const [only] = outputs;
  const threshold = checkedNumber(
    "threshold",
    read.threshold ?? usualThreshold(model.outputs[0]),
    [-1e300, 1e300],
    "plotRegions",
  );
  const margins = only && outputs.length === 1 ? twoClasses(only, threshold) : wins(outputs);
  const lines = fields
    .slice(model.outputs.length)
    .map((entries) => entries.map((field) => linesAt(field, 0, canvas)));
  const isShown = lines.flat().length <= MOST_LINES;
  const hasUnits = isShown && lines.flat(2).length > 0;
  // Of two classes either has the whole boundary.
  const boundaries = margins
    .slice(margins.length === 2 ? 1 : 0)
    .map((field) => linesAt(field, 0, canvas))
    .filter((each) => each.length > 0);
  const names = axisNames(model.names);
  const left = leftOf(y, names.y);
  const marks: Mark[] = [
    ...margins.flatMap((field, k) => bands(field, seriesRole(k), canvas)),
    ...axisMarks(AREA, x, y, names),
    ...(isShown
      ? lines.flatMap((entries, k) =>
          unitLines(entries, nets[k]?.name && nameText(nets[k].name), phrases.unitLine),
        )
      : []),
    ...boundaries.map((lines): Mark => ({ kind: "polyline", lines, stroke: "ink", width: 2 })),
    ...data.points.map(([px, py], k) => pointMark({ x: x.at(px), y: y.at(py) }, data.classOf[k] ?? 0)),
  ];
  const captions: Caption[] = [
    ...(boundaries.length > 0 ? [{ text: phrases.boundary, sample: { stroke: "ink" as const } }] : []),
    ...(hasUnits ? [{ text: phrases.unitLines, sample: { stroke: "muted" as const, dash: [5, 4] } }] : []),
  ];
  const scene = framed(
    {
      width: left + AREA.width + 14,
      height: AREA.height + belowOf(names.x) + 8,
      marks: [{ kind: "group", shift: { x: left, y: 8 }, marks }],
    },
    {
      heading: read.title,
      title: read.title ?? phrases.regions,
      description: describedRegions(margins, data, phrases.classOf),
      captions,
    },
  );
  const corner = originOf(read.title);
  return {
    ...scene,
    plane: { left: corner.x + left, top: corner.y + 8, ...AREA, x: x.domain, y: y.domain },
  };
}

const axisNames = ([x, y]: ReturnType<typeof planeModelOf>["names"]) => ({ x: x && [x], y: y && [y] });

/** Outputs that are shares or truth values are compared with a half. */
/** Operations whose values lie between 0 and 1. */
const SHARES: ReadonlySet<string> = new Set([
  "sigmoid",
  "step",
  "softmax",
  "gt",
  "ge",
  "lt",
  "le",
  "eq",
  "ne",
]);

function usualThreshold(output: Node | undefined): number {
  const body = output?.op.kind === "naming" ? output.inputs[0] : output;
  return body !== undefined && SHARES.has(body.op.name) ? 0.5 : 0;
}

/** By how much each of two classes is ahead, as a part of the farthest that it gets. */
function twoClasses(field: Float64Array, threshold: number): Float64Array[] {
  return [field.map((value) => threshold - value), field.map((value) => value - threshold)];
}

/** By how much each class is ahead of the best other. */
function wins(fields: readonly Float64Array[]): Float64Array[] {
  return fields.map((field, k) => {
    const margin = field.slice();
    for (let i = 0; i < field.length; i++) {
      let best = Number.NEGATIVE_INFINITY;
      for (const [j, other] of fields.entries()) if (j !== k) best = Math.max(best, other[i] ?? best);
      margin[i] = (field[i] ?? 0) - best;
    }
    return margin;
  });
}

/** The region of a class, painted over itself where it is surer. */
function bands(margin: Float64Array, fill: Role, canvas: Canvas): Mark[] {
  const [, most] = rangeOf(margin);
  if (!(most > 0)) return [];
  return BANDS.flatMap((part): Mark[] => {
    // What is exactly on the boundary belongs to no region.
    const rings = ringsAbove(margin, part === 0 ? Number.MIN_VALUE : part * most, canvas);
    return rings.length === 0 ? [] : [{ kind: "area", rings, fill, fillOpacity: BAND_OPACITY }];
  });
}

function unitLines(
  entries: readonly (readonly (readonly { readonly x: number; readonly y: number }[])[])[],
  name: string | undefined,
  phrase: (name: string) => string,
): Mark[] {
  return entries
    .filter((lines) => lines.length > 0)
    .map(
      (lines): Mark => ({
        kind: "group",
        role: "unit",
        ...(name !== undefined && { title: phrase(name) }),
        marks: [{ kind: "polyline", lines, stroke: "muted", width: 1.3, dash: [5, 4] }],
      }),
    );
}

/** The range of the data with room around it, or that of the unit square. */
function around({ points }: Data, axis: 0 | 1): readonly [number, number] {
  const [low, high] = points.length === 0 ? [0, 1] : rangeOf(points.map((point) => point[axis]));
  const room = high > low ? 0.15 * (high - low) : 1;
  return [low - room, high + room];
}

function describedRegions(
  margins: readonly Float64Array[],
  data: Data,
  classOf: (label: string) => string,
): string {
  return margins
    .map((margin, k) => {
      const share = margin.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / margin.length;
      return `${classOf(data.classes[k] || String(k))}: ${Math.round(100 * share)} %`;
    })
    .join("; ");
}
