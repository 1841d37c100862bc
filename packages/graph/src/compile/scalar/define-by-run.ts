import { type Node, Swept } from "../../node";
import { changes } from "../../ops/leaf";
import { stepEnded } from "../../repetition";
import { backwards } from "./backwards";
import { forwards, load } from "./forwards";
import { Kept } from "./kept";
import { inSweep, type Sweep } from "./sweep";
import { type Met, walked } from "./walk";

/*
 * Values and gradients of graphs of scalars that are built to be used once: nothing is prepared but where a graph is met
 * again.
 */

/** Graphs whose gradient was taken twice, by their roots, and no longer than these are there. */
const keptOf = new WeakMap<Node, Kept>();

/**
 * Gradients of a graph of scalars in numbers, in one sweep over arrays. Rules and the order of every sum are those of the
 * gradient graph; numbers differ in the last place where that graph happens to hold a stable form that neither the graph nor
 * a rule holds alone. False if the graph is not one of scalars that have values; gradients that were there before are gone
 * then.
 */
export function scalarBackward(y: Node): boolean {
  if (y.shape.length > 0) return false;
  return wasRoot(y) ? sweptAgain(y) : inSweep((sweep) => sweptOnce(y, sweep));
}

function sweptOnce(y: Node, sweep: Sweep): boolean {
  const swept = new Swept();
  const graph = walked(y, sweep, swept);
  if (graph === undefined || graph.leaves.some(({ attrs }) => attrs.strong) || !load(sweep, graph))
    return false;
  const { count, leaves, leafPlaces } = graph;
  forwards(sweep, graph);
  sweep.turn(count);
  backwards(sweep, count);
  const adjoints = sweep.allAdjoints(count);
  swept.adjoints = adjoints;
  swept.count = count;
  swept.value = sweep.values[count - 1] as number;
  swept.changes = changes.count;
  // symbols outlive their graphs, which keep what was swept: they get a number of their own
  for (let k = 0; k < leaves.length; k++)
    (leaves[k] as Node).adjoint = adjoints[leafPlaces[k] as number] as number;
  stepEnded(y, count, true);
  return true;
}

function sweptAgain(y: Node): boolean {
  let kept = keptOf.get(y);
  if (kept === undefined) {
    kept = Kept.of(y);
    if (kept === undefined) return false;
    keptOf.set(y, kept);
  }
  if (!kept.backward()) return false;
  stepEnded(y, kept.count, false);
  return true;
}

/** Whether the last `backward()` that met a node was its own. */
const wasRoot = ({ adjoint, place }: Node): boolean =>
  typeof adjoint === "object" && "adjoints" in adjoint && place === adjoint.count - 1;

/** The value of a scalar as the symbols now are; undefined for what is not computed from scalars that have values. */
export function scalarValue(root: Node): number | undefined {
  if (root.shape.length > 0) return undefined;
  if (wasRoot(root)) {
    const swept = root.adjoint as Swept; // as a root it is
    const value = swept.changes === changes.count ? swept.value : keptOf.get(root)?.value();
    if (value !== undefined) return value;
  }
  const met: Met = { nodes: [], adjoints: [] };
  const value = inSweep((sweep) => {
    const graph = walked(root, sweep, new Swept(), met);
    if (graph === undefined || !load(sweep, graph)) return undefined;
    forwards(sweep, graph);
    return sweep.values[graph.count - 1];
  });
  for (let k = 0; k < met.nodes.length; k++) (met.nodes[k] as Node).adjoint = met.adjoints[k];
  return value;
}
