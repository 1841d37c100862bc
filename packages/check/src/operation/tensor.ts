import {
  ChainruleError,
  entryCount,
  evaluate,
  gradient,
  mul,
  type Node,
  type Operation,
  type Shape,
  shapeText,
  sum,
  type TensorValue,
  tensor,
  type Value,
} from "@chainrule/graph";
import type { Random } from "../prove/random";
import { compareBackends, entriesOf } from "./backends";
import { comparedSlope } from "./differences";
import { Findings, type OperationCheck, operandsText } from "./report";

export type TensorOperation = Extract<Operation, { readonly kind: "declared" }>;
type Shapes = readonly (readonly number[])[];

/** Shapes that are tried where none are given: what the shape rule refuses is left out. */
const SHAPES = [[], [1], [4], [2, 3], [3, 3], [2, 3, 2]];
const PAIRS: Shapes[] = [
  [[2, 3], [3]],
  [
    [2, 3],
    [3, 2],
  ],
  [[3], [2, 3]],
];

interface Trial {
  readonly op: TensorOperation;
  readonly call: (...operands: readonly Node[]) => Node;
  readonly tolerance: number;
  readonly found: Findings;
}

/** Sweeps a declared operation on whole tensors. @throws ChainruleError SHAPE when it takes none of the shapes */
export function checkTensor(
  op: TensorOperation,
  call: (...operands: readonly Node[]) => Node,
  random: Random,
  tolerance: number,
  given: readonly Shapes[] | undefined,
): OperationCheck {
  const trial = { op, call, tolerance, found: new Findings(op.name) };
  const tried = given ?? [
    ...SHAPES.map((shape) => new Array<readonly number[]>(op.arity).fill(shape)),
    ...PAIRS.filter((pair) => pair.length === op.arity),
  ];
  let points = 0;
  for (const shapes of tried) {
    const nodes = shapes.map((shape, k) => symbolOf(k, shape));
    const output = accepted(call, nodes, given !== undefined);
    if (output === undefined) continue;
    for (const values of [randomValues(shapes, random), randomValues(shapes, random), constants(shapes)]) {
      points++;
      if (!checkValue(trial, values, output)) continue;
      const isConstant = values.every((value) => new Set(entriesOf(value)).size <= 1);
      if (!isConstant) checkAdjoints(trial, nodes, values, output, random);
    }
  }
  if (points > 0) return trial.found.done(points);
  throw new ChainruleError("SHAPE", "none of the shapes tried fits the operation", {
    where: `checkOperation: ${op.name}`,
    got: tried.map((shapes) => shapes.map(shapeText).join(" and ")).join("; "),
    mend: "Give some that do by the option shapes: [[[2, 3], [3]]]",
  });
}

const symbolOf = (k: number, shape: Shape): Node => tensor(`x_${k}`, { shape });

/** The node, or undefined if the operation refuses operands of these shapes, which were only guessed. */
function accepted(call: Trial["call"], nodes: readonly Node[], isGiven: boolean): Node | undefined {
  try {
    return call(...nodes);
  } catch (error) {
    if (isGiven || !(error instanceof Error)) throw error;
    return undefined;
  }
}

const randomValues = (shapes: Shapes, random: Random): TensorValue[] =>
  shapes.map((shape) => ({
    shape,
    data: Float64Array.from({ length: entryCount(shape) }, () => (4 * random.bits()) / 2 ** 32 - 2),
  }));

/** Entries that are all the same: no spread, nothing to divide by. */
const constants = (shapes: Shapes): TensorValue[] =>
  shapes.map((shape) => ({ shape, data: new Float64Array(entryCount(shape)) }));

/** Whether there is a value; whether it is the same again, and the operands too. */
function checkValue({ found, op }: Trial, values: readonly TensorValue[], output: Node): boolean {
  const copies = values.map(({ data, shape }) => ({ shape, data: data.slice() }));
  op.forward(...copies);
  copies.forEach((copy, operand) => {
    const entry = copy.data.findIndex((x, k) => !Object.is(x, values[operand]?.data[k]));
    if (entry === -1) return;
    const [got, expected] = [copy.data[entry] as number, values[operand]?.data[entry] as number];
    const message = `the value writes into operand ${operand}: entry ${entry} was ${expected} and is ${got}; copy it first`;
    found.add({ test: "purity", at: values, operand, got, expected, message });
  });
  const at = new Map(
    output.inputs.map((node, k): [Node, Value] => [node, asValue(values[k] as TensorValue)]),
  );
  let first: readonly number[];
  try {
    first = entriesOf(evaluate(output, at));
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    found.add({ test: "value", at: values, got: Number.NaN, expected: 0, message: error.message });
    return false;
  }
  const again = entriesOf(evaluate(output, at));
  const entry = first.findIndex((x, k) => !Object.is(x, again[k]));
  if (entry !== -1) {
    const [expected, got] = [first[entry] as number, again[entry] as number];
    const message = `entry ${entry} was ${expected} and then ${got}: a value depends on its operands alone`;
    found.add({ test: "purity", at: values, got, expected, message });
  }
  const bad = first.findIndex(Number.isNaN);
  if (bad === -1) return true;
  const message = `entry ${bad} of the value at ${operandsText(values)} is NaN`;
  found.add({ test: "value", at: values, got: Number.NaN, expected: 0, message });
  return false;
}

const asValue = (value: TensorValue): Value => (value.shape.length === 0 ? (value.data[0] as number) : value);

/** Adjoints of a weighted sum against differences; and of a weighted sum of those. */
function checkAdjoints(
  trial: Trial,
  nodes: readonly Node[],
  values: readonly TensorValue[],
  output: Node,
  random: Random,
): void {
  const { found } = trial;
  const weigh = (node: Node): Node => {
    const shape = node.shape as readonly number[]; // the shapes that are tried are numbers
    const [weights] = randomValues([shape], random) as [TensorValue];
    return sum(mul(node, asValue(weights)));
  };
  const loss = weigh(output);
  try {
    const first = gradient(loss, nodes);
    compareEntries(trial, loss, first, nodes, values, "derivative");
    const second = first.map(weigh).reduce((total, term) => total.add(term));
    const bends = gradient(second, nodes);
    compareEntries(trial, second, bends, nodes, values, "second derivative");
    compareBackends([output, ...first, ...bends], nodes, [values.map(asValue)], found);
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    found.add({ test: "derivative", at: values, got: Number.NaN, expected: 0, message: error.message });
  }
}

function compareEntries(
  { found, tolerance }: Trial,
  loss: Node,
  gradients: readonly Node[],
  nodes: readonly Node[],
  values: readonly TensorValue[],
  test: "derivative" | "second derivative",
): void {
  const bindings = (operands: readonly TensorValue[]): Map<Node, Value> =>
    new Map(nodes.map((node, k) => [node, asValue(operands[k] as TensorValue)]));
  const exact = evaluate(gradients, bindings(values)).map(entriesOf);
  values.forEach(({ data, shape }, operand) => {
    data.forEach((x, entry) => {
      const f = (moved: number): number => {
        const other = values.map((value, k) =>
          k === operand ? { shape, data: data.map((old, j) => (j === entry ? moved : old)) } : value,
        );
        return evaluate(loss, bindings(other)) as number;
      };
      const got = exact[operand]?.[entry] as number;
      const { expected, isSame, relative } = comparedSlope(got, f, x, () => true, tolerance);
      if (isSame) found.measured(relative ?? 0);
      else {
        const of = test === "derivative" ? "the adjoint rule gives" : "the gradient of the adjoint rule is";
        const message = `at ${operandsText(values)}, for entry ${entry} of operand ${operand}, ${of} ${got}, differences show ${expected}`;
        found.add({ test, at: values, operand, got, expected, message });
      }
    });
  });
}
