import type { Fault, Judgement } from "./judge";

/** What is counted of a kind. */
export interface Count {
  readonly judgements: Judgement[];
  readonly milliseconds: number[];
}

export const FAULTS: readonly Fault[] = [
  "false proof",
  "false equality",
  "false wrong",
  "false condition",
  "needless condition",
  "crash",
];
const OUTCOMES = [
  "proved",
  "numerically equal",
  "holds where",
  "rounding only",
  "wrong",
  "undecided",
] as const;

const MOST_UNDECIDED = 0.03;
const MOST_NEEDLESS = 0.02;
const SLOWEST = 1000;
/** Below this many pairs, shares mean nothing: as many as one pair in a hundred are let pass. */
const LET_PASS = 1;

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

export const counted = ({ judgements }: Count, fault: Fault): number =>
  judgements.filter(({ faults }) => faults.includes(fault)).length;

/** Undecided, refused, or not answered, of pairs whose truth is known. A refusal of what is no right claim is as good as wrong. */
export const undecidedIn = ({ judgements }: Count): number =>
  judgements.filter(
    ({ outcome, truth }) =>
      outcome === "undecided" || outcome === "no answer" || (outcome === "refused" && truth === "same"),
  ).length;

const share = (part: number, whole: number): string =>
  whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
const milliseconds = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value)) : "never";

/** A row for each kind, and one for all. */
export function table(counts: ReadonlyMap<string, Count>): string {
  const head = ["pairs of", "pairs", ...OUTCOMES, "refused", ...FAULTS, "p50 ms", "p99 ms", "max ms"];
  const all: Count = {
    judgements: [...counts.values()].flatMap((count) => count.judgements),
    milliseconds: [...counts.values()].flatMap((count) => count.milliseconds),
  };
  const rows = [...counts, ["all", all] as const].map(([name, count]) => {
    const { judgements } = count;
    const sorted = [...count.milliseconds].sort((a, b) => a - b);
    const of = (outcome: string): number =>
      judgements.filter((judgement) => judgement.outcome === outcome).length;
    const same = judgements.filter(({ truth }) => truth === "same").length;
    return [
      name,
      judgements.length,
      ...OUTCOMES.map((outcome) => (outcome === "undecided" ? undecidedIn(count) : of(outcome))),
      of("refused"),
      ...FAULTS.map((fault) =>
        fault === "needless condition" ? share(counted(count, fault), same) : counted(count, fault),
      ),
      ...[0.5, 0.99, 1].map((part) => milliseconds(percentile(sorted, part))),
    ];
  });
  const line = (cells: readonly unknown[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** What misses the bar: in a kind of pairs, and the time that the slowest of all take. */
export function misses(counts: ReadonlyMap<string, Count>): string[] {
  const times = [...counts.values()].flatMap((count) => count.milliseconds).sort((a, b) => a - b);
  const slow = percentile(times, 0.99);
  const late = slow > SLOWEST ? [`p99 is ${milliseconds(slow)} ms`] : [];
  const faults = [...counts].flatMap(([name, count]) => {
    const found: string[] = [];
    for (const fault of FAULTS) {
      const number = counted(count, fault);
      if (fault !== "needless condition" && number > 0) found.push(`${name}: ${number} × ${fault}`);
    }
    const total = count.judgements.length;
    const same = count.judgements.filter(({ truth }) => truth === "same").length;
    const undecided = undecidedIn(count);
    if (undecided > Math.max(LET_PASS, MOST_UNDECIDED * total))
      found.push(`${name}: undecided ${share(undecided, total)}`);
    const needless = counted(count, "needless condition");
    if (needless > Math.max(LET_PASS, MOST_NEEDLESS * same))
      found.push(`${name}: needless conditions ${share(needless, same)}`);
    return found;
  });
  return [...faults, ...late];
}
