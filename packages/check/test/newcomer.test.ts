import { describe, expect, test } from "vitest";
import { check } from "../src/index";
import { type Row, rows } from "./newcomer";
import { networks, truthOf } from "./newcomer-networks";

const label = ({ claim, network, truth }: Row): string => `${network}, ${truth}: ${claim}`;
const checked = ({ claim, network, truth }: Row, text = claim) =>
  check(text, truthOf(networks[network], truth), { symbols: networks[network] });

/** Pieces that are joined in another way have no image in a field: numbers have to do. */
const isPiecewise = ({ network, truth }: Row): boolean =>
  ["mae", "huber", "hinge"].includes(network) || truth.startsWith("dQ/");

describe("right claims", () => {
  test.each(rows.filter((row) => row.wrong === undefined).map((row) => [label(row), row] as const))(
    "%s",
    (_, row) => {
      const { because, verdict } = checked(row);
      if (isPiecewise(row)) expect(["proved", "numerically equal"], because).toContain(verdict);
      else expect(verdict, because).toBe("proved");
    },
  );
});

describe("one mistake each", () => {
  test.each(rows.flatMap((row) => (row.wrong === undefined ? [] : [[label(row), row, row.wrong] as const])))(
    "%s",
    (_, row, { at, edit }) => {
      const { counterexample, evidence, repair, verdict, where } = checked(row);
      expect(verdict).toBe("wrong");
      expect(counterexample !== undefined || ["shapes", "indices"].includes(evidence.method)).toBe(true);
      // the place lies in what was changed, or is the part around what is missing
      const place = where?.place.text ?? "";
      expect(place !== "" && (place.includes(at) || at.includes(place)), `${place} for ${at}`).toBe(true);
      expect(row.claim.slice((where?.place.column ?? 0) - 1)).toContain(place);
      if (edit !== undefined) expect(repair?.edit).toMatch(new RegExp(edit));
      if (repair !== undefined) expect(checked(row, repair.text).verdict).toBe("proved");
    },
  );
});
