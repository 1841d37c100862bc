/** The mutant study: single errors in right formulas; how many pass, are located, are repaired. */
import { gradient, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { check } from "../src/index";
import { Random } from "../src/prove/random";
import { errorPlace, isHarmless, mutated } from "./mutate";
import { manyClaims } from "./networks";

export interface Row {
  readonly kind: string;
  mutants: number;
  passed: number;
  located: number;
  repaired: number;
}

export interface Study {
  readonly rows: readonly Row[];
  readonly rightClaims: number;
  readonly rightProved: number;
  readonly failures: readonly string[];
}

/** Runs at least `count` mutants over `networks` networks. */
export function study(count: number, networks: number, seed: number): Study {
  const random = new Random(seed);
  const claims = manyClaims(networks, random).flatMap(({ loss, texts, weight }) =>
    texts.map((text) => ({ loss, text, weight })),
  );
  const rows = new Map<string, Row>();
  const failures: string[] = [];
  let rightProved = 0;
  for (const { loss, text, weight } of claims) {
    if (check(text, gradient(loss, weight)).verdict === "proved") rightProved++;
    else failures.push(`not proved: ${text}`);
  }
  let made = 0;
  for (let turn = 0; made < count; turn++) {
    const { loss, text, weight } = claims[turn % claims.length] as (typeof claims)[number];
    const names = namesOf(loss);
    const mutant = mutated(text, names, random);
    if (mutant === undefined || isHarmless(mutant.text, text, names, random)) continue;
    made++;
    const { repair, verdict, where } = check(mutant.text, gradient(loss, weight));
    const row = rows.get(mutant.kind) ?? { kind: mutant.kind, mutants: 0, passed: 0, located: 0, repaired: 0 };
    rows.set(mutant.kind, row);
    row.mutants++;
    if (verdict !== "wrong") {
      row.passed++;
      failures.push(`${verdict}: ${mutant.text} for ${text}`);
    }
    const place = errorPlace(mutant, names);
    const [from, to] = where === undefined ? [0, 0] : [where.place.column - 1, where.place.column - 1 + where.place.length];
    const isInside = place.from <= from && to <= place.to && to > from;
    const isAround = from <= place.from && place.to <= to && isMissing(mutant.kind);
    if (isInside || isAround) row.located++;
    else failures.push(`${mutant.kind} at ${mutant.text.slice(place.from, place.to)}, found ${mutant.text.slice(from, to)} (${where?.what}): ${mutant.text}`);
    if (repair !== undefined) row.repaired++;
    else failures.push(`${mutant.kind}, no single repair: ${mutant.text} for ${text}`);
  }
  return { rows: [...rows.values()], rightClaims: claims.length, rightProved, failures };
}

const isMissing = (kind: string): boolean => kind === "missing factor" || kind === "dropped path";

function namesOf(loss: Node): Record<string, Node> {
  return Object.fromEntries(
    topologicalOrder([loss]).flatMap((node) => (node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node]])),
  );
}

/** The study as a table. */
export function studyTable({ rightClaims, rightProved, rows }: Study): string {
  const sum = (key: "mutants" | "passed" | "located" | "repaired"): number => rows.reduce((total, row) => total + row[key], 0);
  const all = { kind: "all", mutants: sum("mutants"), passed: sum("passed"), located: sum("located"), repaired: sum("repaired") };
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const lines = [...rows, all].map(
    ({ kind, located, mutants, passed, repaired }) =>
      `| ${kind} | ${mutants} | ${passed} | ${percent(located, mutants)} | ${percent(repaired, mutants)} |`,
  );
  return [
    `right formulas proved: ${rightProved} of ${rightClaims}`,
    "| error | mutants | passed | located | one repair |",
    "|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}
