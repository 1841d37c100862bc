import { ChainruleError, checkOptions, Node, type OptionNames, shown } from "@chainrule/graph";
import type { Data } from "../data/data";
import { checkRate, type Optimiser, type Rate } from "../optimise";
import type { OptimiserName } from "../optimiser-names";
import { checkCount } from "../refuse";
import type { LossAt } from "../train";
import type { Epoch } from "./history";
import type { Metric } from "./metrics";
import type { FitLoss } from "./objective";

/** When a training ends before its last epoch. */
export interface Stop {
  /** Once the mean loss of an epoch is below this. */
  readonly below?: number;
  /** After so many updates. */
  readonly updates?: number;
  /**
   * After so many epochs in a row in which what is watched did not become better: the loss of the validation, or without one the loss.
   * The parameters of the best epoch are put back.
   */
  readonly patience?: number;
  /** How much better is better: 0 if left out. */
  readonly least?: number;
}

export interface FitOptions {
  /** How often all samples are gone through. */
  readonly epochs: number;
  /** The number of samples of an update, 32 if left out. The last batch of an epoch may be smaller. */
  readonly batchSize?: number;
  /** `"adam"` if left out. What it remembers is kept for the next training of the same parameters, as by `train`. */
  readonly optimiser?: OptimiserName | Optimiser;
  /**
   * The learning rate: a number, a node, or a function of the epoch, from 1. If left out, 0.001 for optimisers that find the scale of
   * their steps themselves, as Adam does, and 0.01 for the others.
   */
  readonly rate?: Rate | ((epoch: number) => number);
  /** What fits the targets if left out: see `FitLoss`. */
  readonly loss?: FitLoss;
  /** Data, or the share of samples that are not learned from, whose loss is computed after each epoch. */
  readonly validation?: number | Data;
  readonly stop?: Stop;
  /** Of the order of samples, and of the split: 1 if left out. */
  readonly seed?: number;
  /** Whether samples come in another order in each epoch: true if left out. */
  readonly shuffle?: boolean;
  /** Computed after each epoch, of what is learned from and of the validation. */
  readonly metrics?: readonly Metric[];
  /** Called after each epoch, the parameters set. If it returns false, training ends. */
  readonly onEpoch?: (epoch: Epoch) => unknown;
  /**
   * Called after each update, the parameters set, with the loss of its batch before it; the updates then run one by one. If it returns
   * false, training ends.
   */
  readonly onUpdate?: (at: LossAt) => unknown;
  /** Writes how it goes: a line that is written over in a terminal, else plain lines; or gives each line to a function. */
  readonly progress?: boolean | ((line: string) => unknown);
  /**
   * A file that the state of the training is written to, whole, after each so many epochs (`every`). If it is there, the training goes on
   * from it, with the bits that it would have had without a break.
   */
  readonly checkpoint?: string;
  /** How many epochs lie between two checkpoints, 1 if left out. */
  readonly every?: number;
  /** How many threads share the work of large batches, as in `compile`. */
  readonly threads?: number;
}

const OPTIONS: OptionNames<FitOptions> = {
  epochs: true,
  batchSize: true,
  optimiser: true,
  rate: true,
  loss: true,
  validation: true,
  stop: true,
  seed: true,
  shuffle: true,
  metrics: true,
  onEpoch: true,
  onUpdate: true,
  progress: true,
  checkpoint: true,
  every: true,
  threads: true,
};

const STOP: OptionNames<Stop> = { below: true, updates: true, patience: true, least: true };

/** The plain ones of the options, checked, with what is usual where they are left out. */
export interface ReadOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly every: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly stop: Stop;
}

/** @throws ChainruleError OPTION, OPERAND, NUMBER */
export function readOptions(options: FitOptions): ReadOptions {
  checkOptions(options, OPTIONS, "fit");
  const { stop = {}, onEpoch, onUpdate, progress, shuffle = true, checkpoint } = options;
  checkOptions(stop, STOP, "fit: stop");
  for (const [name, given] of Object.entries({ onEpoch, onUpdate })) {
    if (given !== undefined && typeof given !== "function") throw wrong(name, "a function", given);
  }
  if (typeof shuffle !== "boolean") throw wrong("shuffle", "true or false", shuffle);
  if (progress !== undefined && !["boolean", "function"].includes(typeof progress))
    throw wrong("progress", "true, false or a function", progress);
  if (checkpoint !== undefined && (typeof checkpoint !== "string" || checkpoint === ""))
    throw wrong("checkpoint", "the path of a file", checkpoint);
  if (options.every !== undefined && checkpoint === undefined)
    throw wrong("every", "the epochs between checkpoints", options.every, "Name the file: checkpoint");
  const { below, least, updates, patience } = stop;
  for (const [name, given] of Object.entries({ below, least })) {
    if (given !== undefined && !Number.isFinite(given))
      throw wrong(`stop: ${name}`, "a finite number", given);
  }
  if (updates !== undefined) checkCount(updates, 1, "the number of updates", "fit: stop");
  if (patience !== undefined) checkCount(patience, 1, "the patience", "fit: stop");
  if (least !== undefined && patience === undefined)
    throw wrong("stop: least", "how much better is better", least, "Say how many epochs to wait: patience");
  return {
    epochs: checkCount(options.epochs, 1, "the number of epochs", "fit"),
    batchSize: checkCount(options.batchSize ?? 32, 1, "the size of a batch", "fit"),
    every: checkCount(options.every ?? 1, 1, "the epochs between checkpoints", "fit"),
    seed: options.seed ?? 1,
    shuffle,
    stop,
  };
}

function wrong(name: string, what: string, given: unknown, mend?: string): ChainruleError {
  return new ChainruleError("OPTION", `this is ${what}`, {
    where: `fit: ${name}`,
    got: shown(given),
    ...(mend !== undefined && { mend }),
  });
}

/** Optimisers that divide by the size of gradients: their rate is the size of a step. */
const SCALES_ITSELF = /^(?:adam|rmsprop)/i;

/** The learning rate in an epoch: what stays, or a function of it. */
export type EpochRate = Node<number> | ((epoch: number) => number);

/** @throws ChainruleError NUMBER, SHAPE, OPTION */
export function epochRate(options: FitOptions): EpochRate {
  const { rate } = options;
  if (rate instanceof Node) {
    checkRate(rate, "fit: rate");
    return rate;
  }
  if (typeof rate === "function") {
    return (epoch) => checkedNumber(rate(epoch), `fit: rate in epoch ${epoch}`);
  }
  const name =
    typeof options.optimiser === "function" ? options.optimiser.name : (options.optimiser ?? "adam");
  const given = checkedNumber(rate ?? (SCALES_ITSELF.test(name) ? 0.001 : 0.01), "fit: rate");
  return () => given;
}

function checkedNumber(rate: unknown, where: string): number {
  checkRate(rate, where);
  if (typeof rate === "number") return rate;
  throw new ChainruleError("NUMBER", "the rate of an epoch is a number", { where, got: shown(rate) });
}
