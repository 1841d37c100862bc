/** The middle of the values; NaN if there are none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `p` lies, interpolated between neighbours; NaN if there are none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

/** A median, and the range that the middle half of the values takes. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function summary(values: readonly number[]): Summary {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/**
 * The ratio of two implementations measured in the same rounds: taken inside each round, so that what slows the machine
 * down for a while slows both, then summarised.
 */
export function ratio(times: readonly number[], reference: readonly number[]): Summary {
  const rounds = Math.min(times.length, reference.length);
  return summary(
    Array.from({ length: rounds }, (_, k) => (times[k] as number) / (reference[k] as number)), // k < both lengths
  );
}

/** The largest |value - expected| / |expected|; infinite if the number of values differs or one is not a number. */
export function relativeError(values: readonly number[], expected: readonly number[]): number {
  if (values.length !== expected.length) return Number.POSITIVE_INFINITY;
  const errors = expected.map((right, k) => Math.abs((values[k] as number) - right) / (Math.abs(right) || 1));
  return errors.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(0, ...errors);
}
