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
    return graph && new Kept(sweep, graph, met.nodes, swept);
  }

  private constructor(sweep: Sweep, graph: Walked, nodes: readonly Node[], swept: Swept) {
    this.root = nodes[nodes.length - 1] as Node;
    this.#sweep = sweep;
    this.#graph = graph;
    this.#nodes = nodes;
    this.#symbols = graph.leaves.filter(({ attrs }) => attrs.cell !== undefined);
    this.#symbolPlaces = this.#symbols.map(({ place }) => place);
    this.#swept = swept;
    swept.count = graph.count;
    this.#order = orders.made;
    const weak = new WeakRef(this); // constants outlive graphs, and refer to what was swept
    swept.ask = () => weak.deref()?.catchUp();
  }

  get count(): number {
    return this.#graph.count;
  }

  /** Leaves the gradients as the symbols now are; false if one of them has no value. */
  backward(): boolean {
    if (!load(this.#sweep, this.#graph)) return false;
    if (this.#program === undefined && this.#visits > WORTH.fixed + WORTH.each * this.count) {
      this.#program = compile([this.root, ...gradient(this.root, this.#symbols)], this.#symbols);
      this.#order = NEVER; // constants are to look up theirs as well
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

  #run(program: Program<unknown>): void {
    const { values } = this.#sweep;
    const results = program(this.#symbolPlaces.map((place) => values[place])) as readonly number[]; // scalars
    this.#swept.value = results[0] as number;
    this.#isBehind = true;
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
  }
}

const NEVER = -1;
