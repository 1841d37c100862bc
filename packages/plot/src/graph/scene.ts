import type { Node } from "@chainrule/graph";
import { nameText } from "@chainrule/graph";
import type { Phrases } from "../language";
import type { Diagram, Link, Vertex } from "../layered/diagram";
import type { Rooms } from "../layered/labels";
import { layersOf } from "../layered/layers";
import { type Places, placesOf } from "../layered/place";
import type { Size } from "../layered/size";
import { valueText } from "../numbers/format";
import { framed } from "../scene/framed";
import type { Mark, Point, Scene } from "../scene/scene";
import { textWidth, wordsOf } from "../scene/typeset";
import { type BoxText, boxMarks, boxSize } from "./box-marks";
import type { Box } from "./boxes";
import type { Contributions } from "./contributions";

export type Direction = "right" | "down";

/** What is written in boxes and on edges. */
export interface GraphTexts {
  readonly value: (node: Node) => string | undefined;
  readonly gradient: (node: Node) => string | undefined;
  readonly contributions: Contributions;
  readonly digits: number;
}

interface Wording {
  readonly direction: Direction;
  /** Written above, if given. */
  readonly title: string | undefined;
  readonly titleText: string;
  readonly phrases: Phrases;
  readonly gradientOf: Node | undefined;
  /** The boxes that are not drawn faintly; undefined where none is. */
  readonly path: ReadonlySet<Node> | undefined;
}

/** How faint is what does not depend on the highlighted quantity. */
const ASIDE = 0.28;

const EDGE_FONT = 11.5;
const SPACING = { pitch: 0, gap: 34, labels: "where they fit" } as const;

/** Boxes with their places, edges between them, what comes back along edges. */
export function graphScene(
  boxes: readonly Box[],
  outputs: ReadonlySet<Node>,
  texts: GraphTexts,
  { direction, title, titleText, phrases, gradientOf, path: shown }: Wording,
): Scene {
  const isDown = direction === "down";
  const asideUnless = (...nodes: readonly Node[]): { readonly opacity?: number } =>
    shown === undefined || nodes.every((node) => shown.has(node)) ? {} : { opacity: ASIDE };
  const nameOf = ({ attrs }: Node): { readonly of?: string } =>
    attrs.name === undefined ? {} : { of: nameText(attrs.name) };
  const written = new Map(boxes.map((box) => [box.node, textOf(box, outputs, texts)]));
  const { diagram, edges } = diagramOf(boxes);
  const upright = (size: { width: number; height: number }): { width: number; height: number } =>
    isDown ? { width: size.height, height: size.width } : size;
  const sizes = new Map(
    diagram.vertices.map((vertex): [Vertex, Size] => {
      const text = written.get(vertex.quantity?.node as Node) as BoxText; // every vertex is a box
      return [vertex, { outline: "box", ...upright(boxSize(text)) }];
    }),
  );
  const rooms: Rooms = new Map(
    edges.flatMap(({ link, from, to }) => {
      const text = contributionText(texts, from, to);
      if (text === undefined) return [];
      return [[link, upright({ width: textWidth([text], EDGE_FONT) + 4, height: 15 })] as const];
    }),
  );
  const places = placesOf(diagram, sizes, rooms, SPACING);
  const frame = frameOf(places, isDown);
  const nodes = diagram.vertices.flatMap((vertex): Mark[] => {
    const node = vertex.quantity?.node as Node;
    const [box, text] = [places.boxes.get(vertex), written.get(node)];
    if (!box || !text) return [];
    const marks = boxMarks(text, frame.at(box));
    return [
      {
        kind: "group",
        role: "node",
        title: spokenOf(text, phrases),
        marks,
        ...nameOf(node),
        ...asideUnless(node),
      },
    ];
  });
  const lines = edges.flatMap(({ link, from, to, operand }): Mark[] => {
    const path = (places.paths.get(link) ?? []).map(frame.at);
    const text = contributionText(texts, from, to);
    const marks: Mark[] = [{ kind: "curve", path, stroke: "muted", width: 1.2, head: "end" }];
    if (operand !== undefined) marks.push(operandMark(operand, path, isDown));
    return [
      {
        kind: "group",
        role: "edge",
        title: spokenEdge(written.get(from), written.get(to), text),
        marks,
        ...nameOf(from),
        ...asideUnless(from, to),
      },
    ];
  });
  const labels = edges.flatMap(({ link, from, to }): Mark[] => {
    const [at, text] = [places.labels.get(link), contributionText(texts, from, to)];
    if (at === undefined || text === undefined) return [];
    return [{ ...edgeLabel(text, frame.at(at)), ...asideUnless(from, to) }];
  });
  return framed(
    { width: frame.width, height: frame.height, marks: [...lines, ...labels, ...nodes] },
    {
      heading: title,
      title: titleText,
      description: descriptionOf(boxes, outputs, written, edges.length, phrases),
      captions:
        gradientOf === undefined ? [] : [{ text: phrases.gradientOf(labelOf(gradientOf)), fill: "gradient" }],
    },
  );
}

function edgeLabel(text: string, { x, y }: Point): Mark {
  const width = textWidth([text], EDGE_FONT) + 4;
  return {
    kind: "group",
    role: "label",
    marks: [
      { kind: "rectangle", x: x - width / 2, y: y - 7, width, height: 14, corner: 3, fill: "paper" },
      { kind: "text", at: { x, y }, parts: [text], size: EDGE_FONT, fill: "gradient" },
    ],
  };
}

const labelOf = (node: Node): string => String(node);

function textOf(box: Box, outputs: ReadonlySet<Node>, texts: GraphTexts): BoxText {
  const { node, kind } = box;
  const gradient = kind === "constant" ? undefined : texts.gradient(node);
  return {
    box,
    name: node.attrs.name,
    value: kind === "constant" ? constantText(node, texts) : texts.value(node),
    gradient: gradient === undefined ? undefined : `∂ ${gradient}`,
    isOutput: outputs.has(node) || outputs.has(node.inputs[0] as Node),
  };
}

const constantText = (node: Node, { digits }: GraphTexts): string =>
  node.attrs.value === undefined ? String(node) : valueText(node.attrs.value, digits);

function contributionText({ contributions, digits }: GraphTexts, from: Node, to: Node): string | undefined {
  const value = contributions.get(to)?.get(from);
  return value === undefined ? undefined : `∂ ${valueText(value, digits)}`;
}

interface Edge {
  readonly link: Link;
  readonly from: Node;
  readonly to: Node;
  /** Which operand it is, counted from 1, where that matters. */
  readonly operand: number | undefined;
}

function diagramOf(boxes: readonly Box[]): { readonly diagram: Diagram; readonly edges: readonly Edge[] } {
  const into = new Map(boxes.map(({ node, inputs }) => [node, inputs]));
  const outOf = new Map<Node, Node[]>();
  for (const { node, inputs } of boxes) {
    for (const input of inputs) outOf.set(input, [...(outOf.get(input) ?? []), node]);
  }
  const layers = layersOf(
    boxes.map(({ node }) => node),
    into,
    outOf,
  );
  const vertexOf = new Map(
    boxes.map(({ node, kind }): [Node, Vertex] => [
      node,
      { kind, layer: layers.get(node) ?? 0, scalar: node.shape.length === 0, quantity: { node } },
    ]),
  );
  const edges = boxes.flatMap(({ node, inputs, ordered }) =>
    inputs.map((input, k): Edge => {
      const link = { from: vertexOf.get(input) as Vertex, to: vertexOf.get(node) as Vertex }; // both are boxes
      return { link, from: input, to: node, operand: ordered && inputs.length > 1 ? k + 1 : undefined };
    }),
  );
  return { diagram: { vertices: [...vertexOf.values()], links: edges.map(({ link }) => link) }, edges };
}

/** Moves everything into the picture; turned, if arrows lead down. */
function frameOf(
  { boxes, paths }: Places,
  isDown: boolean,
): { readonly at: (point: Point) => Point; readonly width: number; readonly height: number } {
  const turned = ({ x, y }: Point): Point => (isDown ? { x: y, y: x } : { x, y });
  let [left, right, above, below] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  const cover = (point: Point): void => {
    const { x, y } = turned(point);
    left = Math.min(left, x);
    right = Math.max(right, x);
    above = Math.min(above, y);
    below = Math.max(below, y);
  };
  for (const { x, y, width, height } of boxes.values()) {
    cover({ x: x - width / 2, y: y - height / 2 });
    cover({ x: x + width / 2, y: y + height / 2 });
  }
  for (const path of paths.values()) path.forEach(cover);
  return {
    at: (point) => {
      const { x, y } = turned(point);
      return { x: x - left, y: y - above };
    },
    width: right - left,
    height: below - above,
  };
}

/** Which operand an arrow brings, beside its head. */
function operandMark(operand: number, path: readonly Point[], isDown: boolean): Mark {
  const end = path.at(-1) ?? { x: 0, y: 0 };
  const at = isDown ? { x: end.x - 7, y: end.y - 13 } : { x: end.x - 14, y: end.y - 7 };
  return { kind: "text", at, parts: [String(operand)], size: 10, fill: "muted", halo: true };
}

/** What a box says to those who point at it. */
function spokenOf({ box, name, value, gradient }: BoxText, phrases: Phrases): string {
  const what =
    name === undefined
      ? box.operation === undefined
        ? ""
        : wordsOf([{ operation: box.operation }])
      : nameText(name);
  return [
    value === undefined ? what : what === "" ? value : `${what} = ${value}`,
    ...(gradient === undefined ? [] : [`${phrases.gradient} ${gradient.slice(2)}`]),
    ...(box.operations > 1 ? [phrases.operations(box.operations)] : []),
  ].join(", ");
}

function spokenEdge(from: BoxText | undefined, to: BoxText | undefined, text: string | undefined): string {
  const end = (box: BoxText | undefined): string =>
    box?.name
      ? nameText(box.name)
      : box?.box.operation
        ? wordsOf([{ operation: box.box.operation }])
        : (box?.value ?? "");
  return `${end(from)} → ${end(to)}${text === undefined ? "" : `: ${text}`}`;
}

function descriptionOf(
  boxes: readonly Box[],
  outputs: ReadonlySet<Node>,
  written: ReadonlyMap<Node, BoxText>,
  edges: number,
  phrases: Phrases,
): string {
  const results = [...outputs].flatMap((output) => {
    const text = written.get(output);
    return text?.name && text.value ? [`${nameText(text.name)} = ${text.value}`] : [];
  });
  const isFolded = boxes.some(({ operations }) => operations > 1);
  return [phrases.counts(boxes.length, edges), ...results, ...(isFolded ? [phrases.folded] : [])].join("; ");
}
