import { verdict } from "./goals";
import { digits, timeText } from "./number";
import { type Mark, type Panel, plot } from "./plot";
import type { Measured } from "./rounds";
import { median, ratio } from "./statistics";
import { markdownTable } from "./table";
import type { Case, Goal, Workload } from "./workload";

/** What one run of a workload gave, as it is kept between runs. */
export interface Run {
  readonly id: string;
  readonly machine: string;
  readonly rounds: number;
  readonly quick: boolean;
  readonly cases: readonly { readonly label: string; readonly measured: readonly Measured[] }[];
}

/** The file that all runs make together. */
export function report(workloads: readonly Workload[], runs: readonly Run[]): string {
  const done = workloads.flatMap((workload) => {
    const run = runs.find(({ id }) => id === workload.id);
    return run === undefined ? [] : [{ workload, run }];
  });
  return `# Results

Written by \`npm run bench\`; edits are lost. [README.md](README.md) says how it is measured.

Ratios are medians over rounds, each taken inside a round; in brackets the middle half of the rounds. Smaller is faster.
"Values" is the largest relative error of what an implementation computed, in all rounds. A row without a time says why.

## Goals

${goals(done)}

${done.map(({ workload, run }) => section(workload, run)).join("\n\n")}
`;
}

type Done = readonly { readonly workload: Workload; readonly run: Run }[];

function goals(done: Done): string {
  const rows = done.flatMap(({ workload, run }) =>
    workload.goals.map((goal) => {
      const measured = run.cases.find(({ label }) => label === goal.case)?.measured ?? [];
      const { value, status } = verdict(goal, measured);
      const show = (number: number): string => goalText(goal, number);
      return [
        `${workload.id}, ${goal.case}`,
        goal.of,
        overText(goal, workload),
        value === undefined ? "" : show(value),
        goal.atLeast === undefined ? "" : show(goal.atLeast),
        show(goal.aim),
        status === "missed" || status === "not measured" ? `**${status}**` : status,
      ];
    }),
  );
  return markdownTable(["workload", "of", "over", "measured", "at least", "aim", ""], rows);
}

function overText({ over }: Goal, { unit }: Workload): string {
  if (typeof over === "string") return over;
  return over.figure === "seconds" ? `(per ${unit})` : `(${over.figure})`;
}

const goalText = ({ over }: Goal, value: number): string =>
  typeof over === "object" && over.figure === "seconds" ? timeText(value) : digits(value);

function section(workload: Workload, run: Run): string {
  const { id, title, what, cases, reference } = workload;
  const tables = run.cases.map(({ label, measured }) => {
    const size = cases.find((one) => one.label === label);
    return size === undefined ? "" : `### ${label}\n\n${table(workload, size, measured)}`;
  });
  return [
    `## ${id}: ${title}`,
    what,
    `${run.machine}; ${run.rounds} rounds${run.quick ? ", quick" : ""}. The ratio 1 is "${reference}".`,
    `![${id}: ratios](results/${id.toLowerCase()}.svg)`,
    ...tables,
  ].join("\n\n");
}

function table(workload: Workload, size: Case, measured: readonly Measured[]): string {
  const reference = measured.find(({ name }) => name === workload.reference)?.seconds ?? [];
  const sorted = [...measured].sort((a, b) => order(a) - order(b));
  const { speed } = workload;
  const figures = [...new Set(measured.flatMap((one) => Object.keys(one.figures)))];
  const rows = sorted.map(({ name, seconds, figures: own, error, problem }) => {
    const { note } = workload.implementations.find((one) => one.name === name) ?? {};
    const timed = seconds.length > 0 && problem === undefined;
    const by = ratio(seconds, reference);
    return [
      name,
      timed ? timeText(median(seconds)) : "",
      timed && reference.length > 0 ? `${digits(by.median)} (${digits(by.low)} to ${digits(by.high)})` : "",
      ...(speed ? [timed ? digits(speed.of(size, median(seconds))) : ""] : []),
      ...figures.map((figure) => (own[figure] === undefined ? "" : digits(own[figure]))),
      error === undefined || !Number.isFinite(error) ? "" : error === 0 ? "0" : error.toExponential(0),
      [problem && `**${problem}**`, note].filter(Boolean).join("; "),
    ];
  });
  return markdownTable(
    ["", `per ${workload.unit}`, "ratio", ...(speed ? [speed.name] : []), ...figures, "values", "note"],
    rows,
  );
}

const order = ({ seconds, problem }: Measured): number =>
  seconds.length === 0 || problem !== undefined ? Number.MAX_VALUE : median(seconds);

/** The picture of a run. */
export function picture(workload: Workload, run: Run): string {
  const panels = run.cases.map(({ label, measured }): Panel => {
    const reference = measured.find(({ name }) => name === workload.reference)?.seconds ?? [];
    const marks = measured
      .filter((one) => order(one) < Number.MAX_VALUE && reference.length > 0)
      .map(({ name, seconds }): Mark => {
        const kind = workload.implementations.find((one) => one.name === name)?.kind ?? "peer";
        return { label: name, kind, ...ratio(seconds, reference) };
      })
      .sort((a, b) => a.median - b.median);
    return { title: label, marks };
  });
  const axis = `time per ${workload.unit} as a multiple of “${workload.reference}”; left is faster`;
  return plot(`${workload.id}: ${workload.title}`, axis, panels);
}
