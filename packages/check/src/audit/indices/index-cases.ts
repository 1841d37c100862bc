import { bare, mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namedBy, plainTree } from "../names/names";

/*
 * Formulas that are said for some entries only: "if i = k, ∂p_i/∂o_k = p_k (1 - p_k)", and for the others when i ≠ k. What is said for
 * i = k is judged with one letter for both; what is said for i ≠ k, with the entries on the diagonal left out on both sides.
 */

/** Two index letters that are the same, or are not. */
interface IndexCondition {
  readonly letters: readonly [string, string];
  readonly isSame: boolean;
}

const LETTER = /^[a-z]$/;

/** The condition that a statement is, if it compares two letters. */
function indexCondition({ members }: Statement): IndexCondition | undefined {
  const [left, right] = members;
  const isPair = left !== undefined && right !== undefined && members.length === 2;
  if (!isPair || !["=", "==", "≠"].includes(right.sign ?? "")) return undefined;
  const [a, b] = [namedBy(left.tree), namedBy(right.tree)];
  const isLetter = (name: typeof a): boolean =>
    name !== undefined && LETTER.test(name.base) && name.sub === "" && name.sup === "";
  if (a === undefined || b === undefined || !isLetter(a) || !isLetter(b) || a.base === b.base)
    return undefined;
  return { letters: [a.base, b.base], isSame: right.sign !== "≠" };
}

/** Statements with the index conditions that the words around them give them; the conditions stay as what is given. */
export function withIndexCases(statements: readonly Statement[], document: string): Statement[] {
  const used = new Set(statements.flatMap((statement) => [...lettersIn(statement)]));
  const conditions = statements
    .map(indexCondition)
    .map((each) => (each?.letters.every((letter) => used.has(letter)) ? each : undefined));
  if (conditions.every((each) => each === undefined)) return [...statements];
  const result = statements.map((statement, k) =>
    conditions[k] === undefined ? statement : { ...statement, isCondition: true as const },
  );
  const apply = (k: number, condition: IndexCondition): boolean => {
    const statement = result[k] as Statement;
    const letters = lettersIn(statement);
    if (!condition.letters.every((letter) => letters.has(letter))) return false;
    result[k] = restricted(statement, condition);
    return true;
  };
  for (const [k, condition] of conditions.entries()) {
    if (condition === undefined) continue;
    const own = statements[k] as Statement;
    const before = statements[k - 1];
    const isAfter =
      before !== undefined &&
      conditions[k - 1] === undefined &&
      isBeside(document.slice(before.end, own.start)) &&
      apply(k - 1, condition);
    if (isAfter) continue;
    let last = own;
    for (let next = k + 1; next < statements.length && conditions[next] === undefined; next++) {
      const statement = statements[next] as Statement;
      const between = document.slice(last.end, statement.start);
      if (/[.。!！](?:\s|$)/.test(between)) break;
      const isFirst = last === own;
      if (!isFirst && statement.members[0]?.passage !== last.members[0]?.passage && between.includes("\n"))
        break;
      apply(next, condition);
      last = statement;
    }
  }
  return result;
}

/** Whether a condition follows its formula on the line: "..., i ≠ k", "... if i ≠ k", "... (i ≠ k)". */
const isBeside = (between: string): boolean =>
  /^(?:[ \t$,，;；(（&\\{}]|quad|text|mathrm|if|when|for|where|with|若|当|當|如果|其中|时)*$/.test(between);

function lettersIn({ members }: Statement): Set<string> {
  const letters = members.flatMap(({ tree }) =>
    [...walk(tree)].flatMap((part) =>
      part.kind === "name" ? (part.name.sub?.parts ?? []).filter((each) => LETTER.test(each)) : [],
    ),
  );
  return new Set(letters);
}

function restricted(statement: Statement, condition: IndexCondition): Statement {
  const [a, b] = condition.letters;
  const change = condition.isSame ? withLetter(a, b) : (tree: Tree): Tree => offDiagonal(tree, a, b);
  return {
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: change(member.tree) })),
    condition: `${a} ${condition.isSame ? "=" : "≠"} ${b}`,
  };
}

/** The formula with one letter in the place of the other. */
const withLetter =
  (from: string, to: string) =>
  (tree: Tree): Tree =>
    mapTree(tree, (part) => {
      if (part.kind === "over" && part.letters.includes(from)) return part;
      const name = part.kind === "name" ? namedBy(part) : undefined;
      if (part.kind !== "name" || name === undefined || !part.name.sub?.parts.includes(from))
        return undefined;
      const sub = part.name.sub.parts.map((each) => (each === from ? to : each)).join("");
      return plainTree({ ...name, sub }, part);
    });

/** A formula times 1 where the letters differ, and 0 where they are the same. */
function offDiagonal(tree: Tree, a: string, b: string): Tree {
  const { end, start } = tree;
  const letter = (base: string): NameTree => ({ kind: "name", name: { base, primes: 0 }, start, end });
  const relation: Tree = { kind: "relation", sides: [letter(a), letter(b)], signs: ["≠"], start, end };
  const factors = [
    { kind: "group" as const, bracket: "(" as const, body: bare(tree), start, end },
    { kind: "group" as const, bracket: "{" as const, body: relation, start, end },
  ];
  return { kind: "product", factors: factors.map((each) => ({ sign: "" as const, tree: each })), start, end };
}
