/**
 * Kills a process that writes documents, again and again, without warning: no file is torn, and what was left half-written
 * is gone after the next run.
 *   npx tsx --conditions=@chainrule/source scripts/kill-while-writing.ts [COUNT] [SEED]
 */
import { campaign } from "../packages/cli/test/kill";

const [count = 500, seed = 11] = process.argv.slice(2).map(Number);
const { kills, leftBehind, leftovers, torn } = await campaign(count, seed);
console.log(
  `${kills} kills (seed ${seed}), ${leftBehind} of them in the middle of a file: ${torn} torn files, ${leftovers.length} leftovers after the next run`,
);
process.exitCode = torn === 0 && leftovers.length === 0 && leftBehind > 0 ? 0 : 1;
