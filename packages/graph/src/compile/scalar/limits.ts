import { type LimitForm, limitForm } from "../../limit";
import { inputsOf, type Node } from "../../node";
import { apply } from "../../ops/apply";
import { neg, sub } from "../../ops/arithmetic";
import { constantNode, scalar } from "../../ops/leaf";
import { sigmoid } from "../../ops/activation";
import { log } from "../../ops/elementary";
import { computed, type Numeric } from "./partial";
import type { LimitAt } from "./sweep";

/** The limit form of a node of scalars by the places at which these stand, if there is one. */
export function limitAt(node: Node): LimitAt | undefined {
  const form = limitForm(node);
  if (form?.partial === undefined) return undefined;
  const { x, between, isWhole = false } = form;
  const over = form.over[0] as number; // there is one but in powers of norms
  const inputs = inputsOf(node);
  const of = slopeOf(node, form);
  return {
    x: x.place,
    over,
    between: between.map((each) => [each.place, each.op.name === "sub" || each.op.name === "neg" ? -1 : 1]),
    partial: (at, other) => of(at, other, other, 0),
    other: (inputs[1 - over] ?? x).place,
    isWhole,
  };
}

const ONE = constantNode(1);
const slopes = new Map<string, Numeric>();

/** df/dx as a function of x and the other operand: the form's own graph, read once for each kind. */
function slopeOf({ op }: Node, { between }: LimitForm): Numeric {
  const kinds = between.flatMap(({ op }) => (op.kind === "naming" ? [] : [op.name]));
  const key = [op.name, ...kinds].join(" ");
  let found = slopes.get(key);
  if (found === undefined) {
    const [x, other] = [scalar("x"), scalar("t")];
    const trial = trialOf(op as Extract<Node["op"], { kind: "pointwise" }>, kinds, x, other); // limits are of pointwise ones
    const partial = limitForm(trial)?.partial as () => Node; // the trial is of the same kind
    found = computed(partial(), [x, other], trial);
    slopes.set(key, found);
  }
  return found;
}

/** A node of the operation over as many of the given kinds, from the outermost down to x. */
function trialOf(
  op: Extract<Node["op"], { kind: "pointwise" }>,
  kinds: readonly string[],
  x: Node,
  other: Node,
): Node {
  let inner = x;
  for (const kind of [...kinds].reverse()) {
    if (kind === "sigmoid") inner = sigmoid(inner);
    else if (kind === "log") inner = log(inner);
    else inner = kind === "neg" ? neg(inner) : sub(ONE, inner);
  }
  if (op.name === "mul") return apply(op, [x, inner]);
  if (op.arity === 1) return apply(op, [inner]);
  return apply(op, op.name === "xlogy" ? [other, inner] : [inner, other]);
}
