import { choice, slopeQuotient } from "../../branch";
import type { Node, Pointwise } from "../../node";
import { apply } from "../../ops/apply";
import { constantNode, scalar } from "../../ops/leaf";
import { topologicalOrder } from "../../order";
import { stableForm } from "../../stable";
import type { KernelName } from "../math/recipes";
import { interpret } from "./interpret";
import { isOwn } from "./lower";
import { isConstant, memoryOf, type Tape, TapeWriter } from "./tape";

/** What to do with an adjoint, to make the contribution to an operand of it. */
export const PARTIAL = {
  /** Nothing arrives. */
  none: 0,
  /** The partial is 1. */
  one: 1,
  /** The partial is -1. */
  minusOne: 2,
  /** The partial is the operand `which`. */
  operand: 3,
  /** The partial is the output. */
  output: 4,
  /** The partial is `of(a, b, c, output)`. */
  computed: 5,
  /** What `inner` gives where `of(a, b, c, output)` is not 0, else nothing. */
  ifTrue: 6,
  /** What `inner` gives where `of(a, b, c, output)` is 0, else nothing. */
  ifFalse: 7,
  /** The adjoint times `of(a, b, c, output)`, over what `inner` computes, with the sign `which`. */
  quotient: 8,
} as const;

export type Numeric = (a: number, b: number, c: number, y: number) => number;

/**
 * A local partial derivative: the declared rule of an operation, read once. Numeric derivatives are not written a second
 * time. All have the same fields, so that engines read them fast.
 */
export interface LocalPartial {
  readonly kind: (typeof PARTIAL)[keyof typeof PARTIAL];
  readonly which: number;
  readonly of: Numeric;
  readonly inner: LocalPartial | undefined;
}

const partial = (
  kind: LocalPartial["kind"],
  which = 0,
  of: Numeric = () => 0,
  inner?: LocalPartial,
): LocalPartial => ({ kind, which, of, inner });

const ofPowers = new Map<number, readonly LocalPartial[]>();
const MOST_POWERS = 1000;

/** The partials of an operation, one for each operand. The rule of a power looks at an exponent that is a constant. */
export function localPartials(op: Pointwise, exponent?: number): readonly LocalPartial[] {
  if (exponent === undefined) return read(op, undefined);
  let found = ofPowers.get(exponent);
  if (found === undefined) {
    found = read(op, exponent);
    if (ofPowers.size < MOST_POWERS) ofPowers.set(exponent, found);
  }
  return found;
}

function read(op: Pointwise, exponent: number | undefined): LocalPartial[] {
  const operands: Node[] = ["a", "b", "c"].slice(0, op.arity).map((name) => scalar(name));
  if (exponent !== undefined) operands[1] = constantNode(exponent);
  const output = apply(op, operands);
  return op.partials.map((rule) =>
    rule === "flat" ? partial(PARTIAL.none) : asPartial(rule(operands, output), operands, output),
  );
}

function asPartial(found: Node, operands: readonly Node[], output: Node): LocalPartial {
  const { strong, value } = found.attrs;
  if (strong) return partial(PARTIAL.none);
  if (value === 1 || value === -1) return partial(value === 1 ? PARTIAL.one : PARTIAL.minusOne);
  if (found === output) return partial(PARTIAL.output);
  if (operands.includes(found)) return partial(PARTIAL.operand, operands.indexOf(found));
  const chosen = choice(found);
  const quotient = slopeQuotient(found);
  if (quotient !== undefined) {
    const { above, below, sign } = quotient;
    const divisor = partial(PARTIAL.computed, 0, computed(below, operands, output));
    return partial(PARTIAL.quotient, sign, computed(above, operands, output), divisor);
  }
  if (chosen === undefined) return partial(PARTIAL.computed, 0, computed(found, operands, output));
  const { condition, taken } = chosen.branch;
  const inner = asPartial(chosen.inner, operands, output);
  return partial(taken ? PARTIAL.ifTrue : PARTIAL.ifFalse, 0, computed(condition, operands, output), inner);
}

/** A graph over an operation's operands and output as a function of numbers. */
export function computed(root: Node, operands: readonly Node[], output: Node): Numeric {
  const writer = new TapeWriter(16);
  const at = new Map<Node, number>();
  const given = [...operands, output].map((node) => {
    const place =
      node.attrs.value === undefined ? writer.given() : writer.constant(node.attrs.value as number);
    at.set(node, place);
    return place;
  });
  for (const node of topologicalOrder([root], new Set([output]))) {
    if (at.has(node)) continue;
    if (node.attrs.value !== undefined)
      at.set(node, writer.constant(node.attrs.value as number)); // scalars
    else {
      const stable = stableForm(node);
      const [a = 0, b = a, c = b] = (stable?.inputs ?? node.inputs).map((input) => at.get(input) as number);
      const written = isOwn(node.op)
        ? writer.own(node.op, a, b, c)
        : writer.operation((stable?.kernel ?? node.op.name) as KernelName, a, b, c);
      at.set(node, written);
    }
  }
  const { tape, place } = writer.done([at.get(root) as number]);
  return runner(
    tape,
    given.map((k) => place[k] as number),
    place[at.get(root) as number] as number,
  );
}

function runner(tape: Tape, given: readonly number[], result: number): Numeric {
  const values = memoryOf(tape);
  const places = [-1, -1, -1];
  given.slice(0, -1).forEach((place, k) => {
    places[k] = tape.code[place] === 0 && !isConstant(tape, place) ? place : -1; // constants stay
  });
  const [ofA, ofB, ofC] = places as [number, number, number];
  const ofOutput = given[given.length - 1] as number;
  return (a, b, c, y) => {
    if (ofA !== -1) values[ofA] = a;
    if (ofB !== -1) values[ofB] = b;
    if (ofC !== -1) values[ofC] = c;
    if (ofOutput !== -1) values[ofOutput] = y;
    interpret(tape, values);
    return values[result] as number;
  };
}
