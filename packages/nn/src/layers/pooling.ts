import { concat, type Node } from "@chainrule/graph";
import { type CommonOptions, layerFunction, type PartNames } from "./plan";
import { checkRank, numberAlong } from "./weights";
import { patchesOf, perAxis } from "./windows";

export interface PoolingOptions<Sizes> extends CommonOptions {
  /** The size of a window. */
  readonly size: number | Sizes;
  /** How far the window moves: its size if left out. */
  readonly stride?: number | Sizes;
}

const OPTIONS = { size: true, stride: true } as const;

/**
 * The largest entry of each window along one axis.
 *
 * x: [c, l] or [N, c, l] -> [c, o] or [N, c, o].
 * @throws ChainruleError OPTION, SHAPE, SIZE
 * @example maxPool1d(x, { size: 2 }).output
 */
export const maxPool1d = layerFunction(
  "maxPool1d",
  OPTIONS,
  (x, options: PoolingOptions<[number]>, names) => ({
    output: pooled(x, options, names, "maxPool1d", 1, largest),
  }),
);

/** The mean of each window along one axis. Shapes and errors as in `maxPool1d`. */
export const avgPool1d = layerFunction(
  "avgPool1d",
  OPTIONS,
  (x, options: PoolingOptions<[number]>, names) => ({
    output: pooled(x, options, names, "avgPool1d", 1, average),
  }),
);

/**
 * The largest entry of each window over two axes.
 *
 * x: [c, h, w] or [N, c, h, w] -> [c, p, q] or [N, c, p, q].
 * @throws ChainruleError OPTION, SHAPE, SIZE
 * @example maxPool2d(x, { size: 2 }).output
 */
export const maxPool2d = layerFunction(
  "maxPool2d",
  OPTIONS,
  (x, options: PoolingOptions<[number, number]>, names) => ({
    output: pooled(x, options, names, "maxPool2d", 2, largest),
  }),
);

/** The mean of each window over two axes. Shapes and errors as in `maxPool2d`. */
export const avgPool2d = layerFunction(
  "avgPool2d",
  OPTIONS,
  (x, options: PoolingOptions<[number, number]>, names) => ({
    output: pooled(x, options, names, "avgPool2d", 2, average),
  }),
);

/** What is made of the entries of each window, whose places are the last axes. */
type Reduction = (patches: Node, places: number[]) => Node;
const largest: Reduction = (patches, axis) => patches.max({ axis });
const average: Reduction = (patches, axis) => patches.mean({ axis });

function pooled(
  x: Node,
  options: PoolingOptions<readonly number[]>,
  names: PartNames,
  where: string,
  axes: number,
  reduce: Reduction,
): Node {
  checkRank(x, [axes + 1, axes + 2], axes === 1 ? "[c, l] or [N, c, l]" : "[c, h, w] or [N, c, h, w]", where);
  const kernel = perAxis(options.size, axes, "the size of a window", where);
  const stride = perAxis(options.stride ?? options.size, axes, "the stride", where);
  const { patches } = patchesOf(x, { kernel, stride, padding: "valid" }, names, where);
  return reduce(
    patches,
    kernel.map((_, k) => x.shape.length + k),
  ).named(names("y"));
}

/**
 * All axes but the first as one, row by row: [N, c, h, w] -> [N, c h w]. N may be a symbolic size.
 * @throws ChainruleError SHAPE, SIZE when another size is no number
 * @example sequential(x, [maxPool2d({ size: 2 }), flatten, dense({ units: 10 })])
 */
export function flatten(x: Node): Node {
  checkRank(x, [2, 3, 4, 5], "[N, ...]", "flatten");
  const sizes = x.shape.slice(1).map((_, k) => numberAlong(x, k + 1, "the size of an axis", "flatten"));
  const [samples] = x.shape;
  if (typeof samples === "number") {
    return x.reshape([samples, sizes.reduce((product, size) => product * size, 1)]);
  }
  return sizes.slice(1).reduce<Node>(
    // entry after entry of the second axis, side by side along the third
    (node) =>
      concat(
        Array.from({ length: node.shape[1] as number }, (_, k) => node.slice(1, k, k + 1).sum(1)), // a size above
        1,
      ),
    x,
  );
}
