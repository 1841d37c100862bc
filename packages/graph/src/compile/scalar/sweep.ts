/**
 * The lists of a sweep over a graph, with room for so many nodes and edges. What arrives at each node from its consumers
 * is a list that begins with the consumer that comes first in the graph.
 */
export class Sweep {
  readonly values: Float64Array;
  /** The kind of each node's rule. */
  readonly kinds: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly c: Int32Array;
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #value: Float64Array;
  /** 1 where something arrived through branches that are taken. */
  readonly #alive: Uint8Array;
  readonly #aside = new Map<number, number>();
  #count = 0;

  constructor(
    readonly nodes: number,
    readonly edges: number,
  ) {
    this.values = new Float64Array(nodes);
    this.kinds = new Uint8Array(nodes);
    this.a = new Int32Array(nodes);
    this.b = new Int32Array(nodes);
    this.c = new Int32Array(nodes);
    this.#first = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(edges);
    this.#value = new Float64Array(edges);
    this.#alive = new Uint8Array(nodes);
  }

  /** Forgets what has arrived at the first nodes, for the next graph. */
  clear(nodes: number): void {
    this.#first.fill(-1, 0, nodes);
    this.#alive.fill(0, 0, nodes);
    if (this.#aside.size > 0) this.#aside.clear();
    this.#count = 0;
  }

  arrive(place: number, value: number, isAlive: boolean): void {
    const edge = this.#count++;
    this.#value[edge] = value;
    this.#next[edge] = this.#first[place] as number;
    this.#first[place] = edge;
    if (isAlive) this.#alive[place] = 1;
  }

  /** A part of an adjoint that has reached the nodes below by another way. */
  arriveAside(place: number, value: number): void {
    this.#aside.set(place, value + (this.#aside.get(place) ?? 0));
  }

  isReached(place: number): boolean {
    return this.#first[place] !== -1;
  }

  isAlive(place: number): boolean {
    return this.#alive[place] === 1;
  }

  total(place: number): number {
    let edge = this.#first[place] as number;
    let total = this.#value[edge] as number;
    for (edge = this.#next[edge] as number; edge !== -1; edge = this.#next[edge] as number)
      total += this.#value[edge] as number;
    return total;
  }

  withAside(place: number, adjoint: number, isReached: boolean): number {
    if (this.#aside.size === 0) return adjoint;
    const aside = this.#aside.get(place);
    return aside === undefined ? adjoint : isReached ? adjoint + aside : aside;
  }
}

/** Lists of up to so many nodes (4 MB) are kept from one sweep to the next: to make them takes longer than to use them. */
const MOST_KEPT = 2 ** 16;
const FEWEST_KEPT = 256;
let kept: Sweep | undefined;

/** Lists for a graph of so many nodes, each of which has at most three inputs. */
export function sweepFor(nodes: number): Sweep {
  if (nodes > MOST_KEPT) return new Sweep(nodes, 3 * nodes + 1);
  if (kept === undefined || kept.nodes < nodes) {
    const room = Math.max(FEWEST_KEPT, 2 ** Math.ceil(Math.log2(nodes)));
    kept = new Sweep(room, 3 * room + 1);
  }
  kept.clear(nodes);
  return kept;
}
