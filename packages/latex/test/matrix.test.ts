/** Matrix notation in both layouts, read back and compared with the values of what was printed. */
import { derive } from "@chainrule/derive";
import {
  bind,
  evaluate,
  type Name,
  type Node,
  nameText,
  sizeText,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { seeded } from "../../derive/test/random-definitions";
import { networks, randomNetwork } from "../../derive/test/random-networks";
import { type Layout, renderDocument } from "../src";
import { writingOf } from "../src/document/render";
import { printName } from "../src/symbol";
import { type Matrix, matrixOf, matrixValue } from "./matrix-reader";

const SIZES: Readonly<Record<string, number>> = { n: 2, m: 3, d: 4, k: 5, q: 6, N: 7, v: 8 };

/** Numbers for every symbol, scaled where their sum was declared. */
function valuesFor(order: readonly Node[]): Map<Node, Value> {
  const random = seeded(7);
  const values = new Map<Node, Value>();
  for (const { attrs, shape, ...rest } of order.map((node) => ({
    node,
    attrs: node.attrs,
    shape: node.shape,
  }))) {
    if (attrs.cell === undefined) continue;
    const sizes = shape.map((size) => (typeof size === "number" ? size : (SIZES[sizeText(size)] as number)));
    const data = Float64Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => 0.1 + random());
    const length = sizes[sizes.length - 1] ?? 1;
    const scaled = data.map((entry, k) => {
      const start = k - (k % length);
      return attrs.sumsTo === undefined
        ? entry
        : entry / data.slice(start, start + length).reduce((a, b) => a + b);
    });
    values.set(rest.node, sizes.length === 0 ? (scaled[0] as number) : { shape: sizes, data: scaled });
  }
  return values;
}

function asMatrix(value: Value): Matrix {
  if (typeof value === "number") return matrixOf(1, 1, [value]);
  const [rows = 1, columns = 1] = value.shape;
  return matrixOf(rows, columns, value.data);
}

const transposed = ({ at, columns, rows }: Matrix): Matrix => ({
  rows: columns,
  columns: rows,
  at: (i, j) => at(j, i),
});

/** Reads every statement that is shown; how many were compared. */
function compared(loss: Node, wrt: readonly Node[], layout: Layout, form: "chain" | "delta"): number {
  const derivation = derive(loss, { wrt, form });
  const writing = writingOf(derivation, { notation: "matrix", layout });
  const values = valuesFor(topologicalOrder([loss]));
  const bound = bind(
    derivation.statements.map(({ expression }) => expression),
    { f: (x) => x.tanh() },
  );
  const results = evaluate(bound, values, { sizes: SIZES });
  const isTurned = (name: Name): boolean =>
    layout === "numerator" && name.kind === "partial" && nameText(name.of) === "E";
  const scope = new Map(Object.entries(SIZES).map(([name, size]) => [name, matrixOf(1, 1, [size])]));
  const known = derivation.statements.map(({ expression, stands, symbol }, k) => {
    const value = asMatrix(results[k] as Value);
    const laid = isTurned(stands ?? symbol) ? transposed(value) : value;
    if (expression.shape.length <= 2) scope.set(printName(symbol), laid);
    return laid;
  });
  let count = 0;
  derivation.statements.forEach((statement, k) => {
    const shown = writing.derivation.statements[k] as typeof statement;
    if (!writing.spelling.shows(shown) || shown.role === "given" || shown.expression.shape.length > 2) return;
    const latex = writing.spelling.expression(shown.expression, {}).join(" ");
    if (/cases|bmatrix|\\left\[|reshape|logsumexp|\\max/.test(latex)) return; // entries, which have readers of their own
    const value = matrixValue(latex, scope);
    const wanted = known[k] as Matrix;
    for (let i = 0; i < (wanted.rows ?? 1); i++)
      for (let j = 0; j < (wanted.columns ?? 1); j++)
        expect(value.at(i, j), `${printName(statement.symbol)} = ${latex}`).toBeCloseTo(wanted.at(i, j), 9);
    const fits = (size: number | undefined, own: number | undefined): boolean =>
      size === undefined || size === own || size === 1;
    expect(fits(value.rows, wanted.rows) && fits(value.columns, wanted.columns), latex).toBe(true);
    count++;
  });
  return count;
}

const readable = networks.filter(({ name }) => !name.startsWith("concat"));

test.each(["denominator", "numerator"] as const)("%s layout: networks of every kind", (layout) => {
  for (const { loss, variables } of readable)
    for (const form of ["chain", "delta"] as const)
      expect(compared(loss, variables, layout, form)).toBeGreaterThan(3);
});

const NETWORKS = sampled(150, 30);
test.each(["denominator", "numerator"] as const)(`%s layout: ${NETWORKS} random networks`, (layout) => {
  let count = 0;
  for (let seed = 1; seed <= NETWORKS; seed++) {
    const { loss, variables } = randomNetwork(seed);
    count += compared(loss, variables, layout, seed % 2 === 0 ? "chain" : "delta");
  }
  expect(count).toBeGreaterThan(6 * NETWORKS);
});

test("the layout is stated, and one that is none is refused", () => {
  const { loss, variables } = readable[0] as (typeof readable)[number];
  const derivation = derive(loss, { wrt: variables });
  const text = (layout: Layout): string =>
    renderDocument(derivation, { format: "markdown", notation: "matrix", layout });
  expect(text("denominator")).toContain("has the shape of what it is taken by");
  expect(text("numerator")).toContain("Jacobians are multiplied from left to right");
  expect(() => text("rows" as Layout)).toThrow(/layout is not one of the known ones/);
});
