import type { Diagram, Vertex } from "./diagram";
import { functionNotation } from "./functions";
import type { FunctionName, Outline } from "./picture";
import { labelRuns, runsWidth } from "./text";

/* How large each vertex is drawn, in pixels. */

/** Font sizes in pixels. */
export const FONT = { node: 18, function: 13, edge: 15 } as const;

export interface Size {
  readonly outline: Outline;
  readonly width: number;
  readonly height: number;
}

/** How far what stands beside a vertex is from it, centre to centre. */
export const BESIDE = { target: 66, bias: 62 } as const;

/** The distance of arrows that end at one side of a box. */
export const PORT = 10;

/** How large every vertex is drawn. */
export function sizesOf({ vertices, links }: Diagram): Sizes {
  const incoming = new Map<Vertex, number>();
  for (const { to } of links) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  return new Map(vertices.map((vertex) => [vertex, sizeOf(vertex, incoming.get(vertex) ?? 0)]));
}

export type Sizes = ReadonlyMap<Vertex, Size>;

function sizeOf(vertex: Vertex, incoming: number): Size {
  const label = vertex.label ? runsWidth(labelRuns(vertex.label), FONT.node) : 0;
  const operation = vertex.function ? functionWidth(vertex.function) : 0;
  const text = Math.max(label, operation);
  if (vertex.kind === "ellipsis") {
    return { outline: "none", width: vertex.scalar ? 8 : 40, height: vertex.scalar ? 40 : 8 };
  }
  if (vertex.kind === "bias") {
    if (vertex.beside) return { outline: "none", width: label, height: 20 };
    return circle(Math.max(34, label + 10));
  }
  if (vertex.kind === "target") return { outline: "box", width: Math.max(40, label + 14), height: 30 };
  if (vertex.kind === "constant") return { outline: "none", width: Math.max(20, label + 8), height: 26 };
  if (vertex.kind === "operation" && !vertex.label) return circle(Math.max(34, operation + 12));
  const ports = PORT * Math.min(12, incoming + 1);
  const both = vertex.label !== undefined && vertex.function !== undefined;
  if (vertex.scalar && (vertex.kind === "unit" || vertex.kind === "input") && text <= 60) {
    return circle(Math.max(vertex.kind === "unit" ? 52 : 46, text + 16));
  }
  return { outline: "box", width: Math.max(48, text + 22), height: Math.max(both ? 52 : 38, ports) };
}

const circle = (diameter: number): Size => ({ outline: "circle", width: diameter, height: diameter });

function functionWidth(operation: FunctionName): number {
  const { text } = functionNotation(operation);
  return runsWidth([{ text, italic: false, level: 0 }], FONT.function);
}
