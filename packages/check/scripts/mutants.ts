// Writes the mutant study into README.md: npx tsx --conditions=@chainrule/source packages/check/scripts/mutants.ts
// With arguments (mutants for each notation, seed) it only prints; FAILURES=1 lists what was not found.
import { readFileSync, writeFileSync } from "node:fs";
import { study, studyTable } from "../test/study";

const [BEGIN, END] = ["<!-- study -->", "<!-- end of study -->"];
const [count, seed] = process.argv.slice(2);
const found = study(Number(count ?? 220), 21, Number(seed ?? 1));
const table = studyTable(found);
console.log(table);
if (process.env.FAILURES !== undefined) console.log(found.failures.join("\n"));
if (count === undefined) {
  const readme = new URL("../README.md", import.meta.url);
  const text = readFileSync(readme, "utf8");
  const [before, rest] = [text.indexOf(BEGIN), text.indexOf(END)];
  writeFileSync(readme, `${text.slice(0, before + BEGIN.length)}\n${table}\n${text.slice(rest)}`);
}
