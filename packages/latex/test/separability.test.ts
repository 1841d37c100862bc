/** Whether a unit can tell two classes apart, written out: for AND and XOR line by line, for more points by what must be there. */
import { deriveSeparability, type SeparabilityAnswer } from "@chainrule/derive";
import { ChainruleError } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import { separability } from "@chainrule/nn";
import katex from "katex";
import { describe, expect, test } from "vitest";

const SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]]; // biome-ignore format: a matrix
const names = { input: (k: number) => `X_${k}`, weight: (k: number) => `W_${k}` };

const markdown = (answer: SeparabilityAnswer, tie: 0 | 1 = 1): string =>
  renderDocument(deriveSeparability(answer, { names, tie }), { format: "markdown" });

/** Left side, relation and right side of each line, with its reason. */
const linesOf = (text: string): string[] =>
  [...text.matchAll(/^(.*?) &(.*?) &&(.*?)(?: \\\\.*)?$/gm)].map(([, left, rest, reason]) =>
    `${left} ${rest} | ${reason}`.replace(/\\text\{(.*?)\}/g, "$1").replace(/\\quad/g, " "),
  );

describe("XOR", () => {
  test("document 000, E: four conditions, added up in pairs", () => {
    expect(linesOf(markdown(separability(SQUARE, [0, 1, 1, 0])))).toEqual([
      "0 < \\theta | (0, 0) is to give y = 0 (1)",
      "W_{2} \\ge \\theta | (0, 1) is to give y = 1 (2)",
      "W_{1} \\ge \\theta | (1, 0) is to give y = 1 (3)",
      "W_{1} + W_{2} < \\theta | (1, 1) is to give y = 0 (4)",
      "W_{1} + W_{2} \\ge 2 \\theta | (2) + (3)",
      "W_{1} + W_{2} < 2 \\theta | (1) + (4)",
    ]);
  });

  test("a tie of 0 turns which of them are strict; the proof stands", () => {
    const lines = linesOf(markdown(separability(SQUARE, [0, 1, 1, 0]), 0));
    expect(lines.slice(4).map((line) => line.split(" | ")[0])).toEqual([
      "W_{1} + W_{2} > 2 \\theta",
      "W_{1} + W_{2} \\le 2 \\theta",
    ]);
  });
});

test("AND: the document's unit row by row, and its line", () => {
  const text = markdown({ points: SQUARE, labels: [0, 0, 0, 1], weights: [1, 1], threshold: 1.5 });
  expect(text).toContain("$X_{1} + X_{2} = 1.5$");
  expect(text.split("\n").filter((line) => line.startsWith("| $"))).toEqual([
    "| $X_{1}$ | $X_{2}$ | $W_{1} X_{1} + W_{2} X_{2} - \\theta$ | $y$ |",
    "| $0$ | $0$ | $1 \\cdot 0 + 1 \\cdot 0 - 1.5 = -1.5$ | $0$ |",
    "| $0$ | $1$ | $1 \\cdot 0 + 1 \\cdot 1 - 1.5 = -0.5$ | $0$ |",
    "| $1$ | $0$ | $1 \\cdot 1 + 1 \\cdot 0 - 1.5 = -0.5$ | $0$ |",
    "| $1$ | $1$ | $1 \\cdot 1 + 1 \\cdot 1 - 1.5 = 0.5$ | $1$ |",
  ]);
});

describe("other data", () => {
  test("factors, signs and decimals; points that the proof does not need are left out", () => {
    const text = markdown(separability([[-0.5], [0.25], [1], [9]], [0, 1, 0, 1])); // biome-ignore format: a matrix
    expect(text).toContain("There are 4 points");
    expect(linesOf(text)).toEqual([
      "-0.5 W_{1} < \\theta | (-0.5) is to give y = 0 (1)",
      "0.25 W_{1} \\ge \\theta | (0.25) is to give y = 1 (2)",
      "W_{1} < \\theta | (1) is to give y = 0 (3)",
      "0.5 W_{1} \\ge 2 \\theta | 2 · (2)",
      "0.5 W_{1} < 2 \\theta | (1) + (3)",
    ]);
    expect(text).toContain("the point $(0.25)$ is a weighted mean");
  });

  test.each(["en", "zh-Hans", "zh-Hant"] as const)(
    "every format in %s; formulas are strict LaTeX",
    (language) => {
      for (const labels of [
        [0, 1, 1, 0],
        [0, 0, 0, 1],
        [1, 1, 1, 1],
      ]) {
        // biome-ignore format: a matrix
        const derivation = deriveSeparability(separability(SQUARE, labels));
        const text = renderDocument(derivation, { format: "markdown", language, title: "A and B" });
        expect(text).toMatch(/^# A and B\n/);
        const formulas = [...text.matchAll(/\$\$\n(.*?)\n\$\$|\$(.+?)\$/gs)].map(
          ([, block, inline]) => block ?? inline,
        );
        expect(formulas.length).toBeGreaterThan(3);
        for (const formula of formulas)
          expect(() =>
            katex.renderToString(formula ?? "", { strict: "error", throwOnError: true }),
          ).not.toThrow();
        expect(renderDocument(derivation, { format: "html", language })).toContain(`lang="${language}"`);
        expect(renderDocument(derivation, { format: "latex", language })).toMatch(/\\end\{document\}\s*$/);
      }
    },
  );

  test("symbols of the author's", () => {
    const derivation = deriveSeparability(separability(SQUARE, [0, 1, 1, 0]));
    expect(renderDocument(derivation, { format: "markdown", symbols: { theta: "\\vartheta" } })).toContain(
      "2 \\vartheta",
    );
  });
});

describe("what proves nothing is refused", () => {
  const refused = (answer: Partial<SeparabilityAnswer>): string => {
    try {
      deriveSeparability({ points: SQUARE, labels: [0, 1, 1, 0], ...answer });
    } catch (error) {
      if (error instanceof ChainruleError) return error.code;
      throw error;
    }
    return "nothing";
  };

  test("multipliers whose sums differ, are negative, all 0, or of another number", () => {
    for (const certificate of [[1n, 1n, 1n, 2n], [2n, 1n, 1n, 0n], [0n, 0n, 0n, 0n], [-1n, -1n, -1n, -1n]]) // biome-ignore format: a matrix
      expect(refused({ certificate })).toBe("WRONG");
    expect(refused({ certificate: [1n, 1n, 1n] })).toBe("SHAPE");
    expect(refused({ certificate: [3n, 3n, 3n, 3n] })).toBe("nothing");
  });

  test("units that are wrong about a point, at a tie too", () => {
    const labels = [0, 0, 0, 1];
    expect(refused({ labels, weights: [1, 1], threshold: 1.5 })).toBe("nothing");
    expect(refused({ labels, weights: [1, 1], threshold: 2 })).toBe("nothing"); // 1 at the tie
    expect(refused({ labels, weights: [1, 1], threshold: 2.5 })).toBe("WRONG");
    expect(refused({ labels, weights: [1, 1], threshold: 1 })).toBe("WRONG");
    expect(refused({ labels, weights: [1], threshold: 1 })).toBe("SHAPE");
    expect(refused({ labels, weights: [1, Number.NaN], threshold: 1 })).toBe("NUMBER");
    expect(refused({ labels })).toBe("OPTION");
    expect(refused({ labels: [0, 0, 0, 2], weights: [1, 1], threshold: 1.5 })).toBe("NUMBER");
  });
});
