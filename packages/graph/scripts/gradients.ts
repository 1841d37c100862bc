import { campaign, type Failure, type Result } from "../test/forward-mode/campaign";
import { scalarCase } from "../test/forward-mode/scalars";
import { tensorCase } from "../test/forward-mode/tensors";

/*
 * npm run gradients [-- scalars tensors [first seed]]: gradients of random graphs with special values in their symbols, of order
 * 1 and 2, against forward mode, and `gradient` against `backward` and every backend. Prints what fails, as small as it could
 * be made; the exit code is 1 if anything did.
 */

const [scalars = 5000, tensors = 2000, first = 0] = process.argv.slice(2).map(Number);
const print = ({ kinds, text }: Failure): void => console.log(`${kinds.join(", ")}\n${text}\n`);

const results: readonly (readonly [string, Result])[] = [
  ["scalars", campaign(scalarCase, first, scalars, print)],
  ["tensors", campaign(tensorCase, first, tensors, print)],
];
const kinds = new Map<string, number>();
for (const [name, { graphs, judged, unsaid, failures }] of results) {
  const share = ((100 * judged) / Math.max(1, judged + unsaid)).toFixed(1);
  console.log(`${name}: ${graphs} graphs from seed ${first}, ${judged} derivatives judged (${share} %), ${failures.length} graphs failed`); // biome-ignore format: one line
  for (const kind of failures.flatMap((failure) => failure.kinds))
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}
for (const [kind, count] of kinds) console.log(`  ${kind}: ${count}`);
process.exitCode = kinds.size > 0 ? 1 : 0;
