/** Documents that the project renders itself, read back by the auditor: nothing in them is wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audit } from "../src/index";

const folder = new URL("../../../examples/expected/", import.meta.url);
const claimsOf = (name: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { claims } of audit(readFileSync(new URL(`${name}.md`, folder), "utf8")).lines)
    for (const { verdict } of claims) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
};

/**
 * Claims by their verdicts: what is given or defined, what is proved, and numbers that are rounded. None is left unchecked but the
 * line of a gate, which holds for some inputs.
 */
const documents: Readonly<Record<string, Record<string, number>>> = {
  "and-gate": { given: 15, definition: 1, proved: 12, "not checked": 1 },
  autoencoder: { definition: 4, proved: 33 },
  "custom-operation": { given: 7, definition: 8, proved: 50, "rounding only": 37 },
  factors: { given: 15, definition: 32, proved: 75, "rounding only": 77 },
  "general-layer": { definition: 5, proved: 41 },
  mazur: { given: 15, definition: 12, proved: 97, "rounding only": 87 },
  "mazur-mlp": { given: 15, definition: 12, proved: 97, "rounding only": 127 },
  "one-hidden-layer": { definition: 6, proved: 20 },
  pictures: { given: 13, definition: 8, proved: 90, "rounding only": 51 },
  "recurrent-cell": { given: 1, definition: 4, proved: 40 },
  "second-network": { given: 15, definition: 12, proved: 101, "rounding only": 127 },
  "softmax-cross-entropy": { given: 2, definition: 6, proved: 38 },
  "textbook-layers": { given: 2, definition: 4, proved: 46 },
  thresholds: { definition: 6, proved: 58 },
  "xor-impossible": { given: 6, definition: 1 },
};

test.each(Object.entries(documents))("nothing in %s is wrong, and it is checked", (name, counts) => {
  expect(claimsOf(name)).toEqual(counts);
});

test("every document is looked at", () => {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith(".md") ? file.slice(0, -3) : []));
  expect(Object.keys(documents).sort()).toEqual(names.sort());
});
