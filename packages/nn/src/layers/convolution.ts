import { einsum, entryCount, type Node } from "@chainrule/graph";
import { type Activation, activated } from "../activation";
import { checkCount, checkFlag } from "../refuse";
import { type CommonOptions, layerFunction, type PartNames } from "./plan";
import { checkRank, numberAlong, type Parameter, type Weights, weightsOf } from "./weights";
import { checkPadding, type Padding, patchesOf, perAxis } from "./windows";

export interface ConvolutionOptions<Sizes> extends CommonOptions {
  /** The number of channels that come out. */
  readonly filters: number;
  readonly kernelSize: number | Sizes;
  /** How far the kernel moves: 1 if left out. */
  readonly stride?: number | Sizes;
  /** `"valid"` (none) if left out. */
  readonly padding?: Padding;
  /** None if left out. */
  readonly activation?: Activation;
  /** Whether there is a bias for each filter (true). */
  readonly bias?: boolean;
  readonly weights?: Weights<"W" | "b">;
}

const OPTIONS = {
  filters: true,
  kernelSize: true,
  stride: true,
  padding: true,
  activation: true,
  bias: true,
  weights: true,
} as const;

/**
 * Convolution along one axis (cross-correlation, as in other frameworks): z_nfo = sum over c, k of W_fck x_ncl with
 * l = o stride + k - padding, plus b_f. These entries are the patches P_nc,o,k = sum over l of x_ncl S_l,o,k, with a constant
 * tensor S of zeros and ones.
 *
 * x: [c, l] or [N, c, l] -> [f, o] or [N, f, o]; W: [f, c, k], b: [f]; layouts as in PyTorch.
 * @throws ChainruleError OPTION, SHAPE, SIZE when channels or length are no numbers, or the kernel is too large
 * @example conv1d(x, { filters: 4, kernelSize: 3, padding: "same", weights: he(1) }).output
 */
export const conv1d = layerFunction("conv1d", OPTIONS, (x, options: ConvolutionOptions<[number]>, names) =>
  convolution(x, options, names, "conv1d"),
);

/**
 * Convolution over two axes, as `conv1d` over one.
 *
 * x: [c, h, w] or [N, c, h, w] -> [f, p, q] or [N, f, p, q]; W: [f, c, i, j], b: [f]; layouts as in PyTorch.
 * @throws ChainruleError OPTION, SHAPE, SIZE when channels or sizes are no numbers, or the kernel is too large
 * @example conv2d(x, { filters: 8, kernelSize: 3, activation: "relu", weights: he(1) }).output
 */
export const conv2d = layerFunction(
  "conv2d",
  OPTIONS,
  (x, options: ConvolutionOptions<[number, number]>, names) => convolution(x, options, names, "conv2d"),
);

/** The number of axes that a kernel goes over, and the shapes that it takes. */
const SHAPES = {
  conv1d: { axes: 1, expected: "[c, l] or [N, c, l]" },
  conv2d: { axes: 2, expected: "[c, h, w] or [N, c, h, w]" },
} as const;

interface Convolution {
  readonly output: Node;
  readonly weights: Readonly<Partial<Record<"W" | "b", Node>>>;
  /** The definition P: what the kernel stands on in each place. */
  readonly patches: Node;
  /** The definition z, before the activation. */
  readonly net: Node;
}

function convolution<Sizes>(
  x: Node,
  options: ConvolutionOptions<Sizes>,
  names: PartNames,
  where: "conv1d" | "conv2d",
): Convolution {
  const { axes, expected } = SHAPES[where];
  checkRank(x, [axes + 1, axes + 2], expected, where);
  const filters = checkCount(options.filters, 1, "the number of filters", where);
  const kernels = perAxis(options.kernelSize, axes, "the size of the kernel", where);
  const strides = perAxis(options.stride ?? 1, axes, "the stride", where);
  const padding = checkPadding(options.padding, where);
  const hasBias = checkFlag(options.bias, true, `${where}: bias`);
  const channels = numberAlong(x, -1 - axes, "the number of channels", where);
  const field = entryCount(kernels);
  const parameters: { readonly W: Parameter; readonly b?: Parameter } = {
    W: {
      shape: [filters, channels, ...kernels],
      start: "drawn",
      fans: [channels * field, filters * field],
    },
    ...(hasBias && { b: { shape: [filters], start: 0 } }),
  };
  const weights = weightsOf<"W" | "b">(
    parameters as Record<"W" | "b", Parameter>, // without b where there is no bias
    options.weights,
    names,
    where,
  );
  const made = patchesOf(x, { kernel: kernels, stride: strides, padding }, names, where);
  const patches = made.patches.named(names("P"));
  const output = made.letters.replace("c", "f").replace(made.kernel, "");
  const sum = einsum(`fc${made.kernel},${made.letters}->${output}`, weights.W, patches);
  const b = hasBias ? weights.b.reshape([filters, ...kernels.map(() => 1)]) : undefined;
  const net = (b === undefined ? sum : sum.add(b)).named(names("z"));
  if (options.activation === undefined) return { output: net, weights, net, patches };
  const activation = activated(net, options.activation, where).named(names("a"));
  return { output: activation, weights, net, patches };
}
