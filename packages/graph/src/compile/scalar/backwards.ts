import { type LocalPartial, localPartials, PARTIAL } from "./partial";
import { CONSTANT_CODE, LIMIT, PARTIALS, type Rule, ruleAt, withPartials } from "./rules";
import { STATE, type Sweep } from "./sweep";

/**
 * From the last value to the first: adds to the adjoints of operands what follows from each. The frequent cases stand in the
 * open: as calls they take twice as long.
 */
export function backwards(sweep: Sweep, count: number): void {
  const { codes, a, b, values, uses, states, adjoints } = sweep;
  sweep.arrive(count - 1, 1);
  for (let place = count - 1; place >= 0; place--) {
    const state = states[place];
    if (state !== STATE.alive) {
      if (state === STATE.dead) contributeNothing(sweep, place);
      else adjoints[place] = 0;
      continue;
    }
    const adjoint = (uses[place] as number) <= 2 ? (adjoints[place] as number) : sweep.total(place);
    const { kind, arity, partials } = ruleAt[codes[place] as number] as Rule;
    if (kind === PARTIALS.leaf) continue;
    const i = a[place] as number;
    const j = b[place] as number;
    let first = adjoint;
    let second = adjoint;
    if (kind === PARTIALS.product) {
      first *= values[j] as number;
      second *= values[i] as number;
      if (isZero(sweep, i) || isZero(sweep, j)) {
        contributeEach(sweep, place, adjoint);
        continue;
      }
    } else if (kind === PARTIALS.difference) second = -adjoint;
    else if (kind === PARTIALS.output) first *= values[place] as number;
    else if (kind === PARTIALS.slope) {
      const x = values[i] as number;
      first *= (partials[0] as LocalPartial).of(x, x, x, values[place] as number);
    } else if (kind !== PARTIALS.sum && kind !== PARTIALS.passed) {
      contributeEach(sweep, place, adjoint);
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

/** Whether a value is a constant 0: what is multiplied by it contributes nothing, as in the gradient graph. */
const isZero = ({ codes, values }: Sweep, place: number): boolean =>
  values[place] === 0 && codes[place] === CONSTANT_CODE;

/** The same by partials one by one, which are read here where that is still to be done. */
function contributeEach(sweep: Sweep, place: number, adjoint: number): void {
  const { values } = sweep;
  const operands = [sweep.a[place] as number, sweep.b[place] as number, sweep.c[place] as number] as const;
  const limit = limitAt(sweep, place);
  if (limit !== undefined) {
    sweep.arrive(limit.x, adjoint * ((values[limit.log] as number) + 1));
    sweep.arriveAside(limit.log, adjoint * (values[limit.x] as number));
    return;
  }
  const [x, y, z] = operands.map((operand) => values[operand] as number) as [number, number, number];
  partialsAt(sweep, place).forEach(({ kind, which, of }, k) => {
    const to = operands[k] as number;
    if (kind === PARTIAL.none) return;
    if (kind === PARTIAL.one) sweep.arrive(to, adjoint);
    else if (kind === PARTIAL.minusOne) sweep.arrive(to, -adjoint);
    else if (kind === PARTIAL.output) sweep.arrive(to, adjoint * (values[place] as number));
    else if (kind === PARTIAL.operand) {
      const factor = operands[which] as number;
      if (!isZero(sweep, factor)) sweep.arrive(to, adjoint * (values[factor] as number));
    } else {
      const found = of(x, y, z, values[place] as number);
      if (kind === PARTIAL.computed) sweep.arrive(to, adjoint * found);
      else if (Number.isNaN(found)) sweep.arrive(to, found);
      else if ((found !== 0) === (kind === PARTIAL.ifTrue)) sweep.arrive(to, adjoint);
      else sweep.arriveDead(to);
    }
  });
}

/** What arrived from branches that are not taken alone is 0, and goes on as such. */
function contributeNothing(sweep: Sweep, place: number): void {
  sweep.adjoints[place] = 0;
  const { kind, arity } = ruleAt[sweep.codes[place] as number] as Rule;
  if (kind === PARTIALS.leaf) return;
  if (kind !== PARTIALS.each && kind !== PARTIALS.unread) {
    sweep.arriveDead(sweep.a[place] as number);
    if (arity > 1) sweep.arriveDead(sweep.b[place] as number);
    return;
  }
  const limit = limitAt(sweep, place);
  if (limit !== undefined) {
    sweep.arriveDead(limit.x);
    sweep.arriveAside(limit.log, 0);
    return;
  }
  const operands = [sweep.a, sweep.b, sweep.c];
  partialsAt(sweep, place).forEach((partial, k) => {
    if (partial.kind !== PARTIAL.none) sweep.arriveDead(operands[k]?.[place] as number); // at most three
  });
}

/** The operands of x ln x. */
function limitAt(
  { codes, a, b }: Sweep,
  place: number,
): { readonly x: number; readonly log: number } | undefined {
  const code = codes[place] as number;
  if (code !== LIMIT.left && code !== LIMIT.right) return undefined;
  const [first, second] = [a[place] as number, b[place] as number];
  return code === LIMIT.left ? { x: second, log: first } : { x: first, log: second };
}

function partialsAt({ codes, b, values }: Sweep, place: number): readonly LocalPartial[] {
  const rule = withPartials(ruleAt[codes[place] as number] as Rule);
  if (rule.kind !== PARTIALS.each || rule.op?.name !== "pow") return rule.partials;
  const exponent = b[place] as number;
  return codes[exponent] === CONSTANT_CODE
    ? localPartials(rule.op, values[exponent] as number)
    : rule.partials;
}
