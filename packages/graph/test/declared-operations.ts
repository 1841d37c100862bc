import {
  div,
  operation,
  type PointwiseOperation,
  type TensorOperation,
  type TensorValue,
  tensorOperation,
  type Value,
} from "../src/index";

export const softsign = operation("softsign", {
  value: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => div(1, x.abs().add(1).square()),
});
/** Its derivative is another declared operation, and that one's is it again. */
export const mySin: PointwiseOperation<[number]> = operation("mySin", {
  value: Math.sin,
  derivative: (x) => myCos(x),
});
export const myCos: PointwiseOperation<[number]> = operation("myCos", {
  value: Math.cos,
  derivative: (x) => mySin(x).neg(),
});
/** Its derivative is written with its own value. */
export const myTanh = operation("myTanh", {
  value: Math.tanh,
  derivative: (_x, y) => y.square().neg().add(1),
});
export const decay = operation("decay", {
  value: (a, b) => a * Math.exp(-b),
  derivative: [(_a, b) => b.neg().exp(), (_a, _b, y) => y.neg()],
});
export const clamp = operation("clamp", {
  value: (x, lo, hi) => Math.min(hi, Math.max(lo, x)),
  derivative: [(x, lo, hi) => x.gt(lo).mul(x.lt(hi)), (x, lo) => x.lt(lo), (x, _lo, hi) => x.gt(hi)],
  kinks: (x, lo, hi) => x === lo || x === hi,
});
export const cumulativeSum: TensorOperation<[TensorValue]> = tensorOperation("cumulativeSum", {
  value: ({ data, shape }) => {
    let total = 0;
    return {
      shape,
      data: data.map((x) => {
        total += x;
        return total;
      }),
    };
  },
  adjoint: (_x, _y, dy) => dy.sum().sub(cumulativeSum(dy)).add(dy),
});
export const outerSum = tensorOperation("outerSum", {
  shape: ([m], [n]) => [m ?? 1, n ?? 1],
  value: (a, b) => [...a.data].map((x) => [...b.data].map((y) => x + y)),
  adjoint: [(_a, _b, _y, dy) => dy.sum(1), (_a, _b, _y, dy) => dy.sum(0)],
});

export const BACKENDS = ["interpreter", "javascript", "wasm", "auto"] as const;
export const bits = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);
