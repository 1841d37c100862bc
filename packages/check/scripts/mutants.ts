// Prints the mutant study: npx tsx --conditions=@chainrule/source packages/check/scripts/mutants.ts [mutants] [seed]
import { study, studyTable } from "../test/study";

const [count = "1000", seed = "1"] = process.argv.slice(2);
const start = performance.now();
const found = study(Number(count), 21, Number(seed));
console.log(studyTable(found));
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
if (process.env.FAILURES !== undefined) console.log(found.failures.join("\n"));
