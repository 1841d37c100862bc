import {
  ChainruleError,
  compile,
  type Node,
  scalar,
  shown,
  type TensorValue,
  updated,
  type Value,
} from "@chainrule/graph";
import type { Noise } from "../layers/model";
import { recall, remember } from "../memory";
import { allFinite, notFinite } from "../not-finite";
import type { Optimiser, Rate } from "../optimise";
import { keepsWhatIsNotFinite } from "../optimiser-names";
import { labelOf } from "../refuse";

/* Updates by batches. Many run in one go; where one would spoil the parameters, they are run again one by one to find it. */

/** Samples of one update. */
export interface Batch {
  readonly x: TensorValue;
  readonly y: TensorValue;
  /** Values of the noise of the model, in order. */
  readonly noise: readonly TensorValue[];
}

export interface UpdatesOf {
  readonly loss: Node;
  readonly input: Node;
  readonly target: Node;
  readonly parameters: readonly Node[];
  /** New values of statistics, computed along. */
  readonly statistics: readonly Node[];
  readonly noise: readonly Noise[];
  readonly optimiser: Optimiser;
  readonly rate: Rate;
  readonly threads: number | undefined;
}

export interface RunOptions {
  readonly rate: number;
  /** Updates done before. */
  readonly done: number;
  /** The sum of the losses before. */
  readonly sum: number;
}

export interface Losses {
  readonly sum: number;
  /** The loss of the last batch. */
  readonly last: number;
}

/** A training in progress: parameters, and what the optimiser remembers. */
export interface Updates {
  /** Parameters first, then what the optimiser remembers. */
  readonly symbols: readonly Node[];
  /** The values of the symbols now. */
  values: readonly Value[];
  /**
   * Does an update with each batch, all of one size, and adds their losses before each to a sum, one by one.
   * @throws ChainruleError NOT_FINITE, with the values from before the update that would have spoiled them
   */
  run(batches: readonly Batch[], options: RunOptions): Losses;
  /** Whether many batches may run in one go. */
  readonly isSilent: boolean;
  /** Gives the symbols their values, and keeps what the optimiser remembers for the next training. */
  leave(): void;
}

/** @throws ChainruleError OPERAND, NOT_SCALAR, NOT_A_LEAF, NUMBER, UNBOUND */
export function updatesOf(given: UpdatesOf): Updates {
  const { loss, input, target, parameters, optimiser } = given;
  const eta = scalar("eta");
  const proposed = optimiser(loss, parameters, { rate: typeof given.rate === "number" ? eta : given.rate });
  const own = proposed.map(replacedBy);
  recall(optimiser, parameters, own);
  const isOwn = new Set(own);
  const along = given.statistics.filter((update) => !isOwn.has(replacedBy(update))); // an optimiser may have them already
  const outputs = [...proposed, ...along];
  const symbols = outputs.map(replacedBy);
  const noise = given.noise.map(({ symbol }) => symbol);
  const total = scalar("total", 0); // the sum of losses: not finite from the first on that is not
  const program = compile(
    [loss, ...outputs, updated(total, total.add(loss as Node<number>))], // a scalar, as gradient() has seen
    [input, target, eta, ...noise, ...symbols, total],
    given.threads === undefined ? {} : { threads: given.threads },
  );
  const outcome = (batch: Batch, rate: number, values: readonly Value[]): readonly [number, Value[]] => {
    const [error, ...next] = program([batch.x, batch.y, rate, ...batch.noise, ...values, 0]);
    next.pop();
    return [error as number, next]; // a loss is a scalar
  };
  const updates: Updates = {
    symbols,
    values: symbols.map(startOf),
    isSilent: keepsWhatIsNotFinite.has(optimiser),
    run(batches, { rate, done, sum: before }) {
      if (batches.length > 1 || this.isSilent) {
        const [last, ...next] = program.run(
          batches.map((batch) => [batch.x, batch.y, rate, ...batch.noise]),
          [...this.values, before],
        );
        const sum = next.pop() as number; // the total is a scalar
        if (Number.isFinite(sum) && next.every(allFinite)) {
          this.values = next;
          return { sum, last: last as number }; // a loss is a scalar
        }
      }
      let [sum, last] = [before, 0];
      for (const [k, batch] of batches.entries()) {
        const [error, next] = outcome(batch, rate, this.values);
        if (!Number.isFinite(error) || !next.every(allFinite)) {
          this.leave();
          const bound: [Node, unknown][] = [
            [input, batch.x],
            [target, batch.y],
            [eta, rate],
            ...noise.map((symbol, i): [Node, unknown] => [symbol, batch.noise[i]]),
            ...symbols.map((symbol, i): [Node, unknown] => [symbol, this.values[i]]),
          ];
          throw notFinite([loss, ...outputs], new Map(bound), done + k, "fit");
        }
        this.values = next;
        sum += error;
        last = error;
      }
      return { sum, last };
    },
    leave() {
      symbols.forEach((symbol, k) => {
        symbol.set(this.values[k] as Value); // one for each
      });
      remember(optimiser, parameters, own);
    },
  };
  return updates;
}

function startOf(symbol: Node): Value {
  const { value } = symbol.attrs.cell ?? {};
  if (value !== undefined) return value;
  throw new ChainruleError("UNBOUND", "a parameter has no value to start from", {
    where: `fit: ${labelOf(symbol)}`,
    mend: "Draw one: mlp(x, layers, { weights: glorot(1) })",
  });
}

/** The symbol whose new value this is. @throws ChainruleError OPERAND for a node that no `updated(...)` made */
function replacedBy(update: Node): Node {
  if (update?.attrs?.replaces !== undefined) return update.attrs.replaces;
  throw new ChainruleError("OPERAND", "an optimiser returns nodes made by updated(parameter, next)", {
    where: "fit: optimiser",
    got: shown(update),
  });
}
