import { type LimitForm, limitForm } from "../../limit";
import { inputsOf, type Node, type Partial, type Pointwise } from "../../node";
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
  const op = node.op as Pointwise; // limit forms with a partial are of pointwise operations
  const over = form.over[0] as number; // there is one but in powers of norms
  const inputs = inputsOf(node);
  const kinds = between.flatMap(({ op }) => (op.kind === "naming" ? [] : [op.name]));
  return {
    x: x.place,
    over,
    between: between.map((each) => [each.place, each.op.name === "sub" || each.op.name === "neg" ? -1 : 1]),
    // read when they are first asked for: reading makes orders, and nodes have places in that of a walk
    partial: (at, other) => slopesOf(op, kinds).byX(at, other, other, 0),
    passed: (at, other) => slopesOf(op, kinds).byOperand(at, other, other, 0),
    other: (inputs[1 - over] ?? x).place,
    isWhole,
  };
}

const ONE = constantNode(1);

/** df/dx, and the local partial by the operand on the way to it, as functions of x and the other operand. */
interface Slopes {
  readonly byX: Numeric;
  readonly byOperand: Numeric;
}
const slopes = new Map<string, Slopes>();

/** The form's own graphs, read once for each kind. */
function slopesOf(op: Pointwise, kinds: readonly string[]): Slopes {
  const key = [op.name, ...kinds].join(" ");
  let found = slopes.get(key);
  if (found === undefined) {
    const [x, t] = [scalar("x"), scalar("t")];
    const trial = trialOf(op, kinds, x, t);
    const form = limitForm(trial) as LimitForm; // the trial is of the same kind
    const rule = op.partials[form.over[0] as number] as Partial;
    const byX = (form.partial as () => Node)();
    found = {
      byX: computed(byX, [x, t], trial),
      byOperand: computed(rule(trial.inputs, trial), [x, t], trial),
    };
    slopes.set(key, found);
  }
  return found;
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
