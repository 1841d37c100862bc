/*
 * Random formulas that we print in LaTeX and as text, in other words: each is read back to its value, and what is checked is not
 * called wrong. Arguments: how many (10,000), `--seed n`, `--checked n`: every how manyth is checked too (25). The exit code is 1
 * where one is misread or called wrong.
 */
import { parseArgs } from "node:util";
import { accused, misread, rewordedAt } from "../test/reworded/reworded";

const [COUNT, LISTED] = [10_000, 20];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, checked: { type: "string", default: "25" } },
});
const count = Number(positionals[0] ?? COUNT);
const [seed, every] = [Number(values.seed), Number(values.checked)];
const problems: string[] = [];
let checked = 0;
for (let place = 0; place < count; place++) {
  const formula = rewordedAt(seed, place);
  const wrong = misread(formula);
  const isChecked = place % every === 0;
  const unjust = isChecked ? accused(formula) : undefined;
  if (isChecked) checked++;
  for (const because of [wrong, unjust])
    if (because !== undefined)
      problems.push(`${place} ${formula.text}\n      ${formula.printed}\n      ${because}`);
}
console.log(`${count} formulas in other words, seed ${seed}; ${checked} of them checked`);
console.log(
  problems.length === 0 ? "none misread, none called wrong" : `misread or called wrong: ${problems.length}`,
);
for (const problem of problems.slice(0, LISTED)) console.log(`  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
