/*
 * Mutated and hostile formulas at every entry that takes one: each gives a result or a typed error, and reading takes time that
 * grows as the text does. Arguments: how many (20,000), `--seed n`, `--checked n`: every how manyth is checked too (1: all).
 * Times are the processor's, so other work on the machine does not count; what misses a bar is measured again, as the garbage collector
 * may have been at work. The exit code is 1 where anything misses the bar.
 */
import { parseArgs } from "node:util";
import { growing } from "../test/hostile/growing";
import { hostileInputs } from "../test/hostile/inputs";
import { ENTRIES, namesIn, outcomeAt, shownText, truthOf } from "../test/hostile/outcome";
import { faultOf, READERS } from "../test/hostile/readers";

const COUNT = 20_000;
/** Milliseconds of the processor: to read a text, and to check one, for which `check` has a budget of counted work. */
const LONGEST = { read: 2000, check: 8000 } as const;
/** Shapes are read at this size, and at four times of it. */
const SIZE = 500;
/** Four times the text may take so many times as long, above what the clock and the garbage collector blur. */
const [MOST_GROWTH, BLURRED] = [10, 250];
const LISTED = 12;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, checked: { type: "string", default: "1" } },
});
const count = Number(positionals[0] ?? COUNT);
const seed = Number(values.seed);
const every = Number(values.checked);
const problems: string[] = [];

interface Count {
  read: number;
  refused: number;
  longest: number;
}
const counts = new Map<string, Count>();

const processorTime = (): number => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
};

const TRIES = 3;

/** The shortest time that some work takes, measured again as long as it misses a bar; and what it gave. */
function timed<T>(
  work: () => T,
  isWithin: (time: number) => boolean,
): { readonly result: T; readonly time: number } {
  let shortest = Number.POSITIVE_INFINITY;
  for (let k = 1; ; k++) {
    const before = processorTime();
    const result = work();
    shortest = Math.min(shortest, processorTime() - before);
    if (isWithin(shortest) || k === TRIES) return { result, time: shortest };
  }
}

for (const [k, { base, text }] of hostileInputs(count, seed).entries()) {
  const names = namesIn(`${base} ${text}`, k % 3);
  const truth = truthOf(base, names);
  for (const entry of Object.keys(ENTRIES)) {
    const isCheck = entry.startsWith("check");
    if (isCheck && k % every !== 0) continue;
    const most = LONGEST[isCheck ? "check" : "read"];
    const { result: outcome, time: took } = timed(
      () => outcomeAt(entry, text, names, truth),
      (time) => time <= most,
    );
    const found = counts.get(entry) ?? { read: 0, refused: 0, longest: 0 };
    counts.set(entry, found);
    found.longest = Math.max(found.longest, took);
    if (typeof outcome === "string") found[outcome]++;
    else problems.push(`${entry}: ${shownText(text)}: ${outcome.fault}`);
    if (took > most) problems.push(`${entry}: ${shownText(text)}: ${Math.round(took)} ms`);
  }
}

let longest = 0;
for (const [name, text] of growing) {
  for (const [reader, read] of Object.entries(READERS)) {
    const at = (size: number, isWithin: (time: number) => boolean): number => {
      const typed = text(size);
      const { result: fault, time } = timed(() => faultOf(read, typed), isWithin);
      if (fault !== undefined) problems.push(`${reader}: ${name}: ${fault}`);
      return time;
    };
    const small = at(SIZE, () => true);
    const isSteep = (time: number): boolean => time > BLURRED && time > MOST_GROWTH * small;
    const large = at(4 * SIZE, (time) => !isSteep(time) && time <= LONGEST.read);
    longest = Math.max(longest, large);
    if (isSteep(large) || large > LONGEST.read)
      problems.push(
        `${reader}: ${name}: ${Math.round(small)} ms, then ${Math.round(large)} ms for four times as much`,
      );
  }
}

console.log(`${count} inputs, seed ${seed}`);
for (const [entry, { longest, read, refused }] of counts)
  console.log(`  ${entry}: ${read} read, ${refused} refused, at most ${Math.round(longest)} ms`);
console.log(
  `${growing.length} shapes that grow, in ${Object.keys(READERS).length} ways: at most ${Math.round(longest)} ms`,
);
console.log(problems.length === 0 ? "nothing misses the bar" : `misses the bar: ${problems.length}`);
for (const problem of problems.slice(0, LISTED)) console.log(`  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
