import {
  ChainruleError,
  constant,
  gradient,
  type Node,
  sizeText,
  substituted,
  symbolsOf,
} from "@chainrule/graph";
import { bare, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { type PlainKind, type Reason, reason } from "../findings/reason";
import { isEquality } from "../names/definition";
import { keyOf, namedBy, plain } from "../names/names";
import { printedIn } from "../names/trees";
import { hasSamplesInColumns } from "../notation/columns-of-samples";
import { type Compared, comparison, isEqual } from "./compare-graphs";
import type { Model, Quantity } from "./model";
import type { Premise } from "./premises";

/** What a document states of quantities that it neither defines nor gives a value, such as \sum_k t_k = 1. */
export interface Fact {
  /** As the document has it. */
  readonly text: string;
  /** The statement that says so; undefined where words do. */
  readonly statement?: number;
  /** Where it is supposed, as offsets of the document; undefined where it holds for all of it. */
  readonly within?: { readonly start: number; readonly end: number };
  /** What is 0 under the condition, and the symbol of it that the condition is solved for. */
  readonly symbol: Node;
  readonly image: Node;
}

type Solved = Pick<Fact, "symbol" | "image">;

/** A graph in which a condition holds whatever the values of its symbols are. */
const under = (node: Node, { image, symbol }: Fact): Node =>
  substituted([node], (each) => (each === symbol ? image : undefined))[0] as Node;

/** The entries of a quantity along an axis, made to sum to a number. */
function withSum({ node }: Quantity, total: number, axis = -1): Solved {
  return { symbol: node, image: node.mul(total).div(node.sum({ axis, keepDims: true })) };
}

/** Along which axis the entries of one sample are: the last, or the first where samples are columns, or one column is typed as a matrix. */
function axisOfClasses({ shape }: Node, document: string): number {
  const [rows, columns] = shape;
  return shape.length === 2 && rows !== 1 && (columns === 1 || hasSamplesInColumns(document)) ? 0 : -1;
}

/**
 * The conditions among the statements of a document: sums of a free quantity along its last axis, and equations that are linear
 * in free symbols, where one side is a number or has symbols that the other does not have. What is a name on its left is a
 * definition and none.
 */
export function statedFacts(statements: readonly Statement[], model: Model): Fact[] {
  const found: Fact[] = [];
  for (const [k, statement] of statements.entries()) {
    const condition = statedBy(statement, model, found);
    if (condition !== undefined) found.push({ ...condition, statement: k });
  }
  return found;
}

function statedBy({ members }: Statement, model: Model, known: readonly Fact[]): Fact | undefined {
  const [left, right] = members;
  const isEquation =
    left !== undefined && right !== undefined && members.length === 2 && isEquality(right.sign);
  const turned = isEquation ? symmetricBy(left.tree, right.tree, model) : undefined;
  if (turned !== undefined) return turned;
  if (!isEquation || namedBy(left.tree) !== undefined || bare(left.tree).kind === "derivative")
    return undefined;
  const text = `${left.passage.text.slice(left.tree.start, right.tree.end)}`.trim();
  const total = printedIn(right.tree)?.value;
  const sum = total === undefined ? undefined : sumOver(left.tree, model, total);
  if (sum !== undefined) return { text, ...sum };
  try {
    const like = model.read(left.tree, left.passage.text);
    const { node } = model.read(right.tree, right.passage.text, like);
    const sides = [like.node, node].map((side) => known.reduce(under, side)) as [Node, Node];
    const solved = isFree(sides, model) ? solvedFor(sides) : undefined;
    return solved && { text, ...solved };
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

/** A sum of the entries of a free quantity along its last axis, t of \sum_k t_{nk}, or of t_1, t_2 for \sum_k t_k. */
function sumOver(tree: Tree, model: Model, total: number): Solved | undefined {
  const over = bare(tree);
  const name = over.kind === "over" && over.letters.length === 1 ? namedBy(over.body) : undefined;
  if (over.kind !== "over" || name === undefined) return undefined;
  const { letters } = model.letters.split(name);
  const letter = over.letters[0] as string;
  if (letters.length === 0) return name.sub === letter ? numberedSum(name.base, model, total) : undefined;
  const quantity = model.quantity(name);
  const isLast = letters.indexOf(letter) === letters.length - 1;
  const isWhole = isLast && quantity?.node.shape.length === letters.length && total !== 0;
  return quantity?.kind === "free" && isWhole ? withSum(quantity, total) : undefined;
}

/** The scalars that are numbered: t_1, t_2. */
const numbered = (base: string, kind: Quantity["kind"], model: Model): Quantity[] =>
  [...model.quantities.values()].filter(
    (each) =>
      each.kind === kind &&
      each.name.base === base &&
      each.name.sup === "" &&
      /^\d+$/.test(each.name.sub) &&
      each.node.shape.length === 0,
  );

/** The sum of free scalars that are numbered, made a number. */
function numberedSum(base: string, model: Model, total: number): Solved | undefined {
  const family = numbered(base, "free", model);
  return family.length < 2 ? undefined : sumOf(family, total);
}

/** The sum of scalars, made a number. */
function sumOf(family: readonly Quantity[], total: number): Solved | undefined {
  const sum = family.reduce((terms: Node, { node }) => terms.add(node), constant(0));
  return solvedFor([sum, constant(total)]);
}

function isFree(sides: readonly Node[], model: Model): boolean {
  const symbols = symbolsOf(sides);
  const free = new Set(
    [...model.quantities.values()].flatMap(({ kind, node }) => (kind === "free" ? node : [])),
  );
  return symbols.length > 0 && symbols.every((symbol) => free.has(symbol));
}

/** A linear equation between scalars, solved for one of its symbols. */
function solvedFor([left, right]: readonly [Node, Node]): Solved | undefined {
  const [own, other] = [symbolsOf([left]), symbolsOf([right])];
  const isClaim = other.length > 0 && other.some((symbol) => own.includes(symbol));
  if (left.shape.length > 0 || right.shape.length > 0 || isClaim) return undefined;
  const difference = left.sub(right);
  const slopes = symbolsOf([difference]).map((symbol) => ({ symbol, slope: gradient(difference, symbol) }));
  if (slopes.some(({ slope }) => symbolsOf([slope]).length > 0)) return undefined;
  const [first] = slopes;
  if (first === undefined) return undefined;
  const { slope, symbol } = first;
  const step = difference.div(slope.square().sum());
  return { symbol, image: symbol.sub(slope.mul(step)) };
}

const TARGETS = /^(t|T|y|Y|d|q|target|label)$/;

/** Whether a symbol is called as targets are. */
export const isTarget = ({ attrs: { name } }: Node): boolean =>
  name?.kind === "symbol" && TARGETS.test(name.base);

/** Free quantities that are called as targets are: whole, or one by one as t_1, t_2. */
export function targetsOf(model: Model, document: string): Fact[] {
  const free = [...model.quantities.values()].filter(
    ({ kind, name }) => kind === "free" && TARGETS.test(name.base) && name.sup === "",
  );
  const found: Fact[] = free.flatMap((quantity) => {
    const { letters, name, node } = quantity;
    if (node.shape.length === 0) return [];
    const last = letters[letters.length - 1] ?? "k";
    const axis = axisOfClasses(node, document);
    return {
      text: `\\sum_${last} ${name.base}_{${letters.join("") || last}} = 1`,
      ...withSum(quantity, 1, axis),
    };
  });
  for (const base of new Set(free.map(({ name }) => name.base))) {
    const solved = numberedSum(base, model, 1);
    if (solved !== undefined) found.push({ text: `\\sum_k ${base}_k = 1`, ...solved });
  }
  return found;
}

/** Targets with values that sum to one. */
export function givenTargets(model: Model): Fact[] {
  const bases = new Set([...model.quantities.values()].map(({ name }) => name.base));
  return [...bases]
    .filter((base) => TARGETS.test(base))
    .flatMap((base) => {
      const family = numbered(base, "given", model);
      const total = family.reduce((sum, { value = Number.NaN }) => sum + value, 0);
      const solved = family.length > 1 && Math.abs(total - 1) < 1e-12 ? sumOf(family, 1) : undefined;
      return solved === undefined ? [] : [{ text: `\\sum_k ${base}_k = 1`, ...solved }];
    });
}

const SUM_TO_ONE =
  /one[- ]?hot|sums?\s+(?:up\s+)?to\s+(?:1|one|unity)\b|add(?:s)?\s+up\s+to\s+(?:1|one)\b|probability\s+(?:vector|distribution)|独热|獨熱|和(?:等于|等於|为|為|是)\s*(?:1|一)/i;
const OF_TARGETS = /one[- ]?hot|target|label|ground[- ]truth|独热|獨熱|目标|目標|标签|標籤/i;
const NEGATED = /\bnot\b|n't\b|\bneither\b|\bwithout\b|不|非|无需|無須/i;

/** What the words of a document say to sum to one: "the targets are one-hot", "t 的各分量之和为 1". */
export function wordedFacts(document: string, model: Model): Fact[] {
  const sentences = document
    .split(/\n|(?<=[.;!?])\s|[。；！？]/)
    .filter((each) => SUM_TO_ONE.test(each) && !NEGATED.test(each));
  if (sentences.length === 0) return [];
  const targets = targetsOf(model, document);
  return sentences.flatMap((sentence) => {
    const words = new Set(sentence.match(/[A-Za-z]+/g));
    const named = targets.filter(({ symbol }) =>
      words.has(symbol.attrs.name?.kind === "symbol" ? symbol.attrs.name.base : ""),
    );
    return named.length === 0 && OF_TARGETS.test(sentence) ? targets : named;
  });
}

/** What symmetric matrices are called: covariances, Hessians, Gram matrices and definite ones are symmetric. */
const SYMMETRICAL = [
  "symmetric(?! in)",
  "positive[- ](?:semi-?)?definite",
  "covariance",
  "Hessian",
  "Gram",
  "kernel(?= matri)",
  "核(?=矩阵|矩陣)",
  "对称",
  "對稱",
  "半?正定",
  "协方差",
  "協方差",
  "共變異數",
].join("|");
const MATRIX = "(?: ?(?:matrix|matrices|矩阵|矩陣|阵|陣|的))?";
/** A, \\Sigma, \\hat{A}, \\mathbf{A}, and the space that it is said to be in. */
const LETTER = String.raw`(\\(?:hat|tilde|bar|mathbf|boldsymbol|bm) ?\{? ?(?:\\[A-Z][a-z]+|[A-Z]) ?\}?|\\[A-Z][a-z]+|[A-Z](?![a-z]))`;
const SPACE = String.raw`(?: ?\\in ?\\(?:mathbb|mathbf|mathrm) ?\{? ?R ?\}? ?\^ ?\{[^{}]*\})?`;

/** "A is symmetric", "the covariance matrix \Sigma", "A 为对称矩阵". */
const SYMMETRIC = new RegExp(
  String.raw`(?<![\p{L}\\])${LETTER}${SPACE} ?\$? ?(?:(?:is|are|being|be|为|為|是) ?)?(?:(?:an?|the|real|实|實) ?)*(?:${SYMMETRICAL})${MATRIX}` +
    String.raw`|(?<!\p{L})(?:${SYMMETRICAL})${MATRIX}(?: (?:is|be)| ?[为為是])? ?\$?${LETTER}(?![\p{L}])`,
  "gu",
);
const SUPPOSED = /\b(?:if|when|unless|suppose)\b|若|如果|当|當/i;

/** A sentence, with the mark that ends it. */
const SENTENCE = /(?:[^\n.;!?。；！？]|[.;!?](?!\s))+/g;

/** A quantity's key as it is typed: \\hat{A} is Ahat. */
function keyInWords(typed: string): string {
  const [, over = "", letter = typed] =
    /^\\(hat|tilde|bar|mathbf|boldsymbol|bm)\W*([A-Za-z]+)/.exec(typed) ?? [];
  const base = `${letter.replace("\\", "")}${/^(?:hat|tilde|bar)$/.test(over) ? over : ""}`;
  return keyOf(plain({ base, primes: 0 }));
}

/** The fact that a square matrix is its own transpose. */
const symmetric = ({ name, node }: Quantity): Fact => ({
  text: `${name.base} = ${name.base}^T`,
  symbol: node,
  image: node.add(node.transpose()).div(2),
});

/** A^T = A: a square matrix of which an equation says that it is symmetric. */
function symmetricBy(left: Tree, right: Tree, model: Model): Fact | undefined {
  const [a, b] = [bare(left), bare(right)];
  const [turned, plain] = a.kind === "transpose" ? [a, b] : [b, a];
  const [own, other] = [turned.kind === "transpose" ? namedBy(turned.base) : undefined, namedBy(plain)];
  if (own === undefined || other === undefined || keyOf(own) !== keyOf(other)) return undefined;
  const quantity = model.quantity(own);
  const [rows, columns] = quantity?.node.shape ?? [];
  const isSquare = rows !== undefined && columns !== undefined && sizeText(rows) === sizeText(columns);
  return quantity?.kind === "free" && isSquare ? symmetric(quantity) : undefined;
}

/** Square matrices that the words of a document say are symmetric: for all of it, or for the sentence that supposes so. */
export function symmetricInWords(document: string, model: Model): Fact[] {
  return [...document.matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => {
    const isSupposed = SUPPOSED.test(sentence);
    if (NEGATED.test(sentence)) return [];
    return [...sentence.replace(/\s/g, " ").matchAll(SYMMETRIC)].flatMap(([, before, after]): Fact[] => {
      const quantity = model.quantities.get(keyInWords(before ?? after ?? ""));
      const [rows, columns] = quantity?.node.shape ?? [];
      if (quantity?.kind !== "free" || rows === undefined || columns === undefined) return [];
      if (sizeText(rows) !== sizeText(columns)) return [];
      const fact = symmetric(quantity);
      return [isSupposed ? { ...fact, within: { start: index, end: index + sentence.length } } : fact];
    });
  });
}

/** Whether two graphs are equal, by themselves or under what the document states: under what then. */
export function equalityUnder(
  claim: Node,
  truth: Node,
  facts: readonly Fact[],
  premises: readonly Premise[] = [],
): Compared & { readonly given: readonly (Fact | Premise)[] } {
  const plain = comparison(claim, truth);
  if (isEqual(plain)) return { ...plain, given: [] };
  const symbols = new Set(symbolsOf([claim, truth]));
  const stated = premises.filter(({ condition }) =>
    symbolsOf([condition.node]).every((symbol) => symbols.has(symbol)),
  );
  if (stated.length > 0) {
    const found = comparison(claim, truth, stated.map(({ condition }) => condition)); // biome-ignore format: one call
    if (isEqual(found)) return { ...found, given: stated };
  }
  const given = plain.found === "different" ? facts.filter(({ symbol }) => symbols.has(symbol)) : [];
  if (given.length === 0) return { ...plain, given: [] };
  const found = comparison(given.reduce(under, claim), given.reduce(under, truth));
  return isEqual(found) ? { ...found, given } : { ...plain, given: [] };
}

/** A reason that needs what the document states, such as \sum_k t_k = 1. */
export const givenThat = (because: Reason | PlainKind, stated: readonly (Fact | Premise)[]): Reason =>
  stated.length === 0
    ? reason(because)
    : { kind: "given that", because: reason(because), facts: [...new Set(stated.map(({ text }) => text))] };
