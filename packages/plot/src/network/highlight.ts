import type { Diagram, Link, Vertex } from "../layered/diagram";

/** A diagram in which the way of a gradient back to some weights is highlighted: all that depends on them. */
export function highlighted(diagram: Diagram, isWeight: (link: Link) => boolean): Diagram {
  const onPath = new Set<Vertex>();
  const weights = new Set(diagram.links.filter(isWeight));
  for (const { to } of weights) onPath.add(to);
  // Links lead from earlier columns to later ones, so one pass in that order reaches everything.
  const inOrder = [...diagram.links].sort((a, b) => a.from.layer - b.from.layer);
  for (const { from, to } of inOrder) if (onPath.has(from)) onPath.add(to);
  const besides = new Set([...weights].map(({ from }) => from));
  const copies = new Map(
    diagram.vertices.map((vertex): [Vertex, Vertex] => {
      if (onPath.has(vertex)) return [vertex, { ...vertex, highlighted: "path" }];
      return [vertex, besides.has(vertex) ? { ...vertex, highlighted: "beside" } : { ...vertex }];
    }),
  );
  const copyOf = (vertex: Vertex): Vertex => copies.get(vertex) ?? vertex;
  const vertices = diagram.vertices.map((vertex) => {
    const copy = copyOf(vertex);
    if (vertex.beside === undefined) return copy;
    const moved = { ...copy, beside: copyOf(vertex.beside) };
    copies.set(vertex, moved);
    return moved;
  });
  return {
    vertices,
    links: diagram.links.map((link): Link => {
      const isPath = weights.has(link) || onPath.has(link.from);
      return {
        ...link,
        ...(isPath && { highlighted: "path" as const }),
        from: copyOf(link.from),
        to: copyOf(link.to),
      };
    }),
  };
}
