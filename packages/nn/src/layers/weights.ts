import {
  ChainruleError,
  checkOptions,
  entryCount,
  Node,
  type Shape,
  shapeText,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import type { TensorParameter } from "../dense-tensor";
import type { Initialiser } from "../initialise";
import { labelOf } from "../refuse";
import type { PartNames } from "./plan";

/**
 * Where the values of a layer's parameters come from: an initialiser draws the matrices (biases start at 0); or numbers and
 * nodes by their names; or nothing, for symbols without values, which are enough for a derivation.
 */
export type Weights<K extends string> = Initialiser | Partial<Readonly<Record<K, TensorParameter>>>;

/** One parameter of a layer. */
export interface Parameter {
  readonly shape: Shape;
  /** The value of all entries at first, or "drawn". */
  readonly start: "drawn" | number;
  /** How many inputs a unit has and how many units an input goes to; from the shape [units, inputs] if left out. */
  readonly fans?: readonly [fanIn: number, fanOut: number];
}

/** The parameters of a layer by name, each as a symbol, or as the node that was given for it. @throws ChainruleError OPERAND, OPTION, SHAPE, SIZE */
export function weightsOf<K extends string>(
  parameters: Readonly<Record<K, Parameter>>,
  given: Weights<K> | undefined,
  names: PartNames,
  where: string,
): Readonly<Record<K, Node>> {
  const keys = Object.keys(parameters) as K[]; // the keys of that record
  const initialise = typeof given === "function" ? given : undefined;
  const own = typeof given === "function" ? undefined : given;
  const known = Object.fromEntries(keys.map((key) => [key, true])) as Record<K, true>;
  checkOptions(own, known, `${where}: weights`);
  const made = keys.map((key) => {
    const parameter = parameters[key];
    const value = own?.[key];
    const node =
      value instanceof Node
        ? value
        : tensor(names(key), (value ?? startOf(parameter, initialise, `${where}: ${key}`)) as TensorValue); // checks it
    checkFit(node, parameter, `${where}: weights: ${key}`);
    return [key, node] as const;
  });
  return Object.freeze(Object.fromEntries(made)) as Readonly<Record<K, Node>>; // one for each key
}

function checkFit(node: Node, { shape }: Parameter, where: string): void {
  if (shapeText(node.shape) === shapeText(shape)) return;
  throw new ChainruleError("SHAPE", "a parameter has another shape", {
    where: `${where}: ${labelOf(node)}`,
    got: shapeText(node.shape),
    expected: shapeText(shape),
  });
}

/** The values at first, or a shape alone. */
function startOf(
  { shape, start, fans }: Parameter,
  initialise: Initialiser | undefined,
  where: string,
): TensorValue | { readonly shape: Shape } {
  if (!shape.every((size) => typeof size === "number")) {
    if (start !== "drawn" || initialise === undefined) return { shape };
    throw new ChainruleError("SIZE", "weights can be drawn only for sizes that are numbers", {
      where,
      got: shapeText(shape),
    });
  }
  if (start !== "drawn") return { shape, data: new Float64Array(entryCount(shape)).fill(start) };
  if (initialise === undefined) return { shape };
  const [units = 1, inputs = 1] = shape;
  const [fanIn, fanOut] = fans ?? [inputs, units];
  const count = entryCount(shape);
  const data = Float64Array.from({ length: count }, () => initialise(fanIn, fanOut, count / fanIn));
  return { shape, data };
}

/** The size of an axis that must be a number. @throws ChainruleError SHAPE, SIZE */
export function numberAlong(x: Node, axis: number, what: string, where: string): number {
  const size = x.shape.at(axis);
  if (typeof size === "number") return size;
  throw new ChainruleError(size === undefined ? "SHAPE" : "SIZE", `${what} must be a number`, {
    where: `${where}: ${labelOf(x)}`,
    got: shapeText(x.shape),
  });
}

/** @throws ChainruleError SHAPE unless the number of axes is one of these */
export function checkRank(x: Node, ranks: readonly number[], expected: string, where: string): void {
  if (ranks.includes(x.shape.length)) return;
  throw new ChainruleError("SHAPE", "the input has another number of axes", {
    where: `${where}: ${labelOf(x)}`,
    got: shapeText(x.shape),
    expected,
  });
}
