import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { tex } from "../safe/tex";
import { english } from "./en";
import { filled, joined, languageOf, plainText } from "./language";
import type { Phrase } from "./phrases";
import { simplifiedChinese } from "./zh-hans";
import { traditionalChinese } from "./zh-hant";

const root = fileURLToPath(new URL("../", import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter(
    (file) =>
      file.endsWith(".ts") && !file.endsWith(".test.ts") && !/language\/(en|zh-\w+|phrases)\.ts$/.test(file),
  )
  .map((file) => readFileSync(`${root}${file}`, "utf8"))
  .join("\n");

test("every phrase is used", () => {
  const unused = Object.keys(english.phrases).filter(
    (phrase) => !sources.includes(`"${phrase}"`) && !sources.includes(`phrases.${phrase}`),
  );
  expect(unused).toEqual([]);
});

const placesIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test.each([simplifiedChinese, traditionalChinese])("$code fills the same places as English", (language) => {
  for (const [phrase, text] of Object.entries(english.phrases))
    expect([phrase, placesIn(language.phrases[phrase as Phrase])]).toEqual([phrase, placesIn(text)]);
});

/** The characters of an encoding of two bytes each: those that the fonts of pdflatex have. */
function charactersOf(encoding: string, firstTrail: number): Set<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let a = 0xa1; a <= 0xf9; a++)
    for (let b = firstTrail; b <= 0xfe; b++) found.add(decoder.decode(Uint8Array.of(a, b)));
  return found;
}

test.each([
  [simplifiedChinese, charactersOf("gbk", 0xa1)], // GB 2312
  [traditionalChinese, charactersOf("big5", 0x40)],
])("$code has only characters of its script", ({ phrases }, known) => {
  const letters = new Set(
    Object.values(phrases)
      .join("")
      .match(/\p{Script=Han}/gu),
  );
  expect([...letters].filter((letter) => !known.has(letter))).toEqual([]);
  expect(letters.size).toBeGreaterThan(200);
});

test("places are filled, lists joined", () => {
  const items = ["a", { math: tex`b`, text: "b" }, "c"];
  expect(plainText(filled(english, "biasAdded", { symbols: items }))).toBe(
    "Biases (a, b and c) are added to the weighted sum.",
  );
  expect(plainText(filled(simplifiedChinese, "biasAdded", { symbols: items }))).toBe(
    "偏置（a、b 和 c）加在加权和上。",
  );
  expect(joined(english, [["a"]])).toEqual(["a"]);
  expect(plainText(joined(english, [["a"], ["b"]]))).toBe("a and b");
});

test("an unknown language is refused", () => {
  expect(() => languageOf("xx")).toThrow(/language.*"xx".*en, zh-Hans, zh-Hant/);
  expect(() => languageOf("__proto__")).toThrow(/language/);
});
