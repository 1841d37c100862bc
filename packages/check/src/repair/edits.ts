import type { Node } from "@chainrule/graph";
import type { Phrase } from "@chainrule/graph/read";
import { type Image, keyOf, smallRatio, uniform } from "../locate/images";
import { bare, isProduct, isSum, termsOf } from "../locate/parts";
import { countRatio } from "../locate/ratio";
import type { Search } from "../locate/search";

export const SIGN = "sign";
export const SWAPPED = "difference the wrong way round";

/** A small edit of one phrase: what was slipped, and what to write instead. */
export interface Edit {
  readonly edit: string;
  readonly phrase: Phrase;
  readonly replacement: string;
}

/** A phrase with what it is, what it would have to be, and how it is written. */
interface Slip {
  readonly phrase: Phrase;
  readonly own: Image;
  readonly wanted: Image;
  readonly written: string;
}

/** The edits of one kind of slip that make a phrase what it would have to be. */
type Kind = (slip: Slip, search: Search) => readonly (readonly [edit: string, replacement: string])[];

/** Every kind of small slip that is tried. */
const kinds: readonly Kind[] = [
  swapped,
  sign,
  factorOfTwo,
  reciprocal,
  squares,
  wrongName,
  updatedWeight,
  unwrapped,
  extraPart,
  missingFactor,
  missingTerm,
  mean,
  update,
  otherNumber,
];

/** All small edits of one phrase that give the claim the right image. */
export function editsOf(phrase: Phrase, search: Search): Edit[] {
  const wanted = search.wanted.get(phrase);
  const own = search.images.of(phrase.node);
  if (wanted === undefined || keyOf(wanted) === keyOf(own)) return [];
  const written = search.text.slice(phrase.from, phrase.to);
  return kinds.flatMap((kind) =>
    kind({ phrase, own, wanted, written }, search).map(([edit, replacement]) => ({
      edit,
      phrase,
      replacement,
    })),
  );
}

const same = (a: Image | undefined, b: Image | undefined): boolean =>
  a !== undefined && b !== undefined && keyOf(a) === keyOf(b);

const isSimple = (phrase: Phrase): boolean =>
  ["name", "number", "call", "parentheses", "array"].includes(phrase.kind);
/** A phrase that can stand beside any sign. */
const grouped = (text: string, phrase: Phrase): string => (isSimple(phrase) ? text : `(${text})`);

/** a - b for b - a. */
function swapped({ own, phrase, wanted }: Slip, { images, text }: Search): [string, string][] {
  const [a, b] = phrase.parts;
  if (phrase.kind !== "sign" || phrase.node.op.name !== "sub" || a === undefined || b === undefined)
    return [];
  if (!same(images.neg(own), wanted)) return [];
  const [left, right] = [a, b].map((part) => grouped(text.slice(part.from, part.to), bareSum(part)));
  return [[SWAPPED, `${right} - ${left}`]];
}

/** A product may stand beside a minus as it is. */
const bareSum = (part: Phrase): Phrase =>
  isProduct(part) && part.node.op.name !== "neg" ? { ...part, kind: "call" } : part;

function sign({ own, phrase, wanted, written }: Slip, { images, text }: Search): [string, string][] {
  const [a, b] = phrase.parts;
  if (phrase.kind === "sign" && a !== undefined && b !== undefined) {
    const [left, right] = [images.of(a.node), images.of(b.node)];
    const [first, second] = [text.slice(a.from, a.to), text.slice(b.from, b.to)];
    const name = b.kind === "name" ? "sign, as of a threshold" : SIGN;
    if (phrase.node.op.name === "sub" && same(images.add(left, right), wanted))
      return [[name, `${first} + ${second}`]];
    if (phrase.node.op.name === "add" && same(images.sub(left, right), wanted))
      return [[name, `${first} - ${second}`]];
  }
  if (!same(images.neg(own), wanted) || bare(phrase).node.op.name === "sub") return [];
  if (phrase.kind === "sign" && a !== undefined && b === undefined) return [[SIGN, text.slice(a.from, a.to)]];
  return [[SIGN, `-${grouped(written, bareSum(phrase))}`]];
}

function factorOfTwo({ own, phrase, wanted, written }: Slip, { images, syntax }: Search): [string, string][] {
  if (phrase.node.attrs.value !== undefined) return [];
  const two = images.whole(2);
  if (same(images.mul(own, two), wanted))
    return [["factor 2", syntax.times("2", grouped(written, phrase), false)]];
  if (same(images.div(own, two), wanted))
    return [["factor 2", syntax.dividedBy(grouped(written, phrase), "2")]];
  return [];
}

function reciprocal({ own, phrase, wanted, written }: Slip, { images, syntax }: Search): [string, string][] {
  return same(images.div(images.whole(1), own), wanted)
    ? [["reciprocal", syntax.dividedBy("1", grouped(written, phrase))]]
    : [];
}

function squares({ own, phrase, wanted, written }: Slip, { images, syntax }: Search): [string, string][] {
  return same(images.mul(own, own), wanted)
    ? [["missing square", syntax.squared(grouped(written, phrase))]]
    : [];
}

/** Another quantity: a wrong index, an output for a target. */
function wrongName({ phrase, wanted }: Slip, { images, syntax, words }: Search): [string, string][] {
  if (phrase.kind !== "name") return [];
  return words.nodes.flatMap((node): [string, string][] => {
    if (!same(images.of(node), wanted)) return [];
    const isIndex = baseOf(node) !== undefined && baseOf(node) === baseOf(phrase.node);
    return [[isIndex ? "wrong index" : "wrong name", syntax.spelled(node)]];
  });
}

const baseOf = ({ attrs }: Node): string | undefined =>
  attrs.name?.kind === "symbol" ? attrs.name.base.replace(/\d+$/, "") : undefined;

/** The weight before the update for the one after it. */
function updatedWeight({ phrase, wanted }: Slip, { images, syntax, words }: Search): [string, string][] {
  const { replaces } = phrase.node.attrs;
  if (replaces === undefined || !words.nodes.includes(replaces) || !same(images.of(replaces), wanted))
    return [];
  return [["already updated weight", syntax.spelled(replaces)]];
}

/** A function or power that should not be there: one of the parts for the whole. */
function unwrapped({ phrase, wanted }: Slip, { images, text }: Search): [string, string][] {
  if (phrase.kind === "parentheses" || isProduct(phrase) || isSum(phrase)) return [];
  return phrase.parts.flatMap((part): [string, string][] =>
    same(images.of(part.node), wanted)
      ? [[`surplus ${phrase.node.op.name}`, text.slice(part.from, part.to)]]
      : [],
  );
}

/** One factor or term less. */
function extraPart({ phrase, wanted }: Slip, { counts, images, text }: Search): [string, string][] {
  if (phrase.kind !== "sign" || !(isProduct(phrase) || isSum(phrase)) || phrase.parts.length < 2) return [];
  const [a, b] = phrase.parts as readonly [Phrase, Phrase];
  const isCount = ({ node }: Phrase): boolean =>
    node.attrs.value !== 2 &&
    counts.some(({ value }) => {
      const n = images.whole(value);
      return same(images.of(node), n) || same(images.div(images.whole(1), images.of(node)), n);
    });
  const keep = (part: Phrase, dropped: Phrase): [string, string][] => {
    if (!same(images.of(part.node), wanted)) return [];
    const surplus = `surplus ${isProduct(phrase) ? "factor" : "term"} ${text.slice(dropped.from, dropped.to)}`;
    return [
      [isProduct(phrase) && isCount(dropped) ? "mean for sum" : surplus, text.slice(part.from, part.to)],
    ];
  };
  if (phrase.node.op.name === "div") return keep(a, b);
  return [...keep(a, b), ...(phrase.node.op.name === "sub" ? [] : keep(b, a))];
}

/** A factor of the chain rule that was forgotten, f' above all. */
function missingFactor({ own, phrase, wanted, written }: Slip, search: Search): [string, string][] {
  const { byImage, claim, counts, images, known, syntax, words } = search;
  const isWhole = phrase === claim || isProduct(phrase) || isTerm(search, phrase);
  if (!isWhole) return [];
  const quotient = images.div(wanted, own);
  const rest = uniform(quotient) ?? quotient;
  if (rest === undefined || smallRatio(images, wanted, own) !== undefined) return [];
  if (countRatio(images, uniform(quotient), counts, syntax) !== undefined) return []; // a mean for a sum
  const key = keyOf(rest);
  const factor =
    [...known.locals, ...words.nodes].find((each) => keyOf(images.of(each)) === key) ?? byImage.get(key);
  const spelled =
    factor === undefined || factor.attrs.value !== undefined ? undefined : syntax.spelledOut(factor);
  if (spelled === undefined) return [];
  const isEntrywise = phrase.node.shape.length > 0 && (factor?.shape.length ?? 0) > 0;
  const base = isProduct(phrase) ? written : grouped(written, phrase);
  return [
    [
      `missing factor ${spelled}`,
      syntax.times(base, syntax.isAtom(spelled) ? spelled : `(${spelled})`, isEntrywise),
    ],
  ];
}

const isTerm = ({ claim }: Search, phrase: Phrase): boolean => {
  const whole = bare(claim);
  return isSum(whole) && termsOf(whole).some((part) => part.phrase === phrase);
};

/** A path of the chain rule that was dropped. */
function missingTerm(
  { own, phrase, wanted, written }: Slip,
  { byImage, claim, images, syntax }: Search,
): [string, string][] {
  const rest = smallRatio(images, own, wanted) === undefined ? images.sub(wanted, own) : undefined;
  const term = rest && byImage.get(keyOf(rest));
  const isCandidate =
    phrase.kind !== "number" &&
    (phrase === claim || isSum(phrase) || phrase.kind === "parentheses" || isProduct(phrase));
  if (term === undefined || term.attrs.value !== undefined || !isCandidate) return [];
  const spelled = syntax.spelledOut(term);
  return spelled === undefined
    ? []
    : [
        [
          `missing term ${spelled}`,
          spelled.startsWith("-") ? `${written} - ${spelled.slice(1)}` : `${written} + ${spelled}`,
        ],
      ];
}

/** The sum for the mean: 1/n, n a number of entries; and the mean for the sum. */
function mean(
  { own, phrase, wanted, written }: Slip,
  { claim, counts, images, syntax }: Search,
): [string, string][] {
  if (phrase !== claim && !isProduct(phrase)) return [];
  return counts.flatMap(({ sizes, value }): [string, string][] => {
    const n = images.whole(value);
    const count = syntax.count(sizes);
    if (same(images.div(own, n), wanted))
      return [["missing 1/n", syntax.dividedBy(grouped(written, phrase), count)]];
    if (!same(images.mul(own, n), wanted)) return [];
    return [["mean for sum", syntax.times(count, grouped(written, phrase), false)]];
  });
}

/** The gradient for the update: w - rate * gradient. */
function update(
  { own, phrase, wanted, written }: Slip,
  { claim, images, syntax, words }: Search,
): [string, string][] {
  if (phrase !== claim) return [];
  const scalars = words.nodes.filter((node) => node.shape.length === 0 && node.attrs.cell !== undefined);
  return scalars.flatMap((rate): [string, string][] => {
    const step = images.mul(images.of(rate), own);
    const weight = step && images.add(wanted, step);
    if (weight === undefined) return [];
    return scalars.flatMap((node): [string, string][] => {
      const text = `${syntax.spelled(node)} - ${syntax.times(syntax.spelled(rate), grouped(written, phrase), false)}`;
      return same(images.of(node), weight) ? [["gradient for update", text]] : [];
    });
  });
}

/** Another small number. */
function otherNumber({ phrase, wanted }: Slip, { images }: Search): [string, string][] {
  if (phrase.node.attrs.value === undefined) return [];
  const numbers = ["0", "1", "2", "3", "4", "-1", "-2"];
  return numbers.flatMap((text): [string, string][] => {
    const edit = Number(text) === -Number(phrase.node.attrs.value) ? SIGN : "wrong number";
    return same(images.whole(Number(text)), wanted) ? [[edit, text]] : [];
  });
}

/** What is known to belong there, if no smaller edit is found. */
export function replacementOf(phrase: Phrase, { byImage, syntax, wanted }: Search): Edit | undefined {
  const image = wanted.get(phrase);
  const node = image && byImage.get(keyOf(image));
  const replacement = node && syntax.spelledOut(node);
  return replacement === undefined ? undefined : { edit: "other factor", phrase, replacement };
}
