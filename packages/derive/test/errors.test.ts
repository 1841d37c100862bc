import { derive } from "@chainrule/derive";
import {
  type ChainruleError,
  constant,
  gradient,
  type Node,
  nameText,
  scalar,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const [x, w] = [scalar("x", 2), scalar("w", 3)];
const E = x.mul(w).square().named("E");

/** The error's code and its message. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { code, message } = error as ChainruleError;
    return `${code} ${message}`;
  }
  return "nothing was refused";
}

describe("refused, with the reason", () => {
  const bad = <T>(value: unknown): T => value as T; // what a caller without types may pass
  const v = tensor("v", [1, 2]);
  test.each([
    ["a variable without a name", () => derive(E, { wrt: x.mul(w) }), /^NAME .*wrt 0: .*needs a name.*named/],
    ["no variables", () => derive(E, { wrt: [] }), /^OPTION .*wrt: nothing to differentiate by.*Pass one/],
    ["no options", () => derive(E, bad(undefined)), /^OPTION .*nothing to differentiate by/],
    [
      "a variable that is not a node",
      () => derive(E, { wrt: bad([x, "w"]) }),
      /^OPERAND .*wrt 1: not a node, got w/,
    ],
    ["a loss that is not a node", () => derive(bad(5), { wrt: x }), /^OPERAND .*not a node, got 5/],
    ["a loss with axes", () => derive(v.mul(x), { wrt: x }), /^NOT_SCALAR .*shape \[2\].*\.sum\(\)/],
    [
      "factors of tensors",
      () => derive(v.mul(x).named("u").sum(), { wrt: x, form: "factors" }),
      /^NOT_SCALAR .*shape \[2\].*Use the form/,
    ],
    ["factors by a tensor", () => derive(E, { wrt: v, form: "factors" }), /^NOT_SCALAR .*v: .*shape \[2\]/],
    [
      "one name twice in the graph",
      () => derive(x.mul(scalar("x", 1)).named("E"), { wrt: x }),
      /^NAME .*two different quantities.*got x.*Rename/,
    ],
    ["one name in the graph and outside", () => derive(E, { wrt: scalar("w") }), /^NAME .*two different/],
    [
      "an unknown form",
      () => derive(E, { wrt: x, form: bad("matrix") }),
      /^OPTION .*got matrix.*chain, delta, factors/,
    ],
    ["a rate of 0", () => derive(E, { wrt: x, rate: 0 }), /^NUMBER .*rate: .*got 0/],
    ["a rate of NaN", () => derive(E, { wrt: x, rate: Number.NaN }), /^NUMBER .*got NaN/],
    ["a rate in text", () => derive(E, { wrt: x, rate: bad("0.5") }), /^NUMBER .*got 0\.5/],
    ["a rate with axes", () => derive(E, { wrt: x, rate: v }), /^NUMBER .*shape \[2\]/],
  ])("%s", (_, run, message) => {
    expect(refusal(run)).toMatch(message);
  });
});

describe("names that are taken", () => {
  const last = (list: readonly { readonly expression: { readonly value: unknown } }[]): unknown =>
    list[list.length - 1]?.expression.value;

  test("a loss without a name gets one that is free", () => {
    const e = scalar("E", 2);
    expect(nameText(derive(e.mul(x), { wrt: x }).loss.name as never)).toBe("L");
    const all = ["E", "L", "J", "Loss", "E'"].map((name) => scalar(name, 2));
    const product = all.reduce<Node<number>>((a, b) => a.mul(b), constant(1));
    expect(nameText(derive(product, { wrt: all }).loss.name as never)).toBe("E''");
  });
  test("so does the rate, a delta and a factor", () => {
    const [eta, delta, r] = [scalar("eta", 2), scalar("delta_h", 3), scalar("R_1", 5)];
    const h = eta.mul(delta).mul(r).named("h");
    const loss = h.square().named("E");
    expect(nameText(derive(loss, { wrt: eta, rate: 0.5 }).rate?.name as never)).toBe("alpha");
    const symbols = (form: "delta" | "factors"): string[] =>
      derive(loss, { wrt: eta, form }).statements.map(({ symbol }) => nameText(symbol));
    expect(symbols("delta")).toContain("delta'_h");
    expect(symbols("factors")).toContain("R'_1");
  });
  test("a variable given twice is derived once", () => {
    const { wrt, statements } = derive(E, { wrt: [x, w, x], rate: 0.5 });
    expect(wrt).toEqual([x, w]);
    expect(statements.filter(({ role }) => role === "update")).toHaveLength(2);
  });
  test("definitions may be named as derivatives", () => {
    const slope = gradient(E, x).mul(2).named("s");
    for (const form of ["chain", "delta", "factors"] as const) {
      const { statements } = derive(slope.mul(slope).named("P"), { wrt: x, form });
      expect(last(statements)).toBeCloseTo(gradient(slope.mul(slope), x).value, 9);
    }
  });
});

describe("a loss of any kind", () => {
  test.each(["chain", "delta", "factors"] as const)("form %s", (form) => {
    const value = (loss: Parameters<typeof derive>[0], by = x): unknown =>
      derive(loss, { wrt: by, form }).statements.at(-1)?.expression.value;
    expect(value(x)).toBe(1);
    expect(value(x, w)).toBe(0);
    expect(value(x.named("E"))).toBe(1);
    expect(value(x.named("a").named("b").named("c"))).toBe(1);
    const t = x.square().named("T");
    expect(value(t.add(t).named("E"))).toBe(8);
    expect(value(x.mul(x.square().named("y")).named("E"))).toBe(12);
    expect(value(x.square().named("E_1").add(x.mul(t).named("E_2")).named("E"))).toBe(16);
  });
  test("a part with everything else held is not called dE/dx", () => {
    const y = x.square().named("y");
    const { statements } = derive(x.mul(y).named("E"), { wrt: x });
    const found = statements.filter(({ role }) => role === "local").map(({ symbol }) => nameText(symbol));
    expect(found).toEqual(["dE/dy", "dy/dx", "dE^direct/dx"]);
  });
  test("what is flat is no coefficient", () => {
    const { statements } = derive(x.step().named("h").mul(w).named("E"), { wrt: x });
    const local = statements.find(({ symbol }) => nameText(symbol) === "dh/dx");
    expect(local?.because).toEqual({ kind: "rules", operations: ["step"] });
  });
});

test("equal factors are recognised by what they are", () => {
  const [a, b] = [x.square().named("a"), x.mul(x).add(w).named("b")];
  const { statements } = derive(a.mul(b).named("E"), { wrt: x, form: "factors" });
  const same = statements.filter(({ because }) => because.kind === "same");
  expect(same).toHaveLength(1);
});
