import { einsum, entryCount, type Node, tensor } from "@chainrule/graph";
import { type Activation, activated } from "../activation";
import { checkCount } from "../refuse";
import { type CommonOptions, layerFunction, type PartNames } from "./plan";
import { checkRank, flag, numberAlong, type Parameter, type Weights, weightsOf } from "./weights";
import { checkPadding, type Padding, perAxis, windows } from "./windows";

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
 * l = o stride + k - padding, plus b_f. Which entry stands where is a constant tensor S of zeros and ones.
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

/** Letters of the axes of the input, of the windows and of the kernel. */
const LETTERS = {
  conv1d: { input: "l", output: "o", kernel: "k", expected: "[c, l] or [N, c, l]" },
  conv2d: { input: "hw", output: "pq", kernel: "ij", expected: "[c, h, w] or [N, c, h, w]" },
} as const;

interface Convolution {
  readonly output: Node;
  readonly weights: Readonly<Partial<Record<"W" | "b", Node>>>;
  /** The definition z, before the activation. */
  readonly net: Node;
}

function convolution<Sizes>(
  x: Node,
  options: ConvolutionOptions<Sizes>,
  names: PartNames,
  where: "conv1d" | "conv2d",
): Convolution {
  const { input, output, kernel, expected } = LETTERS[where];
  const axes = input.length;
  checkRank(x, [axes + 1, axes + 2], expected, where);
  const filters = checkCount(options.filters, 1, "the number of filters", where);
  const kernels = perAxis(options.kernelSize, axes, "the size of the kernel", where);
  const strides = perAxis(options.stride ?? 1, axes, "the stride", where);
  const padding = checkPadding(options.padding, where);
  const hasBias = flag(options.bias, true, `${where}: bias`);
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
  const batch = x.shape.length === axes + 2 ? "n" : "";
  let patches = x;
  let letters = `${batch}c${input}`;
  for (let axis = 0; axis < axes; axis++) {
    const [from, to, place] = [input[axis] ?? "", output[axis] ?? "", kernel[axis] ?? ""];
    const size = numberAlong(x, axis - axes, "the size of what the kernel goes over", where);
    const { selection } = windows(size, kernels[axis] ?? 1, strides[axis] ?? 1, padding, where);
    const S = tensor(names(axes === 1 ? "S" : `S_${axis + 1}`), selection);
    const next = letters.replace(from, to) + place;
    patches = einsum(`${letters},${from}${to}${place}->${next}`, patches, S);
    letters = next;
  }
  const sum = einsum(`fc${kernel},${letters}->${batch}f${output}`, weights.W, patches);
  const b = hasBias ? weights.b.reshape([filters, ...kernels.map(() => 1)]) : undefined;
  const net = (b === undefined ? sum : sum.add(b)).named(names("z"));
  const made =
    options.activation === undefined ? net : activated(net, options.activation, where).named(names("a"));
  return { output: made, weights, net };
}
