import { type Kernel, kernels } from "../../evaluate/kernels";
import type { Operation, Pointwise } from "../../node";
import { binaryCrossEntropyOperation, sigmoidOperation } from "../../ops/activation";
import { addOperation, mulOperation, negOperation, subOperation } from "../../ops/arithmetic";
import { log1pOperation, logOperation, oneMinusSquareOperation, xlogyOperation } from "../../ops/elementary";
import { constantOperation, namedOperation, symbolOperation } from "../../ops/leaf";
import type { KernelName } from "../math/recipes";
import { isOwn } from "./lower";
import { type LocalPartial, localPartials, PARTIAL } from "./partial";
import { hasDifference } from "./stable-partials";

/** How a value is computed: what is worth a branch of its own, or has a stable form; the others by kernel. */
export const VALUE = {
  leaf: 0,
  naming: 1,
  add: 2,
  sub: 3,
  mul: 4,
  /** By what stands in the walk's list of stable forms. */
  stable: 5,
  /** By a kernel of so many operands. */
  unary: 6,
  binary: 7,
  ternary: 8,
  /** Not of scalars, or without a kernel. */
  refused: 9,
} as const;
type ValueKind = (typeof VALUE)[keyof typeof VALUE];

/** What the declared partials of an operation are, all together: the most frequent need no look at each. */
export const PARTIALS = {
  /** Not read yet. */
  unread: 0,
  leaf: 1,
  /** 1 */
  passed: 2,
  /** 1 and 1 */
  sum: 3,
  /** 1 and -1 */
  difference: 4,
  /** The second operand, and the first. */
  product: 5,
  /** The output. */
  output: 6,
  /** A function of the operand and the output. */
  slope: 7,
  /** Any others, or such as depend on the node. */
  each: 8,
} as const;
type PartialsKind = (typeof PARTIALS)[keyof typeof PARTIALS];

/** What a sweep has to know of an operation. */
export interface Rule {
  /** Its place in `ruleAt`. */
  readonly code: number;
  readonly op: Pointwise | undefined;
  readonly value: ValueKind;
  readonly kernel: Kernel;
  readonly arity: number;
  /** Whether its partials may have stable forms of their own; see `stable-partials.ts`. */
  readonly hasDifference: boolean;
  kind: PartialsKind;
  partials: readonly LocalPartial[];
}

/** All rules, by their codes. */
export const ruleAt: Rule[] = [];

const NOTHING: Kernel = () => 0;

function written(value: ValueKind, op?: Pointwise, kind: PartialsKind = PARTIALS.unread): Rule {
  const known = op === undefined ? NOTHING : kernels[op.name as KernelName]; // of the table, or declared with its value
  const kernel = op?.forward ?? known;
  const rule: Rule = {
    code: ruleAt.length,
    op,
    value,
    kernel,
    arity: op?.arity ?? 0,
    hasDifference: op !== undefined && hasDifference(op.name),
    kind,
    partials: [],
  };
  ruleAt.push(rule);
  return rule;
}

const REFUSED = written(VALUE.refused, undefined, PARTIALS.leaf);
const SYMBOL = written(VALUE.leaf, undefined, PARTIALS.leaf);
const CONSTANT = written(VALUE.leaf, undefined, PARTIALS.leaf);
const NAMING = written(VALUE.naming, undefined, PARTIALS.passed);
const ADD = written(VALUE.add, addOperation);
const SUB = written(VALUE.sub, subOperation);
const MUL = written(VALUE.mul, mulOperation);

/** The code of constants, on whose values some rules depend. */
export const CONSTANT_CODE = CONSTANT.code;

const rules = new Map<string, Rule>([
  ["add", ADD],
  ["sub", SUB],
  ["mul", MUL],
]);

/** Of operations that users declared, which may have any name. */
const own = new Map<Operation, Rule>();

function byKernel({ arity }: Pointwise): ValueKind {
  if (arity === 1) return VALUE.unary;
  return arity === 2 ? VALUE.binary : VALUE.ternary;
}

function ownRule(op: Pointwise): Rule {
  const rule = own.get(op) ?? written(byKernel(op), op);
  own.set(op, rule);
  return rule;
}

/** The rule of an operation. Half of all nodes are of the first few: to compare is faster than to look up. */
export function ruleOf(op: Operation): Rule {
  if (op === addOperation) return ADD;
  if (op === mulOperation) return MUL;
  if (op === subOperation) return SUB;
  if (op === symbolOperation) return SYMBOL;
  if (op === constantOperation) return CONSTANT;
  if (op === namedOperation) return NAMING;
  return isOwn(op) ? ownRule(op) : (rules.get(op.name) ?? made(op));
}

/** By name, so that copies of this package share rules, and only for what has a kernel: others may be as many as graphs. */
function made(op: Operation): Rule {
  if (op.kind === "naming") return NAMING;
  if (op.kind === "leaf" && op.name === symbolOperation.name) return SYMBOL;
  if (op.kind === "leaf" && op.name === constantOperation.name) return CONSTANT;
  if (op.kind !== "pointwise" || !Object.hasOwn(kernels, op.name)) return REFUSED;
  const hasStableForm = op.name === oneMinusSquareOperation.name;
  const rule = written(hasStableForm ? VALUE.stable : byKernel(op), op);
  rules.set(op.name, rule);
  return rule;
}

/** The code of the logarithm, whose products may have a limit where it has none. */
export const LOG = ruleOf(logOperation).code;
/** The codes of what may be differentiated by something below its operand, and of what that operand then is. */
export const WITH_LIMITS: ReadonlySet<number> = new Set(
  [logOperation, log1pOperation, xlogyOperation, binaryCrossEntropyOperation].map((op) => ruleOf(op).code),
);
export const TO_LIMITS: ReadonlySet<number> = new Set(
  [sigmoidOperation, namedOperation, subOperation, negOperation].map((op) => ruleOf(op).code),
);

const withLimit = new Map<Rule, Rule>();

/** The rule of an operation at nodes that have a limit form: the value is that of a stable form, or of the kernel, by list. */
export function limitRule(rule: Rule): Rule {
  let found = withLimit.get(rule);
  if (found === undefined) {
    found = written(VALUE.stable, rule.op, PARTIALS.each);
    withLimit.set(rule, found);
  }
  return found;
}

/** The same rule with its partials, which are read when they are first asked for. */
export function withPartials(rule: Rule): Rule {
  if (rule.partials.length > 0 || rule.op === undefined) return rule;
  rule.partials = localPartials(rule.op);
  if (rule.kind === PARTIALS.unread) rule.kind = kindOf(rule.op, rule.partials);
  return rule;
}

function kindOf(op: Pointwise, partials: readonly LocalPartial[]): PartialsKind {
  if (op.name === "pow") return PARTIALS.each; // depends on the exponent
  const [first, second, third] = partials;
  if (first === undefined || third !== undefined) return PARTIALS.each;
  if (second === undefined) {
    if (first.kind === PARTIAL.one) return PARTIALS.passed;
    if (first.kind === PARTIAL.output) return PARTIALS.output;
    return first.kind === PARTIAL.computed ? PARTIALS.slope : PARTIALS.each;
  }
  if (first.kind === PARTIAL.one && second.kind === PARTIAL.one) return PARTIALS.sum;
  if (first.kind === PARTIAL.one && second.kind === PARTIAL.minusOne) return PARTIALS.difference;
  const isOther = (partial: LocalPartial, which: number): boolean =>
    partial.kind === PARTIAL.operand && partial.which === which;
  return isOther(first, 1) && isOther(second, 0) ? PARTIALS.product : PARTIALS.each;
}
