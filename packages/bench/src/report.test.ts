import { describe, expect, test } from "vitest";
import { verdict } from "./goals";
import { digits, timeText } from "./number";
import { plot } from "./plot";
import { picture, type Run, report } from "./report";
import type { Measured } from "./rounds";
import { markdownTable } from "./table";
import type { Workload } from "./workload";

const measured = (name: string, seconds: readonly number[], more: Partial<Measured> = {}): Measured => ({
  name,
  seconds,
  figures: {},
  error: 1e-12,
  ...more,
});

const workload: Workload = {
  id: "W1",
  title: "a <test>",
  what: "Nothing.",
  unit: "step",
  cases: [{ label: "small", size: 1 }],
  reference: "loops",
  tolerance: 1e-9,
  expected: () => [1],
  implementations: [
    { name: "ours", kind: "chainrule", prepare: () => ({ units: 1, run: () => 0, values: () => [1] }) },
    { name: "loops", kind: "by hand", prepare: () => ({ units: 1, run: () => 0, values: () => [1] }) },
    { name: "other", kind: "peer", note: "float32", script: "none.py", modules: [] },
  ],
  goals: [{ case: "small", of: "ours", over: "loops", atLeast: 1, aim: 0.5 }],
};

const run: Run = {
  id: "W1",
  machine: "a machine",
  rounds: 3,
  quick: false,
  cases: [
    {
      label: "small",
      measured: [
        measured("ours", [4e-6, 4e-6, 5e-6]),
        measured("loops", [1e-6, 1e-6, 1e-6]),
        measured("other", [], { error: 0.5, problem: "wrong: 2, expected 1" }),
      ],
    },
  ],
};

describe("verdict", () => {
  const [goal = { case: "", of: "", over: "", atLeast: 0, aim: 0 }] = workload.goals;
  test.each([
    [0.4, "aim met"],
    [0.9, "met"],
    [1.1, "missed"],
  ])("a ratio of %d: %s", (time, status) => {
    expect(verdict(goal, [measured("ours", [time]), measured("loops", [1])]).status).toBe(status);
  });

  test("where there is an aim alone, it is missed or met", () => {
    const { atLeast: _, ...aimed } = goal;
    const judged = (time: number): string =>
      verdict(aimed, [measured("ours", [time]), measured("loops", [1])]).status;
    expect([judged(0.5), judged(9)]).toEqual(["aim met", "aim missed"]);
  });

  test("who is wrong or missing does not count", () => {
    const ours = measured("ours", [0.1]);
    expect(verdict(goal, [ours]).status).toBe("not measured");
    expect(verdict(goal, [ours, measured("loops", [1], { problem: "wrong" })]).status).toBe("not measured");
  });

  test("figures and seconds count by themselves", () => {
    const ours = measured("ours", [2e-6], { figures: { "bytes/op": 39 } });
    const of = { ...goal, atLeast: 40, aim: 30 };
    expect(verdict({ ...of, over: { figure: "bytes/op" } }, [ours])).toMatchObject({
      value: 39,
      status: "met",
    });
    expect(verdict({ ...goal, over: { figure: "seconds" }, atLeast: 1e-6 }, [ours]).value).toBe(2e-6);
  });
});

describe("report", () => {
  const text = report([workload], [run]);
  test("shows the ratio with its spread, the fastest first", () => {
    const [first, second] = text.split("\n").filter((line) => /^\| (ours|loops) \|/.test(line));
    expect(first).toBe("| loops | 1 µs | 1 (1 to 1) | 1e-12 |  |");
    expect(second).toBe("| ours | 4 µs | 4 (4 to 4.5) | 1e-12 |  |");
  });

  test("shows what is wrong, without a time", () => {
    expect(text).toContain("| other |  |  | 5e-1 | **wrong: 2, expected 1**; float32 |");
  });

  test("says that a goal is missed", () => {
    expect(text).toContain("| W1, small | ours | loops | 4 | 1 | 0.5 | **missed** |");
  });

  test("leaves out workloads that never ran", () => {
    expect(report([workload], [])).not.toContain("W1");
  });
});

describe("table", () => {
  test("numbers stand to the right, bars and line breaks do not break it", () => {
    expect(markdownTable(["a", "b"], [["x|y\nz", "1"]])).toBe("| a | b |\n| --- | --: |\n| x\\|y z | 1 |");
  });
});

describe("numbers", () => {
  test.each([
    [0.02123, "0.0212"],
    [1164, "1,160"],
    [0, "0"],
    [4.747e9, "4.75e+9"],
    [0.000123, "1.23e-4"],
  ])("%d", (value, text) => expect(digits(value)).toBe(text));

  test.each([
    [0.00079, "790 µs"],
    [2, "2 s"],
    [8.1e-8, "81 ns"],
  ])("%d s", (value, text) => expect(timeText(value)).toBe(text));
});

describe("plot", () => {
  const svg = picture(workload, run);
  test("has a dot for each implementation that was timed, on a logarithmic axis", () => {
    const dots = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(dots).toHaveLength(2);
    // One decade from 1 to 10 between 220 and 690.
    expect(dots[0]).toBeCloseTo(220, 0);
    expect(dots[1]).toBeCloseTo(220 + 470 * Math.log10(4), 0);
  });

  test("is well-formed: names are escaped, tags are closed", () => {
    expect(svg).toContain("a &lt;test&gt;");
    expect(svg.match(/<text /g)?.length).toBe(svg.match(/<\/text>/g)?.length);
  });

  test("an axis always covers 1 and at least a decade", () => {
    const text = plot("t", "a", [
      { title: "p", marks: [{ label: "m", kind: "peer", median: 1, low: 1, high: 1 }] },
    ]);
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});
