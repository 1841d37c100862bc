/**
 * Derivatives where a rule could go wrong and random graphs seldom come: next to overflow, with nodes held, of what stands
 * twice. What is right is worked out by hand, or measured with differences.
 */
import {
  binaryCrossEntropy,
  concat,
  constant,
  evaluate,
  gradient,
  type Node,
  norm,
  reshape,
  scalar,
  softmax,
  sum,
  type TensorValue,
  tensor,
  xlogy,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const numbers = (node: Node): number[] => {
  const value = evaluate(node);
  return typeof value === "number" ? [value] : [...(value as TensorValue).data];
};
function expectClose(found: readonly number[], expected: readonly number[], text = ""): void {
  expect(found.length, text).toBe(expected.length);
  found.forEach((x, k) => {
    const y = expected[k] as number;
    expect(Object.is(x, y) || Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y)), `${text} ${x} ${y}`).toBe(
      true,
    );
  });
}

describe("logarithms of probabilities that round to 0", () => {
  type Law = (z: Node, t: Node) => Node;
  // d/dz of the function at z = 800 and z = -800, with t = 0.25
  test.each<[name: string, law: Law, slopes: readonly [number, number]]>([
    ["ln sigmoid", (z) => z.sigmoid().log(), [0, 1]],
    ["ln (1 - sigmoid), a difference", (z) => constant(1).sub(z.sigmoid()).log(), [-1, 0]],
    ["ln (1 - p), p named", (z) => constant(1).sub(z.sigmoid().named("p")).log(), [-1, 0]],
    ["ln q, q = 1 - p named", (z) => constant(1).sub(z.sigmoid().named("p")).named("q").log(), [-1, 0]],
    ["ln(1 + (-p))", (z) => z.sigmoid().neg().log1p(), [-1, 0]],
    ["ln(1 + (-p)), named", (z) => z.sigmoid().named("p").neg().named("m").log1p(), [-1, 0]],
    ["t ln p", (z, t) => xlogy(t, z.sigmoid()), [0, 0.25]],
    ["t ln p, named", (z, t) => xlogy(t, z.sigmoid().named("p")), [0, 0.25]],
    ["t ln(1 - p)", (z, t) => xlogy(t, constant(1).sub(z.sigmoid())), [-0.25, 0]],
    ["cross-entropy", (z, t) => binaryCrossEntropy(z.sigmoid(), t), [0.75, -0.25]],
    ["cross-entropy, named", (z, t) => binaryCrossEntropy(z.sigmoid().named("p"), t), [0.75, -0.25]],
    ["2 ln p + ln(1 - p)", (z) => z.sigmoid().log().mul(2).add(constant(1).sub(z.sigmoid()).log()), [-1, 2]],
  ])("%s", (name, law, slopes) => {
    [800, -800].forEach((at, k) => {
      const [z, t] = [scalar("z", at), scalar("t", 0.25)];
      expectClose(numbers(gradient(law(z, t), z)), [slopes[k] as number], name);
      const v = tensor("z", [at, at, at]);
      expectClose(
        numbers(gradient(sum(law(v, t)), v)),
        Array.from({ length: 3 }, () => slopes[k] as number),
        name,
      );
    });
    // of moderate size, by differences
    for (const at of [-1.5, 0.3, 2]) {
      const z = scalar("z", at);
      const f = (x: number): number => law(scalar("z", x), scalar("t", 0.25)).value as number;
      expect(gradient(law(z, scalar("t", 0.25)), z).value).toBeCloseTo(
        (f(at + 1e-5) - f(at - 1e-5)) / 2e-5,
        6,
      );
    }
  });

  test("by the weight as well", () => {
    const [z, t] = [scalar("z", 0.4), scalar("t", 0.25)];
    const p = 1 / (1 + Math.exp(-0.4));
    expectClose(numbers(gradient(xlogy(t, z.sigmoid()), t)), [Math.log(p)]);
    expectClose(numbers(gradient(xlogy(t, constant(1).sub(z.sigmoid())), t)), [Math.log(1 - p)]);
    expectClose(numbers(gradient(binaryCrossEntropy(z.sigmoid(), t), t)), [Math.log(1 - p) - Math.log(p)]);
    const same = binaryCrossEntropy(z.sigmoid(), z.sigmoid()); // the entropy: its slope is -z p (1 - p)
    expectClose(numbers(gradient(same, z)), [-0.4 * p * (1 - p)]);
  });

  test("of softmax", () => {
    const z = tensor("z", [1000, 0, -1000]);
    const t = [0.2, 0.3, 0.5];
    for (const p of [softmax(z), softmax(z).named("p")]) {
      expectClose(numbers(gradient(p.log().mul(t).sum(), z)), [0.2 - 1, 0.3, 0.5]);
      expectClose(numbers(gradient(xlogy(tensor("t", t), p).sum(), z)), [0.2 - 1, 0.3, 0.5]);
    }
    const own = tensor("t", t);
    expectClose(
      numbers(gradient(xlogy(own, softmax(tensor("w", [0, 0, 0]))).sum(), own)),
      t.map(() => -Math.log(3)),
    );
    const rows = tensor("r", [
      [1000, 0],
      [0, 1000],
    ]);
    expectClose(numbers(gradient(softmax(rows, 1).log().sum(), rows)), [-1, 1, 1, -1]);
    expectClose(numbers(gradient(softmax(rows, 0).log().sum(), rows)), [-1, 1, 1, -1]);
  });
});

describe("powers of norms at the origin and elsewhere", () => {
  const at = [
    [0, 0, 0],
    [3, -4, 12],
  ] as const;
  type Law = (x: Node) => Node;
  test.each<[name: string, law: Law, slope: (x: number, r: number) => number]>([
    ["r^2", (x) => norm(x).square(), (x) => 2 * x],
    ["r^2 as a power", (x) => norm(x).pow(2), (x) => 2 * x],
    ["r r", (x) => norm(x).mul(norm(x)), (x) => 2 * x],
    ["r r, both named", (x) => norm(x).named("r").mul(norm(x).named("q")), (x) => 2 * x],
    ["r^3", (x) => norm(x).pow(3), (x, r) => 3 * r * x],
    ["r^3, named", (x) => norm(x).named("r").pow(3), (x, r) => 3 * r * x],
    ["r^4", (x) => norm(x).pow(4), (x, r) => 4 * r * r * x],
    ["r^2.5", (x) => norm(x).pow(2.5), (x, r) => 2.5 * Math.sqrt(r) * x],
    ["5 r^2 + r^2", (x) => norm(x).square().mul(5).add(norm(x).square()), (x) => 12 * x],
  ])("%s", (name, law, slope) => {
    for (const point of at) {
      const x = tensor("x", point);
      const r = Math.hypot(...point);
      expectClose(
        numbers(gradient(law(x), x)),
        point.map((each) => slope(each, r)),
        name,
      );
    }
  });

  test("second derivatives of r^2 are 2, at the origin too", () => {
    for (const point of at) {
      const x = tensor("x", point);
      const first = gradient(norm(x).square(), x);
      expectClose(numbers(gradient(first.sum(), x)), [2, 2, 2]);
    }
  });

  test("over axes, kept or not", () => {
    const W = tensor("W", [
      [3, 4],
      [0, 0],
    ]);
    const weights = [[2], [7]];
    for (const r of [norm(W, { axis: 1, keepDims: true }), reshape(norm(W, 1), [2, 1])])
      expectClose(numbers(gradient(r.square().mul(weights).sum(), W)), [12, 16, 0, 0]);
    expectClose(numbers(gradient(norm(W, 1).square().mul([2, 7]).sum(), W)), [12, 16, 0, 0]);
    expectClose(numbers(gradient(norm(W, 1).pow(3).mul([2, 7]).sum(), W)), [90, 120, 0, 0]);
    expectClose(numbers(gradient(norm(W, 1).mul([2, 7]).sum(), W)), [1.2, 1.6, 0, 0]);
    expectClose(numbers(gradient(norm(W, 0).mul([2, 7]).sum(), W)), [2, 7, 0, 0]);
    const V = tensor("V", [
      [3, 4],
      [5, 12],
    ]);
    expectClose(numbers(gradient(norm(V, 1).square().mul([2, 7]).sum(), V)), [12, 16, 70, 168]);
    expectClose(numbers(gradient(norm(V, 0).square().mul([2, 7]).sum(), V)), [12, 56, 20, 168]);
    expectClose(numbers(gradient(norm(V, 1).pow(3).mul([2, 7]).sum(), V)), [90, 120, 1365, 3276]);
    // products of norms over other axes are no squares of one
    const mixed = norm(W, 0).mul(norm(W, 1).add(1));
    expectClose(numbers(gradient(mixed.sum(), W)), [1 * 6 + 3 * 0.6, 1 + 3 * 0.8, 0, 0]);
    expectClose(numbers(norm(tensor("v", [1e200, 1e200]), { p: 2 })), [Math.SQRT2 * 1e200]);
    expectClose(numbers(norm(tensor("v", [1e200, 1e200]), { p: "F" })), [Math.SQRT2 * 1e200]);
    expectClose(numbers(norm(tensor("v", [3e-200, 4e-200]), { p: 2 }).mul(1e200)), [5]);
  });
});

describe("x ln x at 0, where its value is 0", () => {
  test.each<[name: string, law: (x: Node) => Node]>([
    ["xlogy(x, x)", (x) => xlogy(x, x)],
    ["x ln x", (x) => x.mul(x.log())],
    ["ln(x) x", (x) => x.log().mul(x)],
  ])("%s", (_, law) => {
    const x = scalar("x", 2.5);
    expectClose(numbers(gradient(law(x), x)), [Math.log(2.5) + 1]);
    expect(gradient(law(scalar("x", 0)), scalar("x", 0)).value).toBe(0); // another symbol
    const zero = scalar("x", 0);
    expect(gradient(law(zero), zero).value).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("what is held is a variable of its own", () => {
  const held = (of: (z: Node<number>) => readonly [y: Node, node: Node], at: number) => {
    const z = scalar("z", at);
    const [y, node] = of(z);
    const alone = [node, z].map((by) => gradient(y, by, { holding: [node] }).value as number);
    const together = gradient(y, [node, z], { holding: [node] }).map((g) => g.value as number);
    expect(together).toEqual(alone);
    return alone;
  };
  const s = 1 / (1 + Math.exp(-0.7));
  test.each<[name: string, of: (z: Node<number>) => readonly [Node, Node], expected: readonly number[]]>([
    [
      "ln p",
      (z) => {
        const p = z.sigmoid().named("p");
        return [p.log(), p];
      },
      [1 / s, 0],
    ],
    [
      "ln(1 - p)",
      (z) => {
        const p = z.sigmoid().named("p");
        return [constant(1).sub(p).log(), p];
      },
      [-1 / (1 - s), 0],
    ],
    [
      "ln(1 - p), the sigmoid itself",
      (z) => {
        const p = z.sigmoid();
        return [constant(1).sub(p.named("p")).log(), p];
      },
      [-1 / (1 - s), 0],
    ],
    [
      "ln q",
      (z) => {
        const q = constant(1).sub(z.sigmoid()).named("q");
        return [q.log(), q];
      },
      [1 / (1 - s), 0],
    ],
    [
      "ln(1 + m)",
      (z) => {
        const m = z.sigmoid().neg().named("m");
        return [m.log1p(), m];
      },
      [1 / (1 - s), 0],
    ],
    [
      "ln(1 + (-p))",
      (z) => {
        const p = z.sigmoid().named("p");
        return [p.neg().log1p(), p];
      },
      [-1 / (1 - s), 0],
    ],
    [
      "cross-entropy",
      (z) => {
        const p = z.sigmoid().named("p");
        return [binaryCrossEntropy(p, 0.25), p];
      },
      [-0.25 / s + 0.75 / (1 - s), 0],
    ],
    [
      "r^2",
      (z) => {
        const r = norm(concat([reshape(z, [1]), reshape(z.mul(2), [1])])).named("r");
        return [r.square(), r];
      },
      [2 * 0.7 * Math.sqrt(5), 0],
    ],
    [
      "r q, q held",
      (z) => {
        const v = concat([reshape(z, [1]), reshape(z, [1])]);
        const q = norm(v).named("q");
        return [norm(v).named("r").mul(q), q];
      },
      [0.7 * Math.SQRT2, 0.7 * 2],
    ],
    [
      "x ln x, the logarithm held",
      (z) => {
        const l = z.log();
        return [z.mul(l), l];
      },
      [0.7, Math.log(0.7)],
    ],
    [
      "z + ln p",
      (z) => {
        const p = z.sigmoid().named("p");
        return [z.add(p.log()), p];
      },
      [1 / s, 1],
    ],
    [
      "z + ln(1 - p)",
      (z) => {
        const p = z.sigmoid().named("p");
        return [z.add(constant(1).sub(p).log()), p];
      },
      [-1 / (1 - s), 1],
    ],
    [
      "z + ln(1 - p), q held",
      (z) => {
        const q = constant(1).sub(z.sigmoid()).named("q");
        return [z.add(q.log()), q];
      },
      [1 / (1 - s), 1],
    ],
    [
      "z + ln(1 + (-p))",
      (z) => {
        const p = z.sigmoid().named("p");
        return [z.add(p.neg().log1p()), p];
      },
      [-1 / (1 - s), 1],
    ],
    [
      "z + cross-entropy",
      (z) => {
        const p = z.sigmoid().named("p");
        return [z.add(binaryCrossEntropy(p, 0.25)), p];
      },
      [-0.25 / s + 0.75 / (1 - s), 1],
    ],
    [
      "z + x ln x",
      (z) => {
        const l = z.log().named("l");
        return [z.mul(l).add(z), l];
      },
      [0.7, Math.log(0.7) + 1],
    ],
    [
      "z p + p",
      (z) => {
        const p = z.sigmoid();
        return [z.mul(p).add(p), p];
      },
      [1.7, s],
    ],
  ])("%s", (name, of, expected) => {
    expectClose(held(of, 0.7), expected, name);
  });

  test("by both at once, and by nodes that the value does not depend on", () => {
    const z = scalar("z", 0.7);
    const p = z.sigmoid();
    const y = p.log().add(p.mul(3));
    const [byP, byZ] = gradient(y, [p, z]).map((g) => g.value as number) as [number, number];
    expectClose([byP, byZ], [1 / s + 3, (1 / s + 3) * s * (1 - s)]);
    expect(gradient(y, scalar("other", 2)).value).toBe(0);
    expect(numbers(gradient(y, tensor("other", [1, 2])))).toEqual([0, 0]);
    expect(gradient(z, z).value).toBe(1);
    expect(gradient(y, z, { holding: [z] }).value).toBeCloseTo((1 / s + 3) * s * (1 - s), 12);
    const q = constant(1).sub(p);
    const w = q.log();
    const [byQ, ownP] = gradient(w, [q, p]).map((g) => g.value as number) as [number, number];
    expectClose([byQ, ownP], [1 / (1 - s), -1 / (1 - s)]);
    const both = gradient(w.add(q.square()).add(p), [q, p, z]).map((g) => g.value as number);
    const dq = 1 / (1 - s) + 2 * (1 - s);
    expectClose(both, [dq, 1 - dq, (1 - dq) * s * (1 - s)]);
  });

  test("a node that is used by many adds up all that arrives", () => {
    for (const count of [1, 2, 3, 8, 9, 10, 25]) {
      const x = scalar("x", 1.5);
      const shared = x.square();
      let y: Node = shared.mul(1);
      for (let k = 2; k <= count; k++) y = y.add(shared.mul(k));
      expectClose(numbers(gradient(y, x)), [3 * ((count * (count + 1)) / 2)]);
    }
  });
});
