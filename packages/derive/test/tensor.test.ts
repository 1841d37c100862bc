/** Derivations over tensors: every statement about the loss against the gradient, on layers of every kind. */
import { derive, verify } from "@chainrule/derive";
import {
  add,
  bind,
  dim,
  evaluate,
  functionSymbol,
  gradient,
  mul,
  type Name,
  type Node,
  nameText,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomLayers } from "./random-layers";

const NETWORKS = sampled(250, 50);
test.each(["chain", "delta"] as const)(
  `every statement of ${NETWORKS} random networks holds, form %s`,
  (form) => {
    let statements = 0;
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const { loss, variables } = randomLayers(seed);
      const { compared, worst } = verify(derive(loss, { wrt: variables, form }));
      expect(compared).toBeGreaterThanOrEqual(variables.length);
      expect(worst).toBeLessThan(1e-12);
      statements += compared;
    }
    expect(statements).toBeGreaterThan(16 * NETWORKS);
  },
);

test("verify finds a statement that is wrong", () => {
  const { loss, variables } = randomLayers(3);
  const derivation = derive(loss, { wrt: variables });
  const statements = derivation.statements.map((statement) =>
    statement.role === "closed"
      ? { ...statement, expression: statement.expression.mul(1.000001) }
      : statement,
  );
  expect(() => verify({ ...derivation, statements })).toThrow(/differs from the gradient/);
});

describe("two layers of abstract functions", () => {
  const [m, p, d] = [dim("m", { index: "j" }), dim("p", { index: "h" }), dim("d", { index: "i" })];
  const [W, V, x, y] = [tensor("w", [p, m]), tensor("v", [d, p]), tensor("x", [d]), tensor("y", [m])];
  const alpha = x.matmul(V).named("alpha");
  const hidden = functionSymbol("f_1")(alpha).named("b");
  const beta = hidden.matmul(W).named("beta");
  const out = functionSymbol("f_2")(beta).named("yhat");
  const E = mul(0.5, out.sub(y).square().sum()).named("E");
  const { statements } = derive(E, { wrt: [W, V], form: "delta" });

  test("name a delta for each net input and none for what it goes through", () => {
    const abbreviations = statements.filter((statement) => statement.stands !== undefined);
    expect(new Set(abbreviations.map((statement) => nameText(statement.stands ?? statement.symbol)))).toEqual(
      new Set(["dE/dalpha", "dE/dbeta"]),
    );
  });

  test("say what the derivative by a net input is, where it is asked for", () => {
    const [x, y] = [tensor("x", [dim("d")]), tensor("y", [dim("q")])];
    const z = tensor("W", [dim("q"), dim("d")])
      .matmul(x)
      .named("z");
    const loss = functionSymbol("f")(z).named("a").sub(y).square().sum().named("E");
    const found = derive(loss, { wrt: [z], form: "delta" }).statements.at(-1);
    expect(found && nameText(found.symbol)).toBe("dE/dz");
    expect(nameText(found?.expression.attrs.name as Name)).toMatch(/^delta/);
  });

  test("show the step in which Kronecker's delta collapses a sum", () => {
    const local = statements.filter((statement) => nameText(statement.symbol) === "dbeta/dw");
    expect(local.map((statement) => statement.because.kind)).toEqual(["coefficient", "delta"]);
    const map = local[1]?.expression.attrs.map;
    expect(map?.output.length).toBe(3);
    expect(new Set(map?.output).size).toBe(2);
    const closed = statements.filter((statement) => nameText(statement.symbol) === "dE/dw").at(-1);
    expect(closed?.because.kind).toBe("collapsed");
    expect(closed?.expression.shape).toEqual([p, m]);
  });

  test("have the values of central differences once sizes, values and functions are known", () => {
    const values = {
      w: [
        [0.1, -0.2],
        [0.3, 0.4],
        [-0.5, 0.6],
      ],
      v: [
        [0.2, 0.1, -0.1],
        [0.4, -0.3, 0.5],
      ],
      x: [0.7, -0.9],
      y: [0.3, 0.8],
    };
    const meanings = { f_1: (u: Node) => u.tanh(), f_2: (u: Node) => u.sigmoid() };
    const bound = bind(E, meanings);
    const closed = statements.filter((statement) => nameText(statement.symbol) === "dE/dv").at(-1)
      ?.expression as Node;
    const derived = (evaluate(bind(closed, meanings), values) as TensorValue).data;
    const h = 1e-6;
    derived.forEach((entry, k) => {
      const moved = (by: number): number =>
        evaluate(bound, {
          ...values,
          v: values.v.map((row, i) => row.map((v, j) => (i * 3 + j === k ? v + by : v))),
        }) as number;
      expect(entry).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 8);
    });
  });
});

test("a weight that the loss uses directly too: its own partial has a name of its own", () => {
  const [m, p] = [dim("m"), dim("p")];
  const [W, x, y] = [tensor("W", [m, p]), tensor("x", [p]), tensor("y", [m])];
  const z = W.matmul(x).named("z");
  const E = mul(0.5, z.sub(y).square().sum()).add(mul(0.1, W.square().sum())).named("E");
  for (const form of ["chain", "delta"] as const) {
    const derivation = derive(E, { wrt: [W], form });
    const symbols = derivation.statements.map((statement) => nameText(statement.symbol));
    expect(symbols).toContain("dE^direct/dW");
    expect(verify(derivation).compared).toBeGreaterThanOrEqual(3);
  }
});

describe("refusals", () => {
  const W = tensor("W", [[1, 2]]);
  const E = add(W.square().sum(), 1).named("E");

  test("the form factors over tensors", () => {
    expect(() => derive(E, { wrt: W, form: "factors" })).toThrow(/factors is for scalar quantities/);
  });

  test("a quantity that the loss does not depend on has derivative 0", () => {
    const other = tensor("V", [1, 2, 3]);
    const { statements } = derive(E, { wrt: [W, other] });
    const last = statements.at(-1);
    expect(last?.because.kind).toBe("independent");
    expect((last?.expression.value as TensorValue | undefined)?.data).toEqual(new Float64Array(3));
    expect(gradient(E, other).value).toEqual(last?.expression.value);
  });
});
