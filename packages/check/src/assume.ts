import { ChainruleError, type Node } from "@chainrule/graph";
import { readClaims } from "./claim/read";
import type { Vocabulary } from "./claim/vocabulary";
import type { CheckedOptions } from "./options";
import type { Condition } from "./prove/condition";

const JOINED = /\band\b|&&|∧|\\land\b|\\wedge\b|\\text\{\s*and\s*\}|;/;
const RELATION = /(<=|>=|==?|!=|≤|≥|≠|<|>|\\leq?(?![a-z])|\\geq?(?![a-z])|\\lt(?![a-z])|\\gt(?![a-z]))/;

const MEANT: Readonly<Record<string, "<" | "<=" | ">" | ">=" | "!=">> = {
  "<": "<",
  "\\lt": "<",
  "<=": "<=",
  "≤": "<=",
  "\\le": "<=",
  "\\leq": "<=",
  ">": ">",
  "\\gt": ">",
  ">=": ">=",
  "≥": ">=",
  "\\ge": ">=",
  "\\geq": ">=",
  "!=": "!=",
  "≠": "!=",
};

/**
 * What a user says holds: "x > 0", "0 < p < 1", "a > 0 and b >= 0".
 * @throws ChainruleError OPTION where a text is no inequality; as `check` does for its formulas
 */
export function assumptions(truth: Node, words: Vocabulary, settings: CheckedOptions): readonly Condition[] {
  return settings.assume.flatMap((text) =>
    text
      .split(JOINED)
      .flatMap(listed)
      .flatMap((part) => inequalities(part, truth, words, settings)),
  );
}

/** The inequalities of a list: of "x, y > 0" each has the sign. */
function listed(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, letter] of [...text].entries()) {
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (letter === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  const shared = RELATION.exec(parts.at(-1) ?? "");
  const rest = shared === null ? "" : (parts.at(-1) ?? "").slice(shared.index);
  return parts.map((part) => (RELATION.test(part) ? part : `${part} ${rest}`));
}

function inequalities(
  text: string,
  truth: Node,
  words: Vocabulary,
  { syntax }: CheckedOptions,
): readonly Condition[] {
  const parts = text.split(RELATION);
  const relations = parts
    .filter((_, k) => k % 2 === 1)
    .map((sign) => {
      const relation = relationOf(sign);
      if (relation === undefined) throw refusal(text);
      return relation;
    });
  if (relations.length === 0) throw refusal(text);
  const sides = parts
    .filter((_, k) => k % 2 === 0)
    .map((side): Node => {
      const [read, ...more] = readClaims(side.trim(), truth, words, syntax);
      if (read === undefined || more.length > 0 || !("claim" in read)) throw refusal(text);
      return read.claim.node;
    });
  return relations.map(
    (relation, k) => conditionBetween(sides[k] as Node, relation, sides[k + 1] as Node), // one more than relations
  );
}

type Relation = (typeof MEANT)[string];

/** What a relation sign means; undefined for other signs. */
export const relationOf = (sign: string): Relation | undefined =>
  Object.hasOwn(MEANT, sign) ? MEANT[sign] : undefined;

/** What holds of a difference where one quantity is below, above or not the other. */
export function conditionBetween(a: Node, relation: Relation, b: Node): Condition {
  const above = (x: Node, y: Node): Node => (y.attrs.value === 0 ? x : x.sub(y));
  switch (relation) {
    case ">":
    case ">=":
      return { node: above(a, b), sign: relation };
    case "<":
      return { node: above(b, a), sign: ">" };
    case "<=":
      return { node: above(b, a), sign: ">=" };
    case "!=":
      return { node: above(a, b), sign: "!=" };
  }
}

const refusal = (text: string): ChainruleError =>
  new ChainruleError("OPTION", "an assumption is an inequality between formulas", {
    where: "check: assume",
    got: text,
    expected: "x > 0, or 0 < p < 1, or a > 0 and b >= 0",
  });
