import { compile, constant, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { plain } from "../src/compile/math/plain";
import { seeded } from "./random-graph";

const pow = (x: number, y: number): number => plain.pow(x, y, 0);

test("edges are those of ECMAScript, for all pairs", () => {
  const edges = [0, 1, 0.5, 2, 3, 1.5, 2 ** 31, 2 ** 52 + 1, 2 ** 53 + 2, 5e-324, 1e-310, 1e308, Infinity]
    .flatMap((x) => [x, -x])
    .concat(Number.NaN); // biome-ignore format: numbers
  for (const x of edges) {
    for (const y of edges) {
      const [found, engine] = [pow(x, y), x ** y];
      const what = `${x} ^ ${y}`;
      if (!Number.isFinite(engine) || engine === 0) expect(found, what).toBe(engine);
      else expect(Math.abs(found / engine - 1), what).toBeLessThan(3e-16);
    }
  }
});

test("powers that float64 has are exact: whole bases and exponents, roots of squares, powers of two", () => {
  for (let base = -40; base <= 40; base++) {
    for (let exponent = 0; exponent < 60; exponent++) {
      const exact = BigInt(base) ** BigInt(exponent);
      if (exact > 2n ** 53n || exact < -(2n ** 53n)) break;
      expect(pow(base, exponent), `${base} ^ ${exponent}`).toBe(Number(exact) + 0);
    }
  }
  for (let root = 1; root < 3000; root++) expect(pow(root * root, 0.5)).toBe(root);
  for (let exponent = -1074, power = 5e-324; exponent < 1024; exponent++, power *= 2) {
    expect(pow(2, exponent)).toBe(power);
    if (exponent > -1000 && exponent < 1000) expect(pow(power, -1)).toBe(1 / power);
  }
});

/** x, y and x^y by mpmath with 50 digits, rounded to the nearest float64. */
const references: readonly (readonly [number, number, number])[] = [
  [1.1, 10.0, 2.5937424601000023],
  [0.9999999999999999, 1000000000000000.0, 0.8949187898136988],
  [1.0000000000000002, 3000000000000000.0, 1.9466964637486843],
  [10.0, -320.5, 3.16e-321],
  [2.5e-308, 0.99, 2.978246284032675e-305],
  [5e-324, 0.25, 1.4908919308538355e-81],
  [1.7e308, 0.5, 1.3038404810405297e154],
  [3.0, 0.1, 1.1161231740339044],
  [0.1, 3.0, 0.0010000000000000002],
  [7.3, -2.5, 0.00694532942576098],
  [1.9503490924835205, -966.5395023373952, 3.935057813056137e-281],
  [0.5, 1073.9, 5e-324],
  [123.456, 78.9, 1.0478827916671325e165],
  [1e-5, 61.7, 3.16227766016829e-309],
  [Math.E, 709.7, 1.654984027680202e308],
  [Math.SQRT1_2, 3.3, 0.3186401568298156],
  [Math.SQRT2, 2047.0, 1.2711610061538242e308],
  [1e200, 1.54, 1.0000000000000164e308],
  [3e-310, -0.9, 3.720410580113084e278],
  [1.455075017380683e-16, -6.529325792487976, 2.5449598737627917e103],
  [5.80088901760249e-7, -14.41611558797067, 8.057185017341445e89],
  [9.79277420082878e-27, -0.9859277440314026, 4.396303103934078e25],
  [1.1948202796522653e25, 3.121981669739063, 1.9537950172553157e78],
  [8123742524322254.0, -4.554377492504384, 3.4750789658908533e-73],
  [158.78171574729492, -26.440968934460244, 6.437282966751314e-59],
  [2.290191282008216e-20, -5.2249889877470075, 4.1634541559351865e102],
  [7.311827798438421e-18, 6.50037076574402, 4.0720703617083467e-112],
  [5.43504227785401e19, 4.048929900445757, 8.062193572310339e79],
  [1.063825295188245e18, -4.4313588704112075, 1.3075801968091679e-80],
  [3.899396863035695e-12, 2.9000678980246652, 8.186870511544806e-34],
  [81975209023444.84, 6.641886123078608, 2.588778749855182e92],
  [6.353968854119948e22, -4.722684581181216, 2.034279341654694e-108],
  [2244465.959991461, 7.044654519062732, 5.51311510458388e44],
  [2.276284507779683, -193.32589545552932, 8.686778875374435e-70],
  [0.026017960805138067, -67.52382140285643, 1.0157941195689985e107],
  [1.1893285217537324e26, 3.6523701856621242, 1.7244674473015446e95],
  [721.6592376703417, -18.210376063067958, 8.885792675737412e-53],
  [3.4057860702983807e24, 0.7686668231668463, 7.196172861177097e18],
  [8.69029246883136e22, 3.953617865165978, 4.922391869543444e90],
  [3.1793806003271214, -44.63817868703516, 3.77003022210873e-23],
];

describe("other powers", () => {
  const places = new Float64Array(2);
  const bits = new BigInt64Array(places.buffer);
  const ulpsApart = (a: number, b: number): number => {
    places.set([a, b]);
    return Math.abs(Number((bits[0] as bigint) - (bits[1] as bigint)));
  };
  test.each(references)("%f ^ %f is at most one float64 from the nearest", (x, y, expected) => {
    expect(ulpsApart(pow(x, y), expected)).toBeLessThanOrEqual(1);
  });
  test("a program's power is the same, of symbols and with a constant exponent", () => {
    const [x, y] = [scalar("x"), scalar("y")];
    const random = seeded(1);
    const powers = compile(x.pow(y), [x, y], { backend: "wasm" });
    for (let k = 0; k < 200; k++) {
      const [a, b] = [4 * random(), 20 * random() - 10];
      expect(powers([a, b])).toBe(pow(a, b));
      expect(compile(x.pow(constant(b)), [x], { backend: "wasm" })([a])).toBe(pow(a, b));
    }
  });
});
