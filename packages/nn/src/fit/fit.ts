import { Node, type TensorValue } from "@chainrule/graph";
import { type Data, type Samples, samplesOf, splitSamples } from "../data/data";
import { rowLength, rowsAt, rowsBetween } from "../data/rows";
import { derivedSeed, shuffled } from "../data/shuffle";
import type { Noise, Part } from "../layers/model";
import { optimiserOf } from "../optimiser-names";
import { type Identity, readCheckpoint, type State, writeCheckpoint } from "./checkpoint";
import { type Epoch, type History, historyOf } from "./history";
import { metricsOf, type NamedMetric } from "./metrics";
import { readModel } from "./model";
import { objectiveOf } from "./objective";
import { epochRate, type FitOptions, readOptions, type Stop } from "./options";
import { better } from "./patience";
import { checkRows, type Scorer, scorer } from "./predict";
import { progressOf } from "./progress";
import { type Batch, type Updates, updatesOf } from "./updates";

/** Why a training ended. */
export type Ending = "epochs" | "below" | "updates" | "patience" | "asked";

/** How a training went. */
export interface Fit {
  /** Epochs gone through, those before a break too. */
  readonly epochs: number;
  /** Updates done. */
  readonly updates: number;
  /** The mean loss in the last epoch. */
  readonly loss: number;
  readonly ended: Ending;
  /** With `stop: { patience }`, the epoch whose parameters the model has now, and what was watched there. */
  readonly best: { readonly epoch: number; readonly loss: number } | undefined;
  /** By name, as `plotCurves` takes it. */
  readonly history: History;
}

/**
 * Trains a model on samples in batches, and sets its parameters. The same data, options and seed give the same bits.
 *
 * A NaN or infinity stops the training before the update that would spoil the parameters: they are set to the last values, and the error
 * names the first node that is not finite. model: x: [N, ...] -> [N, m]; data: x: [N, ...], y: [N], [N, m] or names of classes.
 * @throws ChainruleError NOT_FINITE, OPTION, OPERAND, SHAPE, SIZE, NUMBER, UNBOUND, NOT_A_LEAF, FILE, REFUSED (a checkpoint of another training)
 * @example fit(network, moons(200), { epochs: 100, batchSize: 20, rate: 0.01, validation: 0.2, seed: 1 }).history
 */
export function fit(model: Part, data: Data, options: FitOptions): Fit {
  const epochs = fitEpochs(model, data, options);
  for (;;) {
    const next = epochs.next();
    if (next.done) return next.value;
  }
}

/**
 * The same, an epoch each time that it is asked for the next: a page stays alive between them.
 * @example for (const { epoch, loss } of fitEpochs(network, data, { epochs: 50 })) await draw(epoch, loss);
 */
export function fitEpochs(model: Part, data: Data, options: FitOptions): Generator<Epoch, Fit, void> {
  return epochsOf(trainingOf(model, data, options), options);
}

function* epochsOf(
  training: ReturnType<typeof trainingOf>,
  options: FitOptions,
): Generator<Epoch, Fit, void> {
  const { updates, identity, read, measure } = training;
  const { checkpoint, onEpoch } = options;
  const progress = progressOf(options.progress, read.epochs);
  const resumed = checkpoint === undefined ? undefined : readCheckpoint(checkpoint, identity);
  let state: State = resumed ?? { epoch: 0, updates: 0, values: updates.values, epochs: [], best: undefined };
  let written = state.epoch;
  updates.values = state.values;
  training.skip(state.updates);
  let ended = endOf(state, read.epochs, read.stop);
  try {
    while (ended === undefined) {
      const epoch = state.epoch + 1;
      const pass = training.pass(epoch, state.updates);
      updates.leave();
      const at = Object.freeze({ epoch, ...pass.counts, measures: measure(updates.values) });
      progress.see(at);
      const isOver = onEpoch?.(at) === false || pass.isOver;
      updates.values = updates.symbols.map(({ value }) => value); // a callback may have set them
      const best =
        read.stop.patience === undefined
          ? undefined
          : better(state.best, at, updates.values, read.stop.least ?? 0);
      state = { epoch, updates: at.updates, values: updates.values, epochs: [...state.epochs, at], best };
      ended = isOver ? "asked" : endOf(state, read.epochs, read.stop);
      if (checkpoint !== undefined && (ended !== undefined || epoch - written >= read.every)) {
        writeCheckpoint(checkpoint, identity, state);
        written = epoch;
      }
      yield at;
    }
  } finally {
    progress.end();
  }
  updates.values = state.best?.values ?? state.values;
  updates.leave();
  return Object.freeze({
    epochs: state.epoch,
    updates: state.updates,
    loss: state.epochs.at(-1)?.loss ?? Number.NaN,
    ended,
    best: state.best && Object.freeze({ epoch: state.best.epoch, loss: state.best.watched }),
    history: historyOf(state.epochs),
  });
}

/** Why a training in this state is over; undefined if it goes on. */
function endOf({ epoch, updates, epochs, best }: State, last: number, stop: Stop): Ending | undefined {
  const at = epochs.at(-1);
  if (at !== undefined && stop.below !== undefined && at.loss < stop.below) return "below";
  if (stop.updates !== undefined && updates >= stop.updates) return "updates";
  if (stop.patience !== undefined && epoch - (best?.epoch ?? 0) >= stop.patience) return "patience";
  return epoch >= last ? "epochs" : undefined;
}

/** Entries of samples that are gathered at once. */
const GATHERED = 2 ** 19;

/** Everything that is made once, before the first epoch. */
function trainingOf(model: Part, data: Data, options: FitOptions) {
  const read = readOptions(options);
  const { input, output, used, parameters, updates: statistics, noise } = readModel(model, "fit: the model");
  const all = samplesOf(data, "fit: data");
  checkRows(all.x, input, "fit: data: x");
  const objective = objectiveOf({ output, used }, all, options.loss, "fit");
  const { validation } = options;
  const [learned, held] =
    validation === undefined
      ? [all, undefined]
      : typeof validation === "number"
        ? splitSamples(all, validation, read.seed, "fit: validation")
        : [all, samplesOf(validation, "fit: validation")];
  if (held !== undefined) checkRows(held.x, input, "fit: validation: x");
  const written = (samples: Samples, where: string): Samples => ({
    ...samples,
    y: objective.targetsOf(samples, where),
  });
  const samples = written(learned, "fit: data");
  const rate = epochRate(options);
  const updates = updatesOf({
    loss: objective.loss,
    target: objective.target,
    input,
    parameters,
    statistics,
    noise,
    optimiser: optimiserOf(options.optimiser ?? "adam", "fit: optimiser"),
    rate: rate instanceof Node ? rate : 1,
    threads: options.threads,
  });
  const metrics = metricsOf(options.metrics, { threshold: objective.threshold }, "fit: metrics");
  const score = scorer({ loss: objective.scored, output: used, input, target: objective.target }, parameters);
  const parts: Measured[] = [
    ...(metrics.length > 0 ? [{ samples, metrics, prefix: undefined }] : []),
    ...(held === undefined
      ? []
      : [{ samples: written(held, "fit: validation"), metrics, prefix: "validation" } as const]),
  ];
  const identity: Identity = { symbols: updates.symbols, learned: samples, ...read };
  return {
    read,
    updates,
    identity,
    measure: (values: Updates["values"]) => measures(parts, score, values.slice(0, parameters.length)),
    /** Draws what epochs before a break drew, so that the streams of noise stand where they stood. */
    skip: (done: number) => {
      for (let left = done; left > 0; ) {
        for (let at = 0; at < samples.count && left > 0; at += read.batchSize, left--)
          drawn(noise, Math.min(read.batchSize, samples.count - at));
      }
    },
    pass: (epoch: number, done: number) =>
      pass(updates, samples, {
        noise,
        order: read.shuffle ? shuffled(samples.count, derivedSeed(read.seed, epoch)) : undefined,
        batchSize: read.batchSize,
        rate: rate instanceof Node ? 0 : rate(epoch),
        done,
        most: read.stop.updates ?? Number.POSITIVE_INFINITY,
        onUpdate: options.onUpdate,
      }),
  };
}

/** Samples that are measured after each epoch. */
interface Measured {
  readonly samples: Samples;
  readonly metrics: readonly NamedMetric[];
  readonly prefix: "validation" | undefined;
}

function measures(
  parts: readonly Measured[],
  score: Scorer,
  values: Updates["values"],
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { samples, metrics, prefix } of parts) {
    const { loss, outputs } = score(samples.x, samples.y, values);
    const named = (name: string): string => (prefix === undefined ? name : `${prefix} ${name}`);
    if (prefix !== undefined) found[named("loss")] = loss;
    for (const { name, of } of metrics) found[named(name)] = of(outputs, samples.y);
  }
  return Object.freeze(found);
}

interface PassOptions {
  readonly noise: readonly Noise[];
  /** The samples in their order; undefined for the order that they are given in. */
  readonly order: Uint32Array | undefined;
  readonly batchSize: number;
  readonly rate: number;
  /** Updates done before, and the most that may be done. */
  readonly done: number;
  readonly most: number;
  readonly onUpdate: FitOptions["onUpdate"];
}

/** The next noise for so many samples. */
const drawn = (noise: readonly Noise[], samples: number): TensorValue[] =>
  noise.map(({ symbol, draw }) =>
    draw(symbol.shape.map((size) => (typeof size === "number" ? size : samples))),
  );

/** Goes once through all samples; the mean of the losses before each update, weighted by the samples of each. */
function pass(updates: Updates, { x, y, count }: Samples, options: PassOptions) {
  const { order, batchSize, rate, done, most, noise, onUpdate } = options;
  const isSilent = updates.isSilent && onUpdate === undefined;
  const fitting = Math.floor(GATHERED / ((rowLength(x) + rowLength(y)) * batchSize));
  const chunk = isSilent ? Math.max(1, fitting) : 1;
  let [at, step, sum, rest, isOver] = [0, done, 0, 0, false];
  while (at < count && step < most && !isOver) {
    // batches of one size run together; what is left over in the end is a batch of its own
    const size = Math.min(batchSize, count - at);
    const batches = Math.min(chunk, most - step, Math.floor((count - at) / size));
    const stop = at + batches * size;
    const gathered = (value: Samples["x"]) =>
      order === undefined ? rowsBetween(value, at, stop) : rowsAt(value, order.subarray(at, stop));
    const [xs, ys] = [gathered(x), gathered(y)];
    const list = Array.from({ length: batches }, (_, k): Batch => {
      const [from, to] = [k * size, (k + 1) * size];
      return { x: rowsBetween(xs, from, to), y: rowsBetween(ys, from, to), noise: drawn(noise, size) };
    });
    const isRest = size < batchSize;
    const losses = updates.run(list, { rate, done: step, sum: isRest ? 0 : sum });
    if (isRest) rest = losses.sum * size;
    else sum = losses.sum;
    step += batches;
    at = stop;
    if (onUpdate === undefined) continue;
    updates.leave();
    isOver = onUpdate({ step, loss: losses.last }) === false;
    updates.values = updates.symbols.map(({ value }) => value); // a callback may have set them
  }
  return { counts: { updates: step, loss: (sum * batchSize + rest) / at }, isOver };
}
