/** Derivatives of high order: as small as they can be, and right against 60-digit arithmetic (mpmath 1.3, Taylor series). */
import { gradient, type Node, scalar, tensor, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";

type Function1 = (x: Node) => Node;

const functions: Readonly<Record<string, Function1>> = {
  sigmoid: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  softplus: (x) => x.softplus(),
  log: (x) => x.log(),
  sqrt: (x) => x.sqrt(),
  "pow -2.5": (x) => x.pow(-2.5),
  "pow 0.5": (x) => x.pow(0.5),
  "pow 2.5": (x) => x.pow(2.5),
  log1p: (x) => x.log1p(),
  silu: (x) => x.silu(),
  sin: (x) => x.sin(),
  exp: (x) => x.exp(),
  "1/x": (x) => scalar("one", 1).div(x),
  "sigmoid under a name": (x) => x.sigmoid().named("s"),
};

const ORDERS = [1, 2, 3, 7, 14, 20] as const;
type Row = readonly [name: string, at: number, derivatives: readonly number[]];

// biome-ignore format: a row each
const rows: readonly Row[] = [
  ["sigmoid", 0.75, [0.21789499376181403, -0.078084283078144409, -0.066974376076951819, 0.25461080292669101, 1465.2233807085872, -96539596.887080611]],
  ["sigmoid", 3.25, [0.035933590825328128, -0.033251012632113994, 0.028186253127715493, -0.057214369033393589, 13.139912662906863, -77190.392445377268]],
  ["sigmoid under a name", 0.75, [0.21789499376181403, -0.078084283078144409, -0.066974376076951819, 0.25461080292669101, 1465.2233807085872, -96539596.887080611]],
  ["tanh", 0.75, [0.59658580828133143, -0.75784170227802139, 0.25085547326918849, 109.09638251229247, -16587470.734806744, 3005761475561.2109]],
  ["tanh", -1.5, [0.18070663892364853, 0.32713259728754783, 0.52689721958810281, -19.986975095598431, -1397245.1914391092, 121823798202.07952]],
  ["softplus", 0.75, [0.67917869917539297, 0.21789499376181404, -0.078084283078144409, -0.39186305151263293, -917.23863583997802, 405826.25879483793]],
  ["log", 0.75, [1.3333333333333333, -1.7777777777777778, 4.7407407407407407, 5393.9094650205761, -349480242913.86476, -3.8359183413557389e19]],
  ["sqrt", 0.75, [0.57735026918962576, -0.38490017945975051, 0.76980035891950102, 526.88557899379181, -23453181888.881252, -2.1358039312383643e18]],
  ["pow -2.5", 0.75, [-6.8426698570622313, 31.932459332957079, -191.59475599774248, -1380049.9313496651, 449800757719557.25, 1.1603079182234565e23]],
  ["pow 0.5", 0.75, [0.57735026918962576, -0.38490017945975051, 0.76980035891950102, 526.88557899379181, -23453181888.881252, -2.1358039312383643e18]],
  ["pow 2.5", 0.75, [1.6237976320958225, 3.2475952641916449, 2.1650635094610966, 44.905020936970893, -344149951.63032273, -13915710941948802]],
  ["log1p", 0.75, [0.57142857142857143, -0.32653061224489796, 0.37317784256559767, 14.324060795854011, -2464606.7568120621, -1676230148202.88]],
  ["silu", 0.75, [0.8425999444967535, 0.37722677521501975, -0.28448363129214709, -2.5520832583934123, -11742.423366228252, -64288172.4894137]],
  ["sin", 0.75, [0.73168886887382089, -0.68163876002333417, -0.73168886887382089, -0.73168886887382089, -0.68163876002333417, 0.68163876002333417]],
  ["exp", 0.75, [2.1170000166126747, 2.1170000166126747, 2.1170000166126747, 2.1170000166126747, 2.1170000166126747, 2.1170000166126747]],
  ["1/x", 0.75, [-1.7777777777777778, 4.7407407407407407, -18.962962962962963, -50343.155006858711, 6523631201058.8088, 1.0229115576948637e21]],
];

test.each(rows)("%s at %d, up to order 20", (name, at, derivatives) => {
  const x = scalar("x", at);
  let y: Node = (functions[name] as Function1)(x);
  let order = 0;
  for (const [k, wanted] of ORDERS.entries()) {
    for (; order < wanted; order++) y = gradient(y, x);
    const expected = derivatives[k] as number;
    const error = Math.abs((y.value as number) - expected) / Math.abs(expected);
    expect(error, `order ${wanted}`).toBeLessThan(wanted > 14 ? 1e-10 : 1e-11);
  }
  expect(topologicalOrder([y]).length).toBeLessThan(1000);
});

describe("what stands between a closed form and its variable", () => {
  test("is sought or held: then the derivative goes by it", () => {
    const [x, w] = [scalar("x", 0.4), scalar("w", 1.5)];
    const s = w.mul(x).sigmoid().named("s");
    const slope = gradient(s, x) as Node<number>; // s (1 - s) w
    const at = s.value;
    expect(gradient(slope, s).value).toBeCloseTo((1 - 2 * at) * 1.5, 14);
    expect(gradient(slope, x, { holding: [s] }).value).toBe(0);
    const [bySlope, byX] = gradient(slope, [s, x]).map((node) => node.value as number);
    expect(bySlope).toBeCloseTo((1 - 2 * at) * 1.5, 14);
    expect(byX).toBeCloseTo(at * (1 - at) * (1 - 2 * at) * 1.5 ** 2, 14);
    slope.backward();
    expect(x.grad).toBeCloseTo(byX as number, 14);
  });

  test("a numerator that depends on the variable too", () => {
    const [a, x] = [scalar("a", 2), scalar("x", 0.5)];
    const q = a.div(x);
    const slope = gradient(q, x);
    expect(gradient(gradient(slope, x), a).value).toBeCloseTo(2 / 0.5 ** 3, 12);
    expect(gradient(slope, a).value).toBeCloseTo(-1 / 0.25, 13);
    const square = x.square().div(x); // x
    expect(gradient(gradient(square, x), x).value).toBeCloseTo(0, 13);
    expect(gradient(gradient(gradient(a.mul(x).div(x.square()), x), x), x).value).toBeCloseTo(
      -12 / 0.5 ** 4,
      10,
    );
  });

  test("in tensors, with axes that are stretched", () => {
    const x = tensor("x", [0.5, -1]);
    const y = x
      .sigmoid()
      .mul([[1], [2]])
      .sum();
    const third = gradient(gradient(gradient(y, x).sum(), x).sum(), x);
    const expected = [0.5, -1].map((at) => {
      const s = 1 / (1 + Math.exp(-at));
      const w = s * (1 - s);
      return 3 * w * (1 - 6 * w);
    });
    (third.value as { data: Float64Array }).data.forEach((entry, k) => {
      expect(entry).toBeCloseTo(expected[k] as number, 14);
    });
  });
});

test.each<readonly [string, Function1, number]>([
  ["cosh(z)^0.1", (z) => z.cosh().pow(0.1), 2196222196806349.3],
  ["ln cosh(z), whose second derivative is below the smallest number", (z) => z.cosh().log(), 0],
  ["sqrt(cosh(z))", (z) => z.cosh().sqrt(), 1.2773837630294566e86],
  ["(1 + e^z)^0.1", (z) => z.exp().add(1).pow(0.1), 2353852668370205.3],
  ["1/(1 + e^-z)^-0.5", (z) => z.neg().exp().add(1).pow(0.5), 0.5 * Math.exp(-400)],
])("slopes that are too small alone: the second derivative of %s at 400", (_, f, expected) => {
  const z = scalar("z", 400);
  const found = gradient(gradient(f(z), z), z).value as number;
  if (expected === 0) expect(Math.abs(found)).toBeLessThan(1e-15);
  else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
});
