import { ChainruleError, shown } from "../errors";
import type { Node } from "../node";
import { type Size, sameSize, shapeText } from "../shape";
import { contraction } from "./contract";

const LETTERS = /^[a-zA-Z]*$/;

/**
 * A contraction in Einstein's notation: `einsum("ij,jk->ik", a, b)`. Without `->`, the indices that stand once form the
 * output, in alphabetical order. A repeated index on one operand is its diagonal.
 * @throws ChainruleError SYNTAX, SHAPE
 */
export function einsum(notation: string, operands: readonly Node[]): Node {
  const syntax = (what: string, got: string): ChainruleError =>
    new ChainruleError("SYNTAX", what, {
      where: `einsum ${shown(notation)}`,
      got,
      expected: 'for example "ij,jk->ik"',
    });
  if (typeof notation !== "string") throw syntax("the notation is a text", shown(notation));
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
      const known = numberOf.get(letter);
      if (known === undefined) {
        numberOf.set(letter, sizes.length);
        return sizes.push(size) - 1;
      }
      if (!sameSize(sizes[known] as Size, size)) {
        throw new ChainruleError("SHAPE", `index ${letter} has two sizes`, {
          where: `einsum ${shown(notation)}`,
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
