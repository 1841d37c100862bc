import type { Mark, Point, Scene } from "./scene";
import type { Role } from "./theme";
import { textWidth } from "./typeset";

/* A picture with its heading above and what explains it below. */

const MARGIN = 14;
const HEADING = { height: 32, size: 16 } as const;
const CAPTION = { height: 20, size: 12.5, sample: 26 } as const;

/** One line below a picture: what a colour means. */
export interface Caption {
  readonly text: string;
  readonly fill?: Role;
  /** A line as it is drawn in the picture, before the text. */
  readonly sample?: { readonly stroke: Role; readonly dash?: readonly number[] };
}

/** What is in the frame: marks whose origin is the upper left corner. */
export interface Content {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Where the content of a framed scene begins. */
export const originOf = (heading: string | undefined): Point => ({
  x: MARGIN,
  y: heading === undefined ? MARGIN : HEADING.height + MARGIN / 2,
});

/** A scene of a picture, with margins; `heading` is written above it. */
export function framed(
  content: Content,
  words: Pick<Scene, "title" | "description"> & {
    readonly heading?: string | undefined;
    readonly captions?: readonly Caption[];
  },
): Scene {
  const { heading, captions = [], title, description } = words;
  const shift = originOf(heading);
  const widths = [
    content.width,
    heading === undefined ? 0 : textWidth([heading], HEADING.size) * 1.08,
    ...captions.map(
      ({ text, sample }) => textWidth([text], CAPTION.size) + (sample ? CAPTION.sample + 6 : 0),
    ),
  ];
  const below = shift.y + content.height + (captions.length > 0 ? 8 : 0);
  return {
    width: Math.ceil(Math.max(...widths) + 2 * MARGIN),
    height: Math.ceil(below + captions.length * CAPTION.height + MARGIN),
    title,
    ...(description !== undefined && { description }),
    marks: [
      ...(heading === undefined ? [] : [headingText(heading)]),
      { kind: "group", shift, marks: content.marks },
      ...captions.flatMap((caption, k) => captionMarks(caption, below + (k + 0.5) * CAPTION.height)),
    ],
  };
}

const headingText = (text: string): Mark => ({
  kind: "text",
  at: { x: MARGIN, y: HEADING.height / 2 + 4 },
  parts: [text],
  size: HEADING.size,
  bold: true,
  fill: "ink",
  anchor: "start",
});

function captionMarks({ text, fill = "muted", sample }: Caption, y: number): Mark[] {
  const start = MARGIN + (sample ? CAPTION.sample + 6 : 0);
  const words: Mark = {
    kind: "text",
    at: { x: start, y },
    parts: [text],
    size: CAPTION.size,
    fill,
    anchor: "start",
  };
  if (sample === undefined) return [words];
  const line = [
    { x: MARGIN, y },
    { x: MARGIN + CAPTION.sample, y },
  ];
  return [{ kind: "polyline", lines: [line], width: 3, ...sample }, words];
}
