/** What authors choose: names for derivatives, updates as they write them, partials with shared indices. */
import { type Abbreviation, type DeriveOptions, derive, type Form, verify } from "@chainrule/derive";
import {
  bind,
  ChainruleError,
  evaluate,
  type Node,
  nameText,
  scalar,
  symbolsOf,
  type TensorValue,
  tensor,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import * as layer from "../../../examples/general-layer";
import * as mazur from "../../../examples/mazur";
import * as thresholds from "../../../examples/thresholds";
import { sampled } from "../../../test/campaign";
import { randomDefinitions } from "./random-definitions";

const quantity = (loss: Node, text: string): Node =>
  topologicalOrder([loss]).find(({ name }) => name !== undefined && nameText(name) === text) as Node;

const entries = (value: Value): number[] => (typeof value === "number" ? [value] : Array.from(value.data));

/** The largest difference of two lists, which are of one length. */
function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((entry, k) => Math.abs(entry - (b[k] as number))));
}

describe("the general layer at the worked 2-2-2 network", () => {
  const derivation = derive(layer.loss, { wrt: layer.parameters, ...layer.deriveOptions });
  const values = {
    "a^L-2": [0.05, 0.1],
    "w^L-1": [
      [0.15, 0.2],
      [0.25, 0.3],
    ],
    "b^L-1": [0.35, 0.35],
    "w^L": [
      [0.4, 0.45],
      [0.5, 0.55],
    ],
    "b^L": [0.6, 0.6],
    y: [0.01, 0.99],
  };
  const valuesOf = (symbol: string): number[][] =>
    derivation.statements
      .filter((statement) => nameText(statement.symbol) === symbol)
      .map(({ expression }) => {
        const bound = bind([expression, layer.loss], { f: (x) => x.sigmoid() }); // the loss has every symbol
        return entries((evaluate(bound, values) as Value[])[0] as Value);
      });

  /** Computed with 60 digits, by another program. */
  const expected: readonly (readonly [string, number, readonly number[]])[] = [
    ["delta^L", 2, [0.138498561628557, -0.0380982365165562]],
    ["delta^L-1", 3, [0.00877135468948693, 0.0099542547052172]],
    ["dE/da^L", 1, [0.741365069552316, -0.217071534678537]],
    ["da^L/dz^L[0]", 1, [0.186815601808959, 0.175510052817271]],
    ["dE/da^L-1", 3, [0.0363503063931447, 0.0413703226487447]],
    ["da^L-1/dz^L-1[0]", 1, [0.241300708572325, 0.240613417249218]],
    ["dE/dw^L", 3, [0.0821670405642308, 0.0826676278475333, -0.0226025404774751, -0.0227402422159782]],
    ["dE/dw^L-1", 4, [0.000438567734474347, 0.000877135468948693, 0.00049771273526086, 0.00099542547052172]],
  ];

  test.each(expected)("every line of %s has the value it must have", (symbol, count, value) => {
    const found = valuesOf(symbol);
    expect(found.length).toBe(count);
    for (const line of found) expect(distance(line, value)).toBeLessThan(1e-15);
  });
});

/** Central differences of a loss by every entry of a tensor. */
function differences(loss: Node, variable: Node, values: ReadonlyMap<Node, TensorValue>): number[] {
  const at = values.get(variable) as TensorValue;
  const h = 1e-5;
  return Array.from(at.data, (_, k) => {
    const moved = (by: number): number => {
      const data = Float64Array.from(at.data, (entry, j) => (j === k ? entry + by : entry));
      return evaluate(loss, new Map([...values, [variable, { ...at, data }]])) as number;
    };
    return (moved(h) - moved(-h)) / (2 * h);
  });
}

describe("thresholds: signs against central differences", () => {
  const { loss, parameters, rate } = thresholds;
  const sizes: Readonly<Record<string, number>> = { d: 3, q: 4, l: 2 };
  const values = new Map(
    symbolsOf([loss]).map((symbol, s): [Node, TensorValue] => {
      const shape = symbol.shape.map(
        (size) => sizes[typeof size === "number" ? "" : nameText(size.name)] as number,
      );
      const count = shape.reduce((product, size) => product * size, 1);
      return [
        symbol,
        { shape, data: Float64Array.from({ length: count }, (_, k) => Math.sin(7 * s + 3 * k + 1)) },
      ];
    }),
  );
  const derivation = derive(loss, { wrt: parameters, rate, ...thresholds.deriveOptions });
  const linesOf = (symbol: string): number[][] =>
    derivation.statements
      .filter((statement) => nameText(statement.symbol) === symbol)
      .map(({ expression }) => entries(evaluate(expression, new Map<Node, Value>([...values, [rate, 0.3]]))));

  test.each(["w", "theta", "v", "gamma"])(
    "the change of %s is -0.3 times the derivative, on every line",
    (name) => {
      const lines = linesOf(`Δ${name}`);
      expect(lines.length).toBeGreaterThan(2);
      const slopes = differences(loss, quantity(loss, name), values);
      expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(1e-3);
      for (const line of lines)
        expect(
          distance(
            line,
            slopes.map((slope) => -0.3 * slope),
          ),
        ).toBeLessThan(1e-9);
    },
  );

  test("g and e are the derivatives by the thresholds, which are subtracted", () => {
    for (const [name, threshold] of [
      ["g", "theta"],
      ["e", "gamma"],
    ] as const) {
      const lines = linesOf(name);
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines)
        expect(distance(line, differences(loss, quantity(loss, threshold), values))).toBeLessThan(1e-9);
    }
  });

  test("where a derivative is what a name stands for, it says so", () => {
    const last = derivation.statements.filter(({ symbol }) => nameText(symbol) === "dE/dtheta").at(-1);
    expect(last?.expression.name && nameText(last.expression.name)).toBe("g");
  });
});

describe.each(["chain", "delta"] as const)("scalars, form %s", (form) => {
  test("names of the author on random definitions, of either sign, hold", () => {
    for (let seed = 0; seed < sampled(200, 50); seed++) {
      const { loss, variables } = randomDefinitions(seed);
      const inner = topologicalOrder([loss]).filter((node) => node.op.kind === "naming" && node !== loss);
      const abbreviations = inner.map((of, k) => ({ of, as: `g_${k}`, negative: (seed + k) % 3 === 0 }));
      const { statements } = derive(loss, { wrt: variables, form, abbreviations });
      const derivation = derive(loss, { wrt: variables, form, abbreviations });
      expect(statements.filter(({ stands }) => stands !== undefined).length).toBeGreaterThanOrEqual(
        inner.length,
      );
      expect(verify(derivation).worst).toBeLessThan(1e-9);
      for (const { expression, stands, negative, symbol } of statements) {
        if (stands?.kind !== "partial") continue;
        expect(nameText(symbol)).toMatch(/^(g_|delta)/);
        const value = evaluate(expression) as number;
        const last = statements.filter((each) => nameText(each.symbol) === nameText(stands)).at(-1);
        if (last === undefined) continue;
        const sign = negative ? -1 : 1;
        expect(Math.abs(value - sign * (evaluate(last.expression) as number))).toBeLessThan(
          1e-9 * (1 + Math.abs(value)),
        );
      }
    }
  });
});

test("products start from the author's names", () => {
  const net = quantity(mazur.loss, "net_o1");
  const { statements } = derive(mazur.loss, {
    wrt: mazur.parameters,
    abbreviations: [{ of: net, as: "g_o1", negative: true }],
  });
  const index = statements.findIndex(({ symbol }) => nameText(symbol) === "g_o1");
  expect(statements[index]?.negative).toBe(true);
  expect(statements[index]?.expression.value).toBeCloseTo(-0.138498561628557, 14);
  const later = statements
    .slice(index + 1)
    .filter(({ expression }) =>
      topologicalOrder([expression]).some(({ name }) => name !== undefined && nameText(name) === "g_o1"),
    );
  expect(later.length).toBeGreaterThan(1);
});

describe("updates", () => {
  const w = scalar("w_5", 3);
  const E = w.square().named("E");
  const lines = (updates: DeriveOptions["updates"]): readonly (readonly [string, Value])[] =>
    derive(E, { wrt: w, rate: 0.5, ...(updates === undefined ? {} : { updates }) })
      .statements.filter(({ role }) => role === "update")
      .map(({ expression, symbol }) => [nameText(symbol), expression.value]);

  test("are new values, new values by arrow, or changes", () => {
    expect(lines(undefined)).toEqual([["w_5^+", 0]]);
    expect(lines("new")).toEqual([["w_5^+", 0]]);
    expect(lines("arrow")).toEqual([
      ["w_5^+", 0],
      ["w_5^+", 0],
    ]);
    expect(lines("change")).toEqual([
      ["Δw_5", -3],
      ["Δw_5", -3],
    ]);
  });

  test("of tensors have the derivative put in", () => {
    const W = tensor("W", [[1, 2]]);
    const derivation = derive(W.square().sum().named("E"), { wrt: W, rate: 0.25 });
    const found = derivation.statements.filter(({ role }) => role === "update");
    expect(found.map(({ because }) => because.kind)).toEqual(["gradient descent", "substituted"]);
    for (const { expression } of found) expect(entries(expression.value)).toEqual([0.5, 1]);
  });
});

describe("refusals", () => {
  const [w, x, unused] = [scalar("w", 2), scalar("x", 3), scalar("u", 1)];
  const z = w.mul(x).named("z");
  const a = z.tanh().named("a");
  const E = a.square().named("E");
  const asked = (abbreviations: unknown, form: Form = "chain", wrt: readonly Node[] = [w]) =>
    derive(E, { wrt, form, abbreviations: abbreviations as readonly Abbreviation[] });
  const wrong: readonly (readonly [string, () => unknown, string, RegExp])[] = [
    [
      "a quantity of another graph",
      () => asked([{ of: unused, as: "g" }]),
      "OPTION",
      /does not depend .* got u/,
    ],
    ["a node without a name", () => asked([{ of: w.mul(x), as: "g" }]), "OPTION", /without a name/],
    ["the loss itself", () => asked([{ of: E, as: "g" }]), "OPTION", /by itself is 1/],
    [
      "one quantity twice",
      () =>
        asked([
          { of: z, as: "g" },
          { of: z, as: "h" },
        ]),
      "OPTION",
      /has a name already/,
    ],
    [
      "a name that is taken",
      () => asked([{ of: z, as: "w" }]),
      "NAME",
      /another quantity has this name, got w/,
    ],
    [
      "one name twice",
      () =>
        asked([
          { of: z, as: "g" },
          { of: a, as: "g" },
        ]),
      "NAME",
      /got g/,
    ],
    ["no name", () => asked([{ of: z, as: "" }]), "NAME", /a name is a text/],
    ["no node", () => asked([{ of: "z", as: "g" }]), "OPERAND", /of is not a node, got z/],
    ["no list", () => asked("g"), "OPTION", /abbreviations is a list/],
    ["no record", () => asked([null]), "OPERAND", /of is not a node/],
    [
      "a sign that is no truth value",
      () => asked([{ of: z, as: "g", negative: -1 }]),
      "OPTION",
      /true or false/,
    ],
    ["the form factors", () => asked([{ of: z, as: "g" }], "factors"), "OPTION", /names every factor itself/],
    ["a name that nothing needs", () => asked([{ of: z, as: "g" }], "chain", [a]), "OPTION", /goes through/],
    [
      "an unknown style of updates",
      () => derive(E, { wrt: w, updates: "old" as "new" }),
      "OPTION",
      /got old/,
    ],
    [
      "a choice that is none",
      () => derive(E, { wrt: w, kronecker: 0 as unknown as false }),
      "OPTION",
      /kronecker/,
    ],
  ];

  test.each(wrong)("%s", (_, derived, code, message) => {
    let error: unknown;
    try {
      derived();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ChainruleError);
    expect((error as ChainruleError).code).toBe(code);
    expect((error as ChainruleError).message).toMatch(message);
  });
});
