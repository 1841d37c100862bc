import { roundsAsOne } from "../../closed-form";
import { inputsOf, type Node, type Swept } from "../../node";
import { orders, standAt } from "../../order";
import { SCALAR } from "../../shape";
import { stableForm } from "../../stable";
import type { KernelName } from "../math/recipes";
import { limitAt } from "./limits";
import { CONSTANT_CODE, LOG, limitRule, type Rule, ruleOf, TO_LIMITS, VALUE, WITH_LIMITS } from "./rules";
import { hasStablePartials } from "./stable-partials";
import type { LimitAt, Sweep } from "./sweep";

/** A graph of scalars whose structure stands in the arrays of a sweep. */
export interface Walked {
  /** How many values it has. The last is that of the root. */
  readonly count: number;
  readonly leaves: readonly Node[];
  readonly leafPlaces: readonly number[];
  /** What is computed in place of what is written, by the places of the few nodes where that differs. */
  readonly stable: ReadonlyMap<number, StableValue>;
}

/** A kernel of the values at places. */
export interface StableValue {
  readonly kernel: KernelName;
  readonly first: number;
  readonly second: number;
}

/** The nodes that a walk met, and the gradients they had before, where those are to be left there. */
export interface Met {
  readonly nodes: Node[];
  readonly adjoints: Node["adjoint"][];
}

const NONE: ReadonlyMap<number, StableValue> = new Map();

/**
 * Walks a graph in its topological order and writes what computes each value into the arrays of a sweep: one visit for each
 * node. A node that was met refers to `mark` in place of its adjoint. Undefined if something is not a scalar that a kernel
 * computes; the nodes met by then refer to the mark.
 *
 * Walking, and the two ways through the arrays, are all that takes time in define-by-run. The arrays are variables here and
 * the cases stand in the open for that reason: with a function for each node it took a fifth longer.
 */
export function walked(root: Node, sweep: Sweep, mark: Swept, met?: Met): Walked | undefined {
  orders.made++;
  const leaves: Node[] = [];
  const leafPlaces: number[] = [];
  const path: Node[] = [];
  let stable: Map<number, StableValue> | undefined;
  let limits: Map<number, LimitAt> | undefined;
  sweep.limits = undefined;
  let { room, codes, uses, a, b } = sweep;
  let place = 0;
  let node = root;
  for (;;) {
    const { first, second } = node;
    // nodes on the path are above, so none of them is met again from below
    let next: Node | undefined;
    if (first === undefined) next = undefined;
    else if (first.adjoint !== mark) next = first;
    else if (second !== undefined && second.adjoint !== mark) next = second;
    else next = third(node, mark);
    if (next !== undefined) {
      path.push(node);
      node = next;
      continue;
    }
    if (place === room) {
      sweep.grow(2 * place);
      ({ room, codes, uses, a, b } = sweep);
    }
    if (node.shape !== SCALAR && node.shape.length > 0) return undefined;
    if (node.attrs.vanishes) return undefined; // gradients of gradients have them, and go by their graph
    const rule = ruleOf(node.op);
    const kind = rule.value;
    if (kind === VALUE.refused) return undefined;
    const isDifferentiated = met === undefined; // else it is walked for its value
    if (isDifferentiated && rule.hasDifference && hasStablePartials(node)) return undefined; // it goes by its graph
    if (isDifferentiated && roundsAsOne(node)) return undefined;
    codes[place] = rule.code;
    uses[place] = 0;
    let limit: LimitAt | undefined;
    if (first === undefined) {
      leaves.push(node);
      leafPlaces.push(place);
    } else {
      const i = first.place;
      a[place] = i;
      uses[i] = (uses[i] as number) + 1;
      if (second !== undefined) {
        const j = second.place;
        b[place] = j;
        uses[j] = (uses[j] as number) + 1;
        if (kind === VALUE.sub) {
          if (codes[i] === CONSTANT_CODE || TO_LIMITS.has(codes[i] as number))
            stable = withStable(stable, place, node);
        } else if (rule.arity === 3) {
          const k = (node.inputs[2] as Node).place;
          sweep.c[place] = k;
          uses[k] = (uses[k] as number) + 1;
        } else if (mayHaveLimit(rule, codes[i] as number, codes[j] as number)) limit = limitAt(node);
      } else if (kind === VALUE.stable) stable = withStable(stable, place, node);
      else if (mayHaveLimit(rule, codes[i] as number, codes[i] as number)) limit = limitAt(node);
      if (limit !== undefined) {
        codes[place] = limitRule(rule).code;
        stable = withStable(stable, place, node, rule);
        limits ??= new Map();
        sweep.limits = limits.set(place, limit);
        uses[limit.x] = (uses[limit.x] as number) + 1; // a part arrives there past the operand
      }
    }
    if (met !== undefined) {
      standAt(node, place);
      met.nodes.push(node);
      met.adjoints.push(node.adjoint);
    }
    node.place = place++;
    node.adjoint = mark;
    const above = path.pop();
    if (above === undefined) return { count: place, leaves, leafPlaces, stable: stable ?? NONE };
    node = above;
  }
}

/** Only what takes three operands, and what has no place here, has a list from the start. */
function third({ list }: Node, mark: Swept): Node | undefined {
  const third = list?.[2];
  return third === undefined || third.adjoint === mark ? undefined : third;
}

/** Whether it is worth to look for a limit form, by the rules of a node and its operands. */
function mayHaveLimit({ code, value }: Rule, first: number, second: number): boolean {
  if (value === VALUE.mul) return first === LOG || second === LOG;
  return WITH_LIMITS.has(code) && (TO_LIMITS.has(first) || TO_LIMITS.has(second));
}

/** Lists the stable form of a node, or with a rule, if it has none, what the rule computes. */
function withStable(
  stable: Map<number, StableValue> | undefined,
  place: number,
  node: Node,
  rule?: Rule,
): Map<number, StableValue> | undefined {
  const form = stableForm(node);
  const inputs = form?.inputs ?? (rule === undefined ? undefined : inputsOf(node));
  if (inputs === undefined) return stable;
  const kernel = (form?.kernel ?? node.op.name) as KernelName; // what has a limit form is built in
  const [first, second = first] = inputs.map((input) => input.place) as [number, number?];
  return (stable ?? new Map()).set(place, { kernel, first, second });
}
