import { type Tree, walk } from "@chainrule/latex";
import { layerBelow } from "./layers";
import { type Letters, namesIn } from "./letters";
import { keyOf, namedBy, type Plain, plainTree, UPDATED } from "./names";
import type { Statement } from "./statement";
import { bare, isNumeric, mapTree, nameTree, type Printed, printedIn } from "./trees";

/** A formula that a document gives for a name. */
export interface Definition {
  readonly name: Plain;
  readonly letters: readonly string[];
  readonly tree: Tree;
  /** Which statement says so; -1 for what only the use of a name tells. */
  readonly statement: number;
  readonly isNumeric: boolean;
}

/** A number that a document gives for a name. */
export interface Given {
  readonly name: Plain;
  readonly printed: Printed;
  readonly statement: number;
}

/** One reading of a name that the document does not define: with what was concluded, for the conventions. */
export interface Implied {
  readonly name: Plain;
  readonly kind: "alias" | "net input" | "summand";
  readonly as: string;
}

export interface Functions {
  /** f(x) = ...: the argument's name and the formula. */
  readonly defined: ReadonlyMap<
    string,
    { readonly argument: Plain; readonly tree: Tree; readonly statement: number }
  >;
}

export interface Collected {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly givens: ReadonlyMap<string, Given>;
  readonly functions: Functions["defined"];
  readonly implied: readonly Implied[];
}

/** What a document defines and gives besides what is known, whichever comes first; a formula over names counts before a number for the same name. */
export function collected(
  statements: readonly Statement[],
  letters: Letters,
  known: ReadonlySet<string>,
): Collected {
  const definitions = new Map<string, Definition>();
  const numeric = new Map<string, Definition>();
  const givens = new Map<string, Given>();
  const functions = new Map<string, { argument: Plain; tree: Tree; statement: number }>();
  for (const [k, { members, updates }] of statements.entries()) {
    const [left, first] = members;
    if (left === undefined || first === undefined || !isEquality(first.sign) || updates !== undefined)
      continue;
    const call = bare(left.tree);
    if (call.kind === "applied" && call.head.name.primes === 0 && call.arguments.length === 1) {
      const argument = namedBy(call.arguments[0] as Tree);
      const free = new Set(namesIn(first.tree).map(keyOf));
      const isLaw =
        argument !== undefined &&
        free.has(keyOf(argument)) &&
        [...free].every((key) => key === keyOf(argument) || key === "e");
      const { base } = call.head.name;
      if (isLaw && argument !== undefined && !functions.has(base))
        functions.set(base, { argument, tree: first.tree, statement: k });
      continue;
    }
    const name = namedBy(left.tree);
    if (name === undefined || name.sup === UPDATED) continue;
    const { letters: axes, whole } = letters.split(name);
    const key = keyOf(whole);
    const printed = printedIn(first.tree);
    if (printed !== undefined) {
      if (!givens.has(key)) givens.set(key, { name: whole, printed, statement: k });
    } else if (isNumeric(first.tree)) {
      if (!numeric.has(key))
        numeric.set(key, { name: whole, letters: axes, tree: first.tree, statement: k, isNumeric: true });
    } else if (
      !definitions.has(key) &&
      !namesIn(first.tree).some((each) => keyOf(letters.split(each).whole) === key)
    ) {
      definitions.set(key, { name: whole, letters: axes, tree: first.tree, statement: k, isNumeric: false });
    }
  }
  for (const [key, definition] of numeric)
    if (!definitions.has(key)) definitions.set(key, linked(definition, statements, givens));
  for (const key of definitions.keys()) givens.delete(key);
  for (const [key, { name }] of givens) {
    const plain = keyOf({ ...name, sup: "" });
    if (/^\(\d+\)$/.test(name.sup) && (definitions.has(plain) || givens.has(plain))) givens.delete(key); // after so many updates
  }
  for (const key of known) {
    definitions.delete(key);
    givens.delete(key);
  }
  const implied = [
    ...sameArguments(statements, definitions, givens),
    ...namedDerivatives(statements, letters, definitions, givens),
    ...summands(statements, definitions, givens),
    ...impliedNames(statements, letters, definitions, givens),
    ...termsNamed(statements, definitions, givens),
  ];
  layerBelow(statements, definitions, letters);
  return { definitions, givens, functions, implied };
}

/** Numbers of fewer digits are too common to tell where they come from. */
const FEWEST_DIGITS = 3;

/** A formula of numbers with those that an earlier chain ended in replaced by that chain's quantity. */
function linked(
  definition: Definition,
  statements: readonly Statement[],
  givens: ReadonlyMap<string, Given>,
): Definition {
  const data = new Set([...givens.values()].map(({ printed }) => Math.abs(printed.value)));
  const sources = new Map<number, { readonly name: Plain; readonly isNegative: boolean }>();
  for (const { members } of statements.slice(0, definition.statement)) {
    const name = members.length > 2 && members[0] !== undefined ? namedBy(members[0].tree) : undefined;
    const printed = printedIn((members[members.length - 1] as { tree: Tree }).tree);
    if (
      name === undefined ||
      printed === undefined ||
      name.sup === UPDATED ||
      keyOf(name) === keyOf(definition.name)
    )
      continue;
    const size = Math.abs(printed.value);
    if (String(size).replace(/^0\.0*|\./g, "").length >= FEWEST_DIGITS && !data.has(size))
      sources.set(size, { name, isNegative: printed.value < 0 });
  }
  const tree = mapTree(definition.tree, (part) => {
    const source = part.kind === "number" ? sources.get(part.value) : undefined;
    if (source === undefined) return undefined;
    const { end, start } = part;
    const name = plainTree(source.name, nameTree({ base: "x", primes: 0 }, part));
    return source.isNegative
      ? {
          kind: "group",
          bracket: "(",
          body: { kind: "sum", terms: [{ sign: "-", tree: name }], start, end },
          start,
          end,
        }
      : name;
  });
  return { ...definition, tree };
}

export const isEquality = (sign: string | undefined): boolean =>
  sign === "=" || sign === ":=" || sign === "\\approx" || sign === "\\equiv";

/** W6 where the document gives w6 only: the same quantity. */
export function inOneCase(statements: readonly Statement[]): Statement[] {
  const told = new Set<string>();
  for (const { members } of statements) {
    const left = members[0] === undefined ? undefined : namedBy(members[0].tree);
    const isSelf =
      left !== undefined &&
      namesIn(members[1]?.tree ?? (members[0] as { tree: Tree }).tree).some(
        (name) => keyOf(name) === keyOf(left),
      );
    if (left !== undefined && !isSelf && members.length > 1) told.add(keyOf(left));
  }
  const other = (name: Plain): Plain => {
    const { base } = name;
    const swapped =
      base.length === 1 && base !== "e" && base !== "E"
        ? base === base.toUpperCase()
          ? base.toLowerCase()
          : base.toUpperCase()
        : base;
    const plain = { ...name, sup: name.sup === UPDATED ? "" : name.sup };
    return swapped !== base && !told.has(keyOf(plain)) && told.has(keyOf({ ...plain, base: swapped }))
      ? { ...name, base: swapped }
      : name;
  };
  const change = (part: Tree): Tree | undefined => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (name === undefined || part.kind !== "name" || part.name.sup?.formula !== undefined) return undefined;
    const found = other(name);
    return found === name ? undefined : plainTree(found, part);
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
}

/** Chains and definitions with other names of a quantity replaced by its own. */
export function withoutAliases(
  statements: readonly Statement[],
  found: Collected,
): { readonly statements: Statement[]; readonly found: Collected } {
  const own = new Map<string, Plain>();
  for (const { kind, name } of found.implied) {
    const target =
      kind === "alias" ? namedBy(found.definitions.get(keyOf(name))?.tree ?? NOTHING) : undefined;
    if (target !== undefined) own.set(keyOf(name), target);
  }
  const change = (part: Tree): Tree | undefined => {
    let name = part.kind === "name" ? namedBy(part) : undefined;
    if (name === undefined || part.kind !== "name" || !own.has(keyOf(name))) return undefined;
    for (let k = 0; k < own.size && name !== undefined && own.has(keyOf(name)); k++)
      name = own.get(keyOf(name));
    return name && plainTree(name, part);
  };
  const definitions = [...found.definitions].filter(([key]) => !own.has(key));
  return {
    statements: statements.map((statement) => ({
      ...statement,
      members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
    })),
    found: {
      ...found,
      definitions: new Map(
        definitions.map(([key, each]) => [key, { ...each, tree: mapTree(each.tree, change) }]),
      ),
    },
  };
}

const NOTHING: Tree = { kind: "number", text: "0", value: 0, start: 0, end: 0 };

type Definitions = Map<string, Definition>;
type Givens = Map<string, Given>;

/** X = f(A) = f(B): B, which nothing else tells, is A. */
function sameArguments(
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
function namedDerivatives(
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

/** E = \sum 1/2 (target - out)^2 = E_{o1} + E_{o2}: a sum without an index, whose terms the next member names. */
function summands(statements: readonly Statement[], definitions: Definitions, givens: Givens): Implied[] {
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
function termsNamed(statements: readonly Statement[], definitions: Definitions, givens: Givens): Implied[] {
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

const OUTPUTS: ReadonlySet<string> = new Set(["out", "output", "y", "o", "a", "h", "yhat", "x", "s"]);
const NETS: ReadonlySet<string> = new Set(["net", "z", "s", "in", "u", "v", "input"]);

/** Names without a definition that share their index with defined ones: h_1 for out_{h1}, net_{h1} for what out_{h1} is a function of. */
function impliedNames(
  statements: readonly Statement[],
  letters: Letters,
  definitions: Definitions,
  givens: Givens,
): Implied[] {
  const implied: Implied[] = [];
  const derived = [...definitions.values()].map(({ tree }) => tree);
  const used = [...statements.flatMap(({ members }) => members.map(({ tree }) => tree)), ...derived].flatMap(
    namesIn,
  );
  const met = new Set<string>();
  for (const name of used) {
    const key = keyOf(name);
    if (met.has(key) || name.sup === UPDATED || letters.split(name).letters.length > 0) continue;
    met.add(key);
    if (definitions.get(key)?.isNumeric === false) continue;
    const found = meantBy(name, definitions);
    if (found === undefined || keyOf(found.of.name) === key) continue;
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

/** out = f(A) as out = f(net) and net = A; 1/(1+e^{-(A)}) likewise. */
function splitNet(tree: Tree, name: Plain): { readonly net: Tree; readonly outer: Tree } | undefined {
  const isCall = tree.kind === "applied" && tree.arguments.length === 1;
  const net = isCall ? (tree.arguments[0] as Tree) : exponentIn(tree);
  if (net === undefined || bare(net).kind === "name") return undefined;
  const outer = mapTree(tree, (part) =>
    part === net ? plainTree(name, nameTree({ base: "x", primes: 0 }, net)) : undefined,
  );
  return { net, outer };
}

/**
 * Where out = f(A) and net = B stand apart and A is B, out is f(net): so that derivatives by net are those of the graph.
 * `isSame` compares two formulas. The definitions that change; none where nothing does.
 */
export function joinedNets(
  definitions: ReadonlyMap<string, Definition>,
  isSame: (a: Tree, b: Tree) => boolean,
): Definition[] {
  const symbolic = [...definitions.values()].filter(({ isNumeric }) => !isNumeric);
  return symbolic.flatMap((of) => {
    const nets = symbolic.filter(
      ({ name }) =>
        NETS.has(name.base) &&
        name.base !== of.name.base &&
        name.sub === of.name.sub &&
        name.sup === of.name.sup,
    );
    for (const { name, letters, tree } of nets) {
      const typed = letters.length === 0 ? name : { ...name, sub: letters.join("") };
      const split = splitNet(bare(of.tree), typed);
      const fits =
        letters.join() === of.letters.join() && bare(of.tree).kind === "applied" && split !== undefined;
      if (fits && isSame(split.net, tree)) return [{ ...of, tree: split.outer }];
    }
    return [];
  });
}

/** The A of 1/(1 + e^{-(A)}). */
function exponentIn(tree: Tree): Tree | undefined {
  for (const part of walk(tree)) {
    const power = part.kind === "name" && part.name.base === "e" ? part.name.sup?.formula : undefined;
    const sum = power === undefined ? undefined : bare(power);
    const [term] = sum?.kind === "sum" && sum.terms.length === 1 ? sum.terms : [];
    if (term?.sign === "-" && term.tree.kind === "group") return term.tree.body;
  }
  return undefined;
}
