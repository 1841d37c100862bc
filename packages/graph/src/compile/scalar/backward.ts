import type { Node, Swept } from "../../node";
import { changes } from "../../ops/leaf";
import { type LocalPartial, localPartials, PARTIAL } from "./partial";
import { CONSTANT_CODE, PARTIALS, type Rule, ruleAt, withPartials } from "./rules";
import { Arrivals, inSweep, STATE, type Sweep } from "./sweep";
import { traced } from "./trace";

/**
 * Gradients of a graph of scalars in numbers, in one sweep over arrays, for graphs that are built to be differentiated
 * once. Rules and the order of every sum are those of the gradient graph; numbers differ in the last place where that graph
 * happens to hold a stable form that neither the graph nor a rule holds alone. False if the graph is not one of scalars
 * that have values; gradients that were there before are gone then.
 */
export function scalarBackward(y: Node): boolean {
  return y.shape.length === 0 && inSweep((sweep) => sweepBackward(y, sweep));
}

function sweepBackward(y: Node, sweep: Sweep): boolean {
  const swept: Swept = { adjoints: NONE, values: NONE, changes: changes.count };
  const trace = traced(y, sweep, swept);
  if (trace === undefined) return false;
  const { count, leaves, leafPlaces } = trace;
  const arrivals = new Arrivals(count, sweep.uses);
  const { adjoints, states } = arrivals;
  arrivals.arrive(count - 1, 1);
  for (let place = count - 1; place >= 0; place--) {
    if (states[place] === STATE.alive) contribute(sweep, arrivals, place, arrivals.total(place));
    else if (states[place] === STATE.dead) contributeNothing(sweep, arrivals, place);
    else adjoints[place] = 0;
  }
  arrivals.addAsides();
  swept.adjoints = adjoints;
  swept.values = sweep.values.slice(0, count);
  // symbols outlive their graphs, which keep what was swept: they get a number of their own
  for (let k = 0; k < leaves.length; k++) (leaves[k] as Node).adjoint = adjoints[leafPlaces[k] as number];
  return true;
}

const NONE = new Float64Array(0);

/** Adds to the adjoints of operands what follows from that of a value. */
function contribute(sweep: Sweep, arrivals: Arrivals, place: number, adjoint: number): void {
  const { codes, values } = sweep;
  const rule = ruleAt[codes[place] as number] as Rule;
  if (rule.kind === PARTIALS.leaf) return;
  const a = sweep.a[place] as number;
  switch (rule.kind) {
    case PARTIALS.passed:
      arrivals.arrive(a, adjoint);
      return;
    case PARTIALS.sum:
      arrivals.arrive(a, adjoint);
      arrivals.arrive(sweep.b[place] as number, adjoint);
      return;
    case PARTIALS.difference:
      arrivals.arrive(a, adjoint);
      arrivals.arrive(sweep.b[place] as number, -adjoint);
      return;
    case PARTIALS.product: {
      const b = sweep.b[place] as number;
      const x = values[a] as number;
      const y = values[b] as number;
      if (y !== 0 || codes[b] !== CONSTANT_CODE) arrivals.arrive(a, adjoint * y);
      if (x !== 0 || codes[a] !== CONSTANT_CODE) arrivals.arrive(b, adjoint * x);
      return;
    }
    case PARTIALS.output:
      arrivals.arrive(a, adjoint * (values[place] as number));
      return;
    case PARTIALS.slope: {
      const x = values[a] as number;
      const { of } = rule.partials[0] as LocalPartial;
      arrivals.arrive(a, adjoint * of(x, x, x, values[place] as number));
      return;
    }
    case PARTIALS.limitRight:
    case PARTIALS.limitLeft: {
      const b = sweep.b[place] as number;
      const [x, log] = rule.kind === PARTIALS.limitRight ? [a, b] : [b, a];
      arrivals.arrive(x, adjoint * ((values[log] as number) + 1));
      arrivals.arriveAside(log, adjoint * (values[x] as number));
      return;
    }
    default:
      contributeEach(sweep, arrivals, place, adjoint);
  }
}

/** The same by partials one by one. They are read here where that is still to be done. */
function contributeEach(sweep: Sweep, arrivals: Arrivals, place: number, adjoint: number): void {
  const { codes, values } = sweep;
  const [a, b, c] = [sweep.a[place] as number, sweep.b[place] as number, sweep.c[place] as number];
  const partials = partialsAt(sweep, place);
  partials.forEach(({ kind, which, of }, k) => {
    const to = k === 0 ? a : k === 1 ? b : c;
    if (kind === PARTIAL.none) return;
    if (kind === PARTIAL.one) arrivals.arrive(to, adjoint);
    else if (kind === PARTIAL.minusOne) arrivals.arrive(to, -adjoint);
    else if (kind === PARTIAL.output) arrivals.arrive(to, adjoint * (values[place] as number));
    else if (kind === PARTIAL.operand) {
      const from = which === 0 ? a : which === 1 ? b : c;
      const factor = values[from] as number;
      const isExactZero = factor === 0 && codes[from] === CONSTANT_CODE; // as in the gradient graph
      if (!isExactZero) arrivals.arrive(to, adjoint * factor);
    } else {
      const [x, y, z] = [values[a] as number, values[b] as number, values[c] as number];
      const found = of(x, y, z, values[place] as number);
      if (kind === PARTIAL.computed) arrivals.arrive(to, adjoint * found);
      else if (Number.isNaN(found)) arrivals.arrive(to, found);
      else if ((found !== 0) === (kind === PARTIAL.ifTrue)) arrivals.arrive(to, adjoint);
      else arrivals.arriveDead(to);
    }
  });
}

/** What arrived from branches that are not taken alone is 0, and goes on as such. */
function contributeNothing(sweep: Sweep, arrivals: Arrivals, place: number): void {
  arrivals.total(place);
  const operands = [sweep.a[place] as number, sweep.b[place] as number, sweep.c[place] as number];
  const rule = ruleAt[sweep.codes[place] as number] as Rule;
  if (rule.kind === PARTIALS.limitLeft || rule.kind === PARTIALS.limitRight) {
    const [x, log] = rule.kind === PARTIALS.limitRight ? operands : operands.slice(0, 2).reverse();
    arrivals.arriveDead(x as number);
    arrivals.arriveAside(log as number, 0);
  } else if (rule.kind === PARTIALS.passed) arrivals.arriveDead(operands[0] as number);
  else {
    partialsAt(sweep, place).forEach(({ kind }, k) => {
      if (kind !== PARTIAL.none) arrivals.arriveDead(operands[k] as number);
    });
  }
}

function partialsAt({ codes, b, values }: Sweep, place: number): readonly LocalPartial[] {
  const rule = withPartials(ruleAt[codes[place] as number] as Rule);
  if (rule.op?.name !== "pow") return rule.partials;
  const exponent = b[place] as number;
  return codes[exponent] === CONSTANT_CODE
    ? localPartials(rule.op, values[exponent] as number)
    : rule.partials;
}
