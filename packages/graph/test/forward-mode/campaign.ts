import { checked } from "./check";
import { codeOf, faultText, shrunk } from "./shrink";
import type { Case } from "./source";

export interface Failure {
  readonly seed: number;
  readonly kinds: readonly string[];
  /** The graph, as it was and as small as it could be made, as code. */
  readonly text: string;
}
export interface Result {
  readonly graphs: number;
  readonly judged: number;
  readonly unsaid: number;
  readonly failures: readonly Failure[];
}

/** Checks the cases of seeds in a row. */
export function campaign(
  caseOf: (seed: number) => Case,
  from: number,
  count: number,
  failed: (failure: Failure) => void = () => undefined,
): Result {
  const failures: Failure[] = [];
  let [judged, unsaid] = [0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const given = caseOf(seed);
    const report = checked(given.root, given.symbols, given.directions);
    judged += report.judged;
    unsaid += report.unsaid;
    if (report.faults.length === 0) continue;
    const kinds = [...new Set(report.faults.map(({ kind }) => kind))];
    const small = shrunk(given, kinds[0] as string);
    const found = checked(small.root, small.symbols, small.directions).faults.slice(0, 4).map(faultText);
    const failure = { seed, kinds, text: `seed ${seed}\n${codeOf(small)}\n${found.join("\n")}` };
    failures.push(failure);
    failed(failure);
  }
  return { graphs: count, judged, unsaid, failures };
}
