import type { Diagram } from "../layered/diagram";
import type { Rooms } from "../layered/labels";
import type { Figures, Label } from "../layered/picture";
import { FONT } from "../layered/size";
import type { TextPart } from "../scene/scene";
import { runsOf, textWidth } from "../scene/typeset";

/** What stands on an edge. */
export interface EdgeText {
  readonly label?: Label;
  readonly figures?: Figures;
}

/** A label as text, with its sign. */
export const labelParts = ({ name, negative }: Label): readonly TextPart[] =>
  negative ? [{ operation: "neg" }, name] : [name];

const hasText = ({ label, figures }: EdgeText): boolean =>
  label !== undefined || figures?.value !== undefined || figures?.gradient !== undefined;

/** The first line of what stands on an edge: the name and its value. */
export function firstLine({ label, figures }: EdgeText): { readonly name: number; readonly value: number } {
  const name = label === undefined ? 0 : textWidth(labelParts(label), FONT.edge);
  const value = figures?.value === undefined ? 0 : textWidth([figures.value], FONT.figure);
  return { name, value: name > 0 && value > 0 ? value + VALUE_GAP : value };
}

/** The room between a name and its value on one line. */
export const VALUE_GAP = 5;

export function labelWidth(text: EdgeText): number {
  const { name, value } = firstLine(text);
  const gradient = text.figures?.gradient;
  return Math.max(name + value, gradient === undefined ? 0 : textWidth([gradient], FONT.figure)) + 6;
}

/** The height of the first line: more if it has both a subscript and a superscript. */
export function lineHeight({ label, figures }: EdgeText): number {
  if (label === undefined) return figures?.value === undefined ? 0 : 17;
  const levels = new Set(runsOf(labelParts(label)).map((run) => run.level));
  return levels.size === 3 ? 25 : 19;
}

/** The height that a text needs for itself. */
export const labelHeight = (text: EdgeText): number =>
  lineHeight(text) + (text.figures?.gradient === undefined ? 0 : GRADIENT_LINE);

/** The height of the line below, with the gradient. */
export const GRADIENT_LINE = 15;

/** What has to be kept free for the texts on the edges of a diagram. */
export const edgeRooms = ({ links }: Diagram): Rooms =>
  new Map(
    links.filter(hasText).map((link) => [link, { width: labelWidth(link), height: labelHeight(link) }]),
  );
