import { inputsOf, type Node } from "./node";
import { eq, ne, where } from "./ops/compare";
import { constantNode } from "./ops/leaf";

/*
 * A choice has a branch that is not taken, and what happens there must not reach a gradient: where(x > 0, ln x, 0) has
 * derivative 0 at 0, although 1/x does not exist. An adjoint that comes through a choice is exactly 0 in the branch not
 * taken; before it is multiplied by what may be infinite there, the choice is made once more.
 */

const ZERO = constantNode(0);
const ONE = constantNode(1);

/** Where an adjoint counts: where the condition is not 0, or, if it is not `taken`, where it is 0. */
export interface Branch {
  readonly condition: Node;
  readonly taken: boolean;
}

const same = (a: Branch, b: Branch): boolean => a.condition === b.condition && a.taken === b.taken;
const holds = ({ condition, taken }: Branch): Node => (taken ? condition : eq(condition, ZERO));

/** 1 where an adjoint counts, else 0, so that sums of it can tell. */
export const truth = (branch: Branch): Node => ne(holds(branch), ZERO);

/** The adjoint in its branch, 0 outside. */
export const within = ({ condition, taken }: Branch, adjoint: Node): Node =>
  taken ? where(condition, adjoint, ZERO) : where(condition, ZERO, adjoint);

/** Reads `where(c, g, 0)` and `where(c, 0, g)`. */
export function choice(node: Node): { readonly branch: Branch; readonly inner: Node } | undefined {
  if (node.op.name !== "where") return undefined;
  const [condition, yes, no] = node.inputs as readonly [Node, Node, Node]; // where takes three
  if (no.attrs.value === 0) return { branch: { condition, taken: true }, inner: yes };
  if (yes.attrs.value === 0) return { branch: { condition, taken: false }, inner: no };
  return undefined;
}

/** Chooses once more: what follows from the adjoint, computed from what the adjoint is inside the branch. */
export function retaken(
  adjoint: Node,
  branch: Branch,
  follows: (inner: Node) => Node | undefined,
): Node | undefined {
  const found = choice(adjoint);
  const result = follows(found !== undefined && same(found.branch, branch) ? found.inner : adjoint);
  return result === undefined ? undefined : within(branch, result);
}

/** The branch of a choice inside another; undefined is everywhere. */
export function both(outer: Branch | undefined, inner: Branch): Branch {
  if (outer === undefined || same(outer, inner)) return inner;
  return { condition: where(holds(outer), truth(inner), ZERO), taken: true };
}

/** Where one of two adjoints counts. */
export function either(a: Branch | undefined, b: Branch | undefined): Branch | undefined {
  if (a === undefined || b === undefined) return undefined;
  return same(a, b) ? a : { condition: where(holds(a), ONE, holds(b)), taken: true };
}

/** By place: 1 for nodes that moderate numbers can make infinite, or whose slope they can, and for all that use them. */
export function steepPlaces(
  order: readonly Node[],
  placeOf: (node: Node) => number,
  stop: ReadonlySet<Node> | undefined,
): Uint8Array {
  const steep = new Uint8Array(order.length);
  order.forEach((node, place) => {
    if (stop?.has(node)) return;
    if (isSteep(node) || inputsOf(node).some((input) => steep[placeOf(input)] === 1)) steep[place] = 1;
  });
  return steep;
}

/** Whether some operand leaves the domain: the borders of all domains are at 0, 1 and -1. */
function isSteep({ op, inputs }: Node): boolean {
  if (op.kind === "declared") return true; // nothing is known of it
  if (op.kind !== "pointwise") return false;
  if (op.overflows || op.forward !== undefined) return true;
  const trial = (x: number): number[] =>
    inputs.map(({ attrs: { value } }) => (typeof value === "number" ? value : x));
  return op.domain !== undefined && ![-2, 0, 2].every((x) => op.domain?.holds(...trial(x)));
}
