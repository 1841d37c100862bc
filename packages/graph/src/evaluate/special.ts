import { exp as exponential } from "../compile/math/exponential";
import { ieee } from "../compile/math/ieee";

/*
 * The error function in float64. For x >= 0, erfc(x) = exp(-x^2) P(t) / (1 + 2x) with t = (x - K)/(x + K), as in
 * Shepherd and Laframboise, Mathematics of Computation 36 (1981); for |x| <= 1, erf(x) = x Q(2x^2 - 1). Both Chebyshev
 * series were fitted in 50-digit arithmetic. Errors: at most 4 ulp over the range where results are normal numbers.
 */

const exp = (x: number): number => exponential(ieee, x);

const K = 3.75;

const COMPLEMENT: readonly number[] = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5,
  4.13902798607301e-6, 7.74038306619849e-7, -2.1886401049234397e-7, 1.076499946567091e-8,
  4.521959811218287e-9, -7.754400208831351e-10, -6.318088340886684e-11, 2.86879501093067e-11,
  1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14, 3.3478119482868056e-14,
  -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
  -2.2370566594359995e-18, -2.187342944303018e-18,
];

const CENTRE: readonly number[] = [
  0.9754769393826541, -0.14226120510371365, 0.010035582187599796, -0.0005768764699767485,
  2.741993125219606e-5, -1.1043175507344507e-6, 3.8488755420345036e-8, -1.1808582533875466e-9,
  3.2334215826050907e-11, -7.991015947004549e-13, 1.7990725113961456e-14, -3.718635487818693e-16,
  7.103599003714253e-18,
];

/** Clenshaw's recurrence. */
function chebyshev(coefficients: readonly number[], t: number): number {
  let next = 0;
  let later = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    const current = 2 * t * next - later + (coefficients[k] as number);
    later = next;
    next = current;
  }
  return t * next - later + (coefficients[0] as number);
}

/** exp(-x^2); x is split so that the rounding of x^2 is not magnified. */
function gaussian(x: number): number {
  const high = Math.round(x * 16) / 16;
  return exp(-high * high) * exp(-(x - high) * (x + high));
}

/** The error function. */
export function erf(x: number): number {
  if (Math.abs(x) <= 1) return x * chebyshev(CENTRE, 2 * x * x - 1);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/** The complementary error function, without cancellation for large x. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  if (x > 28) return 0;
  return (gaussian(x) * chebyshev(COMPLEMENT, (x - K) / (x + K))) / (1 + 2 * x);
}
