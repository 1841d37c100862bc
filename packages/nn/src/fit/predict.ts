import {
  ChainruleError,
  compile,
  type Node,
  type Program,
  shapeText,
  type TensorValue,
  type Value,
} from "@chainrule/graph";
import { type Rows, rowCount, rowLength, rowsBetween, tensorOf } from "../data/rows";
import type { Part } from "../layers/model";
import { readModel } from "./model";

/** So many samples are computed at once: more take memory, fewer take time. */
const ROWS = 512;

/**
 * The outputs of a model for samples. x: [N, ...] -> [N, m]
 * @throws ChainruleError SHAPE, OPERAND, NUMBER, UNBOUND
 * @example classesOf(predict(model, [[5.1, 3.5, 1.4, 0.2]]))
 */
export function predict(model: Part, x: Rows): TensorValue {
  const { used, input } = readModel(model, "predict");
  const samples = tensorOf(x, "predict: x");
  checkRows(samples, input, "predict: x");
  const program = compile([used], [input]);
  return joined(
    batchesOf(rowCount(samples)).map(
      ([start, stop]) => program([rowsBetween(samples, start, stop)])[0] as TensorValue, // it has an axis of samples
    ),
  );
}

/** @throws ChainruleError SHAPE unless samples are what the input takes */
export function checkRows({ shape }: TensorValue, input: Node, where: string): void {
  if (shape.length === input.shape.length && input.shape.every((size, k) => k === 0 || size === shape[k]))
    return;
  throw new ChainruleError("SHAPE", "samples have another shape than the input", {
    where,
    got: `[${shape.join()}]`,
    expected: shapeText(input.shape),
  });
}

/** The mean loss, and all outputs, of samples. */
export interface Score {
  readonly loss: number;
  readonly outputs: TensorValue;
}

/** Scores samples at given values of the parameters. */
export type Scorer = (x: TensorValue, y: TensorValue, values: readonly Value[]) => Score;

/** A scorer of a loss that is a mean over samples. */
export function scorer(
  nodes: { readonly loss: Node; readonly output: Node; readonly input: Node; readonly target: Node },
  parameters: readonly Node[],
): Scorer {
  const program: Program<Value[]> = compile(
    [nodes.loss, nodes.output],
    [nodes.input, nodes.target, ...parameters],
  );
  return (x, y, values) => {
    const count = rowCount(x);
    let total = 0;
    const parts = batchesOf(count).map(([start, stop]) => {
      const [loss, outputs] = program([rowsBetween(x, start, stop), rowsBetween(y, start, stop), ...values]);
      total += (loss as number) * (stop - start); // a loss is a scalar
      return outputs as TensorValue; // it has an axis of samples
    });
    return { loss: total / count, outputs: joined(parts) };
  };
}

const batchesOf = (count: number): [start: number, stop: number][] =>
  Array.from({ length: Math.ceil(count / ROWS) }, (_, k) => [k * ROWS, Math.min(count, (k + 1) * ROWS)]);

/** Tensors one after another along the first axis. */
function joined(parts: readonly TensorValue[]): TensorValue {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const shape = [parts.reduce((sum, part) => sum + rowCount(part), 0), ...(first?.shape.slice(1) ?? [])];
  const data = new Float64Array(
    shape[0] === undefined ? 0 : shape[0] * (first === undefined ? 0 : rowLength(first)),
  );
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape, data };
}
