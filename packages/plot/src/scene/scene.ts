import type { Name, SymbolName } from "@chainrule/graph";
import type { Role } from "./theme";

/*
 * A picture as plain data: marks in pixels, x to the right and y downwards, with colours by their role. Whatever draws makes a
 * scene; `sceneToSvg` prints it, and so may any other printer.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The name of an operation, or the symbol of a function of which only that is known. */
export type FunctionName = string | SymbolName;

/** What a text is made of: words as they stand, names as formulas have them, the sign of an operation. */
export type TextPart = string | Name | { readonly operation: FunctionName };

/** How a closed shape is painted. Opacities are from 0 to 1. */
export interface Paint {
  readonly fill?: Role;
  readonly fillOpacity?: number;
  readonly stroke?: Role;
  readonly strokeWidth?: number;
  /** Lengths of dashes and gaps, in pixels. */
  readonly dash?: readonly number[];
}

/** Two points: a line. Otherwise `3 n + 1` points: a chain of n cubic Bezier curves. */
export interface Curve {
  readonly kind: "curve";
  readonly path: readonly Point[];
  readonly stroke: Role;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Where the arrow's head is. */
  readonly head?: "start" | "end";
  readonly opacity?: number;
}

/** Straight lines from point to point; a new list begins where the pen is lifted. */
export interface Polyline {
  readonly kind: "polyline";
  readonly lines: readonly (readonly Point[])[];
  readonly stroke: Role;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** Closed rings of straight lines; a ring inside another is a hole (even-odd). */
export interface Area extends Paint {
  readonly kind: "area";
  readonly rings: readonly (readonly Point[])[];
}

export interface Rectangle extends Paint {
  readonly kind: "rectangle";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The radius of its corners. */
  readonly corner?: number;
}

export interface Circle extends Paint {
  readonly kind: "circle";
  /** The centre. */
  readonly at: Point;
  readonly radius: number;
}

export interface Text {
  readonly kind: "text";
  /** The middle of its height; across, what `anchor` says. */
  readonly at: Point;
  readonly parts: readonly TextPart[];
  /** The size of the font in pixels. */
  readonly size: number;
  readonly fill: Role;
  /** `middle` if left out. */
  readonly anchor?: "start" | "middle" | "end";
  /** Turned a quarter to the left, around `at`. */
  readonly upwards?: boolean;
  readonly bold?: boolean;
  /** Whether what lies below is kept off by an outline in the colour of the paper. */
  readonly halo?: boolean;
  readonly opacity?: number;
}

/** Marks that belong together. */
export interface Group {
  readonly kind: "group";
  readonly marks: readonly Mark[];
  /** What a reader sees who points at it. */
  readonly title?: string;
  /** By how much its marks are moved. */
  readonly shift?: Point;
  /** What it stands for, one word: `node`, `edge`, `series`. */
  readonly role?: string;
  /** The name of the quantity that it shows, as `nameText` writes it; of an edge, of what comes along it. */
  readonly of?: string;
  readonly opacity?: number;
}

export type Mark = Curve | Polyline | Area | Rectangle | Circle | Text | Group;

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** What it is of, in one line. */
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly description?: string;
  /** From back to front. */
  readonly marks: readonly Mark[];
  /** Of a chart with data that are pairs: where they are drawn, so that a place in the picture can be read as data. */
  readonly plane?: Plane;
}

/** A part of a picture, in pixels, and what its edges mean in the data: y runs upwards there. */
export interface Plane {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: readonly [left: number, right: number];
  readonly y: readonly [below: number, above: number];
}
