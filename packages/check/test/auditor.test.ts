/** The auditor of a document that changes: it finds what an audit finds, and does not remember without bound. */
import { readFileSync } from "node:fs";
import { ChainruleError, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { Answers, Memory, remembering } from "../src/audit/model/memory";
import { graphText } from "../src/graph-text";
import { type Audit, audit, auditor } from "../src/index";
import { Random } from "../src/prove/random";
import { edited } from "./edits";

const { cases } = JSON.parse(readFileSync(new URL("./published/small.json", import.meta.url), "utf8")) as {
  readonly cases: readonly { readonly text: string }[];
};

const outcome = (find: () => unknown): unknown => {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return error.message;
  }
};

/** An audit that remembers nothing, not even what it found itself. */
const plain = (text: string): Audit => remembering(new Memory(0), () => audit(text));

describe("after an edit, what is found is what an audit finds", () => {
  test("in documents edited at random", () => {
    const random = new Random(7);
    const draw = (): number => random.bits() / 2 ** 32;
    const every = sampled(1, 18);
    for (const { text } of cases.filter((_, k) => k % every === 0)) {
      const own = auditor(text);
      expect(own.found).toEqual(plain(text));
      let now = text;
      for (let k = 0; k < sampled(20, 2); k++) {
        now = edited(now, draw);
        expect(
          outcome(() => own.update(now)),
          now,
        ).toEqual(outcome(() => plain(now)));
      }
    }
  });

  test("where a wrong line is moved, its mistake, place and repair are those of the new line", () => {
    const wrong = "$L = (w x - y)^2 / 2$\n\n$$\\frac{\\partial L}{\\partial w} = (w x - y) y$$";
    const own = auditor(wrong);
    const moved = `Some words.\n\n${wrong}`;
    const [, line] = own.update(moved).lines;
    expect(line).toMatchObject({
      line: 5,
      verdict: "wrong",
      where: { line: 5 },
      repair: { edit: "wrong name" },
    });
    expect(own.found).toEqual(plain(moved));
  });

  test("where a definition changes, all that depends on it is judged anew", () => {
    const own = auditor("$y = x^2$\n\n$\\frac{dy}{dx} = 2 x$");
    expect(own.found.lines.map(({ verdict }) => verdict)).toEqual(["definition", "proved"]);
    expect(own.update("$y = x^3$\n\n$\\frac{dy}{dx} = 2 x$").lines[1]?.verdict).toBe("wrong");
    expect(own.update("$y = x^2$\n\n$\\frac{dy}{dx} = 2 x$").lines[1]?.verdict).toBe("proved");
  });

  test("a document that is refused leaves the last one", () => {
    const own = auditor("$y = 2 = 2$");
    const before = own.found;
    expect(() => own.update("x".repeat(2_000_001))).toThrow(ChainruleError);
    expect(own.found).toBe(before);
  });
});

describe("memory", () => {
  test("an answer is found once, and again after it was forgotten for others", () => {
    const answers = new Answers<string>();
    const memory = new Memory(1000);
    let found = 0;
    const ask = (key: string): string =>
      remembering(memory, () =>
        answers.get(
          () => key,
          () => `${key}${found++}`,
        ),
      );
    expect([ask("a"), ask("a"), ask("b"), ask("a")]).toEqual(["a0", "a0", "b1", "a0"]);
    for (let k = 0; k < 500; k++) ask(`more ${k}`);
    expect(memory.size).toBeLessThan(6);
    expect(ask("a")).toBe("a502");
  });

  test("over many edits it stays as small as it is to be", () => {
    const memory = new Memory(8_000);
    const sizes: number[] = [];
    for (let k = 0; k < 100; k++) {
      const text = `$y = (x + ${k})^2$\n\n$\\frac{dy}{dx} = 2 (x + ${k})$`;
      expect(remembering(memory, () => audit(text)).lines[1]?.verdict).toBe("proved");
      sizes.push(memory.size);
    }
    expect(Math.max(...sizes)).toBeLessThan(100);
    expect(new Set(sizes.slice(60)).size).toBeLessThan(5); // it is full, and what is new replaces what is old
  });

  test("of two memories, neither has the answers of the other; without one, nothing is kept", () => {
    const answers = new Answers<number>();
    let found = 0;
    const ask = (): number =>
      answers.get(
        () => "key",
        () => found++,
      );
    const [one, two] = [new Memory(), new Memory()];
    expect([remembering(one, ask), remembering(two, ask), remembering(one, ask), ask(), ask()]).toEqual([
      0, 1, 0, 2, 3,
    ]);
  });
});

test("graphs have one text exactly if they are built alike", () => {
  const build = (name: string, value?: number) => {
    const [x, w] = [scalar(name, value), scalar("w")];
    return w.mul(x).add(x.square()).named("y");
  };
  expect(graphText([build("x")])).toBe(graphText([build("x")]));
  expect(graphText([build("x")])).not.toBe(graphText([build("z")]));
  expect(graphText([build("x")])).not.toBe(graphText([build("x", 2)]));
  const [a, b] = [scalar("x"), scalar("x")];
  expect(graphText([a.mul(a)])).not.toBe(graphText([a.mul(b)]));
  expect(graphText([a.mul(-0)])).not.toBe(graphText([a.mul(0)]));
  expect(graphText([a.add(b), a])).not.toBe(graphText([a.add(b), b]));
});
