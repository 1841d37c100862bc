import type { NameTree, Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import { isPowerOfName, keyOf, namedBy } from "../names/names";
import { mapStatements } from "../statements/statements";

/* K^2 of a matrix that a document declares to be square is K K; in a sum of squares it is entry by entry. */

const MOST = 3;
const REDUCES = /^(?:sum|mean)$/;

/** The formulas with powers of declared square matrices as products. */
export function withMatrixPowers(
  statements: readonly Statement[],
  declared: readonly Declared[],
): Statement[] {
  const square = new Set(
    declared.flatMap(({ name, sizes: [rows, columns, ...others] }) =>
      rows !== undefined && rows === columns && others.length === 0 ? [keyOf(name)] : [],
    ),
  );
  if (square.size === 0) return [...statements];
  return mapStatements(statements, (part) => {
    const isSum = part.kind === "over" || (part.kind === "applied" && REDUCES.test(part.head.name.base));
    if (isSum) return part;
    if (part.kind !== "name" || !isPowerOfName(part)) return undefined;
    const name = namedBy(part);
    const exponent = part.name.sup?.formula;
    const times = exponent?.kind === "number" ? exponent.value : 0;
    const isWhole = Number.isInteger(times) && times > 1 && times <= MOST;
    return name !== undefined && square.has(keyOf(name)) && isWhole ? productOf(part, times) : undefined;
  });
}

function productOf(part: NameTree, times: number): Tree {
  const { end, start } = part;
  const { sup: _power, ...name } = part.name;
  const base: NameTree = { kind: "name", name, start, end };
  const factors = Array.from({ length: times }, () => ({ sign: "" as const, tree: base }));
  return { kind: "group", bracket: "", body: { kind: "product", factors, start, end }, start, end };
}
