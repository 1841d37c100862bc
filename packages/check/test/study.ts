/** The mutant study: single errors in right formulas, in five notations; how many pass, are located, are repaired. */
import { gradient, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { type CheckOptions, check } from "../src/index";
import { Random } from "../src/prove/random";
import { apart, everyPart, type Formula, printed, type Style } from "./formula";
import { generalClaims } from "./general";
import { isHarmless, isLeftOut, type Mutant, mutated } from "./mutate";
import { manyClaims } from "./networks";

export const NOTATIONS = [
  "mathjs, own names",
  "mathjs, aliases",
  "LaTeX, scalars",
  "LaTeX, indices",
  "LaTeX, matrices",
] as const;
export type Notation = (typeof NOTATIONS)[number];

export interface Row {
  mutants: number;
  passed: number;
  located: number;
  repaired: number;
}

export interface Study {
  readonly byNotation: ReadonlyMap<Notation, Row>;
  readonly byError: ReadonlyMap<string, Row>;
  readonly networks: number;
  readonly rightClaims: number;
  readonly rightProved: number;
  readonly failures: readonly string[];
}

/** A right formula in one notation. */
interface RightClaim {
  readonly notation: Notation;
  readonly truth: Node;
  readonly formula: Formula;
  /** What stands before the formula. */
  readonly left: string;
  readonly letters: string;
  readonly options: CheckOptions;
  readonly spelled: (name: string) => string;
  readonly ranks: ReadonlyMap<string, number>;
}

/** Runs so many mutants for each notation, over the 2-2-2 network and others, half of them over tensors. */
export function study(perNotation: number, networks: number, seed: number): Study {
  const random = new Random(seed);
  const half = Math.ceil(networks / 2);
  const claims = [...scalarClaims(half, random), ...tensorClaims(networks - half, random)].map((claim) => ({
    ...claim,
    formula: apart(claim.formula),
  }));
  const byNotation = new Map<Notation, Row>(NOTATIONS.map((notation) => [notation, emptyRow()]));
  const byError = new Map<string, Row>();
  const failures: string[] = [];
  let rightProved = 0;
  for (const claim of claims) {
    const { text } = written(claim, claim.formula);
    if (verdictOf(text, claim) === "proved") rightProved++;
    else failures.push(`${claim.notation}, not proved: ${text}`);
  }
  for (const notation of NOTATIONS) {
    const own = claims.filter((claim) => claim.notation === notation);
    const row = byNotation.get(notation) as Row;
    for (let turn = 0; row.mutants < perNotation; turn++) {
      const claim = own[turn % own.length] as RightClaim;
      const mutant = mutantOf(claim, random);
      if (mutant === undefined) continue;
      const kindRow = byError.get(mutant.kind) ?? emptyRow();
      byError.set(mutant.kind, kindRow);
      for (const failure of judged(claim, mutant, [row, kindRow])) failures.push(`${notation}: ${failure}`);
    }
  }
  return { byNotation, byError, networks, rightClaims: claims.length, rightProved, failures };
}

const emptyRow = (): Row => ({ mutants: 0, passed: 0, located: 0, repaired: 0 });

function verdictOf(text: string, { options, truth }: RightClaim): string {
  try {
    return check(text, truth, options).verdict;
  } catch (error) {
    return String(error);
  }
}

function scalarClaims(count: number, random: Random): RightClaim[] {
  return manyClaims(count, random).flatMap(({ formulas, loss, weight }) => {
    const truth = gradient(loss, weight);
    const names = namesOf(loss);
    const ranks = new Map(names.map((name) => [name, 0]));
    const aliases = new Map(names.map((name, k) => [name, `q${k}`]));
    const shared = { truth, left: "", letters: "", ranks };
    return formulas.flatMap((formula): RightClaim[] => [
      { ...shared, formula, notation: "mathjs, own names", options: {}, spelled: (name) => name },
      {
        ...shared,
        formula,
        notation: "mathjs, aliases",
        options: { aliases: Object.fromEntries([...aliases].map(([name, alias]) => [alias, name])) },
        spelled: (name) => aliases.get(name) as string,
      },
      {
        ...shared,
        formula,
        notation: "LaTeX, scalars",
        options: { syntax: "latex" },
        spelled: (name) => name.replace(/_(\w+)$/, "_{$1}"),
      },
    ]);
  });
}

function tensorClaims(count: number, random: Random): RightClaim[] {
  return Array.from({ length: count }, () => generalClaims(random)).flatMap((claims, network) =>
    claims.flatMap(({ index, left, letters, loss, matrix, truth }): RightClaim[] => {
      const ranks = new Map(
        topologicalOrder([loss]).flatMap((node): [string, number][] =>
          node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node.shape.length]],
        ),
      );
      const equation = network % 2 === 0 ? `\\frac{\\partial E}{\\partial ${left}} = ` : "";
      const shared = { truth, ranks, options: { syntax: "latex" as const }, spelled: (name: string) => name };
      return [
        { ...shared, notation: "LaTeX, indices", formula: index, left: equation, letters },
        { ...shared, notation: "LaTeX, matrices", formula: matrix, left: "", letters: "" },
      ];
    }),
  );
}

const styleOf = (notation: Notation): Style => (notation.startsWith("mathjs") ? "mathjs" : "latex");

function written(claim: RightClaim, formula: Formula, mark: Formula = formula) {
  const { from, text, to } = printed(formula, styleOf(claim.notation), claim.spelled, mark);
  const start = claim.left.length;
  return { text: `${claim.left}${text}`, from: from + start, to: to + start };
}

/** An error that makes a difference; undefined if the one that was drawn does not fit. */
function mutantOf(claim: RightClaim, random: Random): Mutant | undefined {
  const { formula, letters, notation, ranks } = claim;
  const isMatrix = notation === "LaTeX, matrices";
  const isIndexed = notation === "LaTeX, indices";
  const others = (name: string): string[] =>
    [...ranks.keys()].filter(
      (other) =>
        other !== name &&
        other !== "E" &&
        ranks.get(other) === ranks.get(name) &&
        (isMatrix || isIndexed || other.split("_")[0] === name.split("_")[0]),
    );
  const mutant = mutated(formula, { others, isMatrix, letters: isIndexed ? lettersIn(formula) : "" }, random);
  if (mutant === undefined) return undefined;
  return isHarmless(mutant.formula, formula, ranks, letters, isMatrix, random) ? undefined : mutant;
}

function judged(claim: RightClaim, mutant: Mutant, rows: readonly Row[]): string[] {
  const { from, text, to } = written(claim, mutant.formula, mutant.place);
  const failures: string[] = [];
  const count = (key: keyof Row): void => {
    for (const row of rows) row[key]++;
  };
  count("mutants");
  let result: ReturnType<typeof check>;
  try {
    result = check(text, claim.truth, claim.options);
  } catch (error) {
    return [`${mutant.kind}, refused: ${text}: ${String(error).split("\n")[0]}`]; // not passed; not located either
  }
  const { because, repair, repairs, verdict, where } = result;
  if (verdict !== "wrong") {
    count("passed");
    failures.push(`${mutant.kind}, ${verdict}: ${text}`);
  }
  const [start, end] =
    where === undefined ? [0, 0] : [where.place.column - 1, where.place.column - 1 + where.place.length];
  let [first, last] = [from, to];
  while (text[first - 1] === "(" && text[last] === ")") [first, last] = [first - 1, last + 1];
  const isInside = first <= start && end <= last && end > start;
  const isAround =
    start <= from && to <= end && isLeftOut(mutant.kind) && where?.what.startsWith("missing") === true;
  if (isInside || isAround) count("located");
  else
    failures.push(
      `${mutant.kind} at ${text.slice(from, to)}, found ${text.slice(start, end)} (${where?.what}): ${text} (${because.split("\n")[0]?.slice(0, 60)})`,
    );
  if (repair !== undefined) count("repaired");
  else failures.push(`${mutant.kind}, repairs ${repairs?.map((each) => each.edit).join(" or ")}: ${text}`);
  return failures;
}

const lettersIn = (formula: Formula): string =>
  [...new Set(everyPart(formula).flatMap((part) => (part.kind === "name" ? [...part.letters] : [])))].join(
    "",
  );

const namesOf = (loss: Node): string[] =>
  topologicalOrder([loss]).flatMap(({ attrs }) => (attrs.name === undefined ? [] : [nameText(attrs.name)]));

/** All rows as one. */
export function total({ byNotation }: Study): Row {
  const sum = (key: keyof Row): number => [...byNotation.values()].reduce((all, row) => all + row[key], 0);
  return {
    mutants: sum("mutants"),
    passed: sum("passed"),
    located: sum("located"),
    repaired: sum("repaired"),
  };
}

/** The study as tables of a document. */
export function studyTable(found: Study): string {
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const table = (what: string, rows: readonly (readonly [string, Row])[]): string =>
    [
      `| ${what} | mutants | passed | located | one repair |`,
      "| --- | --- | --- | --- | --- |",
      ...rows.map(
        ([name, { located, mutants, passed, repaired }]) =>
          `| ${name} | ${mutants} | ${passed} | ${percent(located, mutants)} | ${percent(repaired, mutants)} |`,
      ),
    ].join("\n");
  return [
    `${found.networks} networks, ${found.rightClaims} right formulas, ${found.rightProved} of them proved.`,
    table("notation", [...found.byNotation, ["all", total(found)]]),
    table(
      "error",
      [...found.byError].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ].join("\n\n");
}
