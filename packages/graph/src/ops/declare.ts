import { ChainruleError, shown } from "../errors";
import type {
  Broadcast,
  Domain,
  Kink,
  Node,
  Operand,
  Operation,
  Partial,
  Pointwise,
  Value,
  ValueOf,
} from "../node";
import { topologicalOrder } from "../order";
import { isConcrete, shapeText } from "../shape";
import { apply } from "./apply";
import { where } from "./compare";
import { lift, nodeLabel, STRONG_ZERO, scalar } from "./leaf";
import { isGround } from "./table";

type Numbers = readonly number[];
/** One node for each operand. */
type NodesOf<P extends readonly unknown[]> = { readonly [K in keyof P]: Node };

/** The local derivative by one operand, in graph operations, from all operands and the output. */
export type DerivativeRule<P extends Numbers> = (...given: [...inputs: NodesOf<P>, output: Node]) => Operand;

/** What a pointwise operation is. */
export interface PointwiseDeclaration<P extends Numbers> {
  /** The value of one entry in float64. It is called again whenever its operands change, and so depends on nothing else. */
  readonly value: (...x: P) => number;
  /**
   * The derivative as graph operations, so that gradients are graphs of any order: one rule, or one for each operand.
   * Rules may use other declared operations, and the operation itself.
   */
  readonly derivative: P["length"] extends 1
    ? DerivativeRule<P> | readonly [DerivativeRule<P>]
    : { readonly [K in keyof P]: DerivativeRule<P> };
  /** Where it is defined; everywhere if left out. */
  readonly domain?: { readonly law: string; readonly holds: (...x: P) => boolean };
  /** Where it has no derivative: the numbers, or for more operands a condition. */
  readonly kinks?: readonly number[] | ((...x: P) => boolean);
  /** The law as a reader would write it, for messages; `name(x)` if left out. */
  readonly law?: string;
  /** The same function in graph operations, if there are any: proofs then see what it is made of. */
  readonly definition?: (...x: NodesOf<P>) => Operand;
}

/** The value type of operands that broadcast. */
type BroadcastAll<O extends readonly Operand[]> = O extends readonly [
  infer A extends Operand,
  ...infer Rest extends readonly Operand[],
]
  ? Rest extends readonly []
    ? ValueOf<A>
    : Broadcast<ValueOf<A>, BroadcastAll<Rest>>
  : Value;

/** A declared operation: called on operands it makes a node. */
export interface PointwiseOperation<P extends Numbers> {
  <O extends { readonly [K in keyof P]: Operand }>(
    ...operands: O
  ): Node<BroadcastAll<O extends readonly Operand[] ? O : never>>;
  readonly operation: Pointwise;
}

/** Tapes and sweeps hold three operands for each operation. */
const MOST_OPERANDS = 3;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?$/;

/**
 * A pointwise operation of one to three operands that is declared by whoever needs it: numbers and nested arrays lift,
 * shapes broadcast, and gradients, compiled programs, derivations and checks take it as they take the built-in ones.
 * `checkOperation` (of `@chainrule/check`) holds the declaration against finite differences.
 * @throws ChainruleError NAME (not an identifier, or built in), OPTION (what is declared does not fit together); when the
 * rules are first used OPERAND, SHAPE (a rule is not pointwise, or mentions what is no operand)
 * @example
 * const softsign = operation("softsign", {
 *   value: (x) => x / (1 + Math.abs(x)),
 *   derivative: (x) => div(1, square(x.abs().add(1))),
 * });
 * softsign(w.mul(x))
 */
export function operation(
  name: string,
  declaration: PointwiseDeclaration<[number]>,
): PointwiseOperation<[number]>;
export function operation(
  name: string,
  declaration: PointwiseDeclaration<[number, number]>,
): PointwiseOperation<[number, number]>;
export function operation(
  name: string,
  declaration: PointwiseDeclaration<[number, number, number]>,
): PointwiseOperation<[number, number, number]>;
export function operation<P extends Numbers>(
  name: string,
  declaration: PointwiseDeclaration<P>,
): PointwiseOperation<P> {
  checkDeclaredName(name);
  const { definition, derivative, domain, kinks, law, value } = declaration;
  const arity = declaredArity(name, value, derivative);
  const rules = (typeof derivative === "function" ? [derivative] : derivative) as readonly Rule[]; // as was just seen
  const letters = ["a", "b", "c"].slice(0, arity);
  const op: Pointwise = {
    kind: "pointwise",
    name,
    law: law ?? `${name}(${arity === 1 ? "x" : letters.join(", ")})`,
    arity,
    partials: rules.map((rule, k) => checkedRule(() => op, rule, `${name}: derivative by operand ${k}`)),
    forward: exactly(name, value as unknown as (...x: Numbers) => number, arity), // called with as many as P has
    ...(domain !== undefined && { domain: domain as unknown as Domain }),
    ...(hasKinks(kinks) && { kink: kinkOf(kinks as Kinks) }),
    ...(definition !== undefined && {
      lower: checkedDefinition(() => op, definition as unknown as Rule, `${name}: definition`),
    }),
  };
  const call = (...operands: readonly Operand[]): Node => {
    checkOperands(name, operands, arity);
    return apply(
      op,
      operands.map((operand, k) => lift(operand, name, k)),
    );
  };
  return callable(call, op) as unknown as PointwiseOperation<P>; // the call takes what P says
}

/** A function that makes nodes of an operation: as long as the operation has operands, with the operation beside it. */
export function callable<Op extends Operation & { readonly arity: number }>(
  call: (...operands: readonly Operand[]) => Node,
  op: Op,
): typeof call & { readonly operation: Op } {
  Object.defineProperty(call, "length", { value: op.arity });
  return Object.freeze(Object.assign(call, { operation: Object.freeze(op) }));
}

/** @throws ChainruleError OPERAND */
export function checkOperands(name: string, operands: readonly unknown[], arity: number): void {
  if (operands.length === arity) return;
  throw new ChainruleError("OPERAND", "wrong number of operands", {
    where: name,
    got: `${operands.length}`,
    expected: `${arity}`,
  });
}

/** @throws ChainruleError NAME */
export function checkDeclaredName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !IDENTIFIER.test(name)) {
    throw new ChainruleError("NAME", "the name of an operation is an identifier", {
      where: "operation",
      got: shown(name),
      expected: "letters and digits with at most one underscore, such as softsign",
    });
  }
  if (!isGround(name)) return; // the others are free functions, and a user's own may have the name of one
  throw new ChainruleError("NAME", "an operation of this name is built in", {
    where: "operation",
    got: name,
    mend: "Use the built-in one, or give yours another name",
  });
}

type Rule = (...given: readonly Node[]) => Operand;
type Kinks = readonly number[] | ((...x: Numbers) => boolean);

/** How many operands the rules are for. @throws ChainruleError OPTION */
function declaredArity(name: string, value: unknown, derivative: unknown): number {
  const rules: readonly unknown[] = Array.isArray(derivative) ? derivative : [derivative];
  if (typeof value !== "function" || !rules.every((rule) => typeof rule === "function")) {
    throw new ChainruleError("OPTION", "an operation is declared by functions", {
      where: name,
      expected: "{ value: (x) => number, derivative: (x, y) => node }, or one derivative for each operand",
    });
  }
  if (rules.length === 0 || rules.length > MOST_OPERANDS) {
    throw new ChainruleError("OPTION", "a pointwise operation has one to three operands", {
      where: name,
      got: `${rules.length} derivatives`,
      mend: "Declare it by tensorOperation, which takes any number",
    });
  }
  if (value.length > rules.length) {
    throw new ChainruleError("OPTION", "every operand has a derivative rule", {
      where: name,
      got: `${rules.length} for ${value.length} operands`,
      mend: "Give an array of rules; () => 0 where nothing flows back",
    });
  }
  return rules.length;
}

/** The value with as many arguments as the operation has operands, and a number as its answer. */
function exactly(
  name: string,
  value: (...x: Numbers) => number,
  arity: number,
): NonNullable<Pointwise["forward"]> {
  const checked = (y: unknown): number => {
    if (typeof y === "number") return y;
    throw new ChainruleError("OPERAND", "the value of an operation is a number", {
      where: name,
      got: shown(y),
    });
  };
  if (arity === 1) return (a) => checked(value(a));
  return arity === 2 ? (a, b) => checked(value(a, b)) : (a, b, c) => checked(value(a, b, c));
}

const hasKinks = (kinks: unknown): boolean =>
  typeof kinks === "function" || (Array.isArray(kinks) && kinks.length > 0);

function kinkOf(kinks: Kinks): Kink {
  const choice = "what the declared rule gives";
  if (typeof kinks === "function") return { at: "a place that its author declared", choice, holds: kinks };
  const places = Object.freeze([...kinks]);
  return { at: `x = ${places.join(", ")}`, choice, places, holds: (x) => places.includes(x as number) };
}

/** A derivative rule that is looked at when it is first used, as rules may mention operations declared later. */
function checkedRule(own: () => Pointwise, rule: Rule, place: string): Partial {
  let isChecked = false;
  return (inputs, output) => {
    if (!isChecked) {
      isChecked = true;
      const operands = trialOperands(own());
      const trial = apply(own(), operands);
      checkPointwise(lift(rule(...operands, trial), place, 0), [...operands, trial], place);
    }
    return withStrongZeros(lift(rule(...inputs, output), place, 0), [...inputs, output]);
  };
}

/** A rule that gives 0, or 0 in one branch of a choice, says that nothing flows there; see `strong-zero.ts`. */
function withStrongZeros(partial: Node, given: readonly Node[]): Node {
  if (given.includes(partial)) return partial;
  if (Object.is(partial.attrs.value, 0)) return STRONG_ZERO;
  if (partial.op.name !== "where") return partial;
  const [condition, yes, no] = partial.inputs as [Node, Node, Node]; // where takes three
  const [some, others] = [yes, no].map((branch) =>
    Object.is(branch.attrs.value, 0) && !given.includes(branch) ? STRONG_ZERO : branch,
  ) as [Node, Node];
  return some === yes && others === no ? partial : where(condition, some, others);
}

function checkedDefinition(
  own: () => Pointwise,
  rule: Rule,
  where: string,
): (inputs: readonly Node[]) => Node {
  let isChecked = false;
  return (inputs) => {
    if (!isChecked) {
      isChecked = true;
      const operands = trialOperands(own());
      const body = lift(rule(...operands), where, 0);
      checkPointwise(body, operands, where);
      if (topologicalOrder([body]).some(({ op }) => op === own()))
        throw new ChainruleError("OPTION", "an operation is not defined by itself", { where });
    }
    return lift(rule(...inputs), where, 0);
  };
}

const trialOperands = ({ arity }: Pointwise): Node[] => ["a", "b", "c"].slice(0, arity).map((x) => scalar(x));

/** @throws ChainruleError SHAPE, OPERAND where a rule is not one entry of a function of its operands */
function checkPointwise(body: Node, given: readonly Node[], where: string): void {
  const known = new Set(given);
  for (const node of topologicalOrder([body], known)) {
    if (known.has(node)) continue;
    if (node.shape.length > 0) {
      throw new ChainruleError("SHAPE", "a rule is about one entry, a scalar", {
        where,
        got: `${nodeLabel(node)} of shape ${shapeText(node.shape)}`,
        mend: isConcrete(node.shape) ? "Declare the operation by tensorOperation" : "Leave the tensor out",
      });
    }
    if (node.op.kind === "pointwise" || node.attrs.value !== undefined) continue;
    const isSymbol = node.attrs.cell !== undefined;
    throw new ChainruleError(
      "OPERAND",
      isSymbol ? "a rule mentions a symbol that is no operand" : "a rule is made of pointwise operations",
      {
        where,
        got: nodeLabel(node),
        mend: isSymbol
          ? "Make it an operand, so that gradients reach it"
          : "Write it entry by entry, or declare the operation by tensorOperation",
      },
    );
  }
}
