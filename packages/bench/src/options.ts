import { parseArgs } from "node:util";

/** What the command was asked for. */
export interface Options {
  /** Workloads by id; all if empty. */
  readonly ids: readonly string[];
  readonly rounds: number;
  readonly budgetMs: number;
  readonly warmMs: number;
  readonly limitMs: number;
  readonly quick: boolean;
  /** Also the cases that are opt-in. */
  readonly all: boolean;
  /** Only implementations whose name contains this, and those that ratios need. */
  readonly only: string;
  /** Measure nothing: write the report of what was measured before. */
  readonly report: boolean;
}

export const usage = `npm run bench -- [W1 W2 ...] [options]
  --rounds N   rounds in which every implementation is timed once (7; quick: 3)
  --quick      shorter rounds and shorter patience
  --all        also cases that need minutes or gigabytes
  --only TEXT  only implementations whose name contains TEXT, and the reference
  --report     measure nothing, write RESULTS.md from what was measured before`;

/** @throws Error for what is not an option, a workload or a number of rounds */
export function parseOptions(words: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      report: { type: "boolean", default: false },
    },
  });
  const ids = positionals.map((word) => word.toUpperCase());
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0)
    throw new Error(`no workload ${unknown.join(", ")} (there are ${known.join(", ")})`);
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 7));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: not a whole number >= 1`);
  return {
    ids,
    rounds,
    budgetMs: values.quick ? 60 : 300,
    warmMs: values.quick ? 300 : 1500,
    limitMs: values.all ? 900_000 : values.quick ? 30_000 : 120_000,
    quick: values.quick,
    all: values.all,
    only: values.only,
    report: values.report,
  };
}
