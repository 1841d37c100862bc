import { bare, greekName } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { type Definition, type Given, type Implied, isEquality } from "../names/definition";
import { type Letters, namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree, UPDATED } from "../names/names";
import { NETS, splitNet } from "../names/nets";
import { isNumeric, nameTree } from "../names/trees";

/* What the use of names tells about quantities that a document does not define. */

type Definitions = Map<string, Definition>;
type Givens = Map<string, Given>;

/** X = f(A) = f(B): B, which nothing else tells, is A. */
export function sameArguments(
  statements: readonly Statement[],
  definitions: Definitions,
  givens: Givens,
): Implied[] {
  for (const [k, { members }] of statements.entries()) {
    for (const [m, { tree }] of members.entries()) {
      const [a, b] = [bare(members[m - 1]?.tree ?? tree), bare(tree)];
      const isSame =
        m > 1 && a.kind === "applied" && b.kind === "applied" && a.head.name.base === b.head.name.base;
      if (!isSame || a.kind !== "applied" || b.kind !== "applied") continue;
      const [of, by] = [a.arguments[0], b.arguments[0]];
      const name = by === undefined ? undefined : namedBy(by);
      if (of === undefined || name === undefined || of.kind === "name" || isNumeric(of)) continue;
      const key = keyOf({ ...name, sub: withoutLetters(name, definitions) });
      if (definitions.has(key) || givens.has(key)) continue;
      const letters = key === keyOf(name) ? [] : (name.sub.match(/[a-z]'*/g) ?? []);
      definitions.set(key, {
        name: { ...name, sub: letters.length > 0 ? "" : name.sub },
        letters,
        tree: of,
        statement: k,
        isNumeric: false,
      });
      // the chain's own quantity is then the function of it
      for (const [own, definition] of definitions) {
        if (definition.statement === k && definition.tree === members[m - 1]?.tree)
          definitions.set(own, { ...definition, tree });
      }
    }
  }
  return [];
}

/** Of a name whose index is made of letters that some definition of the document has as axes: nothing; else its own index. */
function withoutLetters({ sub }: Plain, definitions: Definitions): string {
  const axes = new Set([...definitions.values()].flatMap(({ letters }) => letters));
  const parts = sub.match(/[a-z]'*/g) ?? [];
  return parts.length > 0 && parts.join("") === sub && parts.every((part) => axes.has(part)) ? "" : sub;
}

/** dE/dout = R1 = ...: R1 is that derivative. */
export function namedDerivatives(
  statements: readonly Statement[],
  letters: Letters,
  definitions: Definitions,
  givens: Givens,
): Implied[] {
  for (const [k, { members }] of statements.entries()) {
    const left = members[0] === undefined ? undefined : bare(members[0].tree);
    const second = members[1];
    const name = second === undefined || !isEquality(second.sign) ? undefined : namedBy(second.tree);
    if (left?.kind !== "derivative" || name === undefined) continue;
    const { letters: axes, whole } = letters.split(name);
    const key = keyOf(whole);
    const isUsed = definitions.has(key) || givens.has(key);
    const isLeaf = /^[a-z]/.test(name.base) && name.base.length > 2; // out_h1 as the value of a partial
    if (!isUsed && !isLeaf && /^(R|delta|g|e|S|D)$/.test(name.base)) {
      definitions.set(key, { name: whole, letters: axes, tree: left, statement: k, isNumeric: false });
    }
  }
  return [];
}

const OUTPUTS: ReadonlySet<string> = new Set(["out", "output", "y", "o", "a", "h", "yhat", "x", "s"]);

/** Names without a definition that share their index with defined ones: h_1 for out_{h1}, net_{h1} for what out_{h1} is a function of. */
export function impliedNames(
  statements: readonly Statement[],
  letters: Letters,
  definitions: Definitions,
  givens: Givens,
  /** Names that are short for no other. */
  own: ReadonlySet<string>,
): Implied[] {
  const implied: Implied[] = [];
  const derived = [...definitions.values()].map(({ tree }) => tree);
  const formulas = [...statements.flatMap(({ members }) => members.map(({ tree }) => tree)), ...derived].map(
    namesIn,
  );
  const used = formulas.flat();
  const met = new Set<string>();
  for (const name of used) {
    const key = keyOf(name);
    if (met.has(key) || name.sup === UPDATED || letters.split(name).letters.length > 0) continue;
    met.add(key);
    if (definitions.get(key)?.isNumeric === false) continue;
    const found = meantBy(name, definitions);
    if (found === undefined || keyOf(found.of.name) === key) continue;
    if (found.kind === "alias" && own.has(key)) continue;
    if (found.kind === "alias" && areBeside(name, found.of.name, formulas)) continue;
    if (found.kind === "alias" && isParameterOf(name, found.of)) continue;
    const { kind, of } = found;
    const given = givens.get(key);
    const isData = given !== undefined && (kind !== "alias" || given.statement < of.statement);
    if (isData || (definitions.has(key) && kind !== "net input")) continue;
    givens.delete(key);
    if (kind === "net input") {
      const outer = bare(of.tree);
      const split = splitNet(outer, name);
      if (split === undefined) continue;
      definitions.set(key, { name, letters: [], tree: split.net, statement: of.statement, isNumeric: false });
      definitions.set(keyOf(of.name), { ...of, tree: split.outer });
    } else {
      const at = nameTree({ base: "x", primes: 0 }, of.tree);
      definitions.set(key, {
        name,
        letters: [],
        tree: plainTree(of.name, at),
        statement: -1,
        isNumeric: false,
      });
    }
    implied.push({ name, kind, as: keyOf(of.name) });
  }
  return implied;
}

/** The λ of S_λ(a) = max(a - λ, 0) is what the function depends on, and no short name for it. */
const isParameterOf = (name: Plain, { tree }: Definition): boolean =>
  greekName(name.base) !== undefined || namesIn(tree).some((each) => keyOf(each) === keyOf(name));

/** Two names in one formula are two quantities: y_1 and \hat y_1 in \hat y_1 - y_1. */
const areBeside = (a: Plain, b: Plain, formulas: readonly (readonly Plain[])[]): boolean =>
  formulas.some((names) => {
    const keys = new Set(names.map(keyOf));
    return keys.has(keyOf(a)) && keys.has(keyOf(b));
  });

function meantBy(
  name: Plain,
  definitions: Definitions,
): { readonly kind: Implied["kind"]; readonly of: Definition } | undefined {
  const symbolic = [...definitions.values()].filter(
    (each) => each.letters.length === 0 && each.statement >= 0,
  );
  const joined = `${name.base}${name.sub}`;
  const withIndex = (index: string): Definition[] =>
    symbolic.filter(
      (each) =>
        each.name.sub === index &&
        each.name.sup === name.sup &&
        !/^(E|C|L|J|delta|loss|error)$/.test(each.name.base),
    );
  const short = name.sub === "" || /^\d+$/.test(name.sub) ? withIndex(joined) : [];
  const outputs = (found: readonly Definition[]): Definition[] =>
    found.filter((each) => !NETS.has(each.name.base) || found.length === 1);
  const [first] = outputs(short);
  if (first !== undefined && /[A-Za-z]/.test(joined)) return { kind: "alias", of: first };
  if (name.sub === "" || name.base === "E") return undefined;
  const same = withIndex(name.sub).filter((each) => each.name.base !== name.base);
  if (OUTPUTS.has(name.base) && !/^[ixws]$/.test(name.base)) {
    const of = same.find((each) => OUTPUTS.has(each.name.base));
    if (of !== undefined) return { kind: "alias", of };
  }
  if (NETS.has(name.base)) {
    const of = same.find(
      (each) => OUTPUTS.has(each.name.base) && splitNet(bare(each.tree), name) !== undefined,
    );
    if (of !== undefined) return { kind: "net input", of };
  }
  // total error without its index
  return undefined;
}
