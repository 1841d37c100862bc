import {
  ChainruleError,
  compile,
  diagnose,
  evaluate,
  type Finding,
  type Node,
  scalar,
  topologicalOrder,
  updated,
  type Value,
} from "@chainrule/graph";
import { adam, momentum } from "./momentum";
import { type Optimiser, type Rate, sgd } from "./optimise";
import { checkCount, labelOf } from "./refuse";

/** The loss after some number of updates. */
export interface LossAt {
  readonly step: number;
  readonly loss: number;
}

export interface TrainOptions {
  /** The learning rate. */
  readonly rate: Rate;
  /** The number of updates. */
  readonly steps: number;
  /** `sgd` if left out; `momentum`, `adam`, or a function of your own. */
  readonly optimiser?: Optimiser;
  /** How often a loss is recorded: every n-th step, and always the first and the last. About 100 times if left out. */
  readonly every?: number;
  /**
   * Called before each update and after the last, with the parameters set to their present values. It may give other
   * symbols new values (the next batch); if it returns false, training stops here.
   */
  readonly onStep?: (at: LossAt) => unknown;
}

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
 * @throws ChainruleError NOT_FINITE, NUMBER (rate), OPTION (steps, every, no parameters), UNBOUND (a symbol without a value), NOT_A_LEAF
 * @example train(E, network.parameters, { rate: 0.5, steps: 10000 }).loss
 */
export function train(loss: Node, parameters: readonly Node[], options: TrainOptions): Training {
  const steps = checkCount(options.steps, 1, "the number of steps", "train");
  const every = checkCount(options.every ?? Math.ceil(steps / 100), 1, "the interval of records", "train");
  if (parameters.length === 0) {
    throw new ChainruleError("OPTION", "at least one parameter", { where: "train" });
  }
  const updates = (options.optimiser ?? sgd)(loss, parameters, { rate: options.rate });
  const symbols = updates.map(replacedBy);
  const steady = scalar("steady", 0); // stays 0 as long as the loss is finite
  const program = compile(
    [loss, ...updates, updated(steady, steady.add(loss.sub(loss)))],
    [...symbols, steady],
  );
  let isSilent = options.onStep === undefined && keepsWhatIsNotFinite.has(options.optimiser ?? sgd);
  const set = (values: readonly Value[]): void => {
    symbols.forEach((symbol, k) => {
      symbol.set(values[k] as Value); // one value for each
    });
  };
  const losses: LossAt[] = [];
  let before: readonly Value[] = symbols.map((symbol) => symbol.value);
  let values = before;
  for (let step = 0; ; step++) {
    const [error, ...next] = program([...values, 0]);
    next.pop();
    const bad = !allFinite(error as Value) ? before : next.every(allFinite) ? undefined : values;
    if (bad !== undefined && !(step === steps && bad === values)) {
      set(bad);
      throw notFinite([loss, ...updates], new Map(symbols.map((symbol, k) => [symbol, values[k]])), step);
    }
    const at = { step, loss: error as number }; // the loss is a scalar: gradient() refused anything else
    let last = step === steps;
    if (options.onStep !== undefined) {
      set(values);
      last = options.onStep(at) === false || last;
    }
    if (last || step % every === 0) losses.push(Object.freeze(at));
    if (last) {
      set(values);
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

/** Optimisers whose new values are never finite again once they, or what they remember, are not. */
const keepsWhatIsNotFinite: ReadonlySet<Optimiser> = new Set([sgd, momentum, adam]);

/** The symbol whose new value this is. @throws ChainruleError OPERAND for a node that no `updated(...)` made */
function replacedBy(update: Node): Node {
  if (update.attrs.replaces !== undefined) return update.attrs.replaces;
  throw new ChainruleError("OPERAND", "an optimiser returns nodes made by updated(parameter, next)", {
    where: `train: ${labelOf(update)}`,
  });
}

const allFinite = (value: Value): boolean =>
  typeof value === "number" ? Number.isFinite(value) : value.data.every(Number.isFinite);

/** Goes down from the first root that is not finite, along what is not finite, to where it begins. */
function notFinite(
  roots: readonly Node[],
  bindings: ReadonlyMap<Node, unknown>,
  step: number,
): ChainruleError {
  const order = topologicalOrder(roots);
  const results = evaluate(order, bindings);
  const values = new Map(order.map((node, k) => [node, results[k] as Value])); // one value for each
  const isBad = (node: Node): boolean => !allFinite(values.get(node) as Value);
  let node = roots.find(isBad) as Node; // the caller has found one
  let definition = node;
  for (let below: Node | undefined = node; below !== undefined; below = node.inputs.find(isBad)) {
    node = below;
    if (node.name !== undefined) definition = node;
  }
  const place = node === definition || definition.inputs[0] === node ? "" : `${node.op.name} in `;
  return new ChainruleError("NOT_FINITE", "a value is not finite", {
    where: `train, step ${step}: ${place}${labelOf(definition)}`,
    got: firstBad(values.get(node) as Value),
    mend: "The parameters keep the last values at which all was finite; a smaller rate may help",
  });
}

function firstBad(value: Value): string {
  if (typeof value === "number") return String(value);
  let flat = value.data.findIndex((entry) => !Number.isFinite(entry));
  const entry = value.data[flat];
  const index: number[] = [];
  for (let axis = value.shape.length - 1; axis >= 0; axis--) {
    const size = value.shape[axis] as number;
    index.unshift(flat % size);
    flat = Math.floor(flat / size);
  }
  return `${entry} at [${index.join(",")}]`;
}

/** Flat functions that depend on a parameter. */
function untrainable(loss: Node, parameters: readonly Node[]): Finding[] {
  const depends = new Set<Node>(parameters);
  for (const node of topologicalOrder([loss])) {
    if (node.inputs.some((input) => depends.has(input))) depends.add(node);
  }
  return diagnose([loss]).filter((flag) => flag.code === "UNTRAINABLE" && depends.has(flag.node));
}
