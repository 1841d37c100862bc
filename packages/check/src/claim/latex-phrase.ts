import { add, ChainruleError, constant, div, mul, type Node, neg, pow, sub } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/mathjs";
import { type FormulaReader, type NameTree, partsOf, type Tree, walk } from "@chainrule/graph/read";

/** What reads the parts of one formula. */
interface Reading {
  readonly reader: FormulaReader;
  readonly text: string;
  /** What was made of the parts of the part that is being made. */
  readonly made: Map<Tree, Phrase>;
}

/**
 * The phrases of a formula of scalars: the same parts as those of a formula in the syntax of mathjs, so that whatever finds and
 * mends a slip there does so here. What has no counterpart is one phrase without parts.
 * @throws ChainruleError as the reader does
 */
export function latexPhrase(tree: Tree, text: string, reader: FormulaReader): Phrase {
  const reading: Reading = { reader, text, made: new Map() };
  if (isDeep(tree)) return read(tree, "call", reading);
  for (const part of [...walk(tree)].reverse()) {
    const phrase = phraseOf(part, reading); // its own parts come after it in the walk
    if (phrase !== undefined) reading.made.set(part, phrase);
  }
  return reading.made.get(tree) ?? read(tree, "call", reading);
}

/** A part is read once for each call that it stands in: of formulas nested deeper than this, no parts are looked for. */
const DEEPEST = 100;

function isDeep(tree: Tree): boolean {
  let level: readonly Tree[] = [tree];
  for (let depth = 0; level.length > 0 && depth <= DEEPEST; depth++) level = level.flatMap(partsOf);
  return level.length > 0;
}

/** A part that is no scalar, or cannot be read by itself, is undefined; so is what it is a part of, unless it reads as a whole. */
function phraseOf(tree: Tree, reading: Reading): Phrase | undefined {
  const phrase = anyPhraseOf(tree, reading);
  return phrase?.node.shape.length === 0 ? phrase : undefined;
}

function anyPhraseOf(tree: Tree, reading: Reading): Phrase | undefined {
  const { made, reader, text } = reading;
  const part = (each: Tree): Phrase | undefined => made.get(each);
  const { start: from, end: to } = tree;
  switch (tree.kind) {
    case "number":
      return attempt(() => read(tree, "number", reading));
    case "group": {
      const inner = part(tree.body);
      if (inner === undefined || tree.bracket === "{") return inner;
      return { node: inner.node, kind: "parentheses", from, to, parts: [inner] };
    }
    case "sum":
      return joined(
        tree.terms.map((term) => ({ phrase: part(term.tree), sign: term.sign })),
        tree.start,
      );
    case "product":
      return joined(
        tree.factors.map((factor) => ({ phrase: part(factor.tree), sign: factor.sign === "/" ? "/" : "*" })),
        tree.start,
      );
    case "entrywise":
      return joined(
        tree.factors.map((factor) => ({ phrase: part(factor), sign: "*" })),
        tree.start,
      );
    case "fraction":
      return sign(tree, div, [part(tree.above), part(tree.below)]);
    case "power": {
      const [base, exponent] = [part(tree.base), part(tree.exponent)];
      const [head, brackets] = base?.kind === "sign" && tree.base.kind === "applied" ? base.parts : [];
      if (brackets === undefined) return sign(tree, pow, [base, exponent]);
      return sign(tree, mul, [head, sign({ ...tree, start: brackets.from }, pow, [brackets, exponent])]); // x(a + b)^2
    }
    case "applied": {
      const [argument] = tree.arguments;
      const [head, inner] = [part(tree.head), argument && part(argument)];
      const whole = attempt(() => reader.read(tree, { text }).node);
      if (whole === undefined || inner === undefined) return whole && atom(tree, whole);
      if (head === undefined) return { node: whole, kind: "call", from, to, parts: [inner] };
      const bracketed: Phrase = {
        node: inner.node,
        kind: "parentheses",
        from: tree.head.end + spacesAt(text, tree.head.end),
        to,
        parts: [inner],
      };
      return sign(tree, mul, [head, bracketed]);
    }
    default: {
      const whole = attempt(() => reader.read(tree, { text }).node);
      if (whole === undefined) return undefined;
      if (tree.kind === "name" && tree.name.sup?.formula === undefined)
        return { ...atom(tree, whole), kind: "name" };
      const raised = tree.kind === "name" ? raisedName(tree, whole, reading) : undefined;
      if (raised !== undefined) return raised;
      const parts = tree.kind === "root" || tree.kind === "absolute" ? partsOf(tree).map(part) : [];
      const isKnown = parts.every((each): each is Phrase => each !== undefined);
      return { ...atom(tree, whole), parts: isKnown ? (parts as readonly Phrase[]) : [] };
    }
  }
}

/** x^2, which is one name to the parser, as the power that it stands for; undefined where what is above is a part of the name. */
function raisedName(tree: NameTree, whole: Node, reading: Reading): Phrase | undefined {
  const { sup, ...name } = tree.name;
  const [base] = whole.inputs;
  if (sup?.formula === undefined || base === undefined || !["pow", "square"].includes(whole.op.name))
    return undefined;
  const end = tree.start + reading.text.slice(tree.start, sup.start).replace(/\s*\^\s*\{?\s*$/, "").length;
  const exponent = attempt(() => read(sup.formula as Tree, "number", reading));
  const own = attempt(() => read({ ...tree, name, end }, "name", reading));
  if (own?.node !== base || exponent?.node.attrs.value === undefined) return undefined;
  return sign(tree, pow, [own, exponent]);
}

/** How far the spaces after a place reach, those that LaTeX has commands for among them. */
export const spacesAt = (text: string, from: number): number =>
  /^(?:\s|~|\\[,;:!>]|\\ |\\q?quad\b)*/.exec(text.slice(from))?.[0].length ?? 0;

const atom = ({ start, end }: Tree, node: Node): Phrase => ({
  node,
  kind: "call",
  from: start,
  to: end,
  parts: [],
});

const read = (tree: Tree, kind: Phrase["kind"], { reader, text }: Reading): Phrase => ({
  ...atom(tree, reader.read(tree, { text }).node),
  kind,
});

const operations = { "+": add, "-": sub, "*": mul, "/": div };

interface Operand {
  readonly phrase: Phrase | undefined;
  readonly sign: keyof typeof operations;
}

/** Operands from left to right, two by two. */
function joined(operands: readonly Operand[], start: number): Phrase | undefined {
  let whole: Phrase | undefined;
  for (const [k, { phrase, sign: between }] of operands.entries()) {
    if (phrase === undefined) return undefined;
    if (k === 0) whole = between === "-" ? negative(phrase, start) : phrase;
    else if (whole !== undefined)
      whole = {
        node: operations[between](whole.node, phrase.node),
        kind: "sign",
        from: start,
        to: phrase.to,
        parts: [whole, phrase],
      };
  }
  return whole;
}

/** -2 is a number, -x the negative of x. */
function negative(phrase: Phrase, from: number): Phrase {
  const { value } = phrase.node.attrs;
  if (phrase.kind === "number" && typeof value === "number")
    return { ...phrase, node: constant(-value), from };
  const node = neg(phrase.node);
  return { node, kind: "sign", from, to: phrase.to, parts: [phrase] };
}

function sign(
  { start, end }: Tree,
  call: (a: Node, b: Node) => Node,
  [a, b]: readonly (Phrase | undefined)[],
): Phrase | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { node: call(a.node, b.node), kind: "sign", from: start, to: end, parts: [a, b] };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}
