import { expect, test } from "vitest";
import { readOptions } from "./options";
import { UsageError } from "./usage-error";

test.each<[string, RegExp]>([
  ["", /which file\?/],
  ["a.ts b.ts", /one file at a time, got also b\.ts/],
  ["a.ts --formt html", /no option --formt \(nearest: --form, --format/],
  ["a.ts --nonumbers", /no option --nonumbers \(nearest: --no-numbers/],
  ["a.ts -x", /no option -x/],
  ["a.ts --wrt", /--wrt/],
  ["a.ts --force=yes", /--force/],
  ["a.ts --form chian", /--form "chian": not known \(nearest: chain/],
  ["a.ts --form constructor", /--form "constructor"/],
  ["a.ts --format html,tex", /--format "tex": not known \(expected html, latex/],
  ["a.ts --format=", /--format ""/],
  ["a.ts --digits 0", /--digits 0: expected a whole number from 1 to 17/],
  ["a.ts --digits 18", /--digits 18/],
  ["a.ts --digits 2.5", /--digits 2\.5/],
  ["a.ts --digits=-3", /--digits -3/],
  ["a.ts --digits six", /--digits six/],
  ["a.ts --rate 0", /--rate 0: not a learning rate \(expected a finite number > 0, or none\)/],
  ["a.ts --rate=-1", /--rate -1/],
  ["a.ts --rate 1,5", /--rate 1,5/],
  ["a.ts --rate 0x10", /--rate 0x10/],
  ["a.ts --rate 1e999", /--rate 1e999/],
  ["a.ts --rate NaN", /--rate NaN/],
  ["a.ts --rate=", /--rate /],
])("refuses %j", (line, message) => {
  const args = line.split(" ").filter((arg) => arg !== "");
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(message);
});

test("what is not given", () => {
  expect(readOptions(["a.ts"])).toEqual({
    file: "a.ts",
    loss: undefined,
    list: false,
    open: false,
    watch: false,
    wrt: undefined,
    form: undefined,
    order: 1,
    formats: ["html", "latex", "markdown"],
    out: ".",
    force: false,
    audit: false,
    rate: undefined,
    title: undefined,
    document: { digits: 6, numbers: true },
  });
});

test("what is given", () => {
  const line =
    "--loss E --open --wrt w_5 --form delta --order 2 --format pdf,html a.ts --format html --out o --force --rate 1e-3 --digits 17 --no-numbers --notation scalar --layout numerator --number-notation scientific --language en --wrt w_1";
  expect(readOptions([...line.split(" "), "--title", "A, B"])).toEqual({
    file: "a.ts",
    loss: "E",
    list: false,
    open: true,
    watch: false,
    wrt: "w_5,w_1",
    form: "delta",
    order: 2,
    formats: ["pdf", "html"],
    out: "o",
    force: true,
    audit: false,
    rate: 0.001,
    title: "A, B",
    document: {
      digits: 17,
      numbers: false,
      notation: "scalar",
      layout: "numerator",
      numberNotation: "scientific",
      language: "en",
    },
  });
  expect(readOptions(["a.ts", "--rate", "none"]).rate).toBe("none");
  expect(readOptions(["--", "-odd.ts"]).file).toBe("-odd.ts");
});
