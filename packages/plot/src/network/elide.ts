import type { Diagram, Link, Vertex } from "../layered/diagram";

/* What is too large to be read is shown by its ends: the first and last vertices of a column, the first and last columns. */

/** How much of each is drawn whole. */
export interface Limits {
  readonly vertices: number;
  /** Links over several columns count for each. */
  readonly links: number;
  readonly columns: number;
}

/** With names on edges. */
const USUAL: Limits = { vertices: 60, links: 200, columns: 12 };

/** How many are kept at the start and at the end. */
const KEPT = { rows: [2, 1], columns: [4, 4] } as const;

export interface Elided extends Diagram {
  readonly elided: boolean;
}

/** The diagram itself if it can be drawn whole. Otherwise ellipses stand for what was left out. */
export function readable(diagram: Diagram, most: Limits = USUAL): Elided {
  const span = diagram.links.reduce((sum, { from, to }) => sum + Math.max(1, to.layer - from.layer), 0);
  const columns = new Set(diagram.vertices.map(({ layer }) => layer)).size;
  const large = diagram.vertices.length > most.vertices || span > most.links || columns > most.columns;
  if (!large) return { ...diagram, elided: false };
  return { ...withoutMiddleColumns(withoutMiddleRows(diagram), most.columns), elided: true };
}

const ellipsis = (layer: number, scalar: boolean): Vertex => ({ kind: "ellipsis", layer, scalar });

function withoutMiddleRows(diagram: Diagram): Diagram {
  const [head, tail] = KEPT.rows;
  const kept = new Set<Vertex>();
  const dots = new Map<Vertex, Vertex>(); // what an ellipsis stands before
  for (const [layer, column] of columnsOf(diagram)) {
    const whole = column.length <= head + tail + 1;
    for (const vertex of whole ? column : [...column.slice(0, head), ...column.slice(-tail)])
      kept.add(vertex);
    const last = column.at(-tail);
    if (!whole && last) dots.set(last, ellipsis(layer, true));
  }
  return restricted(diagram, kept, dots);
}

function withoutMiddleColumns(diagram: Diagram, most: number): Diagram {
  const layers = [...columnsOf(diagram).keys()].sort((a, b) => a - b);
  if (layers.length <= most) return diagram;
  const [head, tail] = KEPT.columns;
  const first = layers.slice(0, head);
  const last = layers.slice(-tail);
  const moved = new Map<Vertex, Vertex>();
  const place = (vertex: Vertex): Vertex | undefined => {
    const known = moved.get(vertex);
    if (known) return known;
    const position =
      first.indexOf(vertex.layer) >= 0 ? first.indexOf(vertex.layer) : last.indexOf(vertex.layer) + head + 1;
    if (position === head) return undefined;
    const beside = vertex.beside && place(vertex.beside);
    const copy = { ...vertex, layer: position, ...(beside && { beside }) };
    moved.set(vertex, copy);
    return copy;
  };
  const vertices = diagram.vertices.flatMap((vertex) => place(vertex) ?? []);
  const links = diagram.links.flatMap((link): Link[] => {
    const [from, to] = [moved.get(link.from), moved.get(link.to)];
    // A link across the gap would say that the ends are neighbours.
    return from && to && from.layer < head === to.layer < head ? [{ ...link, from, to }] : [];
  });
  return { vertices: [...vertices, ellipsis(head, false)], links };
}

/** The vertices that have a place in a column of their own, by column. Biases follow their units. */
function columnsOf({ vertices }: Diagram): Map<number, Vertex[]> {
  const columns = new Map<number, Vertex[]>();
  for (const vertex of vertices) {
    if (vertex.beside || vertex.kind === "bias") continue;
    const column = columns.get(vertex.layer);
    if (column) column.push(vertex);
    else columns.set(vertex.layer, [vertex]);
  }
  return columns;
}

function restricted(
  { vertices, links }: Diagram,
  kept: ReadonlySet<Vertex>,
  dots: ReadonlyMap<Vertex, Vertex>,
): Diagram {
  const biases = new Set(
    links.flatMap(({ from, to }) => (from.kind === "bias" && kept.has(to) ? [from] : [])),
  );
  const stays = (vertex: Vertex): boolean =>
    kept.has(vertex) || biases.has(vertex) || (vertex.beside !== undefined && kept.has(vertex.beside));
  return {
    vertices: vertices.filter(stays).flatMap((vertex) => {
      const before = dots.get(vertex);
      return before ? [before, vertex] : [vertex];
    }),
    links: links.filter(({ from, to }) => stays(from) && stays(to)),
  };
}
