import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { english } from "./en";
import { filled, joined, languageOf, plainText } from "./language";

const root = fileURLToPath(new URL("../", import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !/language\/(en|phrases)\.ts$/.test(file),
  )
  .map((file) => readFileSync(`${root}${file}`, "utf8"))
  .join("\n");

test("every phrase is used", () => {
  const unused = Object.keys(english.phrases).filter(
    (phrase) => !sources.includes(`"${phrase}"`) && !sources.includes(`phrases.${phrase}`),
  );
  expect(unused).toEqual([]);
});

test("places are filled, lists joined", () => {
  const items = ["a", { math: "b", text: "b" }, "c"];
  expect(plainText(filled(english, "biasAdded", { symbols: items }))).toBe(
    "Biases (a, b and c) are added to the weighted sum.",
  );
  expect(joined(english, [["a"]])).toEqual(["a"]);
  expect(plainText(joined(english, [["a"], ["b"]]))).toBe("a and b");
});

test("an unknown language is refused", () => {
  expect(() => languageOf("xx")).toThrow(/language.*"xx".*en/);
  expect(() => languageOf("__proto__")).toThrow(/language/);
});
