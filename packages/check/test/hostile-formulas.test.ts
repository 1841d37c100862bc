/** Mutated and hostile formulas at every entry: a result or a typed error. `npm run hostile:formulas` takes 20,000 of them, and times. */
import { describe, expect, test } from "vitest";
import { growing } from "./hostile/growing";
import { hostileInputs } from "./hostile/inputs";
import { ENTRIES, namesIn, outcomeAt, shownText, truthOf } from "./hostile/outcome";
import { faultOf, READERS } from "./hostile/readers";

const COUNT = 300;

test.each(Object.keys(ENTRIES))("%s of mutated formulas, seed 1", (entry) => {
  const isCheck = entry.startsWith("check");
  const faults = hostileInputs(isCheck ? COUNT / 5 : COUNT, 1).flatMap(({ base, text }, k) => {
    const names = namesIn(`${base} ${text}`, k % 3);
    const outcome = outcomeAt(entry, text, names, truthOf(base, names));
    return typeof outcome === "string" ? [] : [`${shownText(text)}: ${outcome.fault}`];
  });
  expect(faults).toEqual([]);
});

describe("texts that grow", () => {
  test.each(Object.entries(READERS))("%s", (_, read) => {
    const faults = growing.flatMap(([name, text]) => {
      const fault = faultOf(read, text(40));
      return fault === undefined ? [] : [`${name}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  test.each([
    ["sums", `${"\\sum ".repeat(101)}x`, "TOO_DEEP"],
    ["terms of sums", "\\sum_{i=1}^{99999} i (x + 1)", "TOO_LONG"],
    ["derivatives", `${"\\frac{d}{dx} (".repeat(10)}x${")".repeat(10)}`, "TOO_DEEP"],
    ["superscripts", `${"x^{".repeat(101)}x${"}".repeat(101)}`, "TOO_DEEP"],
    [
      "operations in a derivative",
      `\\frac{d^9}{dx^9} (${[2, 3, 4, 5].map((k) => `\\exp(\\sin(${k} x)) / (x + \\tan(x^${k}))`).join(" + ")})`,
      "TOO_LONG",
    ],
  ] as const)("too many %s are refused", (_, text, code) => {
    expect(() => READERS["fromLatex of scalars"]?.(text)).toThrow(expect.objectContaining({ code }));
  });
});
