import { exp, log1p, scalar, sin, sqrt } from "@chainrule/graph";
import { expect, test } from "vitest";
import { entryOf } from "./entry";
import { interpreted } from "./interpret";
import { local } from "./local";
import type { Slope } from "./partials";

/* Forward mode itself against values and derivatives by mpmath with 60 digits and more, rounded to float64. */

/** x, f, f', f'' */
const curves: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>> = {
  exp: [[1.3, 3.6692966676192444, 3.6692966676192444, 3.6692966676192444], [-700.0, 9.85967654375977e-305, 9.85967654375977e-305, 9.85967654375977e-305]],
  log: [[0.3, -1.2039728043259361, 3.3333333333333335, -11.111111111111112], [1e-100, -230.25850929940458, 1e+100, -1e+200]],
  log1p: [[-0.4, -0.5108256237659907, 1.6666666666666667, -2.777777777777778], [1e-09, 9.999999995e-10, 0.999999999, -0.9999999980000001]],
  expm1: [[1e-09, 1.0000000005000001e-09, 1.000000001, 1.000000001], [-3.0, -0.950212931632136, 0.049787068367863944, 0.049787068367863944]],
  sqrt: [[2.0, Math.SQRT2, 0.3535533905932738, -0.08838834764831845], [1e-200, 1e-100, 5e+99, -2.5e+299]],
  sin: [[2.5, 0.5984721441039565, -0.8011436155469337, -0.5984721441039565], [100000.0, 0.03574879797201651, -0.9993608074382124, -0.03574879797201651]],
  cos: [[2.5, -0.8011436155469337, -0.5984721441039565, 0.8011436155469337], [-100000.0, -0.9993608074382124, 0.03574879797201651, 0.9993608074382124]],
  tan: [[1.2, 2.5721516221263188, 7.615963967207052, 39.17882814461442], [-3.1, 0.041616654585635904, 1.0017319459389, 0.0833774647630722]],
  asin: [[0.3, 0.3046926540153975, 1.0482848367219182, 0.3455884077105225], [-0.999, -1.526071239626163, 22.36627204212921, -11177.541655871468]],
  acos: [[0.3, 1.2661036727794992, -1.0482848367219182, -0.3455884077105225], [0.999, 0.044725087168733454, -22.36627204212921, -11177.541655871468]],
  atan: [[0.7, 0.6107259643892086, 0.6711409395973155, -0.6306022251249944], [-40.0, -1.5458015331759765, 0.0006246096189881324, 3.12109740906e-05]],
  sinh: [[1e-09, 1e-09, 1.0, 1e-09], [-5.0, -74.20321057778875, 74.20994852478785, -74.20321057778875]],
  cosh: [[0.5, 1.1276259652063807, 0.5210953054937474, 1.1276259652063807], [30.0, 5343237290762.231, 5343237290762.231, 5343237290762.231]],
  tanh: [[0.4, 0.3799489622552249, 0.8556387860811777, -0.6501981376737277], [19.0, 0.9999999999999999, 1.2556531168192118e-16, -2.511306233638423e-16]],
  sigmoid: [[-2.0, 0.11920292202211756, 0.10499358540350652, 0.07996250105615306], [40.0, 1.0, 4.248354255291589e-18, -4.248354255291589e-18]],
  softplus: [[-30.0, 9.357622968839737e-14, 9.357622968839299e-14, 9.357622968838423e-14], [21.0, 21.000000000758256, 0.999999999241744, 7.582560416412863e-10]],
  silu: [[1.5, 1.2263617142904655, 1.041294154299143, 0.1561975849635367], [-20.0, -4.122307236380407e-08, -3.9161918660646786e-08, -3.710076488101912e-08]],
  gelu: [[0.6, 0.4354481293499558, 0.9256816439850062, 0.5464883487425514], [-8.0, -4.976768459417427e-15, -3.979607261086796e-14, -3.1324080717928733e-13]],
  erf: [[0.3, 0.3286267594591274, 1.031260909618963, -0.6187565457713778], [2.5, 0.999593047982555, 0.0021782842303527095, -0.010891421151763548]],
  erfc: [[-0.4, 1.4283923550466684, -0.9615412988393077, -0.7692330390714462], [9.0, 4.13703174651381e-37, -7.492073428245974e-36, 1.3485732170842753e-34]],
}; // biome-ignore format: a table

/** a, b, f, f_a, f_b, f_aa, f_ab, f_bb */
const surfaces: Readonly<Record<string, readonly number[]>> = {
  div: [1.5, -0.7, -2.142857142857143, -1.4285714285714286, -3.0612244897959187, 0.0, -2.0408163265306123, -8.746355685131197],
  pow: [1.3, 2.4, 1.8769990185500045, 3.465228957323085, 0.4924574669080746, 3.731785030963322, 2.352997645484141, 0.12920324108686082],
  xlogy: [0.6, 2.5, 0.549774439124493, 0.9162907318741551, 0.24, 0.0, 0.4, -0.096],
  elu: [-1.2, 0.8, -0.5590446304702383, 0.2409553695297617, -0.6988057880877979, 0.2409553695297617, 0.30119421191220214, 0.0],
  binaryCrossEntropy: [0.3, 0.9, 1.1192430182872157, -2.857142857142857, 0.8472978603872037, 10.204081632653063, -4.761904761904762, 0.0],
  binaryCrossEntropyWithLogits: [0.7, 0.2, 0.9631860488854579, 0.4681877721681661, -0.7, 0.22171287329310904, -1.0, 0.0],
}; // biome-ignore format: a table

/** Right to the last place but one of float64, in which the references are. */
function expectNear(found: Slope, expected: number): void {
  if (expected === 0) expect(found).toBeUndefined();
  else if (found?.kind !== "finite") expect(found).toBe(expected);
  else expect(Math.abs(found.big.n / expected - 1)).toBeLessThan(3e-16);
}

test.each(Object.entries(curves))("%s", (name, rows) => {
  for (const [x, value, first, second] of rows) {
    const found = local(name, [entryOf(x)], [x]);
    expectNear(found.value, value);
    expectNear(found.first[0], first);
    expectNear(found.second[0]?.[0], second);
  }
});

test.each(Object.entries(surfaces))("%s", (name, [a, b, value, ...slopes]) => {
  const operands = [a as number, b as number];
  const found = local(name, operands.map(entryOf), operands);
  expectNear(found.value, value as number);
  const [first, second] = [found.first, found.second];
  const all = [first[0], first[1], second[0]?.[0], second[0]?.[1], second[1]?.[1]];
  all.forEach((slope, k) => {
    expectNear(slope, slopes[k] as number);
  });
});

test("a graph in which ways join", () => {
  const [a, b] = [scalar("a", 0.8), scalar("b", -1.25)];
  const radius = sqrt(a.square().add(b.square()));
  const root = exp(sin(a.mul(b)))
    .div(a.square().add(1))
    .sub(log1p(exp(a.sub(b))).mul(radius));
  const one = entryOf(1);
  const [jet] = interpreted(root, [a, b], [[one, undefined], [undefined, one]]).jets.data; // biome-ignore format: a matrix
  const found = [jet?.first[0], jet?.first[1], jet?.second[0]?.[0], jet?.second[0]?.[1], jet?.second[1]?.[1]];
  const expected = [-2.9191212689777277, 3.257087672327992, -1.1512321800773406, 0.4427899072820609, -1.8768038289236793]; // biome-ignore format: one line
  found.forEach((slope, k) => {
    expectNear(slope, expected[k] as number);
  });
});
