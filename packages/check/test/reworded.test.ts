/** Formulas that we print, in other words. `npm run reworded` takes 10,000 of them. */
import { dim, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { accused, misread, rewordedAt } from "./reworded/reworded";

const [COUNT, CHECKED] = [300, 30];

test(`${COUNT} formulas are read back to their values`, () => {
  const problems = Array.from({ length: COUNT }, (_, place) => rewordedAt(1, place)).flatMap((formula) => {
    const found = misread(formula);
    return found === undefined ? [] : [`${formula.text}: ${found}`];
  });
  expect(problems).toEqual([]);
});

test("none is called wrong", () => {
  for (let place = 0; place < COUNT; place += CHECKED) expect(accused(rewordedAt(1, place))).toBeUndefined();
});

/** What was once misread or refused. */
describe("wordings", () => {
  const names = Object.fromEntries(
    Object.entries({ x: 0.5, y: 2, e_1: 3, Sigma: -1.5, Sigma_1: 4, O: 1.5, T: 3, z: 0.25 }).map(
      ([name, value]) => [name, scalar(name, value)],
    ),
  );
  test.each<[latex: string, value: number]>([
    ["\\operatorname{erf}\\{x\\} - \\operatorname{erf}(x)", 0],
    ["\\tanh{(x)} y", Math.tanh(0.5) * 2],
    ["\\sin{(x)}^2", Math.sin(0.5) ** 2],
    ["\\ln{[y]}", Math.log(2)],
    ["x{(y + 1)}", 1.5],
    ["x{(y) + 1}", 1.5],
    ["e^{x}", Math.exp(0.5)],
    ["\\lvert Σ \\rvert", 1.5],
    ["|Σ|", 1.5],
    ["\\Sigma_1", 4],
    ["Σ_{1}^{2}", 16],
    ["O^{T}", 1.5 ** 3],
    ["y^{(\\sin(x))}", 2 ** Math.sin(0.5)],
    ["\\sum_{i=1}^{3} i (x + 1)", 9],
    ["log_2(y) + \\log_2 y", 2],
    ["\\log_{10} y - \\lg y", 0],
    ["\\binom{5}{2} x", 5],
    ["\\dbinom{6}{0} + \\binom49 + \\binom{30}{15}", 155117521],
  ])("%s", (latex, value) => {
    expect(fromLatex(latex, names).value).toBeCloseTo(value, 12);
  });

  test.each<[text: string, value: number]>([
    ["|Σ_1|", 4],
    ["log_2(y)", 1],
    ["log_10(y) - log10(y)", 0],
    ["log2(y)", 1],
    ["log_{y}(y * y)", 2],
  ])("%s in text", (text, value) => {
    expect(expression(text, names).value).toBeCloseTo(value, 12);
  });

  test.each(["\\binom{n}{2}", "\\binom{5}{2.5}", "\\binom{-1}{2}", "\\binom{2000}{3}"])(
    "%s is refused",
    (latex) => {
      expect(() => fromLatex(latex, { n: scalar("n") })).toThrow("there is no binomial but of whole numbers");
    },
  );

  test("what stands above in parentheses is a layer where a layer can have that number", () => {
    expect(() => fromLatex("y^{(2)}", names)).toThrow("no such name");
  });

  test("T above a matrix transposes, whatever else T is", () => {
    const W = tensor("W", { shape: [dim("m"), dim("n")] });
    expect(fromLatex("W^T", { W, T: scalar("T") }).shape).toEqual([dim("n"), dim("m")]);
  });
});
