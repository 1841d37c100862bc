import {
  ChainruleError,
  Node,
  type OperationName,
  operations,
  shapeText,
  shown,
  unknownName,
  type Value,
} from "@chainrule/graph";

/** Methods of a node that take no operand and reduce over axes: they are no activations. */
type Reduction = "max" | "min" | "norm" | "logSumExp";

/** Every operation that can be written `x.operation()`, and the identity. */
export type ActivationName =
  | "identity"
  | Exclude<
      { [K in OperationName & keyof Node]: Node[K] extends () => Node ? K : never }[OperationName &
        keyof Node],
      Reduction
    >;

/**
 * What a unit does to its net input: the name of a unary operation (`leakyRelu` and `elu` with their usual parameters,
 * `softmax` and `logSoftmax` along the last axis), or any function of a node that keeps its shape.
 * @example (z) => z.mul(1.7159).tanh()
 */
export type Activation = ActivationName | ((net: Node) => Node);

const withPresets: readonly string[] = ["leakyRelu", "elu", "softmax", "logSoftmax"];

const activationNames: readonly string[] = [
  "identity",
  ...Object.values(operations)
    .filter((op) => (op.kind === "pointwise" && op.arity === 1) || withPresets.includes(op.name))
    .map((op) => op.name),
];

const isActivationName = (text: unknown): text is ActivationName =>
  typeof text === "string" && activationNames.includes(text);

/** @throws ChainruleError OPTION for a name that is none */
export function checkActivation(given: unknown, where: string): Activation {
  if (typeof given === "function" || isActivationName(given)) return given as Activation; // its result is looked at
  throw unknownName("no such activation", given, activationNames, where);
}

/**
 * The activation of a net input, the logistic function if none is given. net: of whatever shape -> the same shape.
 * @throws ChainruleError OPTION for a name that is none, OPERAND or SHAPE for a function that returns something else
 * @example activated(z, "tanh")
 */
export function activated<V extends Value>(
  net: Node<V>,
  given: Activation | undefined,
  where: string,
): Node<V> {
  const activation = given === undefined ? "sigmoid" : checkActivation(given, where); // null is no way to leave it out
  const output: unknown = typeof activation === "function" ? activation(net) : named(net, activation);
  if (!(output instanceof Node)) {
    throw new ChainruleError("OPERAND", "the activation returned no node", { where, got: shown(output) });
  }
  if (shapeText(output.shape) !== shapeText(net.shape)) {
    throw new ChainruleError("SHAPE", "the activation changed the shape", {
      where,
      got: shapeText(output.shape),
      expected: shapeText(net.shape),
    });
  }
  return output as Node<V>; // same shape, same type of value
}

const named = (net: Node, name: ActivationName): Node => (name === "identity" ? net : net[name]());
