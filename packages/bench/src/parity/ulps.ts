const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** A place of a float64 among all of them, in their order; -0 is just below 0. */
function placeOf(x: number): bigint {
  float[0] = x;
  const found = bits[0] as bigint;
  return found >= 0n ? found : -(found & 0x7fffffffffffffffn) - 1n;
}

/** How many float64 numbers lie between two lists of them, at the worst; infinite where one alone is NaN. */
export function ulpsApart(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  a.forEach((text, k) => {
    const [x, y] = [Number(text), Number(b[k])];
    if (Object.is(x, y)) return;
    const apart = Number.isNaN(x) || Number.isNaN(y) ? Number.POSITIVE_INFINITY : placeOf(x) - placeOf(y);
    worst = Math.max(worst, Math.abs(Number(apart)));
  });
  return worst;
}
