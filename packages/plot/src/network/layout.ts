import type { Node } from "@chainrule/graph";
import type { Diagram } from "../layered/diagram";
import type { Picture, PictureEdge, PictureNode } from "../layered/picture";
import { placesOf } from "../layered/place";
import type { Point } from "../scene/scene";
import type { Known } from "./affine";
import { edgeRooms } from "./edge-text";
import { readable } from "./elide";
import { networkSizes } from "./size";
import { diagramOf } from "./structure";

/** The empty border, in pixels. */
const MARGIN = 16;

/**
 * The picture of everything that a loss depends on, from the graph alone. A definition that is a weighted sum, or an
 * activation of one, is a unit, with its net and its output in one; weights are names on edges. What is no network is
 * drawn as its definitions and symbols, what has no definitions as its operations. What is too large to be read is
 * shown by its ends.
 * @param known which symbols are trained, or asked about, where the graph does not tell weights from inputs
 * @example networkPicture(loss).nodes.filter((node) => node.kind === "unit")
 */
export function networkPicture(loss: Node, known: Known = {}): Picture {
  const name = loss.attrs.name;
  return { ...pictureOf(readable(diagramOf([loss], known))), ...(name && { of: name }) };
}

/** A diagram with places for everything in it. */
export function pictureOf(diagram: Diagram & Pick<Picture, "elided" | "dense">): Picture {
  const hasUnits = diagram.vertices.some(({ kind, scalar, beside }) => kind === "unit" && scalar && !beside);
  const places = placesOf(diagram, networkSizes(diagram), edgeRooms(diagram), {
    pitch: hasUnits && !diagram.dense ? 88 : 58,
    gap: 56,
    labels: "evenly",
  });
  const drawn = diagram.vertices.flatMap((vertex) => {
    const box = places.boxes.get(vertex);
    return box ? [{ vertex, box }] : [];
  });
  const ids = new Map(drawn.map(({ vertex }, id) => [vertex, id]));
  const edges = diagram.links.flatMap((link): PictureEdge[] => {
    const [from, to] = [ids.get(link.from), ids.get(link.to)];
    if (from === undefined || to === undefined) return [];
    const { label, figures, strength, highlighted, tip, weight } = link;
    const labelAt = places.labels.get(link);
    const of = (weight ?? link.from.quantity)?.node.attrs.name;
    return [
      {
        from,
        to,
        ...(of && { of }),
        path: places.paths.get(link) ?? [],
        ...(label && { label }),
        ...(figures && { figures }),
        ...(strength !== undefined && { strength }),
        ...(highlighted && { highlighted }),
        ...(tip && { tip }),
        ...(labelAt && { labelAt }),
      },
    ];
  });
  const nodes = drawn.map(({ vertex, box }, id): PictureNode => {
    const { kind, layer, label, function: operation, figures, highlighted, tip } = vertex;
    const of = vertex.quantity?.node.attrs.name;
    return {
      id,
      kind,
      layer,
      ...(of && { of }),
      outline: box.outline,
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      ...(label && { label }),
      ...(operation && { function: operation }),
      ...(figures && { figures }),
      ...(highlighted && { highlighted }),
      ...(tip && { tip }),
    };
  });
  return { ...inFrame(nodes, edges), elided: diagram.elided, ...(diagram.dense && { dense: true }) };
}

/** Moves everything so that the picture begins at 0, with a margin; coordinates are rounded to hundredths. */
function inFrame(
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
): Pick<Picture, "width" | "height" | "nodes" | "edges"> {
  const points = [
    ...nodes.flatMap(({ x, y, width, height, outline, figures }) => {
      const above = outline === "circle" && figures !== undefined ? FIGURES_ABOVE : 0;
      return [
        { x: x - width / 2, y: y - height / 2 - above },
        { x: x + width / 2, y: y + height / 2 },
      ];
    }),
    ...edges.flatMap(({ path }) => path),
  ];
  const least = (axis: "x" | "y"): number =>
    points.reduce((value, point) => Math.min(value, point[axis]), Number.POSITIVE_INFINITY);
  const most = (axis: "x" | "y"): number =>
    points.reduce((value, point) => Math.max(value, point[axis]), Number.NEGATIVE_INFINITY);
  const origin = { x: least("x") - MARGIN, y: least("y") - MARGIN };
  const round = (value: number): number => Math.round(value * 100) / 100;
  const moved = <P extends Point>(point: P): P => ({
    ...point,
    x: round(point.x - origin.x),
    y: round(point.y - origin.y),
  });
  return {
    width: Math.ceil(most("x") - origin.x + MARGIN),
    height: Math.ceil(most("y") - origin.y + MARGIN),
    nodes: nodes.map((node) => ({ ...moved(node), width: round(node.width), height: round(node.height) })),
    edges: edges.map((edge) => ({
      ...edge,
      path: edge.path.map(moved),
      ...(edge.labelAt && { labelAt: moved(edge.labelAt) }),
    })),
  };
}

/** The most room that figures above a circle take. */
const FIGURES_ABOVE = 30;
