import { gradient } from "../../gradient";
import { type Node, Swept } from "../../node";
import { changes } from "../../ops/leaf";
import { orders } from "../../order";
import { compile, type Program } from "../program";
import { backwards } from "./backwards";
import { forwards, load } from "./forwards";
import { Sweep } from "./sweep";
import { type Met, type Walked, walked } from "./walk";

/** Visits of nodes that take as long as a build: measured, some 80 ns each against 10 ms and 5 us for each node. */
const WORTH = { fixed: 120_000, each: 60 } as const;

/**
 * A graph of scalars whose gradient is taken again and again: the arrays into which it was walked stay, and after a while its
 * value and the gradients of its symbols are compiled. Those of other nodes are then computed if somebody asks, from what the
 * symbols were.
 */
export class Kept {
  readonly root: Node;
  readonly #sweep: Sweep;
  readonly #graph: Walked;
  /** In the order of the walk. */
  readonly #nodes: readonly Node[];
  readonly #symbols: readonly Node[];
  readonly #symbolPlaces: readonly number[];
  readonly #swept: Swept;
  /** The same for constants, which outlive graphs and must not keep them. */
  readonly #distant = new Swept();
  readonly #constants: readonly Node[];
  /** The last order in which the nodes were told their places, and where to look up their gradients. */
  #order: number;
  #visits = 0;
  #program: Program<unknown> | undefined;
  #isBehind = false;

  /** Undefined for what is not a graph of scalars. */
  static of(root: Node): Kept | undefined {
    const sweep = new Sweep();
    const swept = new Swept();
    const met: Met = { nodes: [], adjoints: [] };
    const graph = walked(root, sweep, swept, met);
    const isPlain = graph?.leaves.every(({ attrs }) => !attrs.strong);
    return graph && isPlain ? new Kept(sweep, graph, met.nodes, swept) : undefined;
  }

  private constructor(sweep: Sweep, graph: Walked, nodes: readonly Node[], swept: Swept) {
    this.root = nodes[nodes.length - 1] as Node;
    this.#sweep = sweep;
    this.#graph = graph;
    this.#nodes = nodes;
    this.#symbols = graph.leaves.filter(({ attrs }) => attrs.cell !== undefined);
    this.#constants = graph.leaves.filter(({ attrs }) => attrs.cell === undefined);
    this.#symbolPlaces = this.#symbols.map(({ place }) => place);
    this.#swept = swept;
    swept.count = graph.count;
    this.#order = orders.made;
  }

  get count(): number {
    return this.#graph.count;
  }

  /** Leaves the gradients as the symbols now are; false if one of them has no value. */
  backward(): boolean {
    if (!load(this.#sweep, this.#graph)) return false;
    if (this.#program === undefined && this.#visits > WORTH.fixed + WORTH.each * this.count) {
      this.#program = compile([this.root, ...gradient(this.root, this.#symbols)], this.#symbols);
      this.#lookUpLater();
    }
    this.#tellNodes();
    this.#swept.changes = changes.count;
    if (this.#program !== undefined) this.#run(this.#program);
    else {
      this.#visits += this.count;
      this.#goThrough();
      this.#leaveInLeaves();
    }
    return true;
  }

  /** The value as the symbols now are; undefined if it takes another walk to know. */
  value(): number | undefined {
    const swept = this.#swept;
    if (swept.changes === changes.count) return swept.value;
    const values = this.#symbols.map(({ attrs }) => attrs.cell?.value);
    if (this.#program === undefined || !values.every((value) => typeof value === "number")) return undefined;
    return (this.#program(values) as readonly number[])[0];
  }

  /** Computes the gradients that the program does not give, for the values that it was given. */
  catchUp(): void {
    if (this.#isBehind) this.#goThrough();
  }

  #lookUpLater(): void {
    this.#order = NEVER; // constants had numbers of their own
    this.#swept.ask = () => this.catchUp();
    this.#distant.ask = fromAfar(this);
  }

  #run(program: Program<unknown>): void {
    const { values } = this.#sweep;
    const results = program(this.#symbolPlaces.map((place) => values[place])) as readonly number[]; // scalars
    this.#swept.value = results[0] as number;
    this.#isBehind = true;
    this.#distant.adjoints = NOTHING; // where the graph has gone, nobody can say
    for (let k = 0; k < this.#symbols.length; k++) (this.#symbols[k] as Node).adjoint = results[k + 1];
  }

  /** Computes all values and gradients from what was loaded. */
  #goThrough(): void {
    this.#isBehind = false;
    const { count } = this.#graph;
    const swept = this.#swept;
    forwards(this.#sweep, this.#graph);
    this.#sweep.turn(count, swept.adjoints);
    backwards(this.#sweep, count);
    swept.adjoints = this.#sweep.allAdjoints(count);
    this.#distant.adjoints = swept.adjoints;
    swept.value = this.#sweep.values[count - 1] as number;
  }

  /** Leaves outlive their graphs, which keep what was swept: they get a number of their own. */
  #leaveInLeaves(): void {
    const { leaves, leafPlaces } = this.#graph;
    const { adjoints } = this.#swept;
    for (let k = 0; k < leaves.length; k++)
      (leaves[k] as Node).adjoint = adjoints[leafPlaces[k] as number] as number;
  }

  #tellNodes(): void {
    if (this.#order === orders.made) return;
    this.#order = ++orders.made;
    for (let place = 0; place < this.#nodes.length; place++) {
      const node = this.#nodes[place] as Node;
      node.place = place;
      node.adjoint = this.#swept;
    }
    if (this.#program !== undefined) for (const constant of this.#constants) constant.adjoint = this.#distant;
  }
}

/** In a function of its own: what else is made where a closure is made is kept by it. */
function fromAfar(kept: Kept): () => void {
  const weak = new WeakRef(kept);
  return () => weak.deref()?.catchUp();
}

const NEVER = -1;
const NOTHING: readonly number[] = [];
