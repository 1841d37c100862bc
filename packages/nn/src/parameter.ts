import { ChainruleError, Node, scalar, shapeText, shown } from "@chainrule/graph";
import type { Offset } from "./names";
import { checkCount, labelOf } from "./refuse";

/** A scalar in a network: a node is used as it is, a number becomes a symbol of that value. */
export type ScalarParameter = number | Node<number>;

/** How a layer's biases, or thresholds, are asked for: one for each unit, one for all, or (biases only) none. */
export type OffsetMode = "each" | "shared" | "none";

/** What stands under `bias` or `threshold`. */
export interface GivenOffset<T> {
  readonly offset: Offset;
  readonly given: T | "each" | "shared" | "none";
}

/**
 * Reads the pair of options `bias` and `threshold`; one bias for each unit if there is neither.
 * @throws ChainruleError OPTION when both are given, or a text that is no mode
 */
export function givenOffset<T>(
  options: { readonly bias?: T | OffsetMode; readonly threshold?: T | OffsetMode },
  where: string,
): GivenOffset<T> {
  const { bias, threshold } = options;
  if (bias !== undefined && threshold !== undefined) {
    throw new ChainruleError("OPTION", "a bias and a threshold exclude each other", {
      where,
      mend: "A bias b is added, a threshold theta is subtracted: b = -theta",
    });
  }
  const given = threshold ?? bias ?? "each";
  if (typeof given === "string" && given !== "each" && given !== "shared" && given !== "none") {
    throw new ChainruleError("OPTION", "no such bias", {
      where,
      got: shown(given),
      expected: 'values, "each", "shared" or "none"',
    });
  }
  return { offset: threshold === undefined ? "bias" : "threshold", given };
}

/**
 * The node itself, or a symbol of the name, with the value if there is one.
 * @throws ChainruleError SHAPE when the node is not a scalar, OPERAND, NAME
 */
export function scalarParameter(
  given: ScalarParameter | undefined,
  name: string,
  where: string,
): Node<number> {
  if (!(given instanceof Node)) return scalar(name, given);
  return checkScalarNode(given, where);
}

/** @throws ChainruleError SHAPE */
export function checkScalarNode(node: Node, where: string): Node<number> {
  if (node.shape.length === 0) return node as Node<number>; // no axes: its value is a number
  throw new ChainruleError("SHAPE", "a unit over scalars takes scalars", {
    where: `${where}: ${labelOf(node)}`,
    got: shapeText(node.shape),
    expected: "[]",
  });
}

/**
 * The inputs of units over scalars: nodes as they are, numbers as symbols of that value, a count as so many symbols
 * without values.
 * @throws ChainruleError OPTION when there are none, SHAPE, OPERAND, NAME
 */
export function scalarInputs(
  given: number | readonly ScalarParameter[],
  name: (k: number) => string,
  where: string,
): Node<number>[] {
  const list: readonly (ScalarParameter | undefined)[] =
    typeof given === "number"
      ? new Array<undefined>(checkCount(given, 1, "the number of inputs", where)).fill(undefined)
      : given;
  if (!Array.isArray(list) || list.length === 0) {
    throw new ChainruleError("OPTION", "at least one input", { where, got: shown(given) });
  }
  return list.map((input, k) => scalarParameter(input, name(k + 1), where));
}

/** Whether a parameter, or all of several, can be evaluated. */
export const haveValues = (nodes: readonly Node[]): boolean =>
  nodes.every(({ attrs }) => attrs.cell === undefined || attrs.cell.value !== undefined);

/** Which parameters a training may change, and which it leaves as they are. Both hold symbols only, each once. */
export interface Trainable<N extends Node = Node> {
  readonly parameters: readonly N[];
  readonly fixed: readonly N[];
}

/** Sorts parameters into trained and fixed ones; what is no symbol (a constant, an expression) is neither. */
export function trainable<N extends Node>(
  weights: readonly N[],
  offsets: readonly N[],
  trainBias: boolean,
): Trainable<N> {
  const symbols = (nodes: readonly N[]): N[] => [
    ...new Set(nodes.filter((node) => node.attrs.cell !== undefined)),
  ];
  const parameters = symbols(trainBias ? [...weights, ...offsets] : weights);
  const fixed = symbols(trainBias ? [] : offsets).filter((node) => !parameters.includes(node));
  return { parameters: Object.freeze(parameters), fixed: Object.freeze(fixed) };
}

/** The trained and the fixed parameters of several layers, in order, each once. */
export function trainableOf<N extends Node>(layers: readonly Trainable<N>[]): Trainable<N> {
  const parameters = [...new Set(layers.flatMap((layer) => layer.parameters))];
  const fixed = [...new Set(layers.flatMap((layer) => layer.fixed))].filter((n) => !parameters.includes(n));
  return { parameters: Object.freeze(parameters), fixed: Object.freeze(fixed) };
}

/** @throws ChainruleError NUMBER unless the value is a finite number */
export function checkFinite(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ChainruleError("NUMBER", "not a finite number", { where, got: shown(value) });
}
