import { contours } from "d3-contour";
import type { Point } from "../scene/scene";
import type { Grid } from "./field";

/* Where a field has a value, as rings and lines in pixels. */

/** A grid on a picture. */
export interface Canvas {
  readonly grid: Grid;
  readonly width: number;
  readonly height: number;
}

/** The rings around everything where a field is at least `level`; holes are rings too. */
export function ringsAbove(field: Float64Array, level: number, canvas: Canvas): Point[][] {
  const { grid, width, height } = canvas;
  // it only looks at entries, by their places
  const shape = contours()
    .size([grid.columns, grid.rows])
    .contour(field as unknown as number[], level);
  return shape.coordinates.flatMap((polygon) =>
    polygon.map((ring) =>
      ring.map(([x = 0, y = 0]) => ({ x: (x / grid.columns) * width, y: (y / grid.rows) * height })),
    ),
  );
}

/** The lines where a field crosses a value: the rings without what runs along the border of the grid. */
export function linesAt(field: Float64Array, level: number, canvas: Canvas): Point[][] {
  const { width, height, grid } = canvas;
  const [dx, dy] = [(0.5 * width) / grid.columns, (0.5 * height) / grid.rows];
  const sidesOf = ({ x, y }: Point): boolean[] => [x <= dx, x >= width - dx, y <= dy, y >= height - dy];
  const isBorder = (a: Point, b: Point): boolean => {
    const [p, q] = [sidesOf(a), sidesOf(b)];
    return p.some((side, k) => side && q[k]);
  };
  return ringsAbove(field, level, canvas).flatMap((ring) => {
    const lines: Point[][] = [];
    let line: Point[] = [];
    for (const [k, point] of ring.entries()) {
      const last = ring[k - 1];
      if (last !== undefined && isBorder(last, point)) {
        if (line.length > 1) lines.push(line);
        line = [];
      }
      line.push(point);
    }
    if (line.length > 1) lines.push(line);
    return lines;
  });
}
