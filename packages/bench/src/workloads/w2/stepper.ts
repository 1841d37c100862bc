export const SAMPLES = 100;
export const rate = 0.05;
export const decay = 1e-4;

// Non-null assertions would hide the arithmetic: an index here is a sum of constants and loop variables.
type Numbers = { [index: number]: number };

/**
 * A step of training; it updates `p` and returns the loss before the update. One function, and its constants inside it: V8
 * runs it twice as fast as the same in parts.
 */
export function stepper(
  p: Float64Array & Numbers,
  x: Float64Array & Numbers,
  y: Float64Array & Numbers,
): () => number {
  const U = 16;
  const END = 337;
  const [W1, b1, W2, b2, W3, b3] = parts(p);
  const g = new Float64Array(END);
  const [gW1, gb1, gW2, gb2, gW3, gb3] = parts(g);
  const h1: Float64Array & Numbers = new Float64Array(U);
  const h2: Float64Array & Numbers = new Float64Array(U);
  const d2: Float64Array & Numbers = new Float64Array(U);
  return () => {
    g.fill(0);
    let loss = 0;
    for (let k = 0; k < SAMPLES; k++) {
      const x0 = x[2 * k]!;
      const x1 = x[2 * k + 1]!;
      for (let j = 0; j < U; j++) {
        const net = b1[j]! + x0 * W1[j]! + x1 * W1[U + j]!;
        h1[j] = net > 0 ? net : 0;
      }
      for (let j = 0; j < U; j += 4) {
        let n0 = b2[j]!;
        let n1 = b2[j + 1]!;
        let n2 = b2[j + 2]!;
        let n3 = b2[j + 3]!;
        for (let i = 0; i < U; i++) {
          const h = h1[i]!;
          const at = U * i + j;
          n0 += h * W2[at]!;
          n1 += h * W2[at + 1]!;
          n2 += h * W2[at + 2]!;
          n3 += h * W2[at + 3]!;
        }
        h2[j] = n0 > 0 ? n0 : 0;
        h2[j + 1] = n1 > 0 ? n1 : 0;
        h2[j + 2] = n2 > 0 ? n2 : 0;
        h2[j + 3] = n3 > 0 ? n3 : 0;
      }
      let out = b3[0]!;
      for (let j = 0; j < U; j++) out += h2[j]! * W3[j]!;
      const margin = 1 - y[k]! * out;
      if (!(margin > 0)) continue;
      loss += margin / SAMPLES;
      const d = -y[k]! / SAMPLES;
      gb3[0]! += d;
      for (let j = 0; j < U; j++) {
        const h = h2[j]!;
        gW3[j]! += d * h;
        const delta = h > 0 ? d * W3[j]! : 0;
        d2[j] = delta;
        gb2[j]! += delta;
      }
      for (let i = 0; i < U; i++) {
        const h = h1[i]!;
        let even = 0;
        let odd = 0;
        for (let j = 0; j < U; j += 2) {
          const at = U * i + j;
          const delta0 = d2[j]!;
          const delta1 = d2[j + 1]!;
          gW2[at]! += h * delta0;
          gW2[at + 1]! += h * delta1;
          even += W2[at]! * delta0;
          odd += W2[at + 1]! * delta1;
        }
        const delta = h > 0 ? even + odd : 0;
        gb1[i]! += delta;
        gW1[i]! += x0 * delta;
        gW1[U + i]! += x1 * delta;
      }
    }
    let squares = 0;
    for (let k = 0; k < END; k++) {
      const w = p[k]!;
      squares += w * w;
      p[k] = w - rate * (g[k]! + 2 * decay * w);
    }
    return loss + decay * squares;
  };
}

type Vector = Float64Array & Numbers;

/** W^(1), b^(1), W^(2), b^(2), W^(3), b^(3) among all parameters; weights are [inputs, units]. */
const parts = (all: Vector): [Vector, Vector, Vector, Vector, Vector, Vector] => [
  all.subarray(0, 32),
  all.subarray(32, 48),
  all.subarray(48, 304),
  all.subarray(304, 320),
  all.subarray(320, 336),
  all.subarray(336, 337),
];
