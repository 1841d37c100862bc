/** Single slips in derivations by hand: how many are found, located, and mended. */
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { type AuditLine, audit } from "../src/index";
import { Random } from "../src/prove/random";
import { derivations, documentOf, type Slipped, slipsOf } from "./derivations";

const wrongIn = (text: string): AuditLine[] =>
  audit(text).lines.filter(({ verdict }) => verdict === "wrong" || verdict === "inherits");

/** Whether the report says what was slipped where it was. */
function isLocated(
  { at, kind }: Slipped,
  found: AuditLine,
  span: readonly [number, number] | undefined,
): boolean {
  const { because, where } = found;
  if (at === undefined || span === undefined)
    return kind === "path dropped"
      ? because.includes("a term is missing")
      : because.includes("a factor is missing");
  if (where === undefined) return false;
  const [from, to] = [where.column, where.column + where.length];
  const isInside = span[0] <= from && to <= span[1];
  if (kind === "difference turned") return isInside || because.includes("its sign is wrong");
  if (kind === "factor 2") return isInside || because.includes("it is 2 times");
  return isInside;
}

test.each(derivations.map((each, k) => [k, each] as const))("derivation %i is right", (_, each) => {
  const { text } = documentOf(each, -1, []);
  const { lines } = audit(text);
  expect(lines.filter(({ verdict }) => verdict !== "proved" && verdict !== "definition")).toEqual([]);
  expect(lines.filter(({ verdict }) => verdict === "proved")).toHaveLength(each.lines.length);
});

const SLIPS = sampled(60, 15);
test(`of ${SLIPS} slips all are found, most are located at their factor, and most are mended`, () => {
  const random = new Random(20);
  const all = derivations.flatMap((derivation) =>
    derivation.lines.flatMap(([, right], index) =>
      slipsOf(right).map((slip) => ({ derivation, index, slip })),
    ),
  );
  const count = { found: 0, located: 0, mended: 0 };
  for (let k = 0; k < SLIPS; k++) {
    const [{ derivation, index, slip }] = all.splice(random.below(all.length), 1) as [(typeof all)[number]];
    const { line, spans, text } = documentOf(derivation, index, slip.terms);
    const [first, ...more] = wrongIn(text);
    const rows = text.split("\n");
    const isFound = first?.line === line && first.verdict === "wrong" && more.length === 0;
    if (isFound) count.found++;
    const span = slip.at && spans[slip.at[0]]?.[slip.at[1]];
    const located = isFound && isLocated(slip, first, span);
    if (located) count.located++;
    const right = (rows[line - 1] as string).indexOf(" = ") + 3;
    const row = rows[line - 1] as string;
    const mended =
      first?.repair &&
      rows.map((each, n) =>
        n === line - 1 ? `${row.slice(0, right)}${first.repair?.text}${derivation.close}` : each,
      );
    const isMended = mended !== undefined && wrongIn(mended.join("\n")).length === 0;
    if (isMended) count.mended++;
  }
  expect(count.found).toBe(SLIPS);
  expect(count.located).toBeGreaterThanOrEqual((5 / 6) * SLIPS);
  expect(count.mended).toBeGreaterThanOrEqual((5 / 6) * SLIPS);
});
