import type { Broadcast, Folded, Node, Operand, Pointwise, ValueOf } from "../node";
import { checkedArguments, guardedAs, type Signature, signature } from "../signature";
import { apply, applyBinary, applyUnary } from "./apply";
import { lift } from "./leaf";

/*
 * Pointwise operations as the functions that users call: numbers and nested arrays lift to constants, shapes broadcast, and what
 * is no operand, or one too many, is refused.
 */

export type UnaryFunction = <A extends Operand>(x: A) => Node<ValueOf<A>>;
export type BinaryFunction = <A extends Operand, B extends Operand>(
  a: A,
  b: B,
) => Node<Broadcast<ValueOf<A>, ValueOf<B>>>;
export type TernaryFunction = <A extends Operand, B extends Operand, C extends Operand>(
  a: A,
  b: B,
  c: C,
) => Node<Broadcast<ValueOf<A>, Broadcast<ValueOf<B>, ValueOf<C>>>>;
export interface FoldedFunction {
  <A extends Operand, B extends Operand, C extends Operand, D extends readonly Operand[]>(
    a: A,
    b: B,
    c: C,
    ...others: D
  ): Node<Folded<ValueOf<A>, [B, C, ...D]>>;
  <A extends Operand, B extends Operand>(a: A, b: B): Node<Broadcast<ValueOf<A>, ValueOf<B>>>;
}

/** A function beside the operation that it makes nodes of. */
export type OperationFunction<F, Op extends Pointwise> = F & { readonly operation: Op };

/** What the operands of an operation are: as many as it has, or more where it folds. */
const operandsOf = ({ arity, folds }: Pointwise): Signature =>
  signature(Array.from({ length: arity }, () => "operand").join(" ") + (folds ? " operand..." : ""));

/** The node of an operation on operands that a caller hands over. @throws ChainruleError OPERAND, SHAPE */
export function applied(op: Pointwise, takes: Signature, given: ArrayLike<unknown>): Node {
  const operands = checkedArguments(op.name, takes, given) as Operand[]; // of that kind
  const [first, ...rest] = operands.map((operand, k) => lift(operand, op.name, k)) as [Node, ...Node[]];
  return op.folds
    ? rest.reduce((total, operand) => applyBinary(op, total, operand), first)
    : apply(op, [first, ...rest]);
}

const named = <F extends object, Op extends Pointwise>(
  call: F,
  op: Op,
  takes: Signature,
): OperationFunction<F, Op> =>
  guardedAs(Object.defineProperty(Object.assign(call, { operation: op }), "name", { value: op.name }), takes);

/*
 * Most graphs are built of these, so what has as many operands as it should goes straight to its node. What they return has the
 * value type that the signature states: apply broadcasts shapes by the same rule.
 */

/** The function of an operation of one operand, whose shape stays. */
export function unary<Op extends Pointwise>(op: Op): OperationFunction<UnaryFunction, Op> {
  const takes = operandsOf(op);
  const call = (x: Operand, ...rest: readonly unknown[]): Node =>
    rest.length === 0 ? applyUnary(op, lift(x, op.name, 0)) : applied(op, takes, [x, ...rest]);
  return named(call as UnaryFunction, op, takes);
}

/** The function of an operation of two operands. */
export function binary<Op extends Pointwise>(op: Op): OperationFunction<BinaryFunction, Op> {
  const takes = operandsOf(op);
  const call = (a: Operand, b: Operand, ...rest: readonly unknown[]): Node =>
    rest.length === 0
      ? applyBinary(op, lift(a, op.name, 0), lift(b, op.name, 1))
      : applied(op, takes, [a, b, ...rest]);
  return named(call as BinaryFunction, op, takes);
}

/** The function of an operation of three operands. */
export function ternary<Op extends Pointwise>(op: Op): OperationFunction<TernaryFunction, Op> {
  const takes = operandsOf(op);
  return named(((...given: unknown[]) => applied(op, takes, given)) as TernaryFunction, op, takes);
}
