import {
  ChainruleError,
  checkChoice,
  checkOptions,
  compile,
  diagnose,
  type Finding,
  type Node,
  type OptionNames,
  scalar,
  sequential,
  shown,
  symbolsOf,
  topologicalOrder,
  updated,
  type Value,
} from "@chainrule/graph";
import { recall, remember } from "./memory";
import { allFinite, notFinite } from "./not-finite";
import type { Optimiser, Rate } from "./optimise";
import { keepsWhatIsNotFinite, type OptimiserName, optimiserOf } from "./optimiser-names";
import { counted, type Schedule } from "./optimisers/schedule";
import { checkCount, labelOf } from "./refuse";

/** The loss after some number of updates. */
export interface LossAt {
  readonly step: number;
  readonly loss: number;
}

export interface TrainOptions {
  /** The learning rate, or a schedule of it (`cosineDecay`, ...), which goes on where the last training ended. */
  readonly rate: Rate | Schedule;
  /** The number of updates. */
  readonly steps: number;
  /**
   * `"sgd"` if left out; `"momentum"`, `"nesterov"`, `"rmsProp"`, `"adam"`, `"adamW"`, or a function of your own. What it remembers is kept: the next training of the
   * same parameters with it goes on where this one ended, unless a parameter was set to another value in between.
   */
  readonly optimiser?: OptimiserName | Optimiser;
  /**
   * `"simultaneous"` if left out: all new values come from the old ones. `"as written"`: as in code that overwrites each weight
   * before it goes on, so that hidden gradients meet new weights of later layers; see `sequential`.
   */
  readonly updates?: "simultaneous" | "as written";
  /** How often a loss is recorded: every n-th step, and always the first and the last. About 100 times if left out. */
  readonly every?: number;
  /**
   * Called before each update and after the last, with the parameters set to their present values and the loss there. Symbols
   * that it gives new values, such as those of the next batch, or parameters too, have them in the update that follows. If it
   * returns false, training stops here.
   */
  readonly onStep?: (at: LossAt) => unknown;
}

const OPTIONS: OptionNames<TrainOptions> = {
  rate: true,
  steps: true,
  optimiser: true,
  updates: true,
  every: true,
  onStep: true,
};

/** How a training went. */
export interface Training {
  /** Updates done. */
  readonly steps: number;
  /** The loss at the final parameters. */
  readonly loss: number;
  readonly losses: readonly LossAt[];
  /** Functions between loss and parameters through which no gradient flows (such as a step). */
  readonly warnings: readonly Finding[];
}

/**
 * Trains: computes loss and new values of all parameters together, step after step, and sets the parameters to the final
 * values. Everything else keeps the value it has.
 *
 * A NaN or infinity stops the training before the update that would spoil the parameters: they are set to the last values
 * at which everything was finite, and the error names the first node that is not.
 * @throws ChainruleError NOT_FINITE, NUMBER (rate), OPTION (steps, every, no parameters, an unknown name), UNBOUND (a symbol without a value), NOT_A_LEAF
 * @example train(E, network.parameters, { rate: 0.5, steps: 10000 }).loss
 */
export function train(loss: Node, parameters: readonly Node[], options: TrainOptions): Training {
  checkOptions(options, OPTIONS, "train");
  checkChoice(options.updates, ["simultaneous", "as written"], "train: updates");
  const { onStep } = options;
  if (onStep !== undefined && typeof onStep !== "function") {
    throw new ChainruleError("OPERAND", "onStep is a function", { where: "train", got: shown(onStep) });
  }
  const optimiser = optimiserOf(options.optimiser, "train: optimiser");
  const steps = checkCount(options.steps, 1, "the number of steps", "train");
  const every = checkCount(options.every ?? Math.ceil(steps / 100), 1, "the interval of records", "train");
  if (parameters.length === 0) {
    throw new ChainruleError("OPTION", "at least one parameter", { where: "train" });
  }
  const { rate, updates: counts } = counted(options.rate, "train: rate");
  const proposed = [...optimiser(loss, parameters, { rate }), ...counts];
  const symbols = proposed.map(replacedBy);
  const updates = options.updates === "as written" ? sequential(loss, proposed) : proposed;
  recall(optimiser, parameters, symbols);
  const steady = scalar("steady", 0); // stays 0 as long as the loss is finite
  const program = compile(
    [loss, ...updates, updated(steady, steady.add(loss.sub(loss)))],
    [...symbols, steady],
  );
  let isSilent = onStep === undefined && keepsWhatIsNotFinite.has(optimiser);
  const set = (values: readonly Value[]): void => {
    symbols.forEach((symbol, k) => {
      symbol.set(values[k] as Value); // one value for each
    });
  };
  const leave = (values: readonly Value[]): void => {
    set(values);
    remember(optimiser, parameters, symbols);
  };
  const outcome = (values: readonly Value[]): Value[] => program([...values, 0]).slice(0, -1);
  const failure = (values: readonly Value[], step: number): ChainruleError =>
    notFinite([loss, ...updates], new Map(symbols.map((symbol, k) => [symbol, values[k]])), step);
  /** After a change by `onStep`. */
  const newValues = (values: readonly Value[], step: number): Value[] => {
    const [error, ...next] = outcome(values);
    if (allFinite(error as Value) && next.every(allFinite)) return next; // the loss comes first
    leave(values);
    throw failure(values, step);
  };
  const watched = onStep === undefined ? [] : symbolsOf([loss, ...updates]);
  const losses: LossAt[] = [];
  let before: readonly Value[] = symbols.map((symbol) => symbol.value);
  let values = before;
  for (let step = 0; ; step++) {
    let [error, ...next] = outcome(values);
    const bad = !allFinite(error as Value) ? before : next.every(allFinite) ? undefined : values;
    if (bad !== undefined && !(step === steps && bad === values)) {
      leave(bad);
      throw failure(values, step);
    }
    const at = { step, loss: error as number }; // the loss is a scalar: gradient() refused anything else
    let last = step === steps;
    if (onStep !== undefined) {
      set(values);
      const seen = watched.map(({ attrs }) => attrs.cell?.value);
      last = onStep(at) === false || last;
      if (watched.some(({ attrs }, k) => !Object.is(attrs.cell?.value, seen[k]))) {
        values = symbols.map((symbol) => symbol.value);
        if (!last) next = newValues(values, step);
      }
    }
    if (last || step % every === 0) losses.push(Object.freeze(at));
    if (last) {
      leave(values);
      const warnings = Object.freeze(untrainable(loss, parameters));
      return Object.freeze({ steps: step, loss: at.loss, losses: Object.freeze(losses), warnings });
    }
    before = values;
    values = next;
    // steps of which nothing is recorded, but for the one before the next record, are run in one go
    const unseen = Math.min(every - 1 - (step % every), steps - step - 1) - 1;
    if (!isSilent || unseen < 1) continue;
    const [, ...later] = program.run(unseen, [...values, 0]);
    if (!later.every(allFinite)) {
      isSilent = false; // one by one, to stop where it happens
      continue;
    }
    later.pop();
    values = later;
    step += unseen;
  }
}

/** The symbol whose new value this is. @throws ChainruleError OPERAND for a node that no `updated(...)` made */
function replacedBy(update: Node): Node {
  if (update.attrs.replaces !== undefined) return update.attrs.replaces;
  throw new ChainruleError("OPERAND", "an optimiser returns nodes made by updated(parameter, next)", {
    where: `train: ${labelOf(update)}`,
  });
}

/** Flat functions that depend on a parameter. */
function untrainable(loss: Node, parameters: readonly Node[]): Finding[] {
  const depends = new Set<Node>(parameters);
  for (const node of topologicalOrder([loss])) {
    if (node.inputs.some((input) => depends.has(input))) depends.add(node);
  }
  return diagnose([loss]).filter((flag) => flag.code === "UNTRAINABLE" && depends.has(flag.node));
}
