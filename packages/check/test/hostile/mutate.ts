import type { Random } from "../../src/prove/random";

/** Pieces that are put into formulas: signs, commands, halves of brackets, characters that nobody sees or takes for others. */
const PIECES: readonly string[] = [
  ...String.raw`{ } ( ) [ ] _ ^ = + - * / | || , . ; : ' ! ? @ % $ & ~ # " < > \\ \{ \} \| \left( \right) \left. \right|
    \frac \frac12 \sqrt \sqrt[ \sum \sum_i \sum_{j=1}^{m} \prod_{k=2}^5 \partial \frac{\partial \nabla_w \Delta \sigma
    \mathbf{1} \mathbb{1} \infty ^T ^{(l)} _{jk} _1 ^{-1} \hat \bar \text{if} \mathrm \operatorname \begin{cases} \end{cases}
    \begin{pmatrix} \end{pmatrix} \begin{aligned} \end{aligned} \quad \cdot \odot \langle \rangle \lfloor \rceil \log_ \exp \max_
    \binom{5}{2} \unknown \input{x} \def\x \write18{x} \href{a}{b} \csname 1e999 1e-999 0x10 1.5.2 1,000 99999999999999999999 .5 5. 1e5
    == != <= >= := <- -> => ** .* ./ .^ .T ' '' x w W \delta d/dx dL/dw sin log max( softmax( sum(x,axis=0)
    __proto__ constructor eval import ones(1e5,1e5) a=1 f(x)=x {,} e^ 2^3^4 2^{2^{2^{2}}} x! 170! 171! (-1)!`.split(
    /\s+/,
  ),
  " ",
  "\n",
  "\t",
  "\u0000",
  "\u0007",
  "\u001b",
  "\u00a0",
  "\u200b",
  "\u200d",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\udc00",
  "\ud83d",
  "\u{1d465}",
  "\u0301",
  "−",
  "×",
  "∕",
  "·",
  "²",
  "₁",
  "ⁱ",
  "ᵀ",
  "½",
  "Σ",
  "∑",
  "∏",
  "√",
  "∂",
  "∇",
  "𝟙",
  "ŷ",
  "δ",
  "а", // Cyrillic
  "ο", // omicron
  "Ａ",
  "（",
  "，",
  "。",
  "１",
  "若",
  "⌊",
  "⌉",
  "‖",
  "⟨",
  "∞",
  "≤",
  "∈",
];

const chosen = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T;

/** A place in a text, and a length of a few characters. */
const place = (text: string, random: Random): readonly [from: number, to: number] => {
  const from = random.below(text.length + 1);
  return [from, Math.min(text.length, from + 1 + random.below(8))];
};

type Edit = (text: string, other: string, random: Random) => string;

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

const EDITS: readonly Edit[] = [
  // left out
  (text, _other, random) => {
    const [from, to] = place(text, random);
    return replaced(text, from, to, "");
  },
  // put in
  (text, _other, random) => {
    const [from] = place(text, random);
    return replaced(text, from, from, chosen(random, PIECES));
  },
  // put in place of
  (text, _other, random) => {
    const [from, to] = place(text, random);
    return replaced(text, from, to, chosen(random, PIECES));
  },
  // written several times
  (text, _other, random) => {
    const [from, to] = place(text, random);
    return replaced(text, from, to, text.slice(from, to).repeat(2 + random.below(20)));
  },
  // a part of another formula
  (text, other, random) => {
    const [from] = place(text, random);
    const start = random.below(other.length);
    return replaced(text, from, from, other.slice(start, start + 2 + random.below(30)));
  },
  // exchanged with what stands elsewhere
  (text, _other, random) => {
    const [from, to] = place(text, random);
    const [other] = place(text, random);
    const piece = text.slice(from, to);
    const rest = replaced(text, from, to, "");
    return replaced(rest, other, other, piece);
  },
  // cut off
  (text, _other, random) => text.slice(0, random.below(text.length + 1)),
  // one bracket for another
  (text, _other, random) => {
    const places = [...text.matchAll(/[()[\]{}|]/g)].map(({ index }) => index);
    if (places.length === 0) return text;
    const at = chosen(random, places);
    return replaced(text, at, at + 1, chosen(random, [..."()[]{}|"]));
  },
];

/** A formula with one to four edits, some of which take parts of another one. */
export function mutated(text: string, other: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(4); left > 0; left--)
    result = chosen(random, EDITS)(result, other, random);
  return result;
}

/** Pieces one after the other, without any formula behind them. */
export const jumbled = (random: Random): string =>
  Array.from({ length: 1 + random.below(30) }, () => chosen(random, PIECES)).join(
    random.below(2) === 0 ? " " : "",
  );
