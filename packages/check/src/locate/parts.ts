import type { Phrase } from "@chainrule/graph/read";

/** A factor or term of a phrase; `inverted` in a denominator, `negative` after a minus. */
export interface PartOf {
  readonly phrase: Phrase;
  readonly inverted: boolean;
  readonly negative: boolean;
}

const isSign = (phrase: Phrase, ...names: string[]): boolean =>
  phrase.kind === "sign" && phrase.parts.length > 0 && names.includes(phrase.node.op.name);

/** What stands inside parentheses. */
export function bare(phrase: Phrase): Phrase {
  let inner = phrase;
  while (inner.kind === "parentheses") inner = inner.parts[0] as Phrase;
  return inner;
}

export const isProduct = (phrase: Phrase): boolean => isSign(bare(phrase), "mul", "div", "neg");
export const isSum = (phrase: Phrase): boolean => isSign(bare(phrase), "add", "sub");

/** The factors of a product from left to right; with `deep`, products in parentheses opened. */
export function factorsOf(product: Phrase, deep: boolean): PartOf[] {
  const opens = (phrase: Phrase): boolean => isProduct(phrase) && (deep || phrase.kind !== "parentheses");
  return opened(product, opens, (inner, { inverted, negative }) => {
    const [a, b] = inner.parts as [Phrase, Phrase?];
    if (b === undefined) return [{ phrase: a, inverted, negative: !negative }];
    const divides = inner.node.op.name === "div";
    return [
      { phrase: a, inverted, negative },
      { phrase: b, inverted: inverted !== divides, negative: false },
    ];
  });
}

/** The terms of a sum from left to right, sums inside it opened. */
export function termsOf(sum: Phrase): PartOf[] {
  return opened(
    sum,
    (phrase) => isSum(phrase) || isSign(bare(phrase), "neg"),
    (inner, { negative }) => {
      const [a, b] = inner.parts as [Phrase, Phrase?];
      if (b === undefined) return [{ phrase: a, inverted: false, negative: !negative }];
      const subtracts = inner.node.op.name === "sub";
      return [
        { phrase: a, inverted: false, negative },
        { phrase: b, inverted: false, negative: negative !== subtracts },
      ];
    },
  );
}

function opened(
  whole: Phrase,
  opens: (phrase: Phrase) => boolean,
  split: (inner: Phrase, part: PartOf) => readonly PartOf[],
): PartOf[] {
  const found: PartOf[] = [];
  const pending: PartOf[] = [{ phrase: whole, inverted: false, negative: false }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (opens(part.phrase)) pending.push(...[...split(bare(part.phrase), part)].reverse());
    else found.push(part);
  }
  return found;
}

/** All phrases below one, outermost first, from left to right. */
export function phrasesOf(root: Phrase): Phrase[] {
  const found: Phrase[] = [];
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    pending.push(...[...next.parts].reverse());
  }
  return found;
}
