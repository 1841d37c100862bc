import { kernels } from "../../evaluate/kernels";
import type { Node, Swept } from "../../node";
import { changes } from "../../ops/leaf";
import { standAt } from "../../order";
import { SCALAR } from "../../shape";
import { limitForm, stableForm } from "../../stable";
import { LIMIT, LOG, type Rule, ruleOf, VALUE } from "./rules";
import { inSweep, type Sweep } from "./sweep";

/** What was walked: how many values the sweep now has, and the leaves of the graph among them. */
export interface Trace {
  readonly count: number;
  readonly leaves: readonly Node[];
  readonly leafPlaces: readonly number[];
}

/** The gradients that nodes had before a walk which is to leave them there. */
interface Before {
  readonly nodes: Node[];
  readonly adjoints: Node["adjoint"][];
}

/**
 * Walks a graph in its topological order and computes each value on the way: one visit for each node, nothing kept of it but
 * numbers. A node that was met refers to `mark` in place of its adjoint. Undefined if something is not a scalar that a
 * kernel computes, or has no value; the nodes met by then refer to the mark.
 *
 * With `backwards` this is all that takes time in define-by-run. The arrays are variables and the cases stand in the open
 * for that reason: with a function for the value of each node it took a fifth longer.
 */
export function traced(root: Node, sweep: Sweep, mark: Swept, before?: Before): Trace | undefined {
  const leaves: Node[] = [];
  const leafPlaces: number[] = [];
  const path: Node[] = [];
  let { room, codes, uses, a, b, values } = sweep;
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
      ({ room, codes, uses, a, b, values } = sweep);
    }
    if (node.shape !== SCALAR && node.shape.length > 0) return undefined;
    const rule = ruleOf(node.op);
    const kind = rule.value;
    codes[place] = rule.code;
    uses[place] = 0;
    if (first === undefined) {
      if (kind !== VALUE.symbol && kind !== VALUE.constant) return undefined;
      const value = kind === VALUE.symbol ? node.attrs.cell?.value : node.attrs.value;
      if (typeof value !== "number") return undefined;
      values[place] = value;
      leaves.push(node);
      leafPlaces.push(place);
    } else {
      const i = first.place;
      const x = values[i] as number;
      a[place] = i;
      uses[i] = (uses[i] as number) + 1;
      if (second === undefined) {
        if (kind === VALUE.kernel) values[place] = rule.kernel(x, x, x);
        else if (kind === VALUE.naming) values[place] = x;
        else if (kind === VALUE.refused) return undefined;
        else values[place] = careful(sweep, node, rule);
      } else {
        const j = second.place;
        const y = values[j] as number;
        b[place] = j;
        uses[j] = (uses[j] as number) + 1;
        if (kind === VALUE.add) values[place] = x + y;
        else if (kind === VALUE.mul)
          values[place] = codes[i] === LOG || codes[j] === LOG ? product(sweep, place, node, x * y) : x * y;
        else if (kind === VALUE.sub) values[place] = x === 1 ? careful(sweep, node, rule) : x - y;
        else if (kind === VALUE.refused) return undefined;
        else if (rule.arity === 2) values[place] = rule.kernel(x, y, y);
        else {
          const k = (node.inputs[2] as Node).place;
          sweep.c[place] = k;
          uses[k] = (uses[k] as number) + 1;
          values[place] = rule.kernel(x, y, values[k] as number);
        }
      }
    }
    if (before !== undefined) {
      standAt(node, place);
      before.nodes.push(node);
      before.adjoints.push(node.adjoint);
    }
    node.place = place++;
    node.adjoint = mark;
    const above = path.pop();
    if (above === undefined) return { count: place, leaves, leafPlaces };
    node = above;
  }
}

/** Only what takes three operands, and what has no place here, has a list from the start. */
function third({ list }: Node, mark: Swept): Node | undefined {
  const third = list?.[2];
  return third === undefined || third.adjoint === mark ? undefined : third;
}

/** The value of a scalar as the symbols now are; undefined for what is not computed from scalars that have values. */
export function scalarValue(root: Node): number | undefined {
  const { adjoint } = root;
  const isSwept = typeof adjoint === "object" && "adjoints" in adjoint && adjoint.changes === changes.count;
  if (isSwept && root.place === adjoint.adjoints.length - 1) return adjoint.value;
  if (root.shape.length > 0) return undefined;
  const before: Before = { nodes: [], adjoints: [] };
  const mark: Swept = { adjoints: [], value: Number.NaN, changes: changes.count };
  const value = inSweep((sweep) => {
    const trace = traced(root, sweep, mark, before);
    return trace === undefined ? undefined : sweep.values[trace.count - 1];
  });
  for (let k = 0; k < before.nodes.length; k++) (before.nodes[k] as Node).adjoint = before.adjoints[k];
  return value;
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
