/** What documents say in words: what symbols are, conventions, how far numbers were confirmed, which lines a reason names. */
import { derive } from "@chainrule/derive";
import { dim, type Node, scalar, symbolsOf, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { deriveOptions, documentOptions, network as general } from "../../../examples/general-layer";
import { loss as mazur, parameters } from "../../../examples/mazur";
import { loss as recurrent, parameters as weights } from "../../../examples/recurrent-cell";
import { type RenderOptions, renderDocument } from "../src/index";

const text = (
  loss: Node,
  options: Parameters<typeof derive>[1],
  written: Omit<RenderOptions, "format"> = {},
): string => renderDocument(derive(loss, options), { ...written, format: "markdown" });

/** The meanings in the table of notation, by what is printed. */
const meanings = (document: string): Record<string, string> =>
  Object.fromEntries(
    (document.split("## Network")[0] ?? "")
      .split("\n")
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .filter((cells) => cells.length >= 4 && cells[1]?.startsWith("$"))
      .map(([, symbol = "", meaning = ""]) => [symbol.replace(/[${}]/g, ""), meaning]),
  );

const symbol = (loss: Node, name: string): Node =>
  symbolsOf([loss]).find((node) => String(node).startsWith(name)) as Node;

describe("what symbols are", () => {
  test("does not change with what is differentiated by", () => {
    const inputs = [symbol(mazur, "i_1"), symbol(mazur, "i_2")];
    const usual = meanings(text(mazur, { wrt: parameters }));
    expect(usual).toMatchObject({ i_1: "input", w_1: "weight from $i_{1}$ to $h_{1}$" });
    expect(meanings(text(mazur, { wrt: inputs }))).toEqual(usual);
    expect(meanings(text(mazur, { wrt: inputs, trained: parameters }))).toEqual(usual);
  });

  test("does not change with how they are spelled", () => {
    const [w, x] = [scalar("x", 0.3), scalar("w", 0.5)];
    const [b, y] = [scalar("theta", 0.1), scalar("lambda", 1)];
    const loss = w.mul(x).add(b).sigmoid().named("p").sub(y).square().named("E");
    expect(meanings(text(loss, { wrt: [w, b] }))).toMatchObject({
      w: "input",
      x: "weight from $w$ to $p$",
      "\\theta": "bias of $p$",
      "\\lambda": "target value in $E$",
    });
  });

  test("thresholds, the factor of a penalty, and what is trained besides", () => {
    const [w, x, theta, y] = [scalar("w", 0.3), scalar("x", 0.5), scalar("b", 0.1), scalar("y", 1)];
    const [t, c] = [scalar("t", 0.01), scalar("c", 2)];
    const p = w.mul(x).sub(theta).named("z").sigmoid().named("p");
    const loss = p
      .sub(y)
      .square()
      .div(2)
      .named("E")
      .add(t.mul(w.square()).named("R"))
      .add(c.exp().named("S"))
      .named("J");
    const document = text(loss, { wrt: [w, theta, c], rate: 0.1 });
    expect(meanings(document)).toMatchObject({
      b: "threshold of $p$",
      t: "given quantity",
      c: "parameter that is trained",
      y: "target value in $E$",
    });
    expect(document).toContain("Thresholds ($b$) are subtracted");
    expect(document).not.toContain("Biases");
  });

  test("the author's words go first", () => {
    const [w, x] = [scalar("w", 0.3), scalar("x", 0.5)];
    const loss = w.mul(x).tanh().named("h").square().named("E");
    const describe = { h: "temperature | of $5", w: "slope", eta: "step" };
    const document = text(loss, { wrt: w, rate: 0.1 }, { describe });
    expect(meanings(document)).toMatchObject({ w: "slope", "\\eta": "step" });
    expect(document).toContain("temperature");
    for (const wrong of [{ v: "no such" }, { w: "" }, { w: 3 }, ["w"]])
      expect(() => text(loss, { wrt: w }, { describe: wrong as Record<string, string> })).toThrow(
        /OPTION|describe/,
      );
  });
});

describe("conventions are said only where they hold", () => {
  const [p, y] = [scalar("p", 0.3), scalar("y", 1)];
  const square = (): Node => p.sub(y).square();
  test.each([
    ["a half before", () => square().mul(0.5), "halved"],
    ["divided by two", () => square().div(2), "halved"],
    ["a definition halved", () => square().named("S").div(2), "halved"],
    ["no factor", () => square().add(p), "plain"],
    ["a third", () => square().div(3), ""],
    ["two factors", () => square().div(2).add(p.sub(2).square()), ""],
  ])("factors of squared errors: %s", (_, loss, said) => {
    const document = text(loss().named("L"), { wrt: p });
    expect(document.includes("carry the factor 1/2")).toBe(said === "halved");
    expect(document.includes("carry no factor 1/2")).toBe(said === "plain");
  });

  test("factors of squared errors over tensors", () => {
    const [a, t] = [tensor("a", [dim("n")]), tensor("t", [dim("n")])];
    const errors = (): Node => a.sub(t).square();
    expect(text(errors().sum().div(2).named("L"), { wrt: a })).toContain("carry the factor 1/2");
    expect(text(errors().sum().named("L"), { wrt: a })).toContain("carry no factor 1/2");
    expect(text(errors().mean().named("L"), { wrt: a })).not.toContain("factor 1/2");
  });

  test("entry by entry, and what is not", () => {
    const [z, t] = [tensor("z", [dim("n")]), tensor("t", [dim("n")])];
    const matrix = (loss: Node): string => text(loss.named("L"), { wrt: z }, { notation: "matrix" });
    const whole = matrix(z.softmax().named("p").log().mul(t).sum().neg());
    expect(whole).toContain("entry by entry");
    expect(whole).toContain("$\\operatorname{softmax}$ is taken of a whole vector");
    expect(matrix(z.mul(t).sum())).not.toContain("entry by entry");
  });

  test("not all parameters are updated", () => {
    const some = parameters.slice(0, 2);
    expect(text(mazur, { wrt: some, rate: 0.5 })).not.toMatch(/all parameters/i);
  });
});

describe("central differences", () => {
  test("that are not finite confirm nothing", () => {
    const [w, x, v] = [scalar("w", 0.5), scalar("x", 1e-200), scalar("v", 2)];
    const root = (): Node => w.mul(x).sqrt();
    const none = text(root().named("L"), { wrt: [x, w] });
    expect(none).toContain("could not confirm the gradients by $x$ and $w$");
    expect(none).not.toContain("agree");
    const one = text(root().add(v.square()).named("L"), { wrt: [x, v] });
    expect(one).toContain("could not confirm the gradients by $x$:");
    expect(one).toMatch(/With the 1 others that were measured they agree to at least (9|10) /);
  });
});

describe("reasons name the lines that are inserted", () => {
  test("those without a number by their symbols", () => {
    const document = text(general.loss, { wrt: general.parameters, ...deriveOptions }, documentOptions);
    const line = document.split("\n").find((each) => each.includes("(6-2-14)}")) ?? "";
    expect(line).toContain("insert (6-2-4), (6-2-5) and }\\frac{\\partial z_{j}^{L}}{\\partial a_{k}^{L-1}}");
  });

  test("not what stands in the line by its name in a single layer", () => {
    const document = text(recurrent, { wrt: weights });
    const line = document.split("\n").find((each) => each.includes("h_{2,k} &&\\text{insert")) ?? "";
    expect(line).toMatch(/insert \(\d+\); /);
  });
});
