import { bare, mapTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Definition, Given, Implied } from "../names/definition";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";
import { nameTree } from "../names/trees";

/* Terms of a sum that have names of their own: E_{o1} of E = E_{o1} + E_{o2}. */

type Definitions = Map<string, Definition>;
type Givens = Map<string, Given>;

/** E = \sum 1/2 (target - out)^2 = E_{o1} + E_{o2}: a sum without an index, whose terms the next member names. */
export function summands(
  statements: readonly Statement[],
  definitions: Definitions,
  givens: Givens,
): Implied[] {
  const implied: Implied[] = [];
  for (const [k, { members }] of statements.entries()) {
    const left = members[0] === undefined ? undefined : namedBy(members[0].tree);
    const sum = members.findIndex(
      ({ tree }) =>
        bare(tree).kind === "over" && (bare(tree) as { letters: readonly string[] }).letters.length === 0,
    );
    if (left === undefined || sum === -1) continue;
    const own = definitions.get(keyOf(left));
    const named = members.find(
      ({ tree }, m) => m !== sum && m > 0 && bare(tree).kind === "sum" && termNames(tree).length > 1,
    );
    const others = [...statements].flatMap((each) =>
      each.members[0] !== undefined &&
      namedBy(each.members[0].tree) !== undefined &&
      keyOf(namedBy(each.members[0].tree) as Plain) === keyOf(left)
        ? each.members.slice(1)
        : [],
    );
    const terms = named ?? others.find(({ tree }) => bare(tree).kind === "sum" && termNames(tree).length > 1);
    const over = bare(members[sum]?.tree as Tree);
    if (terms === undefined || over.kind !== "over") {
      if (own?.statement === k) definitions.delete(keyOf(left));
      continue;
    }
    for (const term of termNames(terms.tree)) {
      const key = keyOf(term);
      const body = mapTree(over.body, (part) => {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        if (name === undefined || part.kind !== "name" || name.sub !== "" || name.base === "e")
          return undefined;
        return plainTree({ ...name, base: name.base === "output" ? "out" : name.base, sub: term.sub }, part);
      });
      if (definitions.get(key)?.isNumeric === false) continue;
      definitions.set(key, { name: term, letters: [], tree: body, statement: k, isNumeric: false });
      givens.delete(key);
      implied.push({ name: term, kind: "summand", as: keyOf(left) });
    }
    definitions.set(keyOf(left), {
      name: left,
      letters: [],
      tree: terms.tree,
      statement: k,
      isNumeric: false,
    });
    givens.delete(keyOf(left));
  }
  return implied;
}

/** E_{o1} where only E = ... + ... is defined: the one term that is about o1. */
export function termsNamed(
  statements: readonly Statement[],
  definitions: Definitions,
  givens: Givens,
): Implied[] {
  const implied: Implied[] = [];
  for (const name of statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)))) {
    const key = keyOf(name);
    if (name.sub === "" || name.sup !== "" || definitions.has(key) || givens.has(key)) continue;
    const whole = [...definitions.values()].find(
      (each) =>
        each.name.base === name.base &&
        each.letters.length === 0 &&
        !each.isNumeric &&
        bare(each.tree).kind === "sum",
    );
    const sum = whole === undefined ? undefined : bare(whole.tree);
    if (whole === undefined || sum?.kind !== "sum") continue;
    const isAbout = ({ base, sub }: Plain): boolean => sub === name.sub || `${base}${sub}` === name.sub;
    const [term, ...more] = sum.terms.filter(({ sign, tree }) => sign === "+" && namesIn(tree).some(isAbout));
    if (term === undefined || more.length > 0) continue;
    if (namesIn(term.tree).some((own) => keyOf(own) === key)) continue; // a factor of the term, and not the term
    const at = plainTree(name, nameTree({ base: "x", primes: 0 }, term.tree));
    definitions.set(key, {
      name,
      letters: [],
      tree: term.tree,
      statement: whole.statement,
      isNumeric: false,
    });
    definitions.set(keyOf(whole.name), {
      ...whole,
      tree: mapTree(whole.tree, (part) => (part === term.tree ? at : undefined)),
    });
    implied.push({ name, kind: "summand", as: keyOf(whole.name) });
  }
  return implied;
}

function termNames(tree: Tree): Plain[] {
  const sum = bare(tree);
  if (sum.kind !== "sum") return [];
  const names = sum.terms.map((term) => (term.sign === "+" ? namedBy(term.tree) : undefined));
  return names.includes(undefined) ? [] : (names as Plain[]);
}
