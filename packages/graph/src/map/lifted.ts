import { ChainruleError } from "../errors";
import type { IndexMap } from "../index-map";
import { NO_ATTRIBUTES, Node } from "../node";
import { contraction, expand } from "../ops/contract";
import { concat, pad, reshape, slice } from "../ops/layout";
import { definition } from "../ops/leaf";
import { topologicalOrder } from "../order";
import type { Shape, Size } from "../shape";

/*
 * From the graph of one sample to that of all samples: every node that depends on the sample gets the samples' axis in
 * front of its own, what does not depend on it stays the very node that it was. Pointwise operations broadcast over the
 * axis, contractions and extrema get an index more, all others count their axes from the next one.
 */

/** The roots of one sample's graph for all samples at once. `batch` says which node stands for which symbol of the sample. */
export function lifted(roots: readonly Node[], batch: ReadonlyMap<Node, Node>, size: Size): Node[] {
  const found = new Map<Node, Node>(batch);
  for (const node of topologicalOrder(roots)) {
    if (found.has(node) || !node.inputs.some((input) => found.has(input))) continue;
    found.set(node, liftedNode(node, found, size));
  }
  return roots.map((root) => found.get(root) ?? expand(root, [size, ...root.shape]));
}

function liftedNode(node: Node, found: ReadonlyMap<Node, Node>, size: Size): Node {
  const { op, attrs } = node;
  const inputs = node.inputs.map((input) => found.get(input) ?? input);
  const shape: Shape = [size, ...node.shape];
  const first = inputs[0] as Node;
  switch (op.kind) {
    case "pointwise": {
      const rank = shape.length;
      const aligned = inputs.map((input, k) =>
        found.has(node.inputs[k] as Node) ? padded(input, rank) : input,
      );
      return new Node(op, aligned, NO_ATTRIBUTES, shape);
    }
    case "naming":
      return definition(first, attrs.name as NonNullable<typeof attrs.name>); // a definition has one
    case "indexed": {
      const map = withIndex(attrs.map as IndexMap, size, node.inputs, found); // every indexed operation has one
      if (op.name === "contraction") return contraction(inputs, map);
      return new Node(op, inputs, { ...attrs, map, axes: later(attrs.axes) }, shape);
    }
    case "composite":
      return new Node(op, inputs, { ...attrs, axes: later(attrs.axes) }, shape);
    case "layout": {
      const { axis = 0, start = 0, stop = 0 } = attrs;
      if (op.name === "slice") return slice(first, axis + 1, start, stop);
      if (op.name === "pad") return pad(first, axis + 1, start, stop);
      if (op.name === "reshape") return reshaped(first, shape);
      const whole = inputs.map((input, k) => {
        const own = node.inputs[k] as Node;
        return found.has(own) ? input : expand(input, [size, ...own.shape]);
      });
      return concat(whole, axis + 1);
    }
    default:
      throw new ChainruleError(
        "NO_INTERPRETATION",
        "this operation cannot be applied to all samples at once",
        {
          where: `map: ${op.name}`,
          mend: "Apply it outside of map, or sample by sample",
        },
      );
  }
}

const later = (axes: readonly number[] = []): number[] => axes.map((axis) => axis + 1);

/** The samples' axis and then axes of size 1, so that the sample's own axes are aligned from the right. */
function padded(x: Node, rank: number): Node {
  const missing = rank - x.shape.length;
  if (missing === 0) return x;
  const [samples, ...own] = x.shape;
  return unitAxes(x, [samples as Size, ...new Array<number>(missing).fill(1), ...own]);
}

/** The same entries; the shapes differ by axes of size 1 alone. */
function unitAxes(x: Node, shape: Shape): Node {
  const sizes: Size[] = [...x.shape];
  const own = x.shape.flatMap((size, axis) => (size === 1 && axis > 0 ? [] : [axis]));
  let next = 0;
  const output = shape.map((size, axis) =>
    size === 1 && axis > 0 ? sizes.push(1) - 1 : (own[next++] as number),
  );
  return contraction([x], { inputs: [x.shape.map((_, axis) => axis)], output, sizes });
}

/** Dropping or adding axes of size 1 needs no size to be known; what else a reshape does, needs all of them. */
function reshaped(x: Node, shape: Shape): Node {
  const long = (sizes: Shape): Size[] => sizes.filter((size, axis) => axis === 0 || size !== 1);
  const [from, to] = [long(x.shape), long(shape)];
  const isSame = from.length === to.length && from.every((size, axis) => size === to[axis]);
  return isSame ? unitAxes(x, shape) : reshape(x, shape);
}

/** The index map with one index more, which runs over the samples. */
function withIndex(
  map: IndexMap,
  size: Size,
  inputs: readonly Node[],
  found: ReadonlyMap<Node, Node>,
): IndexMap {
  const sample = map.sizes.length;
  return {
    inputs: map.inputs.map((indices, k) => (found.has(inputs[k] as Node) ? [sample, ...indices] : indices)),
    output: [sample, ...map.output],
    sizes: [...map.sizes, size],
  };
}
