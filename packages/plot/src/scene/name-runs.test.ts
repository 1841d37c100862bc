import { type Name, parseName, partialName } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { nameRuns, plainText } from "./name-runs";

const style = (name: Name): string[] =>
  nameRuns(name).map(({ text, italic, level }) => `${text}${italic ? " italic" : ""} ${level}`);

describe("names", () => {
  test.each([
    ["w_5", ["w italic 0", "5 -1"]],
    ["w5", ["w italic 0", "5 -1"]],
    ["net_h1", ["net 0", "h italic -1", "1 -1"]],
    ["E_total", ["E italic 0", "total -1"]],
    ["w_ij", ["w italic 0", "ij italic -1"]],
    ["delta_j^(l)", ["δ italic 0", "j italic -1", "( 1", "l italic 1", ") 1"]],
    ["Delta", ["Δ 0"]],
    ["theta'", ["θ italic 0", "′ 0"]],
    ["权重_1", ["权重 0", "1 -1"]],
  ])("%s", (name, runs) => {
    expect(style(parseName(name))).toEqual(runs);
  });

  test("partial derivatives have a slash", () => {
    const first = partialName(parseName("E"), parseName("w_5"));
    expect(plainText(nameRuns(first))).toBe("∂E/∂w_5");
    expect(plainText(nameRuns(partialName(first, parseName("b"))))).toBe("∂(∂E/∂w_5)/∂b");
  });
});
