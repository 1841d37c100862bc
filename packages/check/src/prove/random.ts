/** Random numbers from a seed: the same ones each time (xoshiro128**, Blackman and Vigna 2018, seeded by splitmix32). */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let mixed = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let z = mixed;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    });
  }

  /** From 0 to 2^32 - 1. */
  bits(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const rotate = (x: number, k: number): number => ((x << k) | (x >>> (32 - k))) >>> 0;
    const result = Math.imul(rotate(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const e = (c ^ a) >>> 0;
    const f = (d ^ b) >>> 0;
    this.#state.set([a ^ f, b ^ e, e ^ (b << 9), rotate(f, 11)]);
    return result;
  }

  /** From 0 to n - 1. */
  below(n: number): number {
    return Math.floor((this.bits() / 2 ** 32) * n);
  }

  /** From 0 to p - 1, uniform up to 2^-64. */
  belowBig(p: bigint): bigint {
    let bits = 0n;
    for (let length = p.toString(2).length + 64; length > 0; length -= 32) bits = (bits << 32n) | BigInt(this.bits());
    return bits % p;
  }
}
