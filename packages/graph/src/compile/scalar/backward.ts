import { type Kernel, kernels } from "../../evaluate/kernels";
import type { Node } from "../../node";
import { limitForm, stableForm } from "../../stable";
import { type LocalPartial, PARTIAL } from "./partial";
import { partialsOf, RULE, type Rule, ruleOf } from "./rules";
import { type Sweep, sweepFor } from "./sweep";

/**
 * Gradients of a graph of scalars in numbers, in one sweep over arrays, for graphs that are built to be differentiated
 * once. Rules and the order of every sum are those of the gradient graph; numbers differ in the last place where that graph
 * happens to hold a stable form that neither the graph nor a rule holds alone. `nodes` are the latest order that was made.
 */
export function scalarBackward(nodes: readonly Node[]): boolean {
  const count = nodes.length;
  const sweep = sweepFor(count);
  const rules = new Array<Rule>(count);
  for (let place = 0; place < count; place++) {
    const node = nodes[place] as Node;
    if (node.shape.length > 0) return false;
    const rule = ruleOf(node);
    rules[place] = rule;
    sweep.kinds[place] = rule.kind;
    if (!forward(sweep, node, place, rule)) return false;
  }
  sweep.arrive(count - 1, 1, true);
  for (let place = count - 1; place >= 0; place--) {
    const node = nodes[place] as Node;
    const isReached = sweep.isReached(place);
    const adjoint = isReached ? sweep.total(place) : 0;
    node.adjoint = sweep.withAside(place, adjoint, isReached);
    if (isReached) contribute(sweep, node, place, adjoint, rules[place] as Rule);
  }
  return true;
}

/** Computes the value of a node and notes where its operands stand; false for what is no plain scalar. */
function forward(sweep: Sweep, node: Node, place: number, rule: Rule): boolean {
  const { values, kinds } = sweep;
  const { inputs } = node;
  const { kind } = rule;
  if (kind === RULE.leaf) {
    const value = node.attrs.value ?? node.attrs.cell?.value;
    if (typeof value !== "number") return false; // the evaluator says what is missing
    values[place] = value;
    return true;
  }
  if (kind === RULE.refused) return false;
  const a = (inputs[0] as Node).place;
  const b = inputs.length > 1 ? (inputs[1] as Node).place : a;
  const c = inputs.length > 2 ? (inputs[2] as Node).place : b;
  sweep.a[place] = a;
  sweep.b[place] = b;
  sweep.c[place] = c;
  const x = values[a] as number;
  const y = values[b] as number;
  if (kind === RULE.naming) values[place] = x;
  else if (kind === RULE.add) values[place] = x + y;
  else if (kind === RULE.mul && kinds[a] !== RULE.log && kinds[b] !== RULE.log) values[place] = x * y;
  else if (kind === RULE.sub && x !== 1) values[place] = x - y;
  else {
    const needsCare = kind === RULE.mul || kind === RULE.sub || kind === RULE.oneMinusSquare;
    const stable = needsCare ? stableForm(node) : undefined;
    if (stable === undefined) values[place] = rule.kernel(x, y, values[c] as number);
    else {
      const kernel: Kernel = kernels[stable.kernel];
      const [first, second = first] = stable.inputs.map((input) => values[input.place] as number) as [
        number,
        number?,
      ];
      values[place] = kernel(first, second, second);
    }
  }
  return true;
}

function contribute(sweep: Sweep, node: Node, place: number, adjoint: number, rule: Rule): void {
  const { kind } = rule;
  if (kind === RULE.leaf) return;
  const { values } = sweep;
  const isAlive = sweep.isAlive(place);
  const a = sweep.a[place] as number;
  if (kind === RULE.naming) {
    sweep.arrive(a, adjoint, isAlive);
    return;
  }
  const b = sweep.b[place] as number;
  const c = sweep.c[place] as number;
  if (kind === RULE.mul && (sweep.kinds[a] === RULE.log || sweep.kinds[b] === RULE.log)) {
    const limit = limitForm(node);
    if (limit !== undefined) {
      const [log, x] = limit.log === node.inputs[0] ? [a, b] : [b, a];
      sweep.arrive(x, isAlive ? adjoint * ((values[log] as number) + 1) : 0, isAlive);
      sweep.arriveAside(log, isAlive ? adjoint * (values[x] as number) : 0);
      return;
    }
  }
  const partials = partialsOf(rule, node);
  for (let k = 0; k < rule.arity; k++) {
    const { kind: what, which, of } = partials[k] as LocalPartial; // one for each operand
    const to = k === 0 ? a : k === 1 ? b : c;
    if (what === PARTIAL.none) continue;
    if (!isAlive) sweep.arrive(to, 0, false);
    else if (what === PARTIAL.one) sweep.arrive(to, adjoint, true);
    else if (what === PARTIAL.minusOne) sweep.arrive(to, -adjoint, true);
    else if (what === PARTIAL.operand) {
      const factor = values[which === 0 ? a : which === 1 ? b : c] as number;
      const isExactZero = factor === 0 && (node.inputs[which] as Node).attrs.value === 0; // as in the gradient graph
      if (!isExactZero) sweep.arrive(to, adjoint * factor, true);
    } else if (what === PARTIAL.output) sweep.arrive(to, adjoint * (values[place] as number), true);
    else {
      const found = of(
        values[a] as number,
        values[b] as number,
        values[c] as number,
        values[place] as number,
      );
      if (what === PARTIAL.computed) sweep.arrive(to, adjoint * found, true);
      else {
        const counts = Number.isNaN(found) || (found !== 0) === (what === PARTIAL.ifTrue);
        sweep.arrive(to, Number.isNaN(found) ? found : counts ? adjoint : 0, counts);
      }
    }
  }
}
