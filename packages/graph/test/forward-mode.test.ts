import { expect, test } from "vitest";
import { campaign } from "./forward-mode/campaign";
import { scalarCase } from "./forward-mode/scalars";
import { tensorCase } from "./forward-mode/tensors";

/*
 * Gradients of random graphs with special values in their symbols against forward mode, and `gradient` against `backward` and
 * every backend. `npm run gradients` does the same with more of them, and other seeds if it is given one.
 */
test.each([
  ["scalars", scalarCase, 80],
  ["tensors", tensorCase, 30],
] as const)(
  "%s: orders 1 and 2 are those of forward mode, and the same bits in every way",
  (_, caseOf, count) => {
    const { failures, judged, unsaid } = campaign(caseOf, 0, count);
    expect(failures.map(({ text }) => text)).toEqual([]);
    expect(judged / (judged + unsaid)).toBeGreaterThan(0.9);
  },
);
