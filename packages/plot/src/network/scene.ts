import { nameText } from "@chainrule/graph";
import type { NodeKind, Picture, PictureEdge, PictureNode } from "../layered/picture";
import { FONT } from "../layered/size";
import type { Curve, Mark, Paint, Point, Scene } from "../scene/scene";
import type { Role } from "../scene/theme";
import {
  firstLine,
  GRADIENT_LINE,
  labelHeight,
  labelParts,
  labelWidth,
  lineHeight,
  VALUE_GAP,
} from "./edge-text";
import { FIGURE_LINE } from "./size";

/* A network that has its place, as marks. */

/** Fill and outline differ in lightness too, so that they print in grey. */
const paints: Readonly<
  Record<Exclude<NodeKind, "ellipsis" | "constant">, readonly [fill: Role, line: Role]>
> = {
  input: ["inputFill", "inputLine"],
  symbol: ["inputFill", "inputLine"],
  unit: ["unitFill", "unitLine"],
  operation: ["unitFill", "unitLine"],
  value: ["valueFill", "valueLine"],
  loss: ["lossFill", "lossLine"],
  target: ["paper", "targetLine"],
  bias: ["biasFill", "biasLine"],
};

/** How faint is what does not lie on the highlighted path. */
const ASIDE = 0.28;

/** The marks of a picture, from back to front: edges, what stands on them, nodes. */
export function pictureMarks(picture: Picture): Mark[] {
  const isHighlighting = picture.edges.some((edge) => edge.highlighted);
  const group = (role: string, marks: readonly Mark[], part: PictureNode | PictureEdge): Mark[] => {
    if (marks.length === 0) return [];
    const { tip, highlighted } = part;
    const of = part.of === undefined ? {} : { of: nameText(part.of) };
    const aside = isHighlighting && !highlighted ? { opacity: ASIDE } : {};
    return [{ kind: "group", role, marks, ...of, ...(tip && { title: tip }), ...aside }];
  };
  return [
    ...inFront(picture.edges).flatMap((edge) => group("edge", [edgeCurve(edge, picture)], edge)),
    ...picture.edges.flatMap((edge) => group("label", edgeText(edge), edge)),
    ...picture.nodes.flatMap((node) => group("node", nodeMarks(node), node)),
  ];
}

/** A picture alone; `title` says what it is of. */
export const pictureScene = (picture: Picture, title: string): Scene => ({
  width: picture.width,
  height: picture.height,
  title,
  marks: pictureMarks(picture),
});

/** What is highlighted is drawn last. */
const inFront = (edges: readonly PictureEdge[]): PictureEdge[] => [
  ...edges.filter((edge) => !edge.highlighted),
  ...edges.filter((edge) => edge.highlighted),
];

const THINNEST = 0.8;
const THICKEST = 5;

function edgeCurve(edge: PictureEdge, picture: Picture): Curve {
  const { path, strength, highlighted } = edge;
  const line = { kind: "curve" as const, path };
  // The backward path runs against the arrows.
  if (highlighted === "path") return { ...line, stroke: "gradient", width: 2.6, head: "start" };
  if (strength === undefined) {
    const head = picture.dense ? {} : { head: "end" as const };
    return {
      ...line,
      stroke: isLight(edge, picture) ? "faint" : "muted",
      width: picture.dense ? 0.6 : 1.2,
      ...head,
    };
  }
  const [size, stroke] = [Math.abs(strength), strength < 0 ? ("negative" as const) : ("positive" as const)];
  if (picture.dense) return { ...line, stroke, width: 0.4 + 2.2 * size, opacity: 0.2 + 0.75 * size };
  const dash = strength < 0 ? { dash: [7, 3] } : {};
  return { ...line, stroke, width: THINNEST + size * (THICKEST - THINNEST), ...dash, opacity: 0.85 };
}

/** Whether an edge leads from a bias that several units share. */
function isLight(edge: PictureEdge, { nodes }: Picture): boolean {
  const from = nodes[edge.from];
  return from?.kind === "bias" && from.outline === "circle";
}

function edgeText(edge: PictureEdge): Mark[] {
  const { label, figures, labelAt } = edge;
  if (labelAt === undefined) return [];
  const width = labelWidth(edge);
  const height = labelHeight(edge) - 2;
  const { x } = labelAt;
  const halo: Mark = {
    kind: "rectangle",
    x: x - width / 2,
    y: labelAt.y - height / 2,
    width,
    height,
    corner: 4,
    fill: "paper",
  };
  const below = figures?.gradient === undefined ? 0 : GRADIENT_LINE / 2;
  const y = labelAt.y - below;
  const { name, value } = firstLine(edge);
  const left = x - (name + value) / 2;
  const marks: Mark[] = [halo];
  if (label !== undefined)
    marks.push({
      kind: "text",
      at: { x: left + name / 2, y },
      parts: labelParts(label),
      size: FONT.edge,
      fill: "ink",
    });
  if (figures?.value !== undefined) {
    const start = name === 0 ? left : left + name + VALUE_GAP;
    marks.push(figure(figures.value, { x: start + (value - (name === 0 ? 0 : VALUE_GAP)) / 2, y }, "ink"));
  }
  if (figures?.gradient !== undefined)
    marks.push(figure(figures.gradient, { x, y: y + (lineHeight(edge) + GRADIENT_LINE) / 2 }, "gradient"));
  return marks;
}

const figure = (text: string, at: Point, fill: Role, halo = false): Mark => ({
  kind: "text",
  at,
  parts: [text],
  size: FONT.figure,
  fill,
  ...(halo && { halo }),
});

function nodeMarks(node: PictureNode): Mark[] {
  const { kind, outline, x, y, width, height, label, function: operation, highlighted } = node;
  const marks: Mark[] = dotsOf(node).map((at) => ({ kind: "circle", at, radius: 2.2, fill: "muted" }));
  if (kind !== "ellipsis" && kind !== "constant" && outline !== "none") {
    const [fill, line] = paints[kind];
    const paint: Paint = {
      fill,
      stroke: highlighted === "path" ? "gradient" : line,
      strokeWidth: highlighted === "path" ? 2.6 : 1.4,
      ...(kind === "target" && { dash: [4, 2.5] }),
    };
    marks.push(
      outline === "circle"
        ? { kind: "circle", at: { x, y }, radius: width / 2, ...paint }
        : { kind: "rectangle", x: x - width / 2, y: y - height / 2, width, height, corner: 6, ...paint },
    );
  }
  const figures = figureLines(node);
  const inside = outline === "circle" ? 0 : (figures.length * FIGURE_LINE) / 2;
  const both = label !== undefined && operation !== undefined;
  const middle = y - inside;
  if (label)
    marks.push({
      kind: "text",
      at: { x, y: both ? middle - 8 : middle },
      parts: labelParts(label),
      size: FONT.node,
      fill: "ink",
    });
  if (operation)
    marks.push({
      kind: "text",
      at: { x, y: both ? middle + 13 : middle },
      parts: [{ operation }],
      size: label ? FONT.function : FONT.function + 2,
      fill: "ink",
    });
  // Above a circle, below the name in a box.
  const first =
    outline === "circle" ? y - height / 2 - figures.length * FIGURE_LINE + 4 : middle + (both ? 30 : 20);
  return [
    ...marks,
    ...figures.map(({ text, fill }, k) =>
      figure(text, { x, y: first + k * FIGURE_LINE }, fill, outline !== "box"),
    ),
  ];
}

function figureLines({ figures }: PictureNode): { readonly text: string; readonly fill: Role }[] {
  const { value, gradient } = figures ?? {};
  return [
    ...(value === undefined ? [] : [{ text: value, fill: "ink" as const }]),
    ...(gradient === undefined ? [] : [{ text: gradient, fill: "gradient" as const }]),
  ];
}

/** The centres of an ellipsis: downwards within a column, to the right where whole columns are left out. */
function dotsOf({ kind, x, y, width, height }: PictureNode): readonly Point[] {
  if (kind !== "ellipsis") return [];
  return [-10, 0, 10].map((step) => (height > width ? { x, y: y + step } : { x: x + step, y }));
}
