import { expect, test } from "vitest";
import { measure } from "./rounds";
import { type Command, session } from "./session";
import type { Workload } from "./workload";

/** A process that speaks the protocol: it computes `values` and says that each unit took `seconds`. */
const speaking = (values: string, seconds: string): Command => ({
  program: process.execPath,
  words: [
    "-e",
    `let round = 0;
     const say = (message) => console.log(JSON.stringify(message));
     say({ prepareMs: 1, firstMs: 2, units: 10, values: ${values} });
     require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
       if (!line.startsWith("round")) process.exit(0);
       round++;
       say({ seconds: ${seconds}, values: ${values}, figures: { rounds: round } });
     });`,
  ],
});

const names = ["right", "wrong", "wrong later", "absent", "failing"] as const;
const commands: Readonly<Record<(typeof names)[number], Command | { skipped: string }>> = {
  right: speaking("[20]", "round"),
  wrong: speaking("[21]", "round"),
  "wrong later": speaking("[round < 2 ? 20 : 0]", "round"),
  absent: { skipped: "no such module" },
  failing: { program: process.execPath, words: ["-e", "throw new RangeError('too deep')"] },
};

const workload: Workload = {
  id: "T",
  title: "",
  what: "",
  unit: "step",
  cases: [{ label: "one", size: 2 }],
  reference: "right",
  tolerance: 1e-9,
  expected: ({ size }, units) => [size * units],
  implementations: names.map((name) => ({ name, kind: "peer", script: "", modules: [] })),
  goals: [],
};

test("processes take turns, and nobody who is wrong or missing is hidden", async () => {
  const [size = { label: "", size: 0 }] = workload.cases;
  const open = ({ name }: { readonly name: string }) => {
    const start = commands[name as (typeof names)[number]];
    return "skipped" in start ? start : session(start, 30_000);
  };
  const all = await measure(workload, size, open, { rounds: 3, budgetMs: 1 });
  const of = (name: (typeof names)[number]) => all.find((one) => one.name === name);
  expect(of("right")).toEqual({
    name: "right",
    seconds: [1, 2, 3],
    figures: { "prepare ms": 1, "first run ms": 2, rounds: 3 },
    error: 0,
  });
  expect(of("wrong")).toMatchObject({ seconds: [], problem: "wrong: 21, expected 20" });
  expect(of("wrong later")).toMatchObject({ seconds: [1], problem: "wrong: 0, expected 20" });
  expect(of("absent")?.problem).toBe("not measured: no such module");
  expect(of("failing")?.problem).toContain("RangeError: too deep");
});

test("a process that says nothing is ended", async () => {
  const silent = session({ program: process.execPath, words: ["-e", "setInterval(() => {}, 1000)"] }, 200);
  await expect(silent.ready()).rejects.toThrow("over 0.2 s");
});
