import { kernels } from "../../evaluate/kernels";
import type { Node, Swept } from "../../node";
import { changes } from "../../ops/leaf";
import { topologicalOrder } from "../../order";
import { limitForm, stableForm } from "../../stable";
import { LIMIT, LOG, type Rule, ruleOf, VALUE } from "./rules";
import { inSweep, MANY, type Sweep } from "./sweep";

/** What was walked: how many values the sweep now has, and the leaves of the graph among them. */
export interface Trace {
  readonly count: number;
  readonly leaves: readonly Node[];
  readonly leafPlaces: readonly number[];
}

/**
 * Walks a graph in its topological order and computes each value on the way: one visit for each node. A node that was met
 * refers to `mark` in place of its adjoint. Undefined if something is not a scalar that a kernel computes or has no value;
 * the nodes met by then refer to the mark.
 */
export function traced(root: Node, sweep: Sweep, mark: Swept): Trace | undefined {
  const leaves: Node[] = [];
  const leafPlaces: number[] = [];
  const path: Node[] = [];
  let count = 0;
  let node = root;
  for (;;) {
    const next = unmet(node, mark);
    if (next !== undefined) {
      path.push(node);
      node = next;
      continue;
    }
    if (count === sweep.room) sweep.grow(2 * count);
    const rule = ruleOf(node.op);
    if (node.shape.length > 0 || !computed(sweep, count, node, rule)) return undefined;
    if (node.first === undefined) {
      leaves.push(node);
      leafPlaces.push(count);
    }
    node.place = count++;
    node.adjoint = mark;
    const above = path.pop();
    if (above === undefined) return { count, leaves, leafPlaces };
    node = above;
  }
}

/** The value of a scalar as the symbols now are; undefined for what is not computed from scalars that have values. */
export function scalarValue(root: Node): number | undefined {
  const { adjoint } = root;
  if (typeof adjoint === "object" && "adjoints" in adjoint && adjoint.changes === changes.count)
    return adjoint.values[root.place];
  if (root.shape.length > 0) return undefined;
  return inSweep((sweep) => {
    const order = topologicalOrder([root]);
    if (order.length > sweep.room) sweep.grow(order.length);
    for (let place = 0; place < order.length; place++) {
      const node = order[place] as Node;
      if (node.shape.length > 0 || !computed(sweep, place, node, ruleOf(node.op))) return undefined;
    }
    return sweep.values[order.length - 1];
  });
}

/** The first input that was not met yet. Nodes on the path are above, so none of them is met again from below. */
function unmet({ first, second, list }: Node, mark: Swept): Node | undefined {
  if (first === undefined) return undefined;
  if (first.adjoint !== mark) return first;
  if (second === undefined) return undefined;
  if (second.adjoint !== mark) return second;
  const third = list?.[2];
  return third === undefined || third.adjoint === mark ? undefined : third;
}

/** Writes a value whose operands stand before it; false for what is no plain scalar. */
export function computed(sweep: Sweep, place: number, node: Node, rule: Rule): boolean {
  const { values } = sweep;
  sweep.codes[place] = rule.code;
  sweep.uses[place] = 0;
  if (rule.value === VALUE.symbol || rule.value === VALUE.constant) {
    const value = rule.value === VALUE.symbol ? node.attrs.cell?.value : node.attrs.value;
    if (typeof value !== "number") return false; // the evaluator says what is missing
    values[place] = value;
    return true;
  }
  if (rule.value === VALUE.refused) return false;
  const a = use(sweep, node.first as Node);
  sweep.a[place] = a;
  const x = values[a] as number;
  if (node.second === undefined) {
    values[place] =
      rule.value === VALUE.naming
        ? x
        : rule.value === VALUE.oneMinusSquare
          ? careful(sweep, node, rule)
          : rule.kernel(x, x, x);
    return true;
  }
  const b = use(sweep, node.second);
  sweep.b[place] = b;
  const y = values[b] as number;
  if (rule.value === VALUE.add) values[place] = x + y;
  else if (rule.value === VALUE.mul)
    values[place] =
      sweep.codes[a] === LOG || sweep.codes[b] === LOG ? product(sweep, place, node, x * y) : x * y;
  else if (rule.value === VALUE.sub) values[place] = x === 1 ? careful(sweep, node, rule) : x - y;
  else if (rule.arity === 2) values[place] = rule.kernel(x, y, y);
  else {
    const c = use(sweep, node.inputs[2] as Node);
    sweep.c[place] = c;
    values[place] = rule.kernel(x, y, values[c] as number);
  }
  return true;
}

function use({ uses }: Sweep, { place }: Node): number {
  const before = uses[place] as number;
  if (before < MANY) uses[place] = before + 1;
  return place;
}

/** The value of what has a stable form in some graphs. */
function careful({ values }: Sweep, node: Node, { kernel }: Rule): number {
  const stable = stableForm(node);
  if (stable === undefined)
    return kernel(
      values[(node.first as Node).place] as number,
      values[(node.second as Node).place] as number,
      0,
    );
  const [first, second = first] = stable.inputs.map((input) => values[input.place] as number) as [
    number,
    number?,
  ];
  return kernels[stable.kernel](first, second, second);
}

/** The value of a product with a logarithm, which may be x ln x: then it has partials of its own. */
function product({ values, codes }: Sweep, place: number, node: Node, plain: number): number {
  const limit = limitForm(node);
  if (limit === undefined) return plain;
  codes[place] = limit.log === node.first ? LIMIT.left : LIMIT.right;
  const x = values[limit.x.place] as number;
  return kernels.xlogy(x, x, x);
}
