import {
  add,
  atan,
  div,
  mul,
  type Node,
  operation,
  square,
  type TensorOperation,
  type TensorValue,
  tensorOperation,
  where,
} from "@chainrule/graph";

/** x / (1 + |x|). */
export const softsign = operation("softsign", {
  value: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => div(1, square(x.abs().add(1))),
});

/** x tanh(ln(1 + e^x)), Misra 2019. */
export const mish = operation("mish", {
  value: (x) => x * Math.tanh(Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0)),
  derivative: (x) => {
    const t = x.softplus().tanh();
    return t.add(mul(x, x.sigmoid()).mul(t.square().neg().add(1)));
  },
});

/** min(1, max(0, x/6 + 1/2)). */
export const hardSigmoid = operation("hardSigmoid", {
  value: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
  derivative: (x) => where(x.abs().lt(3), 1 / 6, 0),
  kinks: [-3, 3],
});

/** The straight-through estimator of Bengio et al. 2013: its derivative is not that of rounding, on purpose. */
export const straightThrough = operation("straightThrough", {
  value: (x) => Math.round(x),
  derivative: () => 1,
});

/** a e^-b. */
export const decay = operation("decay", {
  value: (a, b) => a * Math.exp(-b),
  derivative: [(_a, b) => b.neg().exp(), (_a, _b, y) => y.neg()],
});

/** The angle of (x, y). */
export const atan2 = operation("atan2", {
  value: (y, x) => Math.atan2(y, x),
  derivative: [
    (y, x) => div(x, add(square(x), square(y))),
    (y, x) => div(y, add(square(x), square(y))).neg(),
  ],
  domain: { law: "x > 0", holds: (_y, x) => x > 0 && x < 1e100 },
  definition: (y, x) => atan(div(y, x)),
});

export const fused3 = operation("fused3", {
  value: (a, b, c) => a * b + c,
  derivative: [(_a, b) => b, (a) => a, () => 1],
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

const EPSILON = 1e-5;

/** (x - mean) / sqrt(variance + epsilon) of each row, Ba et al. 2016. */
export const layerNorm = tensorOperation("layerNorm", {
  shape: (shape) => {
    if (shape.length === 0) throw new Error("layerNorm takes rows");
    return shape;
  },
  value: ({ data, shape }) => {
    const width = shape[shape.length - 1] as number;
    const result = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      const row = data.subarray(start, start + width);
      const mean = row.reduce((sum, x) => sum + x, 0) / width;
      const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / width;
      row.forEach((x, k) => {
        result[start + k] = (x - mean) / Math.sqrt(variance + EPSILON);
      });
    }
    return { shape, data: result };
  },
  adjoint: (x, y, dy) => {
    const last = { axis: x.shape.length - 1, keepDims: true };
    const centred = x.sub(x.mean(last));
    const deviation = centred.square().mean(last).add(EPSILON).sqrt();
    const along = dy.sub(dy.mean(last)).sub(y.mul(dy.mul(y).mean(last)));
    return along.div(deviation);
  },
});

/** The rows of A, each scaled by an entry of s: two operands of different shapes. */
export const scaledRows = tensorOperation("scaledRows", {
  shape: (a, s) => {
    if (a.length !== 2 || s.length !== 1 || a[0] !== s[0]) throw new Error("[m,n] and [m]");
    return a;
  },
  value: (a, s) => ({
    shape: a.shape,
    data: a.data.map((x, k) => x * (s.data[Math.floor(k / (a.shape[1] as number))] as number)),
  }),
  adjoint: [
    (_a: Node, s: Node, _y: Node, dy: Node) => dy.mul(s.reshape([s.shape[0] as number, 1])),
    (a: Node, _s: Node, _y: Node, dy: Node) => dy.mul(a).sum(1),
  ],
});
