import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { english } from "./languages/en";
import type { Language, Sentence } from "./languages/language";
import { LANGUAGES } from "./languages/languages";
import type { Reason } from "./reason";
import { filled, said } from "./say";

const chinese = [LANGUAGES["zh-Hans"], LANGUAGES["zh-Hant"]];
const templates = (sentence: Sentence): string[] =>
  typeof sentence === "string" ? [sentence] : [sentence.one, sentence.other];
const placesIn = (sentence: Sentence): string[] =>
  [...new Set(templates(sentence).flatMap((each) => [...each.matchAll(/\{(\w+)/g)].map(([, name]) => name)))]
    .map(String)
    .sort();
const tables = ({ conventions, notes, reasons, verdicts, words }: Language) =>
  Object.entries({ words, verdicts, conventions, notes, reasons }).flatMap(([table, sentences]) =>
    Object.entries<Sentence>(sentences).map(([key, sentence]) => [`${table}: ${key}`, sentence] as const),
  );

describe.each(chinese)("$code", (language) => {
  test("fills the same places as English", () => {
    const own = new Map(tables(language));
    for (const [key, sentence] of tables(english)) {
      const places = key === "reasons: broke off" ? [] : placesIn(sentence); // an English message
      expect([key, placesIn(own.get(key) ?? "")]).toEqual([key, places]);
    }
  });

  test("has no English words in it", () => {
    const all = [
      ...tables(language).flatMap(([, sentence]) => templates(sentence)),
      ...Object.values(language.refusals?.sentences ?? {}),
    ];
    const latin = all.flatMap(
      (each) => each.replace(/\{\w+(?::[^{}]*)?\}|\\\w+(?:\{[^{} ]*\})*/g, "").match(/[A-Za-z]{3,}/g) ?? [],
    );
    expect([...new Set(latin)].sort()).toEqual(
      language.code === "zh-Hant"
        ? ["AND", "MAJORITY", "NAND", "NOR", "NOT", "XNOR", "XOR", "column", "row"]
        : ["AND", "MAJORITY", "NAND", "NOR", "NOT", "XNOR", "XOR"],
    );
  });

  test("has only characters of its script", () => {
    const known = language.code === "zh-Hans" ? charactersOf("gbk", 0xa1) : charactersOf("big5", 0x40);
    const text = JSON.stringify(language);
    const letters = new Set(text.match(/\p{Script=Han}/gu));
    expect([...letters].filter((letter) => !known.has(letter))).toEqual([]);
    expect(letters.size).toBeGreaterThan(200);
  });
});

/** The characters of an encoding of two bytes each: GB 2312 has the simplified ones, Big5 the traditional ones. */
function charactersOf(encoding: string, firstTrail: number): Set<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let a = 0xa1; a <= 0xf9; a++)
    for (let b = firstTrail; b <= 0xfe; b++) found.add(decoder.decode(Uint8Array.of(a, b)));
  return found;
}

test("every kind of reason is found by something", () => {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("findings/") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(`${root}${file}`, "utf8"))
    .join("\n");
  const unused = Object.keys(english.reasons).filter(
    (kind) => !sources.includes(`"${kind}"`) && !kind.startsWith("gate ") && kind !== "more exactly",
  );
  expect(unused).toEqual([]);
});

test("a sentence has its values, one or several of them, and lists", () => {
  const found = (point: string, count: number): Reason => ({
    kind: "does not follow",
    point,
    count,
    premises: ["(1)", { kind: "line", line: 4 }],
  });
  expect(said(found("x = 1", 1), english)).toBe(
    "it does not follow: x = 1 meets (1) and line 4 but not this",
  );
  expect(said(found("x = 1, y = 0", 2), english)).toContain("y = 0 meet (1)");
  const [simplified, traditional] = chinese as [Language, Language];
  expect(said(found("x = 1", 1), simplified)).toBe("推不出来：x = 1 满足 (1) 和第 4 行，却不满足此式");
  expect(said(found("x = 1", 1), traditional)).toBe("推不出來：x = 1 滿足 (1) 和第 4 行，卻不滿足此式");
  expect(filled("{all} and {some:; }", { all: ["a", "b", "c"], some: ["a", "b"] }, english)).toBe(
    "a, b and c and a; b",
  );
});

test("what cannot be read is said in the reader's words, or in a language's own", () => {
  const unread: Reason = {
    kind: "unread",
    code: "UNKNOWN_SYMBOL",
    what: "no such name",
    where: "column 5",
    got: "z_k",
    expected: "z",
    mend: "Only the names given with the formula exist",
    column: 5,
  };
  expect(said(unread, english)).toBe(
    "column 5: no such name, got z_k (expected z). Only the names given with the formula exist",
  );
  const [simplified] = chinese as [Language];
  expect(said(unread, simplified)).toBe("第 5 个字符处：没有 z_k 这个符号；只能用文中给出的符号");
  expect(said({ kind: "unread", code: "SHAPE", what: "__proto__" }, simplified)).toBe("形状不相容");
});
