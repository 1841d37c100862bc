/** What `diagnose` finds: each kind of trouble, where it arises, in values and in gradients, and nothing where there is none. */
import {
  ChainruleError,
  type DiagnoseOptions,
  diagnose,
  dim,
  div,
  functionSymbol,
  gradient,
  hessian,
  log,
  max,
  type Node,
  norm,
  pow,
  scalar,
  softmax,
  tensor,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const at = (value: number, name = "x"): Node<number> => scalar(name, value);
const short = (root: Node | readonly Node[], options: DiagnoseOptions = {}): string[] =>
  diagnose(root, {}, options).map(
    ({ code, order, where: place }) => `${code} ${place}${order ? ` ${order}` : ""}`,
  );

describe("in values", () => {
  test.each<readonly [string, () => Node, readonly string[]]>([
    ["log of a negative number", () => at(-1).log().named("y"), ["DOMAIN y"]],
    ["log of 0", () => at(0).log().named("y"), ["DOMAIN y"]],
    ["inside a definition", () => at(-1).log().mul(2).named("y"), ["DOMAIN log in y"]],
    ["0/0", () => div(at(0), at(0, "z")).named("y"), ["DOMAIN y"]],
    ["1/0", () => div(1, at(0)).named("y"), ["DOMAIN y"]],
    ["root of a negative number", () => at(-1).sqrt().named("y"), ["DOMAIN y"]],
    ["root at 0", () => at(0).sqrt().named("y"), ["SINGULAR y"]],
    ["x^(1/2) at 0", () => at(0).pow(0.5).named("y"), ["SINGULAR y"]],
    [
      "negative number to a broken power",
      () =>
        at(-8)
          .pow(1 / 3)
          .named("y"),
      ["DOMAIN y"],
    ],
    ["arcsine beyond 1", () => at(1.5).asin().named("y"), ["DOMAIN y"]],
    ["arcsine at 1", () => at(1).asin().named("y"), ["SINGULAR y"]],
    ["overflow", () => at(710).exp().named("y"), ["OVERFLOW y"]],
    ["overflow of a sum", () => tensor("x", [1e308, 1e308]).sum().named("y"), ["OVERFLOW y"]],
    [
      "infinity less infinity",
      () => at(710).exp().sub(at(711, "z").exp()).named("y"),
      ["OVERFLOW exp in y", "OVERFLOW exp in y", "NAN y"],
    ],
    [
      "infinity less infinity in a sum",
      () => tensor("x", [710, 711]).exp().mul([1, -1]).sum().named("y"),
      ["OVERFLOW exp in y", "NAN y"],
    ],
    ["0 times infinity", () => at(710).exp().mul(at(0, "z")).named("y"), ["OVERFLOW exp in y", "NAN y"]],
    ["a value that is NaN", () => at(Number.NaN).add(1).named("y"), ["NOT_FINITE x"]],
    ["exp underflows to 0", () => at(-800).exp().named("y"), ["UNDERFLOW y"]],
    [
      "an inner product underflows",
      () =>
        tensor("x", [1e-200, 2e-200])
          .dot(tensor("z", [1e-200, 3e-200]))
          .named("y"),
      ["UNDERFLOW y"],
    ],
    ["exp underflows to subnormal", () => at(-720).exp().named("y"), ["UNDERFLOW y"]],
    ["a product underflows", () => at(1e-200).mul(at(1e-200, "z")).named("y"), ["UNDERFLOW y"]],
    ["a square underflows", () => at(1e-200).square().named("y"), ["UNDERFLOW y"]],
    ["sigmoid rounds to 1", () => at(40).sigmoid().named("y"), ["SATURATION y"]],
    ["sigmoid rounds to 0", () => at(-800).sigmoid().named("y"), ["UNDERFLOW y"]],
    ["tanh rounds to -1", () => at(-20).tanh().named("y"), ["SATURATION y"]],
    ["softmax rounds to 0 and 1", () => softmax(tensor("x", [1000, 0])).named("y"), ["SATURATION y"]],
    ["relu at 0", () => at(0).relu().named("y"), ["KINK y"]],
    ["|x| at 0", () => at(0).abs().named("y"), ["KINK y"]],
    ["a tie of two", () => max(at(2), at(2, "z")).named("y"), ["KINK y"]],
    ["a tie among many", () => tensor("x", [1, 3, 3]).max().named("y"), ["KINK y"]],
    [
      "a tie in one column",
      () =>
        tensor("x", [
          [1, 2],
          [0, 2],
        ])
          .max({ axis: 0 })
          .named("y"),
      ["KINK y"],
    ],
    [
      "the norm at 0",
      () =>
        norm(tensor("x", [0, 0]))
          .square()
          .named("y"),
      ["KINK norm in y"],
    ],
    [
      "the norm of a row that is 0",
      () =>
        norm(
          tensor("x", [
            [1, 2],
            [0, 0],
          ]),
          { axis: 1 },
        ).named("y"),
      ["KINK y"],
    ],
    ["a relu written as a choice", () => where(at(0).gt(0), at(0, "z"), 0).named("y"), ["KINK gt in y"]],
    ["a step", () => at(3).step().named("y"), ["UNTRAINABLE y"]],
  ])("%s", (_, root, expected) => {
    expect(short(root())).toEqual(expected);
  });

  test.each<readonly [string, () => Node]>([
    ["a smooth function", () => at(0.3).sigmoid().log().tanh().exp().sqrt()],
    ["0 times a number", () => at(0).mul(3)],
    ["0 squared", () => at(0).square()],
    ["0 over a number", () => at(0).div(3)],
    [
      "different entries",
      () =>
        tensor("x", [
          [1, 2],
          [2, 1],
        ]).max({ axis: 0 }),
    ],
    ["a softmax of one", () => softmax(tensor("x", [[3], [4]]))],
    ["an inner product that cancels", () => tensor("x", [1, -1]).dot(tensor("z", [1, 1]))],
    ["a sum that cancels", () => at(1).sub(at(1, "z"))],
    ["what a choice does not take", () => where(at(-1).gt(0), at(-1, "z").log(), 0)],
    [
      "what a choice does not take, entry by entry",
      () => {
        const x = tensor("x", [-1, 2, 0]);
        return where(x.gt(0.5), x.log().mul(2), 0).sum();
      },
    ],
  ])("nothing in %s", (_, root) => {
    expect(short(root())).toEqual([]);
  });

  test("what a choice does take is found beside what it does not", () => {
    const x = tensor("x", [-1, 2, -3]);
    expect(short(where(x.gt(-2), x.log(), 0).named("y"))).toEqual(["DOMAIN log in y"]);
  });

  test("only where it arises, by its name", () => {
    const z = at(-2, "w").mul(1).named("z");
    const u = z.log().named("u");
    const [found, ...others] = diagnose(u.sub(1).square().named("L"));
    expect(found).toMatchObject({ code: "DOMAIN", where: "u", order: 0 });
    expect(found?.message).toBe("ln x needs x > 0, got -2");
    expect(found?.node.op.name).toBe("log");
    expect(others).toEqual([]);
  });

  test("of several nodes, each once; of one node as of a list of one", () => {
    const u = log(at(-1)).named("u");
    expect(short([u, u.add(1)])).toEqual(["DOMAIN u"]);
    expect(short([])).toEqual([]);
    expect(diagnose([u])).toEqual(diagnose(u));
  });

  test("at the values of bindings", () => {
    const x = scalar("x", 1);
    const y = x.log().named("y");
    expect(diagnose(y)).toEqual([]);
    expect(diagnose(y, { x: -1 }).map(({ code }) => code)).toEqual(["DOMAIN"]);
    expect(diagnose(y, new Map([[x, -1]])).map(({ code }) => code)).toEqual(["DOMAIN"]);
  });
});

describe("what has no value", () => {
  test("is found by name, beside what goes wrong without it", () => {
    const [w, b] = [scalar("w"), scalar("b", -1)];
    expect(short(w.mul(2).add(b.log()).named("y"))).toEqual(["UNBOUND w", "DOMAIN log in y"]);
    expect(diagnose(w.add(b), { w: 1 })).toEqual([]);
  });

  test("a function without a meaning, a size that nothing tells", () => {
    expect(diagnose(functionSymbol("f")(at(1))).map(({ code }) => code)).toEqual(["UNBOUND"]);
    const x = scalar("x", 1);
    const sized = x.broadcastTo([dim("n")]).sum();
    expect(diagnose(sized).map(({ code }) => code)).toEqual(["UNBOUND"]);
    expect(diagnose(sized, {}, { sizes: { n: 3 } })).toEqual([]);
  });
});

describe("in gradients, if asked", () => {
  test("the root at 0 divides by 0", () => {
    const x = at(0);
    expect(short(x.sqrt(), { order: 1 })).toContain("DOMAIN div 1");
    expect(diagnose(gradient(x.sqrt(), x)).map(({ code }) => code)).toEqual(["DOMAIN"]);
  });

  test("cosh(z)^0.1 at 400 has its second derivative; with a symbol as exponent a term of 1e-329 is lost, and said", () => {
    const [z, p] = [at(400, "z"), at(0.1, "p")];
    const f = z.cosh().pow(0.1);
    const second = gradient(gradient(f, z), z);
    expect(second.value / (0.01 * f.value)).toBeCloseTo(1, 12); // cosh(z)^c'' = c^2 cosh(z)^c where tanh(z) = 1
    expect(diagnose(f, {}, { order: 2 })).toEqual([]);
    const found = diagnose(z.cosh().pow(p), {}, { order: 2, wrt: z });
    expect(found.map(({ code, order }) => `${code} ${order}`)).toContain("UNDERFLOW 2");
  });

  test("the kink of the norm at 0 is found; its square has a derivative there, and the second one", () => {
    const x = tensor("x", [0, 0]);
    const f = norm(x).square();
    for (const root of [norm(x), f]) expect(diagnose(root).map(({ code }) => code)).toContain("KINK");
    expect(diagnose(gradient(f, x))).toEqual([]);
    expect(hessian(f, x).value).toMatchObject({ data: new Float64Array([2, 0, 0, 2]) });
  });

  test("what rules use is no finding: the sign in |x|", () => {
    expect(diagnose(at(3).abs(), {}, { order: 2 })).toEqual([]);
  });

  test("by some symbols only, of tensors as the sum of entries", () => {
    const [x, y] = [tensor("x", [0, 4]), tensor("y", [1, 1])];
    const f = x.sqrt().add(y);
    expect(diagnose(f, {}, { order: 1, wrt: y }).map(({ order }) => order)).toEqual([0]);
    expect(diagnose(f, {}, { order: 1, wrt: [x] }).map(({ order }) => order)).toEqual([0, 1]);
  });
});

test("typed errors for what is no node and for other orders", () => {
  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof ChainruleError) return error.code;
    }
    return "none";
  };
  // callers of plain JavaScript
  expect(code(() => diagnose(undefined as unknown as Node))).toBe("OPERAND");
  expect(code(() => diagnose("x" as unknown as Node))).toBe("OPERAND");
  expect(code(() => diagnose(at(1), {}, { order: 3 as 2 }))).toBe("OPTION");
  expect(code(() => diagnose(pow(at(1), 2), { z: 1 }))).toBe("UNKNOWN_SYMBOL");
});
