import {
  concat,
  constant,
  evaluate,
  gradient,
  jacobian,
  type Node,
  type SparseMatrix,
  scalar,
  sparseHessian,
  sparseJacobian,
  sum,
  tensor,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { seeded } from "./finite-differences";

const variables = (count: number, seed = 3): Node<number>[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, k) => scalar(`x_${k}`, 0.4 + random()));
};
const valuesOf = (xs: readonly Node[]): number[] => xs.map((x) => x.value as number);
const total = (terms: readonly Node[]): Node => terms.reduce((sum, term) => sum.add(term));
const at = <T>(list: readonly T[], k: number): T => list[(k + list.length) % list.length] as T;

function dense({ shape: [rows, columns], rows: i, columns: j, values }: SparseMatrix): number[][] {
  const matrix = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  values.forEach((value, k) => {
    (matrix[i[k] as number] as number[])[j[k] as number] = value;
  });
  return matrix;
}

function expectClose(
  found: readonly number[][],
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  found.forEach((row, i) => {
    row.forEach((value, j) => {
      const wanted = expected[i]?.[j] as number;
      expect(Math.abs(value - wanted), `entry ${i}, ${j}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(wanted)),
      );
    });
  });
}

/** Central differences of order h^6 of functions of numbers, by each number. */
function differences(ys: readonly Node[], xs: readonly Node[]): number[][] {
  const h = 2 ** -9;
  const start = valuesOf(xs);
  const columns = xs.map((_, j) => {
    const f = (step: number): number[] =>
      evaluate(ys, new Map(xs.map((x, k) => [x, (start[k] as number) + (k === j ? step : 0)]))) as number[];
    const [a, b, c, d, e, g] = [f(h), f(-h), f(2 * h), f(-2 * h), f(3 * h), f(-3 * h)] as number[][];
    return ys.map((_, i) => {
      const wide = (p: number[] | undefined, q: number[] | undefined, m: number): number =>
        ((p?.[i] as number) - (q?.[i] as number)) / (2 * m * h);
      return (15 * wide(a, b, 1) - 6 * wide(c, d, 2) + wide(e, g, 3)) / 10;
    });
  });
  return ys.map((_, i) => columns.map((column) => column[i] as number));
}

interface Case {
  readonly xs: readonly Node<number>[];
  readonly ys: readonly Node[];
  /** How many sweeps it takes at most. */
  readonly colours: number;
  readonly compressed?: "rows" | "columns";
  /** Places that may differ from 0, by hand. */
  readonly mayBe: (i: number, j: number) => boolean;
}

const n = 12;
const xs = variables(n);
const jacobians: Readonly<Record<string, Case>> = {
  tridiagonal: {
    xs,
    ys: xs.map((x, i) =>
      x.square().sub(at(xs, Math.max(0, i - 1)).mul(at(xs, Math.min(n - 1, i + 1)).sin())),
    ),
    colours: 3,
    mayBe: (i, j) => Math.abs(i - j) <= 1,
  },
  "a band below": {
    xs,
    ys: xs.map((_, i) => total(xs.slice(Math.max(0, i - 3), i + 1)).tanh()),
    colours: 4,
    mayBe: (i, j) => j <= i && j >= i - 3,
  },
  "a full row": {
    xs,
    ys: xs.map((x, i) => (i === 4 ? total(xs.map((each) => each.exp())) : x.mul(x).mul(0.5))),
    colours: 2,
    compressed: "rows",
    mayBe: (i, j) => i === 4 || i === j,
  },
  "a full column": {
    xs,
    ys: xs.map((x) => x.mul(at(xs, 4)).sigmoid()),
    colours: 2,
    compressed: "columns",
    mayBe: (i, j) => j === 4 || i === j,
  },
  blocks: {
    xs,
    ys: xs.map((x, i) => x.div(total(xs.slice(3 * Math.floor(i / 3), 3 * Math.floor(i / 3) + 3)))),
    colours: 3,
    mayBe: (i, j) => Math.floor(i / 3) === Math.floor(j / 3),
  },
  "around a circle": {
    xs,
    ys: xs.map((x, i) => x.mul(at(xs, i + 1)).sub(at(xs, i - 1))),
    colours: 3,
    mayBe: (i, j) => [0, 1, n - 1].includes((j - i + n) % n),
  },
  "more rows than columns": {
    xs: xs.slice(0, 4),
    ys: xs.flatMap((_, i) => [
      at(xs.slice(0, 4), i)
        .exp()
        .mul(at(xs.slice(0, 4), i + 1)),
    ]),
    colours: 3,
    mayBe: (i, j) => j === i % 4 || j === (i + 1) % 4,
  },
  "flat functions and constants": {
    xs,
    ys: [
      at(xs, 0).step().mul(at(xs, 1)),
      constant(3),
      at(xs, 2),
      where(at(xs, 3).gt(0), at(xs, 4), at(xs, 5).log()),
    ],
    colours: 2,
    mayBe: (i, j) => [[1], [], [2], [4, 5]][i]?.includes(j) ?? false,
  },
  "through tensors": {
    xs,
    ys: [sum(concat(xs.slice(0, 3).map((x) => x.mul(constant([1, 2])))).square()), at(xs, 7).neg()],
    colours: 1,
    compressed: "rows",
    mayBe: (i, j) => (i === 0 ? j < 3 : j === 7),
  },
};

describe("Jacobians", () => {
  test.each(Object.entries(jacobians))("%s", (_name, { xs, ys, colours, compressed, mayBe }) => {
    const found = sparseJacobian(ys, xs);
    expect(found.colours).toBeLessThanOrEqual(colours);
    if (compressed !== undefined) expect(found.compressed).toBe(compressed);
    const { shape, rows, columns } = found.pattern;
    expect(shape).toEqual([ys.length, xs.length]);
    const places = [...rows].map((i, k) => [i, columns[k] as number]);
    const byHand = ys.flatMap((_, i) => xs.flatMap((_, j) => (mayBe(i, j) ? [[i, j]] : [])));
    expect(places).toEqual(byHand);
    const matrix = dense(found.compile()(valuesOf(xs)));
    expectClose(matrix, ys.map((y) => gradient(y, xs).map((g) => evaluate(g) as number)) as never, 1e-14);
    if (ys.every((y) => y.op.name !== "contraction")) {
      expectClose(
        matrix,
        ys.map((y) => xs.map((x) => evaluate(jacobian(y, x)) as number)),
        1e-14,
      );
    }
    expectClose(matrix, differences(ys, xs), 1e-8);
    expect(found.values.map((value) => value.value)).toEqual([
      ...found.compile({ backend: "wasm" })(valuesOf(xs)).values,
    ]);
  });

  test("entries are graphs: they are differentiated again", () => {
    const { values, pattern } = sparseJacobian(
      xs.map((x, i) => x.pow(3).mul(at(xs, i + 1))),
      xs,
    );
    values.forEach((value, k) => {
      const [i, j] = [pattern.rows[k] as number, pattern.columns[k] as number];
      const [x, next] = [at(valuesOf(xs), i), at(valuesOf(xs), i + 1)];
      const expected = i === j ? 6 * x * next : 3 * x ** 2;
      expect(gradient(value, at(xs, i)).value).toBeCloseTo(expected, 12);
    });
  });

  test("nothing depends on anything", () => {
    const found = sparseJacobian([constant(2), at(xs, 0)], [at(xs, 1)]);
    expect([found.colours, found.values.length]).toEqual([0, 0]);
    expect(found.compile()([1]).values.length).toBe(0);
    expect(sparseJacobian([], []).pattern.shape).toEqual([0, 0]);
  });

  test("one variable twice", () => {
    const x = at(xs, 0);
    expect([...sparseJacobian([x.square()], [x, x]).compile()([3, 3]).values]).toEqual([6, 6]);
  });
});

const hessians: Readonly<Record<string, Pick<Case, "colours" | "mayBe"> & { readonly y: Node }>> = {
  "tridiagonal (Rosenbrock's chain)": {
    y: total(
      xs.slice(1).map((x, i) => x.sub(at(xs, i).square()).square().mul(100).add(at(xs, i).sub(1).square())),
    ),
    colours: 3,
    mayBe: (i, j) => Math.abs(i - j) <= 1,
  },
  "an arrow": {
    y: total(xs.slice(1).map((x) => x.mul(at(xs, 0)).sin())),
    colours: 2,
    mayBe: (i, j) => i === 0 || j === 0 || i === j,
  },
  diagonal: { y: total(xs.map((x) => x.exp())), colours: 1, mayBe: (i, j) => i === j },
  "linear in most": {
    y: total(xs).add(at(xs, 1).mul(at(xs, 5))),
    colours: 2,
    mayBe: (i, j) => (i === 1 && j === 5) || (i === 5 && j === 1),
  },
  blocks: {
    y: total(
      [0, 3, 6, 9].map((k) =>
        at(xs, k)
          .mul(at(xs, k + 1))
          .mul(at(xs, k + 2))
          .exp(),
      ),
    ),
    colours: 3,
    mayBe: (i, j) => Math.floor(i / 3) === Math.floor(j / 3),
  },
  "a band of five": {
    y: total(xs.slice(2).map((x, i) => x.mul(at(xs, i)).div(at(xs, i + 1)))),
    colours: 6,
    mayBe: (i, j) => Math.abs(i - j) <= 2 && !(i === j && (i === 0 || i === n - 1)),
  },
};

describe("Hessians", () => {
  test.each(Object.entries(hessians))("%s", (_name, { y, colours, mayBe }) => {
    const found = sparseHessian(y, xs);
    expect(found.colours).toBeLessThanOrEqual(colours);
    const { rows, columns } = found.pattern;
    const places = [...rows].map((i, k) => `${i} ${columns[k]}`);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) if (!mayBe(i, j)) expect(places).not.toContain(`${i} ${j}`);
    }
    const matrix = dense(found.compile()(valuesOf(xs)));
    const slopes = gradient(y, xs);
    expectClose(
      matrix,
      slopes.map((slope) => gradient(slope, xs).map((g) => evaluate(g) as number)),
      1e-13,
    );
    expectClose(matrix, differences(slopes, xs), 1e-7);
  });
});

/** Residuals of few of many variables each. */
function randomResiduals(seed: number): {
  readonly xs: readonly Node<number>[];
  readonly ys: readonly Node[];
} {
  const random = seeded(seed);
  const pick = (count: number): number => Math.floor(count * random());
  const xs = variables(3 + pick(20), seed);
  const any = (): Node => at(xs, pick(xs.length));
  const ys = Array.from({ length: 3 + pick(20) }, () => {
    let y: Node = any();
    for (let k = pick(4); k >= 0; k--) {
      const x = any();
      y = [
        y.mul(x),
        y.sub(x),
        y.div(x.square().add(1)),
        y.sin().add(x.exp()),
        y.relu().mul(x),
        y.max(x),
        y.pow(2),
      ][pick(7)] as Node;
    }
    return y;
  });
  return { xs, ys };
}

test.each(Array.from({ length: 40 }, (_, k) => k + 1))("random pattern %i", (seed) => {
  const { xs, ys } = randomResiduals(seed);
  const rows = (nodes: readonly Node[]): number[][] =>
    nodes.map((y) => gradient(y, xs).map((g) => evaluate(g) as number));
  expectClose(dense(sparseJacobian(ys, xs).compile()(valuesOf(xs))), rows(ys), 1e-12);
  const y = total(ys.map((each) => each.square()));
  const hessian = sparseHessian(y, xs);
  expectClose(dense(hessian.compile()(valuesOf(xs))), rows(gradient(y, xs)), 1e-11);
  // a star colouring: neighbours differ, no path over four vertices has two colours
  const { pattern, colourOf } = hessian;
  const near = xs.map(() => new Set<number>());
  pattern.rows.forEach((i, k) => {
    if (pattern.columns[k] !== i) near[i]?.add(pattern.columns[k] as number);
  });
  near.forEach((list, b) => {
    for (const c of list) {
      expect(colourOf[b]).not.toBe(colourOf[c]);
      for (const a of list) {
        for (const d of near[c] ?? []) {
          if (a === c || d === b || a === d) continue;
          expect(new Set([a, b, c, d].map((v) => colourOf[v])).size, `${[a, b, c, d]}`).toBeGreaterThan(2);
        }
      }
    }
  });
});

test("10,000 variables", () => {
  const many = variables(10_000);
  const chain = total(
    many
      .slice(1)
      .map((x, i) => x.sub(at(many, i).square()).square().mul(100).add(at(many, i).sub(1).square())),
  );
  const { colours, pattern, compile } = sparseHessian(chain, many);
  expect([colours, pattern.rows.length]).toEqual([3, 29_998]);
  const found = compile()(valuesOf(many));
  const x = valuesOf(many);
  found.rows.forEach((i, k) => {
    const j = found.columns[k] as number;
    // 100 (b - a^2)^2 + (a - 1)^2 by hand
    const diagonal =
      (i < 9999 ? 1200 * (x[i] as number) ** 2 - 400 * (x[i + 1] as number) + 2 : 0) + (i > 0 ? 200 : 0);
    const expected = i === j ? diagonal : -400 * (x[Math.min(i, j)] as number);
    expect(Math.abs((found.values[k] as number) - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
  });
  const arrow = sparseHessian(total(many.map((each) => each.mul(at(many, 0)).sin())), many);
  expect([arrow.colours, arrow.pattern.rows.length]).toEqual([2, 29_998]);
});

test("tensors are refused", () => {
  const x = tensor("v", [1, 2]);
  expect(() => sparseJacobian([x], [])).toThrow("sparse derivatives are of scalars");
  expect(() => sparseHessian(x.sum(), [x])).toThrow("sparseHessian: v");
});
