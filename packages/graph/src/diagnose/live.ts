import { inputsOf, type Node } from "../node";
import { entryCount } from "../shape";
import { valueShape } from "../value";
import { firstEntry, type ValueAt } from "./entries";

/** The entries of a node that something is made of: all of them, or one mark for each. */
export type Live = "all" | Uint8Array;

/**
 * What the roots are made of, entry by entry: the branch that a choice does not take is not, so nothing that is wrong in it is
 * felt. Marks go down through what works entry by entry; below anything else, all entries count.
 */
export function liveEntries(
  order: readonly Node[],
  roots: readonly Node[],
  valueAt: ValueAt,
): Map<Node, Live> {
  const live = new Map<Node, Live>(roots.map((root) => [root, "all"]));
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] as Node;
    const own = live.get(node);
    if (own === undefined) continue;
    inputsOf(node).forEach((input, k) => {
      const reached = reachedEntries(node, own, input, k, valueAt);
      if (reached !== undefined) live.set(input, either(live.get(input), reached));
    });
  }
  return live;
}

/** The entries of an operand that live entries of a node are made of; undefined for none. */
function reachedEntries(node: Node, own: Live, input: Node, k: number, valueAt: ValueAt): Live | undefined {
  const isChosen = node.op.name === "where" && k > 0;
  const isEntrywise = node.op.kind === "pointwise" || node.op.kind === "naming";
  if (!isEntrywise || (own === "all" && !isChosen)) return "all";
  const count = entryCount(valueShape(valueAt(node)));
  const marks = new Uint8Array(count);
  firstEntry(node, valueAt, ([condition], _, position) => {
    const isTaken = !isChosen || Number.isNaN(condition) || (condition !== 0) === (k === 1);
    if (isTaken && (own === "all" || own[position] === 1)) marks[position] = 1;
    return false;
  });
  if (!marks.includes(1)) return undefined;
  return entryCount(valueShape(valueAt(input))) === count ? marks : "all";
}

function either(a: Live | undefined, b: Live): Live {
  if (a === undefined) return b;
  if (a === "all" || b === "all") return "all";
  return a.map((mark, k) => mark | (b[k] as number));
}

/** Whether an entry is live. */
export const isLive = (live: Live, position: number): boolean => live === "all" || live[position] === 1;
