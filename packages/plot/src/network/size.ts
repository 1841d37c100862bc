import type { Diagram, Vertex } from "../layered/diagram";
import { FONT, PORT, type Size, type Sizes } from "../layered/size";
import { textWidth } from "../scene/typeset";
import { labelParts } from "./edge-text";

/** How large every vertex of a network is drawn. */
export function networkSizes({ vertices, links }: Diagram): Sizes {
  const incoming = new Map<Vertex, number>();
  for (const { to } of links) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  return new Map(vertices.map((vertex) => [vertex, sizeOf(vertex, incoming.get(vertex) ?? 0)]));
}

/** The height of one line of figures. */
export const FIGURE_LINE = 15;

function sizeOf(vertex: Vertex, incoming: number): Size {
  const { kind, figures } = vertex;
  const label = vertex.label ? textWidth(labelParts(vertex.label), FONT.node) : 0;
  const operation = vertex.function ? textWidth([{ operation: vertex.function }], FONT.function) : 0;
  const text = Math.max(label, operation);
  const lines = [figures?.value, figures?.gradient].filter((line) => line !== undefined);
  const tall = lines.length * FIGURE_LINE;
  const wide = Math.max(0, ...lines.map((line) => textWidth([line], FONT.figure)));
  if (kind === "ellipsis") {
    return { outline: "none", width: vertex.scalar ? 8 : 40, height: vertex.scalar ? 40 : 8 };
  }
  if (kind === "bias") {
    if (vertex.beside) return { outline: "none", width: Math.max(label, wide), height: 20 + tall };
    return { ...circle(Math.max(34, label + 10)), above: tall, span: Math.max(34, label + 10, wide) };
  }
  if (kind === "target")
    return { outline: "box", width: Math.max(40, label + 14, wide + 14), height: 30 + tall };
  if (kind === "constant") return { outline: "none", width: Math.max(20, label + 8), height: 26 };
  if (kind === "operation" && !vertex.label) return circle(Math.max(34, operation + 12));
  const ports = PORT * Math.min(12, incoming + 1);
  const both = vertex.label !== undefined && vertex.function !== undefined;
  if (vertex.scalar && (kind === "unit" || kind === "input") && text <= 60) {
    const diameter = Math.max(kind === "unit" ? 52 : 46, text + 16);
    return { ...circle(diameter), above: tall, span: Math.max(diameter, wide) };
  }
  return {
    outline: "box",
    width: Math.max(48, text + 22, wide + 18),
    height: Math.max((both ? 52 : 38) + tall, ports),
  };
}

const circle = (diameter: number): Size => ({ outline: "circle", width: diameter, height: diameter });
