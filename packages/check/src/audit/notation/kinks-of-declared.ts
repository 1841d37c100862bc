import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";

/** "No derivative at x = 0", where x is declared with axes: it says where its entries are that, and gives x no value. */
export function withKinks(statements: readonly Statement[], declared: readonly Declared[]): Statement[] {
  const tensors = new Set(declared.flatMap(({ name, sizes }) => (sizes.length > 0 ? [keyOf(name)] : [])));
  return statements.map((statement) => {
    const [left, right, ...others] = statement.members;
    const name = left && namedBy(left.tree);
    const isNumber = right !== undefined && others.length === 0 && printedIn(right.tree) !== undefined;
    const isKink = isNumber && name !== undefined && tensors.has(keyOf(name));
    return isKink ? { ...statement, isCondition: true } : statement;
  });
}
