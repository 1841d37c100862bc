import { ChainruleError, shown } from "../errors";
import type { Node } from "../node";
import { type Size, sameSize, shapeText } from "../shape";
import { contraction } from "./contract";

const LETTERS = /^[a-zA-Z\u2460-\u24ff]*$/;

/** Letters for the axes that an ellipsis stands for: no alphabet that users write. */
const FIRST_OPEN = 0x2460;
const openLetters = (count: number, most: number): string =>
  Array.from({ length: count }, (_, k) => String.fromCodePoint(FIRST_OPEN + most - count + k)).join("");

/** The same notation without `...`: as many letters as the operand has axes more, aligned from the right. */
function withoutEllipsis(notation: string, operands: readonly Node[]): string {
  if (typeof notation !== "string" || !notation.includes("...")) return notation;
  const [left = "", right] = notation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  const open = terms.map((term, k) =>
    term.includes("...") ? Math.max(0, (operands[k]?.shape.length ?? 0) - (term.length - 3)) : 0,
  );
  const most = Math.max(...open);
  const written = terms.map((term, k) => term.replace("...", openLetters(open[k] as number, most)));
  const once = [...new Set(left.replaceAll(/[.,]/g, ""))].filter((letter) => left.split(letter).length === 2);
  const output = right ?? `...${once.sort().join("")}`;
  return `${written.join(",")}->${output.replace("...", openLetters(most, most))}`;
}

/**
 * A contraction in Einstein's notation: `einsum("ij,jk->ik", a, b)`. Without `->`, the indices that stand once form the
 * output, in alphabetical order. A repeated index on one operand is its diagonal. `...` stands for the axes that have no letter,
 * aligned from the right; an axis of size 1 among them is repeated.
 * @throws ChainruleError SYNTAX, SHAPE
 */
export function einsum(given: string, operands: readonly Node[]): Node {
  const notation = withoutEllipsis(given, operands);
  const syntax = (what: string, got: string): ChainruleError =>
    new ChainruleError("SYNTAX", what, {
      where: `einsum ${shown(given)}`,
      got,
      expected: 'for example "ij,jk->ik"',
    });
  if (typeof notation !== "string") throw syntax("the notation is a text", shown(given));
  const [left = "", right, ...more] = notation.replaceAll(" ", "").split("->");
  if (more.length > 0) throw syntax("one arrow at most", `${more.length + 1}`);
  const terms = left.split(",");
  if (terms.length !== operands.length)
    throw syntax(
      "one group of indices for each operand",
      `${terms.length} groups, ${operands.length} operands`,
    );
  const bad = [...terms, right ?? ""].find((term) => !LETTERS.test(term));
  if (bad !== undefined) throw syntax("indices are letters", shown(bad));
  const isLong = (letter: string): boolean =>
    terms.some((term, k) => [...term].some((own, axis) => own === letter && operands[k]?.shape[axis] !== 1));
  const numberOf = new Map<string, number>();
  const sizes: Size[] = [];
  const inputs = terms.map((term, k) => {
    const operand = operands[k] as Node;
    if (term.length !== operand.shape.length)
      throw syntax(
        `operand ${k} needs as many indices as it has axes`,
        `"${term}" for ${shapeText(operand.shape)}`,
      );
    return [...term].map((letter, axis) => {
      const size = operand.shape[axis] as Size;
      if (size === 1 && letter >= String.fromCodePoint(FIRST_OPEN) && isLong(letter)) return null; // repeated
      const known = numberOf.get(letter);
      if (known === undefined) {
        numberOf.set(letter, sizes.length);
        return sizes.push(size) - 1;
      }
      if (!sameSize(sizes[known] as Size, size)) {
        throw new ChainruleError("SHAPE", `index ${letter} has two sizes`, {
          where: `einsum ${shown(given)}`,
          got: operands.map((node) => shapeText(node.shape)).join(" and "),
        });
      }
      return known;
    });
  });
  const output =
    right ??
    [...numberOf.keys()]
      .filter((letter) => left.split(letter).length === 2)
      .sort()
      .join("");
  return contraction(operands, {
    inputs,
    output: [...output].map((letter) => {
      const index = numberOf.get(letter);
      if (index === undefined) throw syntax("an index of the output must stand in an operand", letter);
      return index;
    }),
    sizes,
  });
}
