import type { Ieee } from "./arithmetic";
import { divideParts, product, sum } from "./parts";
import { polynomial } from "./polynomial";

/** pi/2 = HALF_PI + HALF_PI_LOW */
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;

/** (atan(u)/u - 1)/u^2 in z = u^2, for z <= 0.1716, to 2e-18. */
const ATAN = [
  -0.3333333333333333, 0.19999999999999804, -0.14285714285659748, 0.11111111105147764, -0.09090908753118594,
  0.07692296363979952, -0.066664246872465, 0.05878926715756726, -0.052304374642516874, 0.045515165635903104,
  -0.0345685906686069, 0.01628357235648259,
];
/** tan(pi/8) and its inverse. */
const NEAR = 0.41421356237309503;
const FAR = 2.414213562373095;

/** atan|x| = base + atan(u): u = |x|, (|x| - 1)/(|x| + 1) or -1/|x|, with base 0, pi/4 or pi/2. */
export function atan<T, M>(p: Ieee<T, M>, x: T): T {
  const [zero, one] = [p.number(0), p.number(1)];
  const size = p.min(p.abs(x), p.number(1e19)); // pi/2 from there on
  const isNear = p.lt(size, p.number(NEAR));
  const isFar = p.lt(p.number(FAR), size);
  const choose = (near: T, middle: T, far: T): T => p.select(isNear, near, p.select(isFar, far, middle));
  const [above, below] = [sum(p, size, p.number(-1)), sum(p, size, one)];
  const u = divideParts(
    p,
    { high: choose(size, above.high, p.number(-1)), low: choose(zero, above.low, zero) },
    { high: choose(one, below.high, size), low: choose(zero, below.low, zero) },
  );
  const z = p.mul(u.high, u.high);
  const curve = p.mul(u.high, p.mul(z, polynomial(p, ATAN, z)));
  const slope = p.mul(u.low, p.sub(one, z)); // 1/(1 + z), enough for what u lost
  const base = choose(zero, p.number(HALF_PI / 2), p.number(HALF_PI));
  const baseLow = choose(zero, p.number(HALF_PI_LOW / 2), p.number(HALF_PI_LOW));
  const both = sum(p, base, u.high);
  const value = p.add(both.high, p.add(both.low, p.add(curve, p.add(slope, baseLow))));
  return p.withSign(p.select(p.lt(size, p.number(1e-9)), size, value), x);
}

/** (asin(s)/s - 1)/s^2 in z = s^2, for z <= 1/4, to 2e-17. */
const ASIN = [
  0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247, 0.02237217294214989,
  0.017352392720869973, 0.013971212973552933, 0.011479177415184906, 0.01032281435018578, 0.005457506718640358,
  0.01740087944269402, -0.014851887071247204, 0.028757851367421566,
];

/** asin(s) = s + rest, where s is |x| up to 1/2, and beyond it the root of z = (1 - |x|)/2, with what the root lost in rest. */
interface Arc<T, M> {
  readonly isNear: M;
  readonly s: T;
  readonly rest: T;
}

function arc<T, M>(p: Ieee<T, M>, size: T): Arc<T, M> {
  const [zero, half] = [p.number(0), p.number(0.5)];
  const isNear = p.le(size, half);
  const z = p.select(isNear, p.mul(size, size), p.mul(half, p.sub(p.number(1), size)));
  const s = p.select(isNear, size, p.sqrt(z));
  const square = product(p, s, s);
  const missing = p.div(p.sub(p.sub(z, square.high), square.low), p.add(s, s));
  const lost = p.select(isNear, zero, p.select(p.eq(s, zero), zero, missing));
  return { isNear, s, rest: p.add(p.mul(s, p.mul(z, polynomial(p, ASIN, z))), lost) };
}

/** asin(x) for |x| <= 1/2; pi/2 - 2 asin(sqrt((1 - |x|)/2)) beyond it. */
export function asin<T, M>(p: Ieee<T, M>, x: T): T {
  const { isNear, s, rest } = arc(p, p.abs(x));
  const both = sum(p, p.number(HALF_PI), p.mul(p.number(-2), s));
  const far = p.add(both.high, p.sub(both.low, p.sub(p.add(rest, rest), p.number(HALF_PI_LOW))));
  return p.withSign(p.select(isNear, p.add(s, rest), far), x);
}

/** pi/2 - asin(x) for |x| <= 1/2; 2 asin(sqrt((1 - x)/2)), or pi less that of -x, beyond it. */
export function acos<T, M>(p: Ieee<T, M>, x: T): T {
  const zero = p.number(0);
  const { isNear, s, rest } = arc(p, p.abs(x));
  const isNegative = p.lt(x, zero);
  const turned = (a: T): T => p.select(isNegative, a, p.neg(a));
  const middle = sum(p, p.number(HALF_PI), turned(s));
  const near = p.add(middle.high, p.add(middle.low, p.add(turned(rest), p.number(HALF_PI_LOW))));
  const [twice, restTwice] = [p.add(s, s), p.add(rest, rest)];
  const opposite = sum(p, p.number(2 * HALF_PI), p.neg(twice));
  const left = p.add(opposite.high, p.sub(opposite.low, p.sub(restTwice, p.number(2 * HALF_PI_LOW))));
  return p.select(isNear, near, p.select(isNegative, left, p.add(twice, restTwice)));
}
