import { ChainruleError } from "../errors";
import type { AdjointContext, Declared, NestedNumbers, TensorValue } from "../node";
import { NO_ATTRIBUTES, Node, type Operand } from "../node";
import { broadcastShape, checkShape, type Shape, sameShape, shapeText } from "../shape";
import { expand } from "./contract";
import { callable, checkDeclaredName, checkOperands } from "./declare";
import { lift } from "./leaf";

type Tensors = readonly TensorValue[];
type NodesOf<P extends readonly unknown[]> = { readonly [K in keyof P]: Node };
type ShapesOf<P extends readonly unknown[]> = { readonly [K in keyof P]: Shape };

/**
 * The adjoint of one operand, of that operand's shape, in graph operations: from all operands, the output and the adjoint
 * of the output, which has the output's shape.
 */
export type AdjointRule<P extends Tensors> = (
  ...given: [...inputs: NodesOf<P>, output: Node, upstream: Node]
) => Operand;

/** What an operation on whole tensors is. */
export interface TensorDeclaration<P extends Tensors> {
  /** The value from those of the operands; scalars come as tensors of shape []. It gets copies. */
  readonly value: (...x: P) => TensorValue | number | NestedNumbers;
  /** The shape of the output; that of the first operand if left out. It refuses shapes by throwing. */
  readonly shape?: (...shapes: ShapesOf<P>) => Shape;
  /** One rule, or one for each operand. */
  readonly adjoint: P["length"] extends 1
    ? AdjointRule<P> | readonly [AdjointRule<P>]
    : { readonly [K in keyof P]: AdjointRule<P> };
  /** The law as a reader would write it, for messages. */
  readonly law?: string;
}

/** A declared operation on whole tensors: called on operands it makes a node. */
export interface TensorOperation<P extends Tensors> {
  (...operands: { readonly [K in keyof P]: Operand }): Node<TensorValue>;
  readonly operation: Declared;
}

/**
 * An operation on whole tensors, declared by whoever needs it: its shape, its value, and its adjoints as graph operations,
 * so that gradients are graphs of any order.
 * @throws ChainruleError NAME, OPTION; OPERAND and SHAPE where it is called, evaluated or differentiated and a rule gives
 * something else than it says
 * @example
 * const cumulativeSum: TensorOperation<[TensorValue]> = tensorOperation("cumulativeSum", {
 *   value: ({ data, shape }) => {
 *     let total = 0;
 *     return { shape, data: data.map((x) => (total += x)) };
 *   },
 *   adjoint: (x, y, dy) => dy.sum().sub(cumulativeSum(dy)).add(dy),
 * });
 */
export function tensorOperation(
  name: string,
  declaration: TensorDeclaration<[TensorValue]>,
): TensorOperation<[TensorValue]>;
export function tensorOperation(
  name: string,
  declaration: TensorDeclaration<[TensorValue, TensorValue]>,
): TensorOperation<[TensorValue, TensorValue]>;
export function tensorOperation<P extends Tensors>(
  name: string,
  declaration: TensorDeclaration<P>,
): TensorOperation<P>;
export function tensorOperation<P extends Tensors>(
  name: string,
  { adjoint, law, shape, value }: TensorDeclaration<P>,
): TensorOperation<P> {
  checkDeclaredName(name);
  const rules = (typeof adjoint === "function" ? [adjoint] : adjoint) as readonly Rule[]; // checked next
  const isWhole =
    typeof value === "function" &&
    (shape === undefined || typeof shape === "function") &&
    Array.isArray(rules) &&
    rules.length > 0 &&
    rules.every((rule) => typeof rule === "function");
  if (!isWhole || value.length > rules.length) {
    throw new ChainruleError("OPTION", "an operation is declared by functions, with an adjoint per operand", {
      where: name,
      expected: "{ value: (x) => tensor, shape: (s) => s, adjoint: (x, y, dy) => node }",
    });
  }
  const op: Declared = {
    kind: "declared",
    name,
    law: law ?? `${name}(${rules.map((_, k) => `x_${k + 1}`).join(", ")})`,
    arity: rules.length,
    forward: value as unknown as Declared["forward"], // called with as many as P has
    adjoints: (context) =>
      rules.map((rule, k) =>
        context.wanted[k] ? checkedAdjoint(context, rule, k, `${name}: adjoint of operand ${k}`) : undefined,
      ),
  };
  const shapeOf = (shape ?? ((first: Shape) => first)) as (...shapes: readonly Shape[]) => unknown;
  const call = (...operands: readonly Operand[]): Node => {
    checkOperands(name, operands, op.arity);
    const inputs = operands.map((operand, k) => lift(operand, name, k));
    const result = checkShape(shapeOf(...inputs.map((input) => input.shape)), `${name}: shape`);
    return new Node(op, inputs, NO_ATTRIBUTES, result);
  };
  return callable(call, op) as unknown as TensorOperation<P>; // the call takes what P says
}

type Rule = (...given: readonly Node[]) => Operand;

function checkedAdjoint(context: AdjointContext, rule: Rule, k: number, where: string): Node | undefined {
  const { node, output, upstream } = context;
  const adjoint = lift(rule(...node.inputs, output, expand(upstream, node.shape)), where, 0);
  if (adjoint.attrs.value === 0) return undefined;
  const { shape } = node.inputs[k] as Node;
  if (sameShape(adjoint.shape, shape)) return adjoint;
  if (adjoint.shape.length <= shape.length && sameShape(broadcastOrOwn(adjoint.shape, shape, where), shape))
    return expand(adjoint, shape);
  throw misshapen(where, adjoint.shape, shape);
}

function broadcastOrOwn(shape: Shape, target: Shape, where: string): Shape {
  try {
    return broadcastShape(where, [target, shape]);
  } catch {
    throw misshapen(where, shape, target);
  }
}

const misshapen = (where: string, shape: Shape, expected: Shape): ChainruleError =>
  new ChainruleError("SHAPE", "an adjoint has the shape of its operand", {
    where,
    got: shapeText(shape),
    expected: shapeText(expected),
    mend: "Sum it over the axes that the operand does not have",
  });
