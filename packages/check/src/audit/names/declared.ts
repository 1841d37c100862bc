import { ChainruleError } from "@chainrule/graph";
import { parseLatex } from "@chainrule/latex";
import type { TableDeclaration } from "../document/declarations";
import type { Passage } from "../document/passage";
import { keyOf, namedBy, type Plain, plainNames } from "./names";
import { tuplesIn } from "./tuples";

/** What a document says of the shape of a quantity. */
export interface Declared {
  readonly name: Plain;
  /** As they are written: `N`, `n_{l-1}`, `3`. */
  readonly sizes: readonly string[];
  /** The letters that run along its axes, where it is declared with them. */
  readonly letters?: readonly string[];
}

const SPACE = String.raw`\\?(?:mathbb|mathbf|mathrm|R)\b\s*\{?\s*R?\s*\}?|ℝ`;
const POWER = String.raw`\^\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([A-Za-z0-9]))`;
const MEMBERSHIP = new RegExp(String.raw`(?:\\in\b|∈)\s*\{?(?:${SPACE})\}?\s*${POWER}`, "g");
const SINGLE = /^(?:\\in\b|∈)/;
const TIMES = /\\times(?![A-Za-z])|×|\\cdot(?![A-Za-z])|\\,/;
/** What stands before the names of a declaration. */
const BEFORE =
  /[$;=:()&\n。，]|\\[([]|\\q?quad(?![A-Za-z])|\\text\{[^{}]*\}|\\(?:begin|end)\{[^{}]*\}|\\\\|\\forall/g;

/** The passages without the declarations of shapes in them, `X \in \mathbb{R}^{N\times d}`, and these. */
export function withoutDeclarations(
  passages: readonly Passage[],
  document: string,
  tables: readonly TableDeclaration[] = [],
): { readonly passages: Passage[]; readonly declared: Declared[] } {
  const declared: Declared[] = [...wordedIn(document), ...tuplesIn(document), ...tables.flatMap(inTable)];
  const rest = passages.map((passage) => {
    let { text } = passage;
    for (const found of passage.text.matchAll(MEMBERSHIP)) {
      const sizes = (found[1] ?? found[2] ?? "").split(TIMES).map((each) => each.trim());
      const before = text.slice(0, found.index);
      const start = startOfNames(before);
      const names = namesIn(before.slice(start));
      if (names.length === 0 || sizes.some((each) => each === "") || sizes.length > 2) continue;
      if (!SINGLE.test(found[0])) continue;
      declared.push(...names.map((name) => ({ name, sizes })));
      const end = found.index + found[0].length;
      const after = /^\s*(?:,|\.|;|、)/.exec(text.slice(end))?.[0].length ?? 0;
      text = `${text.slice(0, start)}${" ".repeat(end + after - start)}${text.slice(end + after)}`;
    }
    return text === passage.text ? passage : { ...passage, text };
  });
  return { passages: rest, declared };
}

function startOfNames(before: string): number {
  let start = 0;
  const names = before.replace(/[\^_]\{\([^{}()]*\)\}/g, (mark) => "_".repeat(mark.length)); // the brackets of W^{(1)} end no name
  for (const found of names.matchAll(BEFORE)) start = found.index + found[0].length;
  return start;
}

/** `W_1, W_2`: the names, if it is nothing but names. */
function namesIn(text: string): Plain[] {
  const pieces = text.split(/,(?![^{]*\})/).filter((piece) => piece.trim() !== "");
  const names = pieces.map(nameIn);
  return names.every((name) => name !== undefined) ? (names as Plain[]) : []; // checked
}

function nameIn(text: string): Plain | undefined {
  try {
    const { lines } = parseLatex(text);
    const [line] = lines;
    const isAlone = lines.length === 1 && line?.left !== undefined && line.right.length === 0;
    return isAlone && line?.left !== undefined ? namedBy(plainNames(line.left)) : undefined;
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

/** What a row of a table declares: W_{Q,kj} with the letters k and j is a matrix W_Q. */
function inTable({ axes, name: text }: TableDeclaration): Declared[] {
  const name = nameIn(text);
  if (name === undefined) return [];
  const sizes = axes.map(({ size }) => size);
  const letters = axes.flatMap(({ letter }) => letter ?? []);
  if (letters.length < axes.length) return [{ name, sizes }];
  const own = withoutLetters(name.sub, letters);
  return own === undefined ? [] : [{ name: { ...name, sub: own }, sizes, letters }];
}

/** What is left of an index without the letters at its end, with or without commas between them. */
function withoutLetters(sub: string, letters: readonly string[]): string | undefined {
  if (letters.length === 0) return sub;
  const end = [letters.join(""), letters.join(",")].find((each) => sub === each || sub.endsWith(`,${each}`));
  return end && sub.slice(0, Math.max(0, sub.length - end.length - 1));
}

// what may be long is bounded, or begins where no other such run does: a search takes time in proportion to the text
const SCRIPT = String.raw`(?:_\{?[A-Za-z0-9]{1,12}\}?|\^\{?\(?[A-Za-z0-9]{1,12}\)?\}?){0,2}`;
const NAME = String.raw`(?<![\w\\])\$?([A-Za-z]${SCRIPT})\$?`;
const SIZE = String.raw`(?<!\w)\$?(\w{1,12})\$?`;
const BY = String.raw`${SIZE}\s{0,9}(?:by|x|×|\$?\s{0,9}\\times\s{0,9}\$?|乘)\s{0,9}\$?(\w{1,12})\$?`;
const WORDED = [
  new RegExp(String.raw`${NAME}\s{0,9}(?:is|be|denotes)\s{1,9}(?:an?|the)\s{1,9}${BY}[\s-]{0,9}matrix`, "g"),
  new RegExp(
    String.raw`${NAME}\s{0,9}(?:是|为|為)\s{0,9}(?:一个|一個)?\s{0,9}${BY}\s{0,9}(?:的)?(?:矩阵|矩陣)`,
    "g",
  ),
];
const WORDED_BEFORE = [
  new RegExp(String.raw`${BY}[\s-]{0,9}matrix\s{0,9}${NAME}`, "g"),
  new RegExp(String.raw`${BY}\s{0,9}(?:的)?\s{0,9}(?:矩阵|矩陣)\s{0,9}${NAME}`, "g"),
];

/** "W is a 3 by 2 matrix", "3×2 矩阵 W" */
function wordedIn(document: string): Declared[] {
  const found: Declared[] = [];
  const add = (text: string | undefined, ...sizes: (string | undefined)[]): void => {
    const name = text === undefined ? undefined : nameIn(text);
    if (name !== undefined && sizes.every((each) => each !== undefined)) found.push({ name, sizes });
  };
  for (const pattern of WORDED) for (const [, name, m, n] of document.matchAll(pattern)) add(name, m, n);
  for (const pattern of WORDED_BEFORE)
    for (const [, m, n, name] of document.matchAll(pattern)) add(name, m, n);
  return found;
}

/** So many layers are declared by one of them, W^{(l)}: as many as are put into numbers at most, and one. */
const MOST_LAYERS = 7;

/** Declarations by the keys of quantities; those of layer l for every layer. The first counts. */
export function byKey(declared: readonly Declared[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, sizes } of inLayers(declared))
    if (!found.has(keyOf(name))) found.set(keyOf(name), sizes);
  return found;
}

/** The declarations with a number for the letter of the last layer, in names and in sizes: n_{L} and W^{(L-1)}. */
export function ofLastLayer(
  declared: readonly Declared[],
  last: { readonly letter: string; readonly value: number } | undefined,
): readonly Declared[] {
  if (last === undefined) return declared;
  const { letter, value } = last;
  const put = (_all: string, before: string, offset = "0"): string => `${before}${value + Number(offset)}`;
  const inName = new RegExp(String.raw`(\()${letter}([+-]\d)?(?=\))`);
  const inSize = new RegExp(String.raw`([_^]\{?)${letter}([+-]\d)?(?![A-Za-z])`);
  return declared.map((own) => ({
    ...own,
    name: { ...own.name, sup: own.name.sup.replace(inName, put) },
    sizes: own.sizes.map((size) => size.replace(inSize, put)),
  }));
}

/** The declarations, those of layer l for every layer, and after them those of one layer for the others, where a size has its number. */
export function inLayers(declared: readonly Declared[]): Declared[] {
  const found: Declared[] = [];
  const general = declared.filter(({ name }) => /^\(?[a-z]\)?$/.test(name.sup));
  const single = declared.filter(({ name, sizes }) => {
    const layer = /^\((\d+)\)$/.exec(name.sup)?.[1];
    return (
      layer !== undefined && sizes.some((size) => new RegExp(String.raw`[_^]\{?${layer}(?!\d)`).test(size))
    );
  });
  found.push(...declared);
  for (const own of [...general, ...single]) {
    const { name, sizes } = own;
    const letter = /^\(?([a-z]|\d+)\)?$/.exec(name.sup)?.[1];
    if (letter === undefined) continue;
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      const inLayer = sizes.map((each) => {
        const mark = new RegExp(String.raw`([_^]\{?\(?)${letter}([+-]\d)?(\)?\}?)`);
        return each.replace(mark, (_all, open: string, offset = "0", close: string) => {
          return `${open}${layer + Number(offset)}${close}`;
        });
      });
      found.push({ ...own, name: { ...name, sup: `(${layer})` }, sizes: inLayer });
    }
  }
  return found;
}
