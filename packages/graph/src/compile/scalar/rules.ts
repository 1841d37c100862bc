import { type Kernel, kernels } from "../../evaluate/kernels";
import type { Node, Operation, Pointwise } from "../../node";
import type { KernelName } from "../math/recipes";
import { isOwn } from "./lower";
import { type LocalPartial, localPartials } from "./partial";

/** What the sweep has to know of an operation: one look at a table instead of several at the operation. */
export interface Rule {
  readonly kind: RuleKind;
  readonly kernel: Kernel;
  readonly arity: number;
  /** The partials, once they have been read, where they do not depend on the node. */
  partials: readonly LocalPartial[] | undefined;
}

export const RULE = {
  leaf: 0,
  naming: 1,
  add: 2,
  sub: 3,
  mul: 4,
  log: 5,
  oneMinusSquare: 6,
  other: 7,
  /** Not of scalars, or without a kernel. */
  refused: 8,
} as const;
export type RuleKind = (typeof RULE)[keyof typeof RULE];

const rules = new Map<Operation, Rule>();
const NOTHING: Kernel = () => 0;

/** The rule of a node's operation, which is read once. */
export function ruleOf(node: Node): Rule {
  const { op } = node;
  let rule = rules.get(op);
  if (rule !== undefined) return rule;
  rule = made(op);
  rules.set(op, rule);
  return rule;
}

/** The partials of a node's operation. Reading a rule makes orders of its own, so no place of a node holds after it. */
export function partialsOf(rule: Rule, node: Node): readonly LocalPartial[] {
  if (rule.partials !== undefined) return rule.partials;
  const op = node.op as Pointwise; // only these have partials
  const partials = localPartials(op, node);
  if (op.name !== "pow") rule.partials = partials;
  return partials;
}

function made(op: Operation): Rule {
  const without = (kind: RuleKind): Rule => ({ kind, kernel: NOTHING, arity: 0, partials: [] });
  if (op.kind === "leaf") return without(RULE.leaf);
  if (op.kind === "naming") return without(RULE.naming);
  if (isOwn(op)) return { kind: RULE.other, kernel: op.forward, arity: op.arity, partials: undefined };
  if (op.kind !== "pointwise" || !Object.hasOwn(kernels, op.name)) return without(RULE.refused);
  const name = op.name as KernelName; // a name of the table, as was just seen
  const kind = name in special ? special[name as keyof typeof special] : RULE.other;
  return { kind, kernel: kernels[name], arity: op.arity, partials: undefined };
}

const special = {
  add: RULE.add,
  sub: RULE.sub,
  mul: RULE.mul,
  log: RULE.log,
  oneMinusSquare: RULE.oneMinusSquare,
} as const;
