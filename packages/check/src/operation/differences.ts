/** A derivative by differences, and by how much it may be off. */
interface Measured {
  readonly slope: number;
  readonly error: number;
}

/** Each step is so much smaller than the one before. */
const SHRINK = 1.6;
const LEVELS = 12;
/** Steps that leave the domain are halved, at most so often. */
const HALVINGS = 40;

/**
 * The derivative of a function of one number by central differences of shrinking steps, extrapolated to step 0 (Ridders 1982,
 * "Accurate computation of F'(x) and F'(x) F''(x)"). `allowed` says which numbers may be asked for. Undefined where no
 * step fits, or the function is not finite.
 */
function slopeAt(
  f: (x: number) => number,
  x: number,
  allowed: (x: number) => boolean,
  first: number,
): Measured | undefined {
  let step = first;
  for (let k = 0; !(allowed(x - step) && allowed(x + step)); k++) {
    if (k === HALVINGS) return undefined;
    step /= 2;
  }
  let best: Measured | undefined;
  let above: number[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const [low, high] = [f(x - step), f(x + step)];
    const width = x + step - (x - step);
    const row = [(high - low) / width];
    if (!Number.isFinite(row[0])) return undefined;
    const noise = (2 ** -51 * Math.max(Math.abs(low), Math.abs(high))) / width;
    let factor = SHRINK * SHRINK;
    for (let order = 1; order <= level; order++) {
      const [finer, coarser] = [row[order - 1] as number, above[order - 1] as number];
      const slope = finer + (finer - coarser) / (factor - 1);
      row.push(slope);
      const error = Math.max(Math.abs(slope - finer), Math.abs(slope - coarser)) + 4 * noise;
      if (best === undefined || error <= best.error) best = { slope, error };
      factor *= SHRINK * SHRINK;
    }
    above = row;
    step /= SHRINK;
  }
  return best;
}

/** A derivative as it was given beside what differences show; `relative` is undefined where they show nothing. */
export interface Compared {
  readonly isSame: boolean;
  readonly expected: number;
  readonly relative: number | undefined;
}

/** First steps, relative to the number: functions change within lengths of very different sizes. */
const FIRST_STEPS = [0.1, 2e-3, 2e-5];
/** Derivatives below this are compared absolutely. */
const SMALLEST = 1e-3;
/** Differences that may be off by more than this part of a derivative show nothing. */
const VAGUE = 1e-3;

/** Whether a derivative is what differences of some size show; it is if nothing shows otherwise. */
export function comparedSlope(
  got: number,
  f: (x: number) => number,
  x: number,
  allowed: (x: number) => boolean,
  tolerance: number,
): Compared {
  let same: Compared | undefined;
  let nearest: { readonly slope: number; readonly error: number; readonly relative: number } | undefined;
  for (const step of FIRST_STEPS) {
    const measured = slopeAt(f, x, allowed, step * Math.max(1, Math.abs(x)));
    if (measured === undefined) continue;
    const { error, slope } = measured;
    const size = Math.max(Math.abs(got), Math.abs(slope), SMALLEST);
    const isVague = error > VAGUE * Math.max(Math.abs(slope), SMALLEST);
    if (isVague && Number.isFinite(got)) continue;
    const relative = Math.abs(got - slope) / size;
    if (relative <= tolerance + (3 * error) / size) {
      same = { isSame: true, expected: slope, relative };
      if (error <= tolerance * size) return same;
    } else if (nearest === undefined || error < nearest.error) nearest = { slope, error, relative };
  }
  if (same !== undefined) return same;
  return {
    isSame: nearest === undefined,
    expected: nearest?.slope ?? Number.NaN,
    relative: nearest?.relative,
  };
}
