/** Documents that the project renders itself, read back by the auditor: nothing in them is wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audit } from "../src/index";

const folder = new URL("../../../examples/expected/", import.meta.url);
const claimsOf = (name: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { claims, verdict } of audit(readFileSync(new URL(`${name}.md`, folder), "utf8")).lines)
    for (const { verdict: each } of claims.length === 0 ? [{ verdict }] : claims)
      counts[each] = (counts[each] ?? 0) + 1;
  return counts;
};

/**
 * Claims by their verdicts: what is given or defined, what is proved, and numbers that are rounded. None is left unchecked but the
 * line of a gate, which holds for some inputs.
 */
const documents: Readonly<Record<string, Record<string, number>>> = {
  "and-gate": { definition: 1, given: 15, proved: 12, "not checked": 1 },
  autoencoder: { definition: 4, proved: 29 },
  "custom-operation": { given: 7, definition: 8, proved: 46, "rounding only": 35 },
  factors: { given: 15, definition: 32, proved: 65, "rounding only": 62 },
  "general-layer": { definition: 5, proved: 41 },
  mazur: { given: 15, definition: 12, proved: 85, "rounding only": 70 },
  "mazur-mlp": { given: 15, definition: 12, proved: 85, "rounding only": 99 },
  "one-hidden-layer": { definition: 6, proved: 21 },
  pictures: { given: 13, definition: 8, proved: 84, "rounding only": 49 },
  "recurrent-cell": { given: 1, definition: 4, proved: 37 },
  "second-network": { given: 15, definition: 12, proved: 89, "rounding only": 99 },
  "softmax-cross-entropy": { given: 2, definition: 6, proved: 35 },
  "textbook-layers": { given: 1, definition: 5, proved: 43 },
  thresholds: { definition: 6, proved: 58 },
  "xor-impossible": { definition: 1, given: 6 },
};

test.each(Object.entries(documents))("nothing in %s is wrong, and it is checked", (name, counts) => {
  expect(claimsOf(name)).toEqual(counts);
});

test("every document is looked at", () => {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith(".md") ? file.slice(0, -3) : []));
  expect(Object.keys(documents).sort()).toEqual(names.sort());
});
