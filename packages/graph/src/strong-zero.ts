import type { IndexMap } from "./index-map";
import { inputsOf, Node, type Pointwise, type Value } from "./node";
import { apply } from "./ops/apply";
import { sub } from "./ops/arithmetic";
import { ne, where } from "./ops/compare";
import { contraction, expand } from "./ops/contract";
import { concat, pad, reshape, slice } from "./ops/layout";
import { constantNode } from "./ops/leaf";
import { topologicalOrder } from "./order";

/*
 * A derivative is 0 in two ways. An ordinary 0 is a number: times infinity it is NaN. A strong 0 says that nothing flows there,
 * for a branch is not taken, an entry is cut out, or an operand is not in the value at all: times anything it is 0 (as `false`
 * is in Julia, and as the strong zeros of Enzyme). Strong are the zeros that derivative rules write into a choice
 * (`STRONG_ZERO`), those around what `pad` widens, and those off the diagonals that rules make. The law:
 *
 *   a product is dead where a factor is, a sum where all terms are; a dead entry that comes out as NaN is 0.
 *
 * (It is 0 also times a negative number: a NaN is taken along through products, and is 0 in the end.)
 * What is dead comes out as 0, -0 or NaN and never as another number, and no operation makes a number of a NaN that is not
 * that of 0 too. So it is enough to look at results: those without a NaN are right to the bit as they are, and only where one
 * is NaN the graph is written out with its strong zeros, by `writtenOut`, and computed again. Graphs stay as a derivation shows
 * them, of any order, and programs as fast as they are.
 */

const ZERO = constantNode(0);
const ONE = constantNode(1);

/** x, and 0 where x is NaN and nothing is alive. Graphs that were written out for their strong zeros have it, others never. */
const quietOperation: Pointwise = {
  kind: "pointwise",
  name: "quiet",
  law: "x, and 0 where x is NaN and a = 0",
  arity: 2,
  partials: ["flat", "flat"],
};
const quiet = (alive: Node, x: Node): Node => apply(quietOperation, [alive, x]);

/** Whether a node has strong zeros of its own. */
const isSource = ({ attrs, op }: Node): boolean =>
  attrs.strong === true || attrs.sparse === true || op.name === "pad";

/** Whether strong zeros stand somewhere in a graph. */
export const hasStrongZeros = (order: readonly Node[]): boolean => order.some(isSource);

export const hasNaN = (value: Value): boolean =>
  typeof value === "number" ? Number.isNaN(value) : value.data.some(Number.isNaN);

/** An image of a node, which may be NaN where it is dead; where it is alive: 1 there and 0 elsewhere, undefined for everywhere. */
interface Written {
  readonly raw: Node;
  readonly alive: Node | undefined;
}

/** The image with 0 where it is dead and NaN. */
const settled = ({ raw, alive }: Written): Node => (alive === undefined ? raw : quiet(alive, raw));

/** The image of every node below the roots, in which strong zeros are written out. Nodes without any stay the same. */
export function writtenOut(roots: readonly Node[]): (node: Node) => Node {
  const found = new Map<Node, Written>();
  for (const node of topologicalOrder(roots)) {
    const inputs = inputsOf(node).map((input) => found.get(input) as Written); // inputs come first
    found.set(node, written(node, inputs));
  }
  const images = new Map<Node, Node>();
  for (const [node, image] of found) images.set(node, settled(image));
  return (node) => images.get(node) ?? node;
}

/** What multiplies, moves or chooses takes a dead NaN along, so that the 0 in its end has no sign; all else takes it as 0. */
const TAKES_ALONG: ReadonlySet<string> = new Set(
  ["named", "neg", "mul", "div", "where", "slice", "reshape", "concat", "pad", "contraction"], // biome-ignore format: a list
);

function written(node: Node, inputs: readonly Written[]): Written {
  const taken = inputs.map((input) => (TAKES_ALONG.has(node.op.name) ? input.raw : settled(input)));
  const same = taken.every((input, k) => input === inputsOf(node)[k]);
  const plain = same ? node : new Node(node.op, taken, node.attrs, node.shape);
  if (node.attrs.value !== undefined)
    return node.attrs.strong ? { raw: ZERO, alive: ZERO } : everywhere(node);
  if (node.op.name === "contraction") return contracted(plain, inputs);
  if (node.op.name === "pad") return padded(plain, inputs[0] as Written);
  if (inputs.every(({ alive }) => alive === undefined)) return everywhere(plain);
  const [a, b, c] = inputs.map((input) => input.alive);
  switch (node.op.name) {
    case "named":
    case "neg":
    case "div":
      return { raw: plain, alive: a };
    case "add":
    case "sub":
      return { raw: plain, alive: a && b && where(a, ONE, b) };
    case "mul":
      return { raw: plain, alive: b === undefined ? a : a === undefined ? b : where(a, b, ZERO) };
    case "where":
      return { raw: plain, alive: chosen(plain.inputs[0] as Node, b ?? ONE, c ?? ONE) };
    case "slice": {
      const { axis = 0, start = 0, stop = 0 } = node.attrs;
      return { raw: plain, alive: slice(whole(inputs[0] as Written), axis, start, stop) };
    }
    case "reshape":
      return { raw: plain, alive: reshape(whole(inputs[0] as Written), node.shape) };
    case "concat":
      return { raw: plain, alive: concat(inputs.map(whole), node.attrs.axis ?? 0) };
    default:
      return everywhere(plain); // a function of 0 is what it is
  }
}

/** Where a choice is alive: where what it takes is, and if the condition is NaN, where one of both is. */
function chosen(condition: Node, a: Node, b: Node): Node {
  const either = where(a, ONE, b);
  return sub(either, quiet(ZERO, sub(either, where(condition, a, b))));
}

const everywhere = (raw: Node): Written => ({ raw, alive: undefined });

/** Where it is alive, in the shape of the node. */
const whole = ({ raw, alive = ONE }: Written): Node => expand(alive, raw.shape);

function padded(raw: Node, x: Written): Written {
  const { axis = 0, start = 0, stop = 0 } = raw.attrs;
  return { raw, alive: pad(whole(x), axis, start, stop) };
}

/** Products of all factors at every combination of indices, with 0 where one is dead, and then their sums. */
function contracted(plain: Node, inputs: readonly Written[]): Written {
  const { map, sparse } = plain.attrs;
  const { inputs: indices, output, sizes } = map as IndexMap; // every contraction has one
  const isDiagonal = new Set(output).size < output.length;
  const dead = inputs.flatMap((input, k) => (input.alive === undefined ? [] : [k]));
  const sums = (factors: readonly Node[], lists: IndexMap["inputs"]): Node =>
    contraction(factors, { inputs: lists, output, sizes });
  if (dead.length === 0)
    return isDiagonal && sparse ? { raw: plain, alive: ne(sums([], []), ZERO) } : everywhere(plain);
  const all = sizes.map((_, index) => index);
  const alive = contraction(
    dead.map((k) => whole(inputs[k] as Written)),
    { inputs: dead.map((k) => indices[k] as readonly (number | null)[]), output: all, sizes },
  );
  // off a diagonal that a user wrote, 0 is a number
  const found = isDiagonal && !sparse ? undefined : ne(sums([alive], [all]), ZERO);
  const isSum = sizes.some((size, index) => size !== 1 && !output.includes(index));
  if (!isSum && found !== undefined) return { raw: plain, alive: found };
  const products = contraction(plain.inputs, { inputs: indices, output: all, sizes });
  return { raw: sums([quiet(alive, products)], [all]), alive: found };
}
