import { type Paint, paints } from "./colour";
import { type FunctionNotation, functionNotation } from "./functions";
import type { Label, Picture, PictureEdge, PictureNode, Point } from "./picture";

/* What both printers draw for a node: its texts, dots and colours. */

/** The texts of a node: its name, and below it the function that it applies. */
export interface NodeTexts {
  readonly label?: { readonly text: Label; readonly at: Point };
  readonly function?: { readonly notation: FunctionNotation; readonly at: Point };
}

export function textsOf({ x, y, label, function: operation }: PictureNode): NodeTexts {
  const both = label !== undefined && operation !== undefined;
  return {
    ...(label && { label: { text: label, at: { x, y: both ? y - 8 : y } } }),
    ...(operation && {
      function: { notation: functionNotation(operation), at: { x, y: both ? y + 13 : y } },
    }),
  };
}

/** The centres of an ellipsis: downwards within a column, to the right where whole columns are left out. */
export function dotsOf({ kind, x, y, width, height }: PictureNode): readonly Point[] {
  if (kind !== "ellipsis") return [];
  return [-10, 0, 10].map((step) => (height > width ? { x, y: y + step } : { x: x + step, y }));
}

export function paintOf({ kind, outline }: PictureNode): Paint | undefined {
  return kind === "ellipsis" || kind === "constant" || outline === "none" ? undefined : paints[kind];
}

/** Whether an edge leads from a bias that several units share. */
export function isLight(edge: PictureEdge, { nodes }: Picture): boolean {
  const from = nodes[edge.from];
  return from?.kind === "bias" && from.outline === "circle";
}

/** Rounded to hundredths. */
export const fixed = (value: number): number => Math.round(value * 100) / 100;
