import { type Colouring, fullestFirst } from "./colouring";
import { columnsIn, heightOf, type Rows } from "./pattern";

/** The neighbours of a vertex that have one colour. */
interface Neighbours {
  count: number;
  readonly first: number;
  /** Whether one of them has another neighbour of the vertex's own colour. */
  continues: boolean;
}

/**
 * A star colouring of the graph of a symmetric pattern: neighbours differ, and every path over four vertices has three
 * colours. Then each entry of a Hessian stands alone in the sum of columns of one colour, in its own row or in its mirror
 * image's (Coleman, More 1984; Gebremedhin, Manne, Pothen 2005, "What color is your Jacobian?"). Greedy, the vertices with
 * most neighbours first; what a vertex must know of two steps further is kept by colour, so a hub costs no more than others.
 */
export function starColouring(rows: Rows): Colouring {
  const size = heightOf(rows);
  const colours = new Int32Array(size).fill(-1);
  const takenFor = new Int32Array(size + 1).fill(-1);
  const around = Array.from({ length: size }, () => new Map<number, Neighbours>());
  const colourOf = (vertex: number): number => colours[vertex] as number;
  const at = (vertex: number, colour: number): Neighbours | undefined => around[vertex]?.get(colour);
  const continues = (vertex: number, colour: number): void => {
    const found = at(vertex, colour);
    if (found !== undefined) found.continues = true;
  };
  let count = 0;
  for (const vertex of fullestFirst(rows)) {
    const neighbours = columnsIn(rows, vertex);
    if (neighbours.length === 0) continue;
    for (const near of neighbours) {
      const colour = colourOf(near);
      if (near === vertex || colour === -1) continue;
      takenFor[colour] = vertex;
      const isTwice = (at(vertex, colour)?.count ?? 0) > 1;
      for (const [next, found] of around[near] as Map<number, Neighbours>) {
        if (isTwice || found.continues) takenFor[next] = vertex;
      }
    }
    let own = 0;
    while (takenFor[own] === vertex) own++;
    colours[vertex] = own;
    count = Math.max(count, own + 1);
    for (const near of neighbours) {
      if (near === vertex) continue;
      const known = at(near, own);
      if (known === undefined) around[near]?.set(own, { count: 1, first: vertex, continues: false });
      else known.count++;
      const colour = colourOf(near);
      if (colour === -1) continue;
      // near has two neighbours of this colour now: from each of them a path goes on to the other
      if ((at(near, own)?.count ?? 0) > 1) {
        continues(vertex, colour);
        if (known !== undefined) continues(known.first, colour);
      }
      if ((at(vertex, colour)?.count ?? 0) > 1) continues(near, own);
    }
  }
  return { colours, count };
}
