import { broadcastTo, type Node, updated } from "@chainrule/graph";
import { checkFraction, checkPositive } from "../refuse";
import { type CommonOptions, layerFunction } from "./plan";
import { checkRank, numberAlong, type Weights, weightsOf } from "./weights";

export interface NormalisationOptions<K extends string> extends CommonOptions {
  /** Keeps the divisor from 0: 1e-5 if left out. */
  readonly epsilon?: number;
  /** `gamma` (ones at first) and `beta` (zeros), if they are to have other values. */
  readonly weights?: Partial<Exclude<Weights<K>, (...given: never[]) => unknown>>;
}

const epsilonOf = (given: number | undefined, where: string): number =>
  checkPositive(given ?? 1e-5, "epsilon", where);

/** The mean over the last axis, which stays as an axis of one entry if there are others. */
const lastMean = (x: Node): Node => (x.shape.length === 1 ? x.mean() : x.mean({ axis: -1, keepDims: true }));

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis: gamma (x - mu) / sqrt(v + epsilon) + beta, with the mean
 * mu and the variance v (divided by n) of each sample.
 *
 * x: [n] or [..., n] -> the same; gamma, beta: [n].
 * @throws ChainruleError OPTION, NUMBER, SHAPE
 * @example layerNorm(x).output
 */
export const layerNorm = layerFunction(
  "layerNorm",
  { epsilon: true, weights: true },
  (x, options: NormalisationOptions<"gamma" | "beta">, names) => {
    checkRank(x, [1, 2, 3, 4], "[n] or [..., n]", "layerNorm");
    const epsilon = epsilonOf(options.epsilon, "layerNorm");
    const shape = [x.shape[x.shape.length - 1] as number]; // a size; a dim is one too
    const weights = weightsOf(
      { gamma: { shape, start: 1 }, beta: { shape, start: 0 } },
      options.weights,
      names,
      "layerNorm",
    );
    const mu = lastMean(x).named(names("mu"));
    const variance = lastMean(x.sub(mu).square()).named(names("v"));
    const normal = x.sub(mu).div(variance.add(epsilon).sqrt()).named(names("n"));
    const output = normal.mul(weights.gamma).add(weights.beta).named(names("y"));
    return { output, weights, mean: mu, variance, normal };
  },
);

/**
 * Normalisation by the root of the mean square (Zhang and Sennrich 2019) over the last axis: gamma x / sqrt(q + epsilon), q the
 * mean of the squares.
 *
 * x: [n] or [..., n] -> the same; gamma: [n].
 * @throws ChainruleError OPTION, NUMBER, SHAPE
 * @example rmsNorm(x, { epsilon: 1e-6 }).output
 */
export const rmsNorm = layerFunction(
  "rmsNorm",
  { epsilon: true, weights: true },
  (x, options: NormalisationOptions<"gamma">, names) => {
    checkRank(x, [1, 2, 3, 4], "[n] or [..., n]", "rmsNorm");
    const epsilon = epsilonOf(options.epsilon, "rmsNorm");
    const shape = [x.shape[x.shape.length - 1] as number]; // a size; a dim is one too
    const weights = weightsOf({ gamma: { shape, start: 1 } }, options.weights, names, "rmsNorm");
    const meanSquare = lastMean(x.square()).named(names("q"));
    const normal = x.div(meanSquare.add(epsilon).sqrt()).named(names("n"));
    return { output: normal.mul(weights.gamma).named(names("y")), weights, meanSquare, normal };
  },
);

export interface BatchNormOptions extends NormalisationOptions<"gamma" | "beta" | "mean" | "variance"> {
  /** How much of the running statistics stays with each update, from 0 to below 1: 0.9 if left out. */
  readonly momentum?: number;
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each feature, or channel, by its mean and variance over the batch; running
 * statistics take their place in `inference`. `updates` are their new values: feed them back with those of the parameters,
 * `train(..., { optimiser: withUpdates("sgd", layer.updates) })`. The running variance is the one divided by one less than the
 * count, as in PyTorch.
 *
 * x: [N, n], [N, c, l] or [N, c, h, w] -> the same; gamma, beta and the running statistics: [n] or [c].
 * @throws ChainruleError OPTION, NUMBER, SHAPE, SIZE unless the number of features is known
 * @example batchNorm(x, { momentum: 0.9 }).output
 */
export const batchNorm = layerFunction(
  "batchNorm",
  { epsilon: true, momentum: true, weights: true },
  (x, options: BatchNormOptions, names) => {
    checkRank(x, [2, 3, 4], "[N, n], [N, c, l] or [N, c, h, w]", "batchNorm");
    const epsilon = epsilonOf(options.epsilon, "batchNorm");
    const kept = checkFraction(options.momentum ?? 0.9, "the momentum", "batchNorm");
    const features = numberAlong(x, 1, "the number of features", "batchNorm");
    const [one, zero] = [1, 0].map((start) => ({ shape: [features], start }));
    const weights = weightsOf(
      { gamma: one, beta: zero, mean: zero, variance: one } as Record<
        "gamma" | "beta" | "mean" | "variance",
        { readonly shape: readonly number[]; readonly start: number }
      >,
      options.weights,
      names,
      "batchNorm",
    );
    /** A value for each feature beside every entry of it. */
    const beside = (node: Node): Node =>
      x.shape.length === 2 ? node : node.reshape([features, ...x.shape.slice(2).map(() => 1)]);
    const axis = x.shape.map((_, k) => k).filter((k) => k !== 1);
    const mu = x.mean(axis).named(names("mu"));
    const centred = x.sub(beside(mu));
    const variance = centred.square().mean(axis).named(names("v"));
    const normalised = (from: Node, spread: Node): Node => from.div(beside(spread.add(epsilon).sqrt()));
    const normal = normalised(centred, variance).named(names("n"));
    const scaled = (node: Node): Node => node.mul(beside(weights.gamma)).add(beside(weights.beta));
    const output = scaled(normal).named(names("y"));
    const running = normalised(x.sub(beside(weights.mean)), weights.variance);
    const count = broadcastTo(1, x.shape).sum(axis);
    const unbiased = centred.square().sum(axis).div(count.sub(1));
    const updates = [
      updated(weights.mean, weights.mean.mul(kept).add(mu.mul(1 - kept))),
      updated(weights.variance, weights.variance.mul(kept).add(unbiased.mul(1 - kept))),
    ];
    return {
      output,
      weights,
      fixed: [weights.mean, weights.variance],
      mean: mu,
      variance,
      normal,
      trainingOnly: [{ node: output, instead: scaled(running) }],
      updates,
    };
  },
);
