import { ChainruleError, type Node, shapeText, shown, type TensorValue } from "@chainrule/graph";

/* Targets of a classification: the number of the right class, or a probability for each class. */

/**
 * Ones at the numbers of the right classes, zeros elsewhere.
 * @throws ChainruleError NUMBER for a class that is none
 */
export function oneHot(classes: readonly unknown[], count: number, where: string): number[][] {
  return classes.map((right, sample) => {
    if (typeof right !== "number" || !Number.isInteger(right) || right < 0 || right >= count) {
      throw new ChainruleError("NUMBER", "no such class", {
        where: classes.length > 1 ? `${where}[${sample}]` : where,
        got: shown(right),
        expected: `0 to ${count - 1}`,
      });
    }
    return Array.from({ length: count }, (_, k) => (k === right ? 1 : 0));
  });
}

/** What was given as classes, written as a target of the output's shape; anything else as it is. */
export function asProbabilities(given: unknown, output: Node, where: string): unknown {
  const single = output.shape.length === 1 && typeof given === "number";
  const batch =
    output.shape.length === 2 && Array.isArray(given) && given.every((entry) => typeof entry === "number");
  if (!single && !batch) return given;
  const count = output.shape[output.shape.length - 1];
  if (typeof count !== "number") {
    throw new ChainruleError("SIZE", "a class needs a known number of classes", {
      where,
      got: shapeText(output.shape),
    });
  }
  return single ? oneHot([given], count, where)[0] : oneHot(given as readonly unknown[], count, where); // an array
}

const TOLERANCE = 1e-9;

/** @throws ChainruleError NUMBER unless every entry is a probability */
export function checkProbabilities(entries: readonly number[], where: string): void {
  const bad = entries.find((entry) => !(entry >= 0 && entry <= 1));
  if (bad === undefined) return;
  throw new ChainruleError("NUMBER", "a target is a probability", {
    where,
    got: shown(bad),
    expected: "0 to 1",
  });
}

/** @throws ChainruleError NUMBER unless the entries are probabilities that sum to 1 */
export function checkDistribution(entries: readonly number[], where: string): void {
  checkProbabilities(entries, where);
  const sum = entries.reduce((total, entry) => total + entry, 0);
  if (Math.abs(sum - 1) <= TOLERANCE) return;
  throw new ChainruleError("NUMBER", "the target of a sample sums to 1 over its classes", {
    where,
    got: `a sum of ${sum}`,
    mend: "For questions that are independent of each other use { binary: true }",
  });
}

/** The entries along the last axis, sample by sample. */
export function rowsOf({ shape, data }: TensorValue): number[][] {
  const columns = shape[shape.length - 1] ?? 1;
  return Array.from({ length: data.length / columns }, (_, row) => [
    ...data.subarray(row * columns, (row + 1) * columns),
  ]);
}
