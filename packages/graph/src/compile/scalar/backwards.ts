import { type LocalPartial, localPartials, PARTIAL } from "./partial";
import { CONSTANT_CODE, PARTIALS, type Rule, ruleAt, withPartials } from "./rules";
import { type LimitAt, STATE, type Sweep } from "./sweep";

/**
 * From the last value to the first: adds to the adjoints of operands what follows from each. The frequent cases stand in the
 * open: as calls they take twice as long.
 */
export function backwards(sweep: Sweep, count: number): void {
  const { codes, a, b, values, uses, states, adjoints } = sweep;
  sweep.arrive(count - 1, 1);
  for (let place = count - 1; place >= 0; place--) {
    const state = states[place];
    if (state === STATE.untouched) {
      adjoints[place] = 0;
      continue;
    }
    const adjoint = (uses[place] as number) <= 2 ? (adjoints[place] as number) : sweep.total(place);
    const { kind, arity, partials } = ruleAt[codes[place] as number] as Rule;
    if (kind === PARTIALS.leaf) continue;
    const isDead = state !== STATE.alive;
    const i = a[place] as number;
    const j = b[place] as number;
    const passed = state === STATE.numb ? Number.NaN : adjoint;
    let first = passed;
    let second = passed;
    if (kind === PARTIALS.product) {
      first *= values[j] as number;
      second *= values[i] as number;
    } else if (kind === PARTIALS.difference) second = -passed;
    else if (kind === PARTIALS.output) first *= values[place] as number;
    else if (kind === PARTIALS.slope) {
      const x = values[i] as number;
      first *= (partials[0] as LocalPartial).of(x, x, x, values[place] as number);
    } else if (kind !== PARTIALS.sum && kind !== PARTIALS.passed) {
      contributeEach(sweep, place, passed, isDead);
      continue;
    }
    if (isDead) {
      sweep.arriveDead(i, first);
      if (arity > 1) sweep.arriveDead(j, second);
      continue;
    }
    if ((uses[i] as number) <= 2) {
      adjoints[i] = (adjoints[i] as number) + first;
      states[i] = STATE.alive;
    } else sweep.arrive(i, first);
    if (arity < 2) continue;
    if ((uses[j] as number) <= 2) {
      adjoints[j] = (adjoints[j] as number) + second;
      states[j] = STATE.alive;
    } else sweep.arrive(j, second);
  }
}

/** The same by partials one by one, which are read here where that is still to be done. What is dead stays so. */
function contributeEach(sweep: Sweep, place: number, adjoint: number, isDead: boolean): void {
  const { a, b, c, values } = sweep;
  const limit = sweep.limits?.get(place);
  if (limit !== undefined) {
    const { other, partial, passed, x } = limit;
    const [at, beside] = [values[x] as number, values[other] as number];
    arrive(sweep, x, adjoint * partial(at, beside), isDead);
    contributeAside(sweep, limit, adjoint * passed(at, beside), isDead);
  }
  const [i, j, k] = [a[place] as number, b[place] as number, c[place] as number];
  const [x, y, z] = [values[i] as number, values[j] as number, values[k] as number];
  const output = values[place] as number;
  const partials = partialsAt(sweep, place);
  for (let which = 0; which < partials.length; which++) {
    if (limit !== undefined && (limit.over === which || limit.isWhole)) continue;
    const to = which === 0 ? i : which === 1 ? j : k;
    let step = partials[which] as LocalPartial;
    let isTaken = true;
    while (isTaken && (step.kind === PARTIAL.ifTrue || step.kind === PARTIAL.ifFalse)) {
      const condition = step.of(x, y, z, output);
      isTaken = !Number.isNaN(condition) && (condition !== 0) === (step.kind === PARTIAL.ifTrue);
      if (isTaken)
        step = step.inner as LocalPartial; // a choice has something to choose
      else if (Number.isNaN(condition)) arrive(sweep, to, condition, isDead);
      else sweep.arriveDead(to, 0);
    }
    if (isTaken && step.kind !== PARTIAL.none)
      arrive(sweep, to, follows(step, adjoint, x, y, z, output), isDead);
  }
}

/** What follows from an adjoint by a partial that is no choice. */
function follows(
  { inner, kind, of, which }: LocalPartial,
  adjoint: number,
  x: number,
  y: number,
  z: number,
  output: number,
): number {
  switch (kind) {
    case PARTIAL.one:
      return adjoint;
    case PARTIAL.minusOne:
      return -adjoint;
    case PARTIAL.output:
      return adjoint * output;
    case PARTIAL.operand:
      return adjoint * (which === 0 ? x : which === 1 ? y : z);
    case PARTIAL.quotient:
      return (which * (adjoint * of(x, y, z, output))) / (inner as LocalPartial).of(x, y, z, output); // it has a divisor
    default:
      return adjoint * of(x, y, z, output);
  }
}

/** What follows from what is dead, is dead. */
function arrive(sweep: Sweep, to: number, part: number, isDead: boolean): void {
  if (isDead) sweep.arriveDead(to, part);
  else sweep.arrive(to, part);
}

/** What has gone past an operand, goes past what is between it and x too. */
function contributeAside(sweep: Sweep, { between }: LimitAt, part: number, isDead: boolean): void {
  let passed = isDead && Number.isNaN(part) ? 0 : part;
  for (const [at, sign] of between) {
    sweep.arriveAside(at, passed);
    passed *= sign;
  }
}

function partialsAt({ codes, b, values }: Sweep, place: number): readonly LocalPartial[] {
  const rule = withPartials(ruleAt[codes[place] as number] as Rule);
  if (rule.kind !== PARTIALS.each || rule.op?.name !== "pow") return rule.partials;
  const exponent = b[place] as number;
  return codes[exponent] === CONSTANT_CODE
    ? localPartials(rule.op, values[exponent] as number)
    : rule.partials;
}
