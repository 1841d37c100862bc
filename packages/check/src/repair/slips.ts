import { type Factor, type Tree, walk } from "@chainrule/graph/read";
import type { Side } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";
import type { Count } from "../locate/counts";
import { forgotten } from "./forgotten";
import { missingMeans, surplusEdit, surplusMeans } from "./means";
import { ADDED, bracketsOf, EXCHANGED, factor, REMOVED, replaced, type Slip, term, written } from "./slip";
import { slipsOfLetters } from "./slips-of-letters";
import { lettersOf, otherLetters, otherNames, transpositions } from "./slips-of-names";

/**
 * The small changes of a formula over tensors that a slip could be undone by: signs, factors 2, dropped and surplus factors and
 * terms, other names, other and exchanged index letters, transpositions, primes, squares, 1/n. Which of them make it right is for
 * the caller to find out.
 */
export function slipsIn(side: Side, words: Vocabulary, counts: readonly Count[]): Slip[] {
  const trees = treesOf(side);
  const letters = lettersOf(side, trees);
  return [
    ...trees.flatMap((tree) => [
      ...signs(tree, side),
      ...surplus(tree, side, counts),
      ...surplusMeans(tree, side, counts),
      ...powers(tree, side),
      ...primes(tree, side),
      ...doubled(tree, side),
      ...(tree.kind === "name"
        ? [...otherLetters(tree, side, letters), ...otherNames(tree, side, words)]
        : []),
      ...transpositions(tree, side, words),
      ...forgotten(tree, side, words, letters),
    ]),
    ...[...trees].reverse().flatMap((tree) => slipsOfLetters(tree, side, letters)), // the smallest part first
    ...missingMeans(side, words, counts),
  ];
}

/** All parts of a formula, what is in the brackets after a name among them. */
export const treesOf = (side: Side): readonly Tree[] =>
  [...walk(side.tree)].flatMap((tree) => (tree.kind === "applied" ? [tree, bracketsOf(tree, side)] : [tree]));

/** Signs, and differences the wrong way round. */
function signs(tree: Tree, side: Side): Slip[] {
  const found: Slip[] = [];
  if (tree.kind === "sum") {
    tree.terms.forEach(({ sign }, k) => {
      const flipped = tree.terms.map((each, j) => ({
        ...each,
        sign: j === k ? (sign === "+" ? "-" : "+") : each.sign,
      }));
      const at = k === 0 ? undefined : signBefore(tree, k, side);
      if (at !== undefined) {
        found.push({
          edit: "sign",
          from: at,
          to: at + 1,
          replacement: sign === "+" ? "-" : "+",
          rank: EXCHANGED,
        });
        return;
      }
      const text = flipped
        .map(({ sign: s, tree: part }, j) => `${s === "-" ? "-" : j === 0 ? "" : "+"} ${term(side, part)}`)
        .join(" ");
      const isBare = tree.terms.length === 1;
      found.push(replaced(tree, "sign", text.trim(), isBare && sign === "-" ? REMOVED : EXCHANGED));
    });
    const [a, b, ...rest] = tree.terms;
    if (a?.sign === "+" && b?.sign === "-" && rest.length === 0)
      found.push(
        replaced(
          tree,
          "difference the wrong way round",
          `${written(side, b.tree)} - ${term(side, a.tree)}`,
          a.tree.kind === "number" && a.tree.value === 1 ? ADDED + 1 : EXCHANGED, // 1 - o is usually right
        ),
      );
  }
  const isNegatable =
    tree === side.tree || tree.kind === "group" || tree.kind === "name" || tree.kind === "applied";
  if (tree === side.tree && tree.kind !== "sum")
    found.push(replaced(tree, "sign", `-${factor(side, tree)}`, ADDED));
  else if (isNegatable && tree.kind !== "group")
    found.push(replaced(tree, "sign", `(-${written(side, tree)})`, ADDED + 1));
  return found;
}

/** Where the sign before a term stands. */
function signBefore(
  { terms }: Tree & { readonly kind: "sum" },
  k: number,
  { text }: Side,
): number | undefined {
  const [before, own] = [terms[k - 1], terms[k]];
  if (before === undefined || own === undefined) return undefined;
  const at = text.slice(before.tree.end, own.tree.start).search(/[+-]/);
  return at === -1 ? undefined : before.tree.end + at;
}

/** Factors of a product, what stands before brackets among them. */
function factorsOf(
  tree: Tree,
  side: Side,
): readonly (Factor | { readonly sign: "⊙"; readonly tree: Tree })[] {
  if (tree.kind === "applied") {
    return [
      { sign: "", tree: tree.head },
      { sign: "", tree: bracketsOf(tree, side) },
    ];
  }
  if (tree.kind === "product") return tree.factors;
  if (tree.kind === "entrywise") return tree.factors.map((each) => ({ sign: "⊙" as const, tree: each }));
  return [];
}

/** A factor or a term less. */
function surplus(tree: Tree, side: Side, counts: readonly Count[]): Slip[] {
  const parts = tree.kind === "sum" ? tree.terms : factorsOf(tree, side);
  if (parts.length < 2) return [];
  return parts.map(({ tree: part }, k): Slip => {
    const before = parts[k - 1]?.tree;
    const after = parts[k + 1] as (typeof parts)[number]; // two parts at least
    const minus = tree.kind === "sum" && k === 0 && after.sign === "-" ? "-" : "";
    const what = tree.kind === "sum" ? "term" : "factor";
    const plain =
      part.kind === "number" ? `${what} ${written(side, part)}` : `surplus ${what} ${written(side, part)}`;
    const edit = surplusEdit(part, side, counts) ?? plain;
    return before === undefined
      ? { edit, from: tree.start, to: after.tree.start, replacement: minus, rank: REMOVED }
      : { edit, from: before.end, to: part.end, replacement: "", rank: REMOVED };
  });
}

/** A square less; a square more. */
function powers(tree: Tree, side: Side): Slip[] {
  if (tree.kind === "power")
    return [replaced(tree, "surplus power", written(side, tree.base), REMOVED), ...squareInside(tree, side)];
  if (tree.kind === "name" && tree.name.sup !== undefined && /^\d+$/.test(tree.name.sup.text)) {
    const { sup } = tree.name;
    const before = side.text.slice(tree.start, sup.start).replace(/\^\{?\s*$/, "");
    const after = side.text.slice(sup.end, tree.end).replace(/^\s*\}/, "");
    return [replaced(tree, "surplus power", `${before}${after}`, REMOVED)];
  }
  if (tree.kind === "group" && tree.bracket !== "{")
    return [replaced(tree, "missing square", `${written(side, tree)}^{2}`, ADDED)];
  if (tree.kind === "name" && tree.name.sup === undefined && tree.name.primes === 0)
    return [replaced(tree, "missing square", `${written(side, tree)}^{2}`, ADDED + 1)];
  return [];
}

/** 1 - o^2 for (1 - o)^2. */
function squareInside({ base, end, exponent }: Tree & { readonly kind: "power" }, side: Side): Slip[] {
  const group = base.kind === "applied" ? bracketsOf(base, side) : base;
  if (group.kind !== "group" || group.body.kind !== "sum" || group.body.terms.length < 2) return [];
  const { terms } = group.body;
  const last = (terms[terms.length - 1] as (typeof terms)[number]).tree;
  const power = `^{${written(side, exponent).replace(/^\{(.*)\}$/, "$1")}}`;
  const replacement = `${side.text.slice(group.start, last.end)}${power}${side.text.slice(last.end, group.end)}`;
  return [
    {
      edit: "square at the wrong place",
      from: group.start,
      to: end,
      replacement,
      rank: EXCHANGED,
    },
  ];
}

/** f' for f and f for f'. */
function primes(tree: Tree, side: Side): Slip[] {
  if (tree.kind !== "applied") return [];
  const typed = written(side, tree.head);
  const less = typed.replace(/(?:'|\^\{?\\prime\}?)$/, "");
  const at = { from: tree.head.start, to: tree.head.end };
  return [
    { ...at, edit: "missing prime", replacement: `${typed}'`, rank: EXCHANGED },
    ...(less === typed ? [] : [{ ...at, edit: "surplus prime", replacement: less, rank: EXCHANGED }]),
  ];
}

/** A factor 2 more or less. */
function doubled(tree: Tree, side: Side): Slip[] {
  const slips: Slip[] = [];
  if (tree.kind === "number" && tree.value !== 1)
    slips.push(
      replaced(tree, "factor 2", String(tree.value * 2), EXCHANGED),
      replaced(tree, "factor 2", String(tree.value / 2), EXCHANGED),
    );
  if (tree === side.tree && tree.kind !== "sum")
    slips.push(
      replaced(tree, "factor 2", `2 ${factor(side, tree)}`, ADDED),
      replaced(
        tree,
        "factor 2",
        side.syntax.times(side.syntax.dividedBy("1", "2"), factor(side, tree), false),
        ADDED,
      ),
    );
  else if (tree.kind === "over" || tree.kind === "group" || tree.kind === "applied")
    slips.push(
      replaced(tree, "factor 2", `(2 ${factor(side, tree)})`, ADDED + 1),
      replaced(
        tree,
        "factor 2",
        `(${side.syntax.times(side.syntax.dividedBy("1", "2"), factor(side, tree), false)})`,
        ADDED + 1,
      ),
    );
  return slips;
}
