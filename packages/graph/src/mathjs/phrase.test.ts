import { describe, expect, test } from "vitest";
import { functionSymbol, gradient, type Node, scalar } from "../index";
import { expression, type Phrase, phrase, toMathjs } from "./index";

const symbols: Record<string, Node> = Object.fromEntries(
  ["t", "o", "h", "x"].map((name) => [name, scalar(name)]),
);

/** The texts of all phrases, outermost first. */
function texts(text: string): string[] {
  const all = (part: Phrase): string[] => [text.slice(part.from, part.to), ...part.parts.flatMap(all)];
  return all(phrase(text, symbols));
}

describe("places of phrases in the typed text", () => {
  test.each<[string, string[]]>([
    ["-(t - o) * h", ["-(t - o) * h", "-(t - o)", "(t - o)", "t - o", "t", "o", "h"]],
    ["max( x ,-3 )^2", ["max( x ,-3 )^2", "max( x ,-3 )", "x", "-3", "3", "2"]],
    ["x > 0 ? 1 : o", ["x > 0 ? 1 : o", "x > 0", "x", "0", "1", "o"]],
    ["sum([[1, 2], [3, 4]]')", ["sum([[1, 2], [3, 4]]')", "[[1, 2], [3, 4]]'", "[[1, 2], [3, 4]]"]],
    ["x ＋ o", ["x ＋ o", "x", "o"]],
  ])("%s", (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test("forty parentheses, which are read in pieces", () => {
    const text = `x + ${"(".repeat(40)}o${")".repeat(40)}`;
    const found = texts(text);
    expect(found).toHaveLength(43);
    expect(found[2]).toBe(text.slice(4));
    expect(found.at(-1)).toBe("o");
  });
});

test("functions that are given may be called, and go by primes when they are derivatives", () => {
  const f = functionSymbol("f");
  const x = symbols.x as Node<number>;
  const slope = (y: Node): Node => gradient(f(y as Node<number>), y);
  const node = expression("f(x) * f'(x)", symbols, { f: (y) => f(y), "f'": slope });
  expect(toMathjs(node)).toBe("f(x) * f'(x)");
  expect(toMathjs(gradient(f(x), x))).toBe("f'(x)");
  expect(() => expression("f(x)", symbols)).toThrow(/no such function/);
  expect(() => expression("f(x, o)", symbols, { f: (y) => f(y) })).toThrow(/wrong number of arguments/);
});
