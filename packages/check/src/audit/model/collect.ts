import { bare, mapTree, type Tree, walk } from "@chainrule/graph/read";
import { isAtOptimum } from "../document/optimum";
import type { Statement } from "../document/passage";
import { type Collected, type Definition, type Given, isEquality } from "../names/definition";
import { type Letters, namesIn } from "../names/letters";
import { functionNamed, isPowerOfName, keyOf, namedBy, type Plain, plainTree, UPDATED } from "../names/names";
import { isNumeric, nameTree, printedIn } from "../names/trees";
import { impliedNames, namedDerivatives, sameArguments } from "./implied";
import { layerBelow } from "./layers";
import { summands, termsNamed } from "./summands";
import { lossByName, upstreamLoss } from "./upstream";

/** A document as it is looked through for definitions. */
export interface Sources {
  readonly document: string;
  readonly statements: readonly Statement[];
  readonly letters: Letters;
  /** The names of a network that was handed over. */
  readonly known: ReadonlySet<string>;
  /** What is not defined here is defined nowhere. */
  readonly isAllRead: boolean;
  /** What is given before this offset no later formula defines otherwise. */
  readonly authority: number;
  /** Names whose shape is declared. */
  readonly declared: readonly Plain[];
}

/**
 * What a document defines and gives besides what is known, whichever comes first; a formula over names counts before a number for the
 * same name.
 */
export function collected({
  authority,
  declared,
  document,
  isAllRead,
  known,
  letters,
  statements,
}: Sources): Collected {
  const definitions = new Map<string, Definition>();
  const numeric = new Map<string, Definition>();
  const givens = new Map<string, Given>();
  const functions = new Map<string, { argument: Plain; tree: Tree; statement: number }>();
  const told = new Set(
    statements.flatMap(({ members: [left, first] }) => {
      const name = left && first && isEquality(first.sign) ? namedBy(left.tree) : undefined;
      return name === undefined ? [] : [keyOf(letters.split(name).whole)];
    }),
  );
  const given = new Set(
    statements.flatMap(({ members: [left, first, ...more] }) => {
      const isData = first !== undefined && more.length === 0 && printedIn(first.tree) !== undefined;
      const name = isData && left !== undefined ? namedBy(left.tree) : undefined;
      return name === undefined ? [] : [keyOf(name)];
    }),
  );
  // the slope of a leaky unit: a number that nothing defines
  const isParameter = (key: string): boolean => !told.has(key) && !known.has(key) && /^[^_^]+$/.test(key);
  const met = new Set<string>(); // names that stand in earlier chains
  const variables = new Set<string>(); // and what derivatives are taken by
  for (const [k, { isCondition, members, start, updates }] of statements.entries()) {
    const [left, first] = members;
    const isNone = isCondition || updates !== undefined;
    if (left === undefined || first === undefined || !isEquality(first.sign) || isNone) continue;
    const call = bare(left.tree);
    if (call.kind === "applied" && call.head.name.primes === 0 && call.arguments.length === 1) {
      const argument = namedBy(call.arguments[0] as Tree);
      // g(w) = dL/dw = (w x - y) x is the law that it is without derivatives
      const body = members.slice(1).find(({ tree }) => derivativeFree(tree)) ?? first;
      const free = new Set(namesIn(body.tree).map(keyOf));
      const isNumbered =
        argument !== undefined && [...told].some((key) => key.startsWith(`${keyOf(argument)}_`));
      const isLaw =
        argument !== undefined &&
        free.has(keyOf(argument)) &&
        !(isNumbered && told.has(keyOf(argument))) &&
        [...free].every(
          (key) => key === keyOf(argument) || key === "e" || isParameter(key) || given.has(key),
        );
      const called = functionNamed(call);
      if (isLaw && argument !== undefined && called !== undefined && !functions.has(called))
        functions.set(called, { argument, tree: body.tree, statement: k });
      continue;
    }
    namedAlong(members, k, letters, definitions, met);
    for (const key of members
      .flatMap(({ tree }) => namesIn(tree))
      .map((each) => keyOf(letters.split(each).whole)))
      met.add(key);
    for (const key of members.flatMap(({ tree }) => variablesIn(tree))) variables.add(key);
    const name = namedBy(left.tree);
    if (name === undefined || name.sup === UPDATED || isPowerOfName(left.tree)) continue;
    if (variables.has(keyOf(name)) && isAtOptimum(document, start)) continue; // what it is at the optimum
    const { letters: axes, whole } = letters.split(name);
    const key = keyOf(whole);
    const before = statements[givens.get(key)?.statement ?? k]?.start ?? start;
    if (before < authority && start >= authority) continue;
    const printed = printedIn(first.tree);
    if (printed !== undefined) {
      if (axes.length === 0 && !givens.has(key)) givens.set(key, { name: whole, printed, statement: k });
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
    ...impliedNames(statements, letters, definitions, givens, ownNames(statements, declared)),
    ...termsNamed(statements, definitions, givens),
  ];
  layerBelow(statements, definitions, letters);
  const isOpen = isAllRead && known.size === 0;
  const upstream = isOpen
    ? (upstreamLoss(statements, definitions, givens, letters) ??
      lossByName(definitions, (called) => functions.has(called), letters))
    : undefined;
  if (upstream !== undefined) {
    const { name, outputs } = upstream;
    definitions.set(keyOf(name), upstream);
    implied.push({ name, kind: "loss from above", as: outputs.map(keyOf).join(", ") });
  }
  return { definitions, givens, functions, implied, upstream };
}

/** Names that stand for themselves: whose shape is declared, and those of programs, where one that is assigned nowhere is an input. */
function ownNames(statements: readonly Statement[], declared: readonly Plain[]): ReadonlySet<string> {
  const [inPrograms, elsewhere] = [new Set(declared.map(keyOf)), new Set<string>()];
  for (const { passage, tree } of statements.flatMap(({ members }) => members))
    for (const name of namesIn(tree)) (passage.isProgram ? inPrograms : elsewhere).add(keyOf(name));
  const told = new Set(declared.map(keyOf));
  return new Set([...inPrograms].filter((key) => told.has(key) || !elsewhere.has(key)));
}

const derivativeFree = (tree: Tree): boolean => [...walk(tree)].every(({ kind }) => kind !== "derivative");

/** What the derivatives in a formula are taken by. */
const variablesIn = (tree: Tree): string[] =>
  [...walk(tree)].flatMap((part) =>
    part.kind === "derivative" ? part.by.flatMap((by) => namesIn(by).map(keyOf)) : [],
  );

/**
 * Names beside the left one: a = ŷ = σ(z) defines ŷ too, and ∂E/∂o = (t - o) (-1) = R_1 defines R_1 by what stands before it. Only
 * names that stand nowhere before are defined so.
 */
function namedAlong(
  members: Statement["members"],
  statement: number,
  letters: Letters,
  definitions: Map<string, Definition>,
  met: ReadonlySet<string>,
): void {
  for (const [k, { sign, tree }] of members.entries()) {
    const name = k === 0 || !isEquality(sign) ? undefined : namedBy(tree);
    if (name === undefined || name.sup === UPDATED || isPowerOfName(tree)) continue;
    const next = members[k + 1];
    const source = next !== undefined && isEquality(next.sign) ? next : members[k - 1];
    const isLast = next === undefined;
    const isFormula =
      source !== undefined && (isLast || namedBy(source.tree) === undefined) && !isNumeric(source.tree);
    const { letters: axes, whole } = letters.split(name);
    const key = keyOf(whole);
    const isSelf = isFormula && namesIn(source.tree).some((each) => keyOf(letters.split(each).whole) === key);
    if (!isFormula || isSelf || (isLast && k < 2) || definitions.has(key) || met.has(key)) continue;
    definitions.set(key, { name: whole, letters: axes, tree: source.tree, statement, isNumeric: false });
  }
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
    const last = members[members.length - 1];
    const printed = last && printedIn(last.tree); // what was given again has no members any more
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
