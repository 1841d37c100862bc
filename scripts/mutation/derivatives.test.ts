/** Gradients of random graphs, and gradients of them, against forward mode: a test for each, so that few meet a mutant. */
import { expect, test } from "vitest";
import { campaign } from "../../packages/graph/test/forward-mode/campaign";
import { scalarCase } from "../../packages/graph/test/forward-mode/scalars";
import { tensorCase } from "../../packages/graph/test/forward-mode/tensors";

const kinds = [
  ["scalars", scalarCase, 300],
  ["tensors", tensorCase, 200],
] as const;
for (const [name, caseOf, count] of kinds)
  test.each(Array.from({ length: count }, (_, seed) => seed))(`${name} of seed %d`, (seed) => {
    expect(campaign(caseOf, seed, 1).failures.map(({ text }) => text)).toEqual([]);
  });
