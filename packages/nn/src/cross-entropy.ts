import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  ChainruleError,
  checkChoice,
  checkOptions,
  Node,
  type OptionNames,
  type TensorValue,
  xlogy,
} from "@chainrule/graph";
import { asProbabilities, checkDistribution, checkProbabilities, oneHot, rowsOf } from "./one-hot";
import { labelOf } from "./refuse";
import { loneTensor, type Outputs, scalarTargets, type Targets, tensorTarget } from "./targets";
import { checkLossNames, type LossNames, type Mean, totalOfEntries, totalOfTerms } from "./total";

export interface CrossEntropyOptions {
  /** What the outputs are: `"logits"` if left out, of which softmax (or sigmoid) makes probabilities; or these. */
  readonly from?: "logits" | "probabilities";
  /** Every output answers a yes-or-no question of its own. Always so for a single scalar. */
  readonly binary?: boolean;
  /** A sum if left out. Classes are not averaged over, so `"entries"` is for the binary form. */
  readonly mean?: Mean;
  readonly names?: LossNames;
}

const OPTIONS: OptionNames<CrossEntropyOptions> = { from: true, binary: true, mean: true, names: true };

/**
 * The cross-entropy E = -sum target ln p as a named scalar; p = softmax(logits) along the last axis. The binary form is
 * E = -sum (target ln p + (1 - target) ln(1 - p)) with p = sigmoid(logits). Over tensors, logits of any finite size whose
 * differences are finite give a finite value; over a list of scalars the formula is written out, for derivations, and e^z
 * must stay finite.
 *
 * Targets given as classes are declared to sum to 1 over the classes, so that derivations come to p - t; declare it of a symbol
 * of your own with `tensor("t", ..., { sumsTo: 1 })`.
 *
 * outputs: scalars, [k], or a batch [N, k], alone or as the only entry of a list; target: the same shape, or the number of the right class, from 0, for each
 * sample (a number, or N of them) -> [].
 * @throws ChainruleError SHAPE, OPTION (also for a sigmoid or softmax where logits are taken), NUMBER for a class that is none or targets that are no probabilities
 * @example crossEntropy(tensor("z", [2, 1, 0.1]), 0).value // 0.41702991... = -ln 0.659
 * @example crossEntropy(network.output, [0, 2, 1], { mean: "samples" }) // three samples
 */
export function crossEntropy(
  given: Outputs,
  target: Targets,
  options: CrossEntropyOptions = {},
): Node<number> {
  checkOptions(options, OPTIONS, WHERE);
  checkLossNames(options.names, WHERE);
  checkChoice(options.from, ["logits", "probabilities"], `${WHERE}: from`);
  checkChoice(options.mean, ["samples", "entries"], `${WHERE}: mean`);
  const outputs = loneTensor(given);
  if (options.from !== "probabilities") refuseProbabilities(outputs, WHERE);
  const single = outputs instanceof Node && outputs.shape.length === 0;
  const list = (single ? [outputs] : outputs) as Node | readonly Node<number>[]; // scalarTargets refuses other lists
  const binary = options.binary === true || (!(list instanceof Node) && list.length === 1);
  if (!binary && options.mean === "entries") {
    throw new ChainruleError("OPTION", "classes are not averaged over", {
      where: `${WHERE}: mean`,
      mend: 'Use "samples"',
    });
  }
  const wanted = single ? [target] : target;
  const error =
    list instanceof Node
      ? (binary ? binaryOfTensor : categoricalOfTensor)(list, wanted, options)
      : (binary ? binaryOfScalars : categoricalOfScalars)(list, wanted, options);
  return error.named(options.names?.total ?? "E");
}

const WHERE = "crossEntropy";

/**
 * A sigmoid or softmax of what is one already makes every answer nearly the same, and the network learns little.
 * @throws ChainruleError OPTION
 */
export function refuseProbabilities(outputs: unknown, where: string): void {
  for (const output of Array.isArray(outputs) ? outputs : [outputs]) {
    const made = output instanceof Node ? probabilities(output) : undefined;
    if (made === undefined) continue;
    throw new ChainruleError("OPTION", "the loss takes logits", {
      where: `${where}: ${labelOf(output)}`,
      got: `probabilities, made by ${made.op.name}`,
      expected: "what comes before it: the loss makes probabilities of it",
      mend: 'Leave the last layer linear (activation: "identity"), or say { from: "probabilities" }',
    });
  }
}

/** The sigmoid or softmax that a node is, behind names and changes of shape. */
function probabilities(output: Node): Node | undefined {
  const pending = [output];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.op.name === "sigmoid" || node.op.name === "softmax") return node;
    if (TRANSPARENT.has(node.op.name)) pending.push(...node.inputs);
  }
  return undefined;
}

const TRANSPARENT: ReadonlySet<string> = new Set(["named", "reshape", "concat", "slice"]);

function binaryOfTensor(output: Node, given: unknown, options: CrossEntropyOptions): Node<number> {
  const name = options.names?.target?.(1) ?? "y";
  const target = tensorTarget(output, given, name);
  if (!(given instanceof Node)) checkProbabilities([...(target.value as TensorValue).data], name); // it has axes
  return totalOfEntries(binaryEntropy(output, target, options), options.mean);
}

function categoricalOfTensor(output: Node, given: unknown, options: CrossEntropyOptions): Node<number> {
  const target = distribution(output, given, options.names?.target?.(1) ?? "y");
  const logarithms =
    options.from === "probabilities" ? xlogy(target, output) : target.mul(output.logSoftmax());
  return totalOfEntries(logarithms, options.mean).neg();
}

/**
 * The target of a classification over tensors: a node as it is, classes and probabilities as a symbol.
 * @throws ChainruleError SHAPE, NUMBER for classes that are none or targets that are no probabilities
 */
export function distribution(output: Node, given: unknown, name: string): Node {
  const probabilities = asProbabilities(given, output, name);
  const target = tensorTarget(output, probabilities, name, probabilities === given ? {} : { sumsTo: 1 });
  if (!(given instanceof Node)) {
    rowsOf(target.value as TensorValue).forEach((row, k) => {
      checkDistribution(row, output.shape.length > 1 ? `${name}[${k}]` : name); // it has axes
    });
  }
  return target;
}

function binaryOfScalars(
  outputs: readonly Node<number>[],
  given: unknown,
  options: CrossEntropyOptions,
): Node<number> {
  const wanted = scalarTargets(outputs, given, options.names?.target);
  checkProbabilities(numbersAmong(given), WHERE);
  const errors = outputs.map(
    (output, k) => binaryEntropy(output, wanted[k] as Node<number>, options) as Node<number>, // of two scalars
  );
  return totalOfTerms(outputs, errors, options.mean, options.names);
}

const binaryEntropy = (output: Node, target: Node, options: CrossEntropyOptions): Node =>
  options.from === "probabilities"
    ? binaryCrossEntropy(output, target)
    : binaryCrossEntropyWithLogits(output, target);

function categoricalOfScalars(
  outputs: readonly Node<number>[],
  given: unknown,
  options: CrossEntropyOptions,
): Node<number> {
  const values = typeof given === "number" ? oneHot([given], outputs.length, WHERE)[0] : given;
  const wanted = scalarTargets(outputs, values, options.names?.target);
  const numbers = numbersAmong(values);
  if (numbers.length === outputs.length) checkDistribution(numbers, WHERE);
  const each = (term: (target: Node<number>, output: Node<number>) => Node<number>): Node<number> =>
    outputs.map((output, k) => term(wanted[k] as Node<number>, output)).reduce((sum, next) => sum.add(next));
  if (options.from === "probabilities") return each((t, p) => t.xlogy(p)).neg();
  return each((_, z) => z.exp())
    .log()
    .sub(each((t, z) => t.mul(z)));
}

/** What is given as numbers; nodes bring their values later. */
const numbersAmong = (given: unknown): number[] =>
  Array.isArray(given) ? given.filter((entry) => typeof entry === "number") : [];
