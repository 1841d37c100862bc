import { ChainruleError } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";
import type { Mark, Point } from "../scene/scene";
import { seriesRole } from "../scene/theme";

/* Data in a plane: points with the class that each belongs to. */

export interface Data {
  readonly points: readonly (readonly [number, number])[];
  /** Of each point, the place of its class in `classes`. */
  readonly classOf: readonly number[];
  readonly classes: readonly string[];
}

/** @throws ChainruleError OPERAND for points that are no pairs of numbers, SHAPE for labels of another number */
export function dataOf(points: unknown, labels: unknown, where: string): Data {
  const list = points === undefined ? [] : points;
  const isPair = (each: unknown): each is readonly [number, number] =>
    Array.isArray(each) && each.length === 2 && each.every((entry) => typeof entry === "number");
  if (!Array.isArray(list) || !list.every(isPair))
    throw new ChainruleError("OPERAND", "points are pairs of numbers", {
      where: `${where}: points`,
      got: described(points),
    });
  const given: unknown[] = Array.isArray(labels) ? labels.map(labelText) : list.map(() => "");
  if (given.length !== list.length)
    throw new ChainruleError("SHAPE", "one label for each point", {
      where: `${where}: labels`,
      got: `${given.length} labels`,
      expected: `${list.length}`,
    });
  const texts = given.map(String);
  const isNumeric = texts.every((text) => Number.isFinite(Number(text)));
  const classes = [...new Set(texts)].sort((a, b) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  return { points: list, classOf: texts.map((text) => classes.indexOf(text)), classes };
}

/** A label as text; a list with one entry larger than the others is the place of that (one-hot), of one entry the entry. */
function labelText(label: unknown): string {
  if (!Array.isArray(label)) return String(label);
  return label.length === 1 ? String(label[0]) : String(label.indexOf(Math.max(...label)));
}

const RADIUS = 4;

/** The mark of a class: a circle, a square, a triangle, a diamond, so that colour is not needed to tell them. */
export function pointMark(at: Point, k: number): Mark {
  const paint = { fill: seriesRole(k), stroke: "paper" as const, strokeWidth: 1.2 };
  const { x, y } = at;
  const r = RADIUS;
  if (k % 4 === 0) return { kind: "circle", at, radius: r, ...paint };
  if (k % 4 === 1) return { kind: "rectangle", x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint };
  const ring =
    k % 4 === 2
      ? [
          { x, y: y - r * 1.3 },
          { x: x + r * 1.2, y: y + r },
          { x: x - r * 1.2, y: y + r },
        ]
      : [
          { x, y: y - r * 1.4 },
          { x: x + r * 1.4, y },
          { x, y: y + r * 1.4 },
          { x: x - r * 1.4, y },
        ];
  return { kind: "area", rings: [ring], ...paint };
}
