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
    if (state !== STATE.alive) {
      contributeEach(sweep, place, state === STATE.numb ? Number.NaN : adjoint, true);
      continue;
    }
    const i = a[place] as number;
    const j = b[place] as number;
    let first = adjoint;
    let second = adjoint;
    if (kind === PARTIALS.product) {
      first *= values[j] as number;
      second *= values[i] as number;
    } else if (kind === PARTIALS.difference) second = -adjoint;
    else if (kind === PARTIALS.output) first *= values[place] as number;
    else if (kind === PARTIALS.slope) {
      const x = values[i] as number;
      first *= (partials[0] as LocalPartial).of(x, x, x, values[place] as number);
    } else if (kind !== PARTIALS.sum && kind !== PARTIALS.passed) {
      contributeEach(sweep, place, adjoint, false);
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
  const operands = [sweep.a[place] as number, sweep.b[place] as number, sweep.c[place] as number] as const;
  const rule = ruleAt[sweep.codes[place] as number] as Rule;
  if (rule.op === undefined) {
    arrive(sweep, operands[0], adjoint, isDead); // a name
    return;
  }
  const limit = sweep.limits?.get(place);
  if (limit !== undefined) {
    const { other, partial, passed, x } = limit;
    const [at, beside] = [sweep.values[x] as number, sweep.values[other] as number];
    arrive(sweep, x, adjoint * partial(at, beside), isDead);
    contributeAside(sweep, limit, adjoint * passed(at, beside), isDead);
  }
  partialsAt(sweep, place).forEach((partial, k) => {
    const to = operands[k] as number;
    if (limit?.over !== k && limit?.isWhole !== true) contribute(sweep, place, to, partial, adjoint, isDead);
  });
}

/** What follows from an adjoint by a partial that is no choice. */
function follows(
  sweep: Sweep,
  place: number,
  { inner, kind, of, which }: LocalPartial,
  adjoint: number,
): number {
  const { values } = sweep;
  const value = (list: Int32Array): number => values[list[place] as number] as number;
  switch (kind) {
    case PARTIAL.one:
      return adjoint;
    case PARTIAL.minusOne:
      return -adjoint;
    case PARTIAL.output:
      return adjoint * (values[place] as number);
    case PARTIAL.operand:
      return adjoint * value(which === 0 ? sweep.a : which === 1 ? sweep.b : sweep.c);
    case PARTIAL.quotient: {
      const [x, y, z, output] = [value(sweep.a), value(sweep.b), value(sweep.c), values[place] as number];
      return (which * (adjoint * of(x, y, z, output))) / (inner as LocalPartial).of(x, y, z, output); // it has a divisor
    }
    default:
      return adjoint * of(value(sweep.a), value(sweep.b), value(sweep.c), values[place] as number);
  }
}

function contribute(
  sweep: Sweep,
  place: number,
  to: number,
  partial: LocalPartial,
  adjoint: number,
  isDead: boolean,
): void {
  let step = partial;
  while (step.kind === PARTIAL.ifTrue || step.kind === PARTIAL.ifFalse) {
    const { a, b, c, values } = sweep;
    const value = (list: Int32Array): number => values[list[place] as number] as number;
    const condition = step.of(value(a), value(b), value(c), values[place] as number);
    if (Number.isNaN(condition)) {
      sweep.arrive(to, condition);
      return;
    }
    if ((condition !== 0) !== (step.kind === PARTIAL.ifTrue)) {
      sweep.arriveDead(to, 0);
      return;
    }
    step = step.inner as LocalPartial; // a choice has something to choose
  }
  if (step.kind !== PARTIAL.none) arrive(sweep, to, follows(sweep, place, step, adjoint), isDead);
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
