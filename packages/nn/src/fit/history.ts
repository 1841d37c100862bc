/** How things stood after an epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** Updates done. */
  readonly updates: number;
  /** The mean of the losses before each update of this epoch. */
  readonly loss: number;
  /** The measures asked for, by name; of the validation `validation loss` and so on. */
  readonly measures: Readonly<Record<string, number>>;
}

/**
 * Pairs of an epoch and a value by name: `loss`, `validation loss`, `accuracy`, `validation accuracy` and so on, as `plotCurves` takes
 * them.
 */
export type History = Readonly<Record<string, readonly (readonly [epoch: number, value: number])[]>>;

/** The columns of what was recorded. */
export function historyOf(epochs: readonly Epoch[]): History {
  const names = ["loss", ...Object.keys(epochs[0]?.measures ?? {})];
  const columns = names.map((name) => [
    name,
    epochs.map(({ epoch, loss, measures }) =>
      Object.freeze([epoch, name === "loss" ? loss : (measures[name] ?? Number.NaN)] as const),
    ),
  ]);
  return Object.freeze(Object.fromEntries(columns));
}
