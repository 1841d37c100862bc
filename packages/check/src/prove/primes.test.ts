import { expect, test } from "vitest";
import { fields, power } from "./primes";

/** Miller and Rabin's test to the bases 2 to 37: the primes below 2^81, and beyond that wrong for none that is known. */
function isPrime(n: bigint): boolean {
  let [odd, twos] = [n - 1n, 0];
  for (; odd % 2n === 0n; odd /= 2n) twos++;
  return [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n].every((base) => {
    let x = power(base, odd, n);
    if (x === 1n || x === n - 1n) return true;
    for (let k = 1; k < twos; k++) {
      x = (x * x) % n;
      if (x === n - 1n) return true;
    }
    return false;
  });
}

test("every field is prime, and its base has as many powers as the field below has elements", () => {
  expect(fields).toHaveLength(33);
  fields.forEach(({ base, i, p }, k) => {
    expect(isPrime(p)).toBe(true);
    expect((i * i) % p).toBe(p - 1n);
    const below = fields[k - 1];
    if (below === undefined) return;
    expect((p - 1n) % below.p).toBe(0n);
    expect(base).not.toBe(1n);
    expect(power(base, below.p, p)).toBe(1n);
  });
});
