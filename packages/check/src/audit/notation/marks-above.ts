import { type NameTree, type Script, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { mapStatements } from "../statements/statements";

/* What stands above a capital letter and is no power: the indices of an entry, A^{ij}, and what weights belong to, W^z. */

const PAIR = /^[a-z]'?[a-z]'?$/;
const LETTER = /^[a-z]$/;
const CAPITAL = /^[A-Z]$/;

const withoutTranspose = (text: string): string => (/^(?:T|top|⊤)$/.test(text) ? "" : text);

/** A^{ij} as A_{ij}, \delta^i_j as \delta_{ij}, and W^z beside z as a name of its own. */
export function withMarksAbove(statements: readonly Statement[]): readonly Statement[] {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const names = trees.flatMap((tree) =>
    [...walk(tree)].flatMap((part) => (part.kind === "name" ? part : [])),
  );
  const entries = new Set<string>();
  const marked = new Set<string>();
  for (const base of new Set(names.map(({ name }) => name.base))) {
    const own = names.filter(({ name }) => name.base === base);
    const above = new Set(own.map(({ name }) => withoutTranspose(name.sup?.text ?? "")));
    const marks = [...above].filter((text) => text !== "");
    if (!CAPITAL.test(base) || marks.length === 0 || own.some(({ name }) => name.sub !== undefined)) continue;
    if (marks.every((text) => PAIR.test(text))) entries.add(base);
    const isOfQuantities = marks.every(
      (text) => LETTER.test(text) && names.some(({ name }) => name.base.replace(TILDE, "") === text),
    );
    if (marks.length > 1 && !above.has("") && isOfQuantities) marked.add(base);
  }
  const hasDeltas = entries.size > 0 && names.some(isMixedDelta); // elsewhere \delta_j^l is that of a layer
  if (entries.size === 0 && marked.size === 0 && !hasDeltas) return statements;
  const change = (part: Tree): Tree | undefined => {
    if (part.kind !== "name" || part.name.sup === undefined) return undefined;
    const { sub, sup, ...rest } = part.name;
    if (hasDeltas && isMixedDelta(part) && sub !== undefined)
      return { ...part, name: { ...rest, sub: joined(sup, sub) } };
    if (entries.has(rest.base) && PAIR.test(sup.text))
      return { ...part, name: { ...rest, sub: plainScript(sup) } };
    return marked.has(rest.base) && LETTER.test(sup.text)
      ? { ...part, name: { ...part.name, sup: plainScript(sup) } }
      : undefined;
  };
  return mapStatements(statements, change);
}

const TILDE = /(?:tilde|hat|bar)$/;

const isMixedDelta = ({ name: { base, sub, sup } }: NameTree): boolean =>
  base === "delta" && LETTER.test(sub?.text ?? "") && LETTER.test(sup?.text ?? "");

/** A script that is no formula. */
const plainScript = ({ end, parts, start, text }: Script): Script => ({ start, end, text, parts });

const joined = (above: Script, below: Script): Script => ({
  start: Math.min(above.start, below.start),
  end: Math.max(above.end, below.end),
  text: `${above.text}${below.text}`,
  parts: [...above.parts, ...below.parts],
});

const EINSTEIN =
  /\bEinstein(?:'s)?\s+(?:summation|convention|notation|sum)|爱因斯坦求和|愛因斯坦求和|repeated (?:indices|index)[^.]{0,40} summed/i;

/** What a letter that stands twice in a product means where the words have Einstein's convention: the sum over it. */
export const withEinsteinSums = (statements: readonly Statement[], document: string): readonly Statement[] =>
  EINSTEIN.test(document) ? mapStatements(statements, summed) : statements;

function summed(part: Tree): Tree | undefined {
  if (part.kind !== "product") return undefined;
  const letters = part.factors.flatMap(({ tree }) => [...new Set(lettersIn(tree))]);
  const twice = [...new Set(letters)].filter(
    (letter) => letters.filter((each) => each === letter).length === 2,
  );
  const { end, start } = part;
  return twice.reduceRight<Tree>(
    (body, letter) => ({
      kind: "over",
      sign: "sum",
      letters: [letter],
      body,
      head: { start, end: start },
      start,
      end,
    }),
    part,
  );
}

const lettersIn = (tree: Tree): string[] =>
  [...walk(tree)].flatMap((part) =>
    part.kind === "name" && /^(?:[a-z]'*)+$/.test(part.name.sub?.text ?? "")
      ? (part.name.sub?.text.match(/[a-z]'*/g) ?? [])
      : [],
  );
