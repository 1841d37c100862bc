/** A derivative by differences, and by how much it may be off. */
export interface Measured {
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
export function slopeAt(
  f: (x: number) => number,
  x: number,
  allowed: (x: number) => boolean,
  first = 0.1 * Math.max(1, Math.abs(x)),
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
