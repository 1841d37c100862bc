import {
  ChainruleError,
  type Name,
  nameText,
  type Shape,
  type Size,
  type SymbolName,
} from "@chainrule/graph";
import { described } from "@chainrule/graph/written";
import { formulaOf } from "./safe/formula";
import { plainTex, signTex, type Tex, tex } from "./safe/tex";

/** An author's LaTeX for single names, by their text, in place of what the rules would print: `{ target_o1: "t_1" }`. */
export type SymbolOverrides = Readonly<Record<string, string>>;

/** The same, read and found to be formulas. */
export type Symbols = Readonly<Record<string, Tex>>;

/** An author's formulas for names. @throws ChainruleError OPTION for one that is no formula, or does more than print */
export function symbolForms(given: SymbolOverrides): Symbols {
  if (typeof given !== "object" || given === null)
    throw new ChainruleError("OPTION", "symbols is a record of LaTeX by the text of names", {
      got: described(given),
    });
  return Object.fromEntries(
    Object.entries(given).map(([name, latex]) => [name, formulaOf(latex, `symbols: ${name}`)]),
  );
}

const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon " +
    "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
);

const ACCENTS = { hat: tex`\\hat`, bar: tex`\\bar`, tilde: tex`\\tilde` } as const;

/** Signs that stand before the name of what they are taken of: Δw is a change of w. */
const OPERATORS = /^[Δδ∂∇](?=.)/u;

const SUBSCRIPT_ZERO = 0x2080;

/**
 * A name as LaTeX: single letters italic, Greek names as Greek letters, words upright, with indices and layers; in place of
 * that an author's LaTeX for it.
 * @throws ChainruleError OPTION for LaTeX that does more than print
 * @example printName(parseName("net_h1")) // \\mathrm{net}_{h1}
 */
export const printName = (name: Name, overrides: SymbolOverrides = {}): Tex =>
  nameTex(name, symbolForms(overrides));

/**
 * A name as LaTeX: single letters italic, Greek names as Greek letters, words upright, `w5` as w_5, `yhat` with a hat,
 * indices below, layers above; partials as fractions. Characters that mean something to TeX are escaped.
 */
export function nameTex(name: Name, symbols: Symbols = {}): Tex {
  const own = ownPrint(name, symbols);
  if (own !== undefined) return own;
  if (name.kind === "partial") return printPartial(name.of, name.by, symbols);
  if (name.sup.endsWith("+")) return printRaised(name, symbols);
  return printSymbol(name);
}

function ownPrint(name: Name, symbols: Symbols): Tex | undefined {
  const text = nameText(name);
  return Object.hasOwn(symbols, text) ? symbols[text] : undefined;
}

/** The next value of a symbol, with whatever the symbol itself is printed as. */
function printRaised(name: SymbolName, symbols: Symbols): Tex {
  const own = ownPrint({ ...name, sup: name.sup.slice(0, -1) }, symbols);
  if (own === undefined) return printSymbol(name);
  return /[\^']/.test(own) ? tex`{${own}}^{+}` : tex`${own}^{+}`;
}

const printed = new WeakMap<SymbolName, Tex>();

/** A name by its own letters, written once. */
function printSymbol(name: SymbolName): Tex {
  const known = printed.get(name);
  if (known !== undefined) return known;
  const found = writtenSymbol(name);
  printed.set(name, found);
  return found;
}

function writtenSymbol({ base, sub, sup, indices = [] }: SymbolName): Tex {
  const [stem, digits] = sub === "" ? splitDigits(base) : [base, ""];
  const own = sub === "" ? printIndices(digits) : printIndices(sub);
  const isPlain = indices.every((letter) => letter.length === 1);
  const letters = tex.join(indices.map(printIndex), isPlain ? tex`` : tex`,`);
  const lower = own !== "" && letters !== "" ? tex`${own},${letters}` : tex`${own}${letters}`;
  const upper = sup === "" ? tex`` : tex`^{${printLayer(sup)}}`;
  const below = lower === "" ? tex`` : tex`_{${lower}}`;
  // an exponent belongs to a prime only directly behind it
  return stem.endsWith("'")
    ? tex`${printBase(stem)}${upper}${below}`
    : tex`${printBase(stem)}${below}${upper}`;
}

/** `w5` is the letter w with index 5; so is `w` followed by a small five. */
function splitDigits(base: string): readonly [stem: string, digits: string] {
  const parts = /^(\p{L}+)(\d+|[\u2080-\u2089]+)$/u.exec(base);
  if (parts === null) return [base, ""];
  const digits = [...(parts[2] as string)].map((digit) => {
    const code = digit.charCodeAt(0);
    return code >= SUBSCRIPT_ZERO ? String(code - SUBSCRIPT_ZERO) : digit;
  });
  return [parts[1] as string, digits.join("")];
}

function printBase(base: string): Tex {
  const primes = /'*$/.exec(base)?.[0] ?? "";
  const stem = base.slice(0, base.length - primes.length);
  return primed(printWord(stem), primes.length);
}

/** A function's name with primes; one that has something above it already is a group. */
export function primed(name: Tex, count: number): Tex {
  const primes = Array.from({ length: count }, () => tex`'`);
  const isRaised = name.includes("^") || /'.*[^']$/.test(name);
  return tex.join([count > 0 && isRaised ? tex`{${name}}` : name, ...primes]);
}

/** A word as it stands in formulas, without indices. */
export function printWord(word: string): Tex {
  const accented = /^(\p{L}+?)(hat|bar|tilde)$/u.exec(word);
  if (accented && (accented[1]?.length === 1 || GREEK.has(accented[1] ?? ""))) {
    const accent = ACCENTS[accented[2] as keyof typeof ACCENTS]; // the pattern has them
    return tex`${accent}{${printWord(accented[1] as string)}}`;
  }
  if (GREEK.has(word)) return tex`\\${plainTex(word)}`;
  if (/^[A-Za-z]$|^\d+$/.test(word)) return plainTex(word);
  if (/^[A-Za-z0-9]+$/.test(word)) return tex`\\mathrm{${plainTex(word)}}`;
  const [operator] = OPERATORS.exec(word) ?? [];
  const sign = operator === undefined ? undefined : signTex(operator);
  if (sign !== undefined && operator !== undefined)
    return tex`${sign} ${printWord(word.slice(operator.length))}`;
  const written = tex.escape(word);
  const isOne = [...word].length === 1 || ![...word].some((letter) => signTex(letter) !== undefined);
  return isOne ? written : tex`\\mathrm{${written}}`; // several letters are one name
}

/** Operations in indices that are computed from others. */
const COMPUTED: ReadonlyMap<string, Tex> = new Map([
  ["\\lceil", tex`\\lceil`],
  ["\\rceil", tex`\\rceil`],
  ["\\bmod", tex`\\bmod`],
]);

/** One letter of index notation, or what is computed from letters: i+2, 3(i-1)+j, \lceil i/2 \rceil. */
export function printIndex(index: string): Tex {
  const isComputed = /[()+\-/\\ ]/.test(index);
  if (!isComputed) return printIndices(index);
  return tex.join(
    (index.match(/\\[lr]ceil|\\bmod|[()+\-/' ]|[^()+\-/' \\]+|\\/gu) ?? []).map((part) =>
      /^[()+\-/' ]$/.test(part) ? plainTex(part) : (COMPUTED.get(part) ?? printIndices(part)),
    ),
  );
}

/** Indices: letters and digits side by side stay italic (h1, jk), words of three letters and more are upright. */
function printIndices(sub: string): Tex {
  return tex.join(
    sub.split(/([,\s]+)/).map((part) => {
      if (part.includes(",")) return tex`,`;
      if (part.trim() === "") return part === "" ? tex`` : tex`\\,`;
      if (/^[A-Za-z]{1,2}\d*$|^\d+$/.test(part)) return plainTex(part);
      if (/^[A-Za-z0-9]+([+-][A-Za-z0-9]+)?$/.test(part) && /[+-]/.test(part)) return plainTex(part);
      return printBase(part);
    }),
  );
}

/** A layer or a mark above. A bare number would read as a power, so it is put in parentheses. */
function printLayer(sup: string): Tex {
  const [, layer, next] = /^(\d+)(\+?)$/.exec(sup) ?? [];
  if (layer !== undefined) return plainTex(`(${layer})${next}`);
  if (!/^[A-Za-z0-9()+\-*,]*$/.test(sup)) return printWord(sup);
  return tex.join(
    sup.split(/([A-Za-z]{3,})/).map((part, k) => (k % 2 === 1 ? printWord(part) : plainTex(part))),
  );
}

/** A size: its number, or its name. */
export const sizeTex = (size: Size, symbols: Symbols = {}): Tex =>
  typeof size === "number" ? tex`${size}` : nameTex(size.name, symbols);

/** The sizes of a tensor: `m \times p`. */
export const shapeTex = (shape: Shape, symbols: Symbols = {}): Tex =>
  tex.join(
    shape.map((size) => sizeTex(size, symbols)),
    tex` \\times `,
  );

function printPartial(of: Name, by: Name, symbols: Symbols): Tex {
  const variables: Name[] = [by];
  let target = of;
  while (target.kind === "partial") {
    variables.push(target.by);
    target = target.of;
  }
  const order = variables.length > 1 ? tex`^{${variables.length}}` : tex``;
  const below = variables.map((variable) => nameTex(variable, symbols));
  const factors = below.flatMap((text, k) => {
    if (text === below[k - 1]) return []; // counted with the one before
    const next = below.findIndex((other, j) => j > k && other !== text);
    return [differential(text, (next === -1 ? below.length : next) - k)];
  });
  return tex`\\frac{\\partial${order} ${nameTex(target, symbols)}}{${tex.join(factors, tex`\\,`)}}`;
}

function differential(text: Tex, count: number): Tex {
  if (count === 1) return tex`\\partial ${text}`;
  return text.includes("^") ? tex`(\\partial ${text})^{${count}}` : tex`\\partial ${text}^{${count}}`;
}
