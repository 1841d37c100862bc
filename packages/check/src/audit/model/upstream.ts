import { bare, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { type Definition, isEquality, type Upstream } from "../names/definition";
import { type Letters, namesIn } from "../names/letters";
import { functionNamed, isFunction, isLossName, keyOf, namedBy, type Plain, plainTree } from "../names/names";

/*
 * A loss of which nothing is said but that it depends on what a document computes. Its first derivatives are those of the sum of all
 * outputs, each times a symbol for the gradient that comes from above: L = \sum_i u_i y_i, of which ∂L/∂y_i is u_i.
 */

const BASE = "upstream";

/** What the gradient from above of one of the outputs is called, where nobody sees it: as a node it has the name of the derivative. */
const upstreamBase = (k: number): string => `${BASE}${String.fromCharCode(97 + k)}`;

/** The output whose gradient from above a name stands for. */
export const outputOf = ({ base }: Plain, { outputs }: Upstream): Plain | undefined =>
  outputs.find((_, k) => upstreamBase(k) === base);

/** The loss that derivatives are of and that nothing defines; undefined where there is none, or where its own derivatives are told. */
export function upstreamLoss(
  statements: readonly Statement[],
  definitions: ReadonlyMap<string, Definition>,
  givens: ReadonlyMap<string, unknown>,
  letters: Letters,
): (Definition & Upstream) | undefined {
  const loss = undefinedLoss(statements, definitions);
  if (loss === undefined || givens.has(keyOf(loss))) return undefined;
  const outputs = outputsIn(definitions, loss, letters);
  const isTold = outputs.some(({ name }) => isDerivativeTold(statements, loss, name, letters));
  if (outputs.length === 0 || outputs.length > MOST_OUTPUTS || isTold) return undefined;
  const terms = outputs.map((output, k) => ({ sign: "+" as const, tree: termOf(output, k, letters) }));
  const tree: Tree = { kind: "sum", terms, ...NOWHERE };
  const names = outputs.map(({ name }) => name);
  return { name: loss, letters: [], tree, statement: -1, isNumeric: false, loss, outputs: names };
}

/**
 * L = ℓ(o, y): a loss that is a function of which nothing is said, of what the document computes and of targets. Undefined where there is
 * none, or where what it is of is not computed.
 */
export function lossByName(
  definitions: ReadonlyMap<string, Definition>,
  isKnown: (called: string) => boolean,
  letters: Letters,
): (Definition & Upstream) | undefined {
  for (const definition of definitions.values()) {
    const { name, tree } = definition;
    const call = bare(tree);
    if (!isLossName(name.base) || call.kind !== "applied" || call.arguments.length < 2) continue;
    const called = functionNamed(call);
    if (called === undefined || isFunction(called) || isKnown(called)) continue;
    const outputs = call.arguments.flatMap((argument) => {
      const of = namedBy(argument);
      return (of && definitions.get(keyOf(letters.split(of).whole))) ?? [];
    });
    const [output] = outputs;
    if (output === undefined || outputs.length > 1) continue;
    const terms = [{ sign: "+" as const, tree: termOf(output, 0, letters) }];
    return { ...definition, tree: { kind: "sum", terms, ...NOWHERE }, loss: name, outputs: [output.name] };
  }
  return undefined;
}

/** A document computes one thing, or a few. */
const MOST_OUTPUTS = 8;

const NOWHERE = { start: 0, end: 0 };
const ANYWHERE: NameTree = { kind: "name", name: { base: "x", primes: 0 }, ...NOWHERE };

type Derivative = Tree & { readonly kind: "derivative" };

const derivativesIn = (tree: Tree): Derivative[] =>
  [...walk(tree)].flatMap((part) => (part.kind === "derivative" ? [part] : []));

function undefinedLoss(
  statements: readonly Statement[],
  definitions: ReadonlyMap<string, Definition>,
): Plain | undefined {
  const tops = new Map<string, Plain>();
  const used = new Set<string>();
  for (const { tree } of statements.flatMap(({ members }) => members)) {
    const heads = new Set<Tree>();
    for (const { by, of } of derivativesIn(tree)) {
      const top = bare(of);
      const name = namedBy(top);
      heads.add(top);
      if (name !== undefined && !definitions.has(keyOf(name)) && by.length === 1) tops.set(keyOf(name), name);
    }
    for (const part of walk(tree)) {
      const name = part.kind === "name" && !heads.has(part) ? namedBy(part) : undefined;
      if (name !== undefined) used.add(keyOf(name));
    }
  }
  const found = [...tops].filter(([key, { sub }]) => !used.has(key) && sub === "");
  const [only] = found;
  return found.length === 1 ? only?.[1] : undefined;
}

/** What the document defines and uses in no other definition. Gradients are no outputs. */
function outputsIn(
  definitions: ReadonlyMap<string, Definition>,
  loss: Plain,
  letters: Letters,
): Definition[] {
  const isGradient = ({ tree }: Definition): boolean =>
    derivativesIn(tree).some(({ of }) => {
      const name = namedBy(of);
      return name !== undefined && keyOf(name) === keyOf(loss);
    });
  const computed = [...definitions.values()].filter((each) => !each.isNumeric && !isGradient(each));
  const used = new Set(
    computed.flatMap(({ tree }) => namesIn(tree).map((name) => keyOf(letters.split(name).whole))),
  );
  return computed.filter(({ name }) => !used.has(keyOf(name)));
}

/** Whether the document says what ∂L/∂y is of an output: then its loss is told that way. */
const isDerivativeTold = (
  statements: readonly Statement[],
  loss: Plain,
  output: Plain,
  letters: Letters,
): boolean =>
  statements.some(({ members: [left, first] }) => {
    const tree = left && bare(left.tree);
    if (tree?.kind !== "derivative" || first === undefined || !isEquality(first.sign)) return false;
    const [of, by] = [namedBy(tree.of), tree.by[0] && namedBy(tree.by[0])];
    const isOwn =
      of !== undefined &&
      by !== undefined &&
      keyOf(of) === keyOf(loss) &&
      keyOf(letters.split(by).whole) === keyOf(output);
    return isOwn && derivativesIn(first.tree).length === 0;
  });

/** u_{ij} y_{ij}, summed over its letters; of a whole, the sum of u ⊙ y. */
function termOf({ letters: axes, name }: Definition, k: number, letters: Letters): Tree {
  const base = upstreamBase(k);
  const own = (plain: Plain): NameTree => plainTree(plain, ANYWHERE);
  const sub = axes.join("");
  if (letters.areWholes) {
    const factors = [own({ base, sub: "", sup: "" }), own(name)];
    const body: Tree = { kind: "entrywise", factors, ...NOWHERE };
    const head: NameTree = { kind: "name", name: { base: "sum", primes: 0, upright: true }, ...NOWHERE };
    return { kind: "applied", head, bracket: "(", arguments: [body], ...NOWHERE };
  }
  const factors = [own({ base, sub, sup: "" }), own(axes.length === 0 ? name : { ...name, sub })];
  const product: Tree = {
    kind: "product",
    factors: factors.map((tree) => ({ sign: "" as const, tree })),
    ...NOWHERE,
  };
  return axes.reduceRight<Tree>(
    (body, letter) => ({ kind: "over", sign: "sum", letters: [letter], body, head: NOWHERE, ...NOWHERE }),
    product,
  );
}
