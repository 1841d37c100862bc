import { type Node, type Size, sizeText, topologicalOrder } from "@chainrule/graph";
import type { Factor, Tree } from "@chainrule/latex";
import { walk } from "@chainrule/latex";
import type { LatexSide } from "../claim/claim";
import type { Vocabulary } from "../claim/vocabulary";

/** One small change of a text: what stands from one place to another is replaced. */
export interface Slip {
  readonly edit: string;
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** What is taken away is a likelier slip than what is put in another's place, and that than what is added. */
  readonly rank: number;
}

const REMOVED = 0;
const EXCHANGED = 1;
const ADDED = 2;

type Typed = Tree & { readonly kind: "name" };

/**
 * The small changes of a formula over tensors that a slip could be undone by: signs, factors 2, dropped and surplus factors and
 * terms, other names, other and exchanged index letters, transpositions, primes, squares, 1/n. Which of them make it right is for
 * the caller to find out.
 */
export function slipsIn(side: LatexSide, words: Vocabulary, sizes: readonly Size[]): Slip[] {
  const trees = [...walk(side.tree)].flatMap((tree) =>
    tree.kind === "applied" ? [tree, bracketsOf(tree, side)] : [tree],
  );
  const letters = lettersOf(side, trees);
  return [
    ...trees.flatMap((tree) => [
      ...signs(tree, side),
      ...surplus(tree, side),
      ...powers(tree, side),
      ...primes(tree, side),
      ...doubled(tree, side),
      ...(tree.kind === "name"
        ? [...otherLetters(tree, side, letters), ...otherNames(tree, side, words)]
        : []),
      ...transpositions(tree, side, words),
      ...forgotten(tree, side, words, letters),
    ]),
    ...means(side, sizes),
  ];
}

const written = ({ text }: LatexSide, { start, end }: Tree): string => text.slice(start, end);

const isSimple = (tree: Tree): boolean =>
  ["name", "number", "group", "applied", "fraction", "transpose", "power", "entry", "root"].includes(
    tree.kind,
  );

/** A tree as a factor. */
const factor = (side: LatexSide, tree: Tree): string =>
  isSimple(tree) || tree.kind === "product" ? written(side, tree) : `(${written(side, tree)})`;

const term = (side: LatexSide, tree: Tree): string =>
  tree.kind === "sum" ? `(${written(side, tree)})` : written(side, tree);

function replaced(tree: Tree, edit: string, replacement: string, rank: number): Slip {
  return { edit, from: tree.start, to: tree.end, replacement, rank };
}

/** Signs, and differences the wrong way round. */
function signs(tree: Tree, side: LatexSide): Slip[] {
  const found: Slip[] = [];
  if (tree.kind === "sum") {
    tree.terms.forEach(({ sign }, k) => {
      const flipped = tree.terms.map((each, j) => ({
        ...each,
        sign: j === k ? (sign === "+" ? "-" : "+") : each.sign,
      }));
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
          EXCHANGED,
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

/** What is in the brackets after a name, which may be a factor. */
function bracketsOf(
  { arguments: [body], bracket, end, head }: Tree & { readonly kind: "applied" },
  side: LatexSide,
): Tree {
  const spaces = /^\s*/.exec(side.text.slice(head.end))?.[0].length ?? 0;
  return { kind: "group", bracket, body: body as Tree, start: head.end + spaces, end }; // a call has an argument
}

/** Factors of a product, what stands before brackets among them. */
function factorsOf(
  tree: Tree,
  side: LatexSide,
): readonly (Factor | { readonly sign: "\\odot"; readonly tree: Tree })[] {
  if (tree.kind === "applied") {
    return [
      { sign: "", tree: tree.head },
      { sign: "", tree: bracketsOf(tree, side) },
    ];
  }
  if (tree.kind === "product") return tree.factors;
  if (tree.kind === "entrywise") return tree.factors.map((each) => ({ sign: "\\odot" as const, tree: each }));
  return [];
}

/** A factor or a term less. */
function surplus(tree: Tree, side: LatexSide): Slip[] {
  const parts = tree.kind === "sum" ? tree.terms : factorsOf(tree, side);
  if (parts.length < 2) return [];
  return parts.map(({ tree: part }, k): Slip => {
    const before = parts[k - 1]?.tree;
    const after = parts[k + 1] as (typeof parts)[number]; // two parts at least
    const minus = tree.kind === "sum" && k === 0 && after.sign === "-" ? "-" : "";
    const what = tree.kind === "sum" ? "term" : "factor";
    const edit =
      part.kind === "number" ? `${what} ${written(side, part)}` : `surplus ${what} ${written(side, part)}`;
    return before === undefined
      ? { edit, from: tree.start, to: after.tree.start, replacement: minus, rank: REMOVED }
      : { edit, from: before.end, to: part.end, replacement: "", rank: REMOVED };
  });
}

/** A square less; a square more. */
function powers(tree: Tree, side: LatexSide): Slip[] {
  if (tree.kind === "power") return [replaced(tree, "surplus power", written(side, tree.base), REMOVED)];
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

/** f' for f and f for f'. */
function primes(tree: Tree, side: LatexSide): Slip[] {
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
function doubled(tree: Tree, side: LatexSide): Slip[] {
  const slips: Slip[] = [];
  if (tree.kind === "number" && tree.value !== 1)
    slips.push(
      replaced(tree, "factor 2", String(tree.value * 2), EXCHANGED),
      replaced(tree, "factor 2", String(tree.value / 2), EXCHANGED),
    );
  if (tree === side.tree && tree.kind !== "sum")
    slips.push(
      replaced(tree, "factor 2", `2 ${factor(side, tree)}`, ADDED),
      replaced(tree, "factor 2", `\\frac{1}{2} ${factor(side, tree)}`, ADDED),
    );
  else if (tree.kind === "over" || tree.kind === "group" || tree.kind === "applied")
    slips.push(
      replaced(tree, "factor 2", `(2 ${factor(side, tree)})`, ADDED + 1),
      replaced(tree, "factor 2", `(\\frac{1}{2} ${factor(side, tree)})`, ADDED + 1),
    );
  return slips;
}

/** The index letters of a formula: those that stand below names, those of sums and those of the result. */
function lettersOf(side: LatexSide, trees: readonly Tree[]): readonly string[] {
  const found = new Set(side.letters ?? []);
  for (const tree of trees) {
    if (tree.kind === "over") for (const letter of tree.letters) found.add(letter);
    if (tree.kind === "name") for (const part of indexParts(tree)) if (isLetter(part)) found.add(part);
  }
  // a factor that was left out may have taken its letter with it
  if (found.size > 0 && found.size < MOST_LETTERS)
    found.add(["k", "i", "j"].find((each) => !found.has(each)) ?? "l");
  return [...found];
}

const isLetter = (part: string): boolean => /^[A-Za-z]$/.test(part);
const indexParts = (tree: Typed): readonly string[] => tree.name.sub?.parts ?? [];

/** Another letter for one of the index; all letters in another order. */
function otherLetters(tree: Typed, side: LatexSide, letters: readonly string[]): Slip[] {
  const { sub } = tree.name;
  if (sub === undefined || !sub.parts.some(isLetter)) return [];
  const put = (parts: readonly string[]): string => {
    const before = side.text.slice(tree.start, sub.start).replace(/_\s*\{?\s*$/, "");
    const after = side.text.slice(sub.end, tree.end).replace(/^\s*\}/, "");
    return `${before}_{${parts.join("")}}${after}`;
  };
  const places = sub.parts.flatMap((part, k) => (isLetter(part) ? [k] : []));
  const others = places.flatMap((k) =>
    letters
      .filter((letter) => letter !== sub.parts[k])
      .map((letter) =>
        replaced(tree, "wrong index", put(sub.parts.map((part, j) => (j === k ? letter : part))), EXCHANGED),
      ),
  );
  const [first, second] = places;
  if (places.length !== 2 || first === undefined || second === undefined) return others;
  const exchanged = sub.parts.map((part, k) =>
    k === first ? (sub.parts[second] as string) : k === second ? (sub.parts[first] as string) : part,
  );
  return [...others, replaced(tree, "transposed", put(exchanged), EXCHANGED)];
}

/** How a quantity is written with letters for its axes. */
function lettered(node: Node, letters: readonly string[], side: LatexSide): string {
  const plain = side.syntax.spelled(node);
  const own = /^(.*)_\{([A-Za-z]+)\}$/.exec(plain);
  const isOwn = own !== null && own[2]?.length === node.shape.length;
  const base = isOwn ? (own[1] as string) : plain;
  if (letters.length === 0) return isOwn ? plain : base;
  const below = /^(.*?)_(?:\{([^{}]*)\}|(\w))(\^.*)?$/.exec(base);
  if (below === null) {
    const above = /^(.*?)(\^.*)$/.exec(base);
    return above === null ? `${base}_{${letters.join("")}}` : `${above[1]}_{${letters.join("")}}${above[2]}`;
  }
  return `${below[1]}_{${below[2] ?? below[3]},${letters.join("")}}${below[4] ?? ""}`;
}

/** The trailing letters of a name that stand for axes: as many as there are letters at the end. */
const axesOf = (tree: Typed): readonly string[] => {
  const parts = indexParts(tree).filter((part) => part !== ",");
  const own = [...parts].reverse().findIndex((part) => !isLetter(part));
  return own === -1 ? parts : parts.slice(parts.length - own);
};

/** Another quantity with the same letters. */
function otherNames(tree: Typed, side: LatexSide, words: Vocabulary): Slip[] {
  const letters = axesOf(tree);
  const typed = written(side, tree);
  const { sup } = tree.name;
  const isPower = sup !== undefined && /^(?:\d+|T|top)$/.test(sup.text);
  const above = isPower ? typed.slice(typed.lastIndexOf("^", sup.start - tree.start)) : "";
  return words.nodes
    .filter(({ shape }) => shape.length === letters.length || letters.length === 0)
    .map((node) => `${lettered(node, letters, side)}${above}`)
    .filter((text) => text !== typed)
    .map((text) => replaced(tree, "wrong name", text, EXCHANGED));
}

/** A matrix transposed, or no longer; a product of matrices the other way round. */
function transpositions(tree: Tree, side: LatexSide, words: Vocabulary): Slip[] {
  const transposed = "^{\\mathsf T}";
  if (tree === side.tree && words.nodes.some(({ shape }) => shape.length === 2) && tree.kind !== "name")
    return [replaced(tree, "transposed", `(${written(side, tree)})${transposed}`, ADDED)];
  if (tree.kind === "transpose") return [replaced(tree, "transposed", written(side, tree.base), EXCHANGED)];
  if (tree.kind === "group" && tree.bracket !== "{")
    return [replaced(tree, "transposed", `${written(side, tree)}${transposed}`, EXCHANGED)];
  if (tree.kind !== "name" || tree.name.primes > 0) return [];
  const { sub, sup } = tree.name;
  if (
    sup !== undefined &&
    /^(?:T|top|\(.*\)T|.*top)$/.test(sup.text) &&
    side.text[sup.start - 1] !== undefined
  ) {
    const isOnly = /^(?:T|top)$/.test(sup.text);
    const before = side.text.slice(tree.start, sup.start).replace(/\^\{?\s*$/, "");
    const after = side.text.slice(sup.end, tree.end).replace(/^\s*\}/, "");
    return isOnly ? [replaced(tree, "transposed", `${before}${after}`, EXCHANGED)] : [];
  }
  if (sup !== undefined || sub?.parts.some(isLetter)) return [];
  return [replaced(tree, "transposed", `${written(side, tree)}${transposed}`, EXCHANGED)];
}

/** So many letters are tried in all orders. */
const MOST_LETTERS = 4;

/** A factor that was left out: a derivative of a function, or a quantity. A term that was left out. */
function forgotten(tree: Tree, side: LatexSide, words: Vocabulary, letters: readonly string[]): Slip[] {
  const isProduct = tree.kind === "product" || tree.kind === "entrywise" || tree.kind === "applied";
  const isOperand = tree === side.tree || isProduct || tree.kind === "group";
  if (!isOperand || tree.kind === "sum") return [];
  const isIndexed = letters.length > 0;
  const names = words.nodes.flatMap((node): string[] => {
    if (node.shape.length === 0) return [side.syntax.spelled(node)];
    if (!isIndexed) return [`${lettered(node, [], side)}^{\\mathsf T}`, lettered(node, [], side)];
    return tuples(letters.slice(0, MOST_LETTERS), node.shape.length).map((each) =>
      lettered(node, each, side),
    );
  });
  const adjoints = adjointsIn(side, words, isIndexed ? letters : []);
  const derivatives = Object.keys(words.functions).filter((name) => /[^']'$/.test(name));
  const slopes = names.flatMap((name) =>
    derivatives.map((f) => `${f.replace(/_?(\d+)(')$/, "_{$1}$2")}(${name})`),
  );
  const typed = factor(side, tree);
  const differences = differencesIn(side, words, isIndexed ? letters : []);
  return [...names, ...slopes, ...differences, ...adjoints].flatMap((name): Slip[] => {
    const edit = `missing factor ${name}`;
    const rank =
      (tree === side.tree ? ADDED : ADDED + 1) +
      (differences.includes(name) ? 1 : adjoints.includes(name) ? 3 : 0);
    const beside = replaced(tree, edit, `${typed} ${name}`, rank);
    if (isIndexed) return [beside];
    const grouped = tree.kind === "entrywise" ? beforeSome(tree, name, edit, rank, side) : [];
    return [
      ...grouped,
      beside,
      replaced(tree, edit, `${name} ${typed}`, rank),
      replaced(
        tree,
        edit,
        tree === side.tree ? `${typed} \\odot ${name}` : `(${typed} \\odot ${name})`,
        rank,
      ),
    ];
  });
}

/** W^T (a \odot b) \odot c for a \odot b \odot c: a matrix before the first of what is joined. */
function beforeSome(
  { factors, start }: Tree & { readonly kind: "entrywise" },
  name: string,
  edit: string,
  rank: number,
  side: LatexSide,
): Slip[] {
  return factors.slice(0, -1).map(({ end }) => {
    const replacement = `(${name} (${side.text.slice(start, end)}))`;
    return { edit, from: start, to: end, replacement, rank };
  });
}

/** The derivatives of the loss by the quantities on the way: a whole error term may have been left out. */
function adjointsIn(side: LatexSide, { loss, nodes }: Vocabulary, letters: readonly string[]): string[] {
  if (loss?.attrs.name === undefined) return [];
  const below = nodes.filter((node) => node.inputs.length > 0 && node !== loss && node.shape.length === 1);
  return below.flatMap((node) =>
    (letters.length === 0 ? [[]] : tuples(letters, 1)).map(
      (own) => `\\frac{\\partial ${side.syntax.spelled(loss)}}{\\partial ${lettered(node, own, side)}}`,
    ),
  );
}

/** Differences that a gradient is made of: 1 - o, 1 - o^2, and those in the graph that the truth comes from. */
function differencesIn(side: LatexSide, { loss, nodes }: Vocabulary, letters: readonly string[]): string[] {
  const isIndexed = letters.length > 0;
  const vectors = nodes.filter(({ shape }) => shape.length === 1);
  const pairs = (loss === undefined ? [] : topologicalOrder([loss])).flatMap(({ inputs, op }) => {
    const [a, b] = inputs;
    const isNamed = a !== undefined && b !== undefined && vectors.includes(a) && vectors.includes(b);
    return op.name === "sub" && isNamed ? [[a, b] as const] : [];
  });
  const written = (node: Node, own: readonly string[]): string => lettered(node, own, side);
  return (isIndexed ? tuples(letters, 1) : [[]]).flatMap((own) => [
    ...pairs.map(([a, b]) => `(${written(a, own)} - ${written(b, own)})`),
    ...vectors.flatMap((node) => {
      const o = written(node, own);
      return [`(1 - ${o})`, isIndexed ? `(1 - ${o}^{2})` : `(1 - ${o} \\odot ${o})`];
    }),
  ]);
}

/** All choices of so many letters in order. */
function tuples(letters: readonly string[], length: number): (readonly string[])[] {
  if (length === 0) return [[]];
  if (length > 2) return [];
  return tuples(letters, length - 1).flatMap((some) =>
    letters.filter((l) => !some.includes(l)).map((l) => [...some, l]),
  );
}

/** The mean for the sum. */
function means(side: LatexSide, sizes: readonly Size[]): Slip[] {
  const counts = new Set(sizes.map((size) => (typeof size === "number" ? String(size) : sizeText(size))));
  counts.delete("1");
  const typed = factor(side, side.tree);
  return [...counts].map((n) => replaced(side.tree, "missing 1/n", `\\frac{1}{${n}} ${typed}`, ADDED));
}
