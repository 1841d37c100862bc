import {
  ChainruleError,
  Node,
  type Shape,
  shapeText,
  shown,
  type TensorValue,
  tensor,
  unknownName,
} from "@chainrule/graph";
import { crossEntropy, probabilities } from "../cross-entropy";
import type { Samples } from "../data/data";
import { rowCount } from "../data/rows";
import { squaredError } from "../squared-error";

/**
 * What is to become small, a mean over samples: the mean of squared differences, or the cross-entropy, of classes or of answers of yes and
 * no; from logits, or from the probabilities that a softmax or sigmoid in the end makes. Or a loss of your own, from outputs and targets
 * of one shape.
 */
export type FitLoss = LossName | ((output: Node, target: Node) => Node);

type LossName = keyof typeof losses;

const losses = {
  squaredError: (output: Node, target: Node): Node =>
    squaredError(output, target, { half: false, mean: "entries" }),
  crossEntropy: (output: Node, target: Node): Node =>
    crossEntropy(output, target, { from: given(output), mean: "samples" }),
  binaryCrossEntropy: (output: Node, target: Node): Node =>
    crossEntropy(output, target, { from: given(output), binary: true, mean: "entries" }),
} as const;

const given = (output: Node): "probabilities" | "logits" =>
  probabilities(output) === undefined ? "logits" : "probabilities";

/** A loss, and how targets are written for it. */
export interface Objective {
  readonly loss: Node;
  /** The same loss of the model as it is used. */
  readonly scored: Node;
  /** A symbol of the output's shape. */
  readonly target: Node;
  /** Targets as values of that symbol. @throws ChainruleError SHAPE, NUMBER */
  readonly targetsOf: (samples: Samples, where: string) => TensorValue;
  /** Above this an output of one column means 1, the class of the larger label. */
  readonly threshold: number;
}

/**
 * The loss that is asked for, or the one that fits the targets: cross-entropy for classes (by name, or by number where there are several
 * outputs), the binary one for classes with one output, else the mean squared error.
 * @throws ChainruleError OPTION, OPERAND, SHAPE
 */
export function objectiveOf(
  { output, used }: { readonly output: Node; readonly used: Node },
  samples: Samples,
  asked: FitLoss | undefined,
  where: string,
): Objective {
  const columns = output.shape[1] ?? 1;
  const areClasses = samples.classes !== undefined || (samples.y.shape.length === 1 && columns !== 1);
  const usual: LossName = !areClasses
    ? "squaredError"
    : columns === 1
      ? "binaryCrossEntropy"
      : "crossEntropy";
  const target = tensor("y", { shape: output.shape });
  const chosen = asked ?? usual;
  const isLogit = chosen === "binaryCrossEntropy" && probabilities(output) === undefined;
  const loss = lossOf(chosen, where)(output, target);
  if (!(loss instanceof Node) || loss.shape.length > 0) {
    throw new ChainruleError("NOT_SCALAR", "a loss is one number", {
      where: `${where}: loss`,
      got: loss instanceof Node ? shapeText(loss.shape) : shown(loss),
    });
  }
  return {
    loss,
    scored: used === output ? loss : lossOf(chosen, where)(used, target),
    target,
    targetsOf: ({ y, classes }, place) => fitted(y, output.shape, classes, `${place}: y`),
    threshold: isLogit || samples.y.data.includes(-1) ? 0 : 0.5,
  };
}

function lossOf(asked: FitLoss, where: string): (output: Node, target: Node) => Node {
  if (typeof asked === "function") return asked;
  if (Object.hasOwn(losses, asked)) return losses[asked];
  throw unknownName("no such loss", asked, Object.keys(losses), `${where}: loss`);
}

/** Targets in the shape of the output: classes as rows of a one and zeros, a list of numbers as a column. */
function fitted(
  y: TensorValue,
  output: Shape,
  classes: readonly string[] | undefined,
  where: string,
): TensorValue {
  const shape = [rowCount(y), ...output.slice(1)];
  const columns = output[1];
  if (y.shape.length === 1 && output.length === 2 && typeof columns === "number" && columns > 1)
    return oneHotRows(y, columns, classes, where);
  const isColumn = y.shape.length === 1 && columns === 1 && output.length === 2;
  if (isColumn || (y.shape.length === shape.length && y.shape.every((size, axis) => size === shape[axis])))
    return { shape: isColumn ? [rowCount(y), 1] : y.shape, data: y.data };
  throw new ChainruleError("SHAPE", "targets have another shape than the outputs", {
    where,
    got: `[${y.shape.join()}]`,
    expected: shapeText([rowCount(y), ...output.slice(1)]),
  });
}

function oneHotRows(
  { data }: TensorValue,
  columns: number,
  classes: readonly string[] | undefined,
  where: string,
): TensorValue {
  if (classes !== undefined && classes.length > columns) {
    throw new ChainruleError("SHAPE", "an output for each class", {
      where,
      got: `${columns} outputs`,
      expected: `${classes.length}: ${classes.join(", ")}`,
    });
  }
  const rows = new Float64Array(data.length * columns);
  data.forEach((right, row) => {
    if (!Number.isInteger(right) || right < 0 || right >= columns) {
      throw new ChainruleError("NUMBER", "no such class", {
        where: `${where}[${row}]`,
        got: shown(right),
        expected: `0 to ${columns - 1}`,
      });
    }
    rows[row * columns + right] = 1;
  });
  return { shape: [data.length, columns], data: rows };
}
