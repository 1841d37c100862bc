import { type Rational, rational } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Finding } from "../findings/finding";
import { finding } from "../judge/chain";
import { printedIn } from "../names/trees";
import type { Claim } from "./consequence";
import { exactOf, rowIn, rowText } from "./inputs";
import { constantIn, difference, type Polynomial, rationalText } from "./polynomial";
import type { Compared } from "./rows";
import { inEffect, scopeAt } from "./scope";
import { COMPARISONS, type Comparison, casesIn, holdsFor, isReason, valueIn } from "./value";
import type { Vocabulary } from "./vocabulary";
import { comparisonText } from "./wording";

const { isEqual, quotient } = rational;

const ALL = [-1, 0, 1] as const;

/** What the definition of a unit says of a row whose output is known, compared with the condition that the document states for it. */
export function required(each: Compared, claim: Claim, vocabulary: Vocabulary): Finding | undefined {
  const { bindings, member, statement, target } = each;
  if (target === undefined) return undefined;
  const scope = scopeAt(statement, vocabulary, bindings, "inputs");
  for (const unit of vocabulary.units) {
    const tree = inEffect(vocabulary.meanings.get(unit), statement)?.tree;
    const cases = tree && casesIn(tree);
    if (cases === undefined) continue;
    const signs = new Set<number>();
    let compared: Polynomial | undefined;
    const left = new Set<number>(ALL);
    for (const { condition, value } of cases.rows) {
      const output = printedIn(value);
      const own = condition === undefined ? [...left] : signsOf(condition);
      const sides = condition?.kind === "relation" ? condition.sides : undefined;
      if (sides !== undefined) {
        const [a, b] = [valueIn(sides[0] as Tree, scope), valueIn(sides[1] as Tree, scope)];
        if (!isReason(a) && !isReason(b)) compared ??= difference(a, b);
      }
      for (const sign of own) {
        left.delete(sign);
        if (output !== undefined && isEqual(exactOf(output), target)) signs.add(sign);
      }
    }
    const ratio = compared && ratioOf(claim.polynomial, compared);
    if (ratio === undefined || compared === undefined || signs.size === 0 || signs.size === ALL.length)
      continue;
    const stated = new Set(ALL.filter((sign) => holdsFor(claim.sign, ratio.n < 0n ? -sign : sign)));
    const of = {
      kind: "output of a row",
      output: rationalText(target),
      row: rowText(rowIn(bindings, vocabulary.inputs)),
    } as const;
    const common = ALL.filter((sign) => stated.has(sign) && signs.has(sign));
    if (common.length === stated.size && stated.size === signs.size)
      return finding(member, "proved", { kind: "says the definition", of });
    const says = comparisonText(compared, comparisonOf(signs));
    if (common.length === 0)
      return { ...finding(member, "wrong", { kind: "against the definition", of, says }), expected: says };
    return finding(member, "given", { kind: "condition beside the definition", of, says });
  }
  return undefined;
}

function signsOf(condition: Tree): number[] {
  const sign = condition.kind === "relation" && condition.signs.length === 1 ? condition.signs[0] : undefined;
  const comparison = sign === undefined ? undefined : COMPARISONS[sign];
  return comparison === undefined ? [] : ALL.filter((each) => holdsFor(comparison, each));
}

const comparisonOf = (signs: ReadonlySet<number>): Comparison =>
  (["<", ">", "<=", ">=", "!="] as const).find((each) =>
    ALL.every((sign) => holdsFor(each, sign) === signs.has(sign)),
  ) ?? "=";

/** How many times the second the first is; undefined if it is no multiple. */
function ratioOf(a: Polynomial, b: Polynomial): Rational | undefined {
  const [key] = b.keys();
  if (key === undefined || constantIn(b) !== undefined) return undefined;
  const [x, y] = [a.get(key), b.get(key)];
  if (x === undefined || y === undefined) return undefined;
  const ratio = quotient(x, y);
  const isMultiple =
    a.size === b.size &&
    [...b].every(([each, value]) => {
      const own = a.get(each);
      return own !== undefined && isEqual(quotient(own, value), ratio);
    });
  return isMultiple ? ratio : undefined;
}
