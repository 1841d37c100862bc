import { limitForm } from "../../limit";
import { inputsOf, type Node, type Pointwise } from "../../node";
import { sigmoid } from "../../ops/activation";
import { apply } from "../../ops/apply";
import { neg, sub } from "../../ops/arithmetic";
import { log } from "../../ops/elementary";
import { constantNode, scalar } from "../../ops/leaf";
import { computed, type Numeric } from "./partial";
import type { LimitAt } from "./sweep";

/** The limit form of a node of scalars by the places at which these stand, if there is one. */
export function limitAt(node: Node): LimitAt | undefined {
  const form = limitForm(node);
  if (form?.partial === undefined) return undefined;
  const { x, between, isWhole = false } = form;
  const over = form.over[0] as number; // there is one but in powers of norms
  const inputs = inputsOf(node);
  const kinds = between.flatMap(({ op }) => (op.kind === "naming" ? [] : [op.name]));
  return {
    x: x.place,
    over,
    between: between.map((each) => [each.place, each.op.name === "sub" || each.op.name === "neg" ? -1 : 1]),
    // read when it is first asked for: reading makes orders, and nodes have places in that of a walk
    partial: slopeOf(node.op as Pointwise, kinds), // limit forms with a partial are of pointwise operations
    other: (inputs[1 - over] ?? x).place,
    isWhole,
  };
}

const ONE = constantNode(1);
const slopes = new Map<string, Numeric>();

/** df/dx as a function of x and the other operand: the form's own graph, read once for each kind. */
function slopeOf(op: Pointwise, kinds: readonly string[]): LimitAt["partial"] {
  const key = [op.name, ...kinds].join(" ");
  return (at, other) => {
    let found = slopes.get(key);
    if (found === undefined) {
      const [x, t] = [scalar("x"), scalar("t")];
      const trial = trialOf(op, kinds, x, t);
      const partial = limitForm(trial)?.partial as () => Node; // the trial is of the same kind
      found = computed(partial(), [x, t], trial);
      slopes.set(key, found);
    }
    return found(at, other, other, 0);
  };
}

/** A node of the operation over as many of the given kinds, from the outermost down to x. */
function trialOf(op: Pointwise, kinds: readonly string[], x: Node, other: Node): Node {
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
