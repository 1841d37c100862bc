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
  ["sigmoid", 0.75, [0.21789499376181404, -0.07808428307814441, -0.06697437607695182, 0.254610802926691, 1465.2233807085872, -96539596.88708061]],
  ["sigmoid", 3.25, [0.03593359082532813, -0.033251012632113996, 0.028186253127715492, -0.05721436903339359, 13.139912662906863, -77190.39244537726]],
  ["sigmoid under a name", 0.75, [0.21789499376181404, -0.07808428307814441, -0.06697437607695182, 0.254610802926691, 1465.2233807085872, -96539596.88708061]],
  ["tanh", 0.75, [0.5965858082813315, -0.7578417022780214, 0.2508554732691885, 109.09638251229246, -16587470.734806744, 3005761475561.2109]],
  ["tanh", -1.5, [0.18070663892364852, 0.32713259728754784, 0.5268972195881028, -19.98697509559843, -1397245.1914391092, 121823798202.0795]],
  ["softplus", 0.75, [0.679178699175393, 0.21789499376181404, -0.07808428307814441, -0.39186305151263295, -917.238635839978, 405826.2587948379]],
  ["log", 0.75, [1.3333333333333333, -1.777777777777778, 4.7407407407407405, 5393.909465020576, -349480242913.8648, -3.835918341355739e19]],
  ["sqrt", 0.75, [0.5773502691896257, -0.3849001794597505, 0.769800358919501, 526.8855789937918, -23453181888.881252, -2.1358039312383644e18]],
  ["pow -2.5", 0.75, [-6.842669857062232, 31.93245933295708, -191.59475599774248, -1380049.9313496652, 449800757719557.25, 1.1603079182234565e23]],
  ["pow 0.5", 0.75, [0.5773502691896257, -0.3849001794597505, 0.769800358919501, 526.8855789937918, -23453181888.881252, -2.1358039312383644e18]],
  ["pow 2.5", 0.75, [1.6237976320958225, 3.247595264191645, 2.1650635094610964, 44.90502093697089, -344149951.6303227, -1.3915710941948802e16]],
  ["log1p", 0.75, [0.5714285714285714, -0.32653061224489793, 0.37317784256559766, 14.324060795854011, -2464606.756812062, -1676230148202.88]],
  ["silu", 0.75, [0.8425999444967535, 0.37722677521501974, -0.2844836312921471, -2.552083258393412, -11742.423366228251, -64288172.4894137]],
  ["sin", 0.75, [0.7316888688738209, -0.6816387600233341, -0.7316888688738209, -0.7316888688738209, -0.6816387600233341, 0.6816387600233341]],
  ["exp", 0.75, [2.117000016612675, 2.117000016612675, 2.117000016612675, 2.117000016612675, 2.117000016612675, 2.117000016612675]],
  ["1/x", 0.75, [-1.777777777777778, 4.7407407407407405, -18.962962962962962, -50343.15500685871, 6523631201058.809, 1.0229115576948637e21]],
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
  ["cosh(z)^0.1", (z) => z.cosh().pow(0.1), 2196222196806349],
  ["ln cosh(z), whose second derivative is below the smallest number", (z) => z.cosh().log(), 0],
  ["sqrt(cosh(z))", (z) => z.cosh().sqrt(), Number("1.2773837630294566e86")],
  ["(1 + e^z)^0.1", (z) => z.exp().add(1).pow(0.1), 2353852668370205],
  ["1/(1 + e^-z)^-0.5", (z) => z.neg().exp().add(1).pow(0.5), 0.5 * Math.exp(-400)],
])("slopes that are too small alone: the second derivative of %s at 400", (_, f, expected) => {
  const z = scalar("z", 400);
  const found = gradient(gradient(f(z), z), z).value as number;
  if (expected === 0) expect(Math.abs(found)).toBeLessThan(1e-15);
  else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
});
