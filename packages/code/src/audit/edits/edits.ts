import type { Expression, Statement } from "../../python/syntax";
import type { Edit, Surroundings } from "./edit";
import { ofReturn } from "./returned";
import { inside, ofTerm } from "./within";

/** All small changes of a statement of a backward pass. */
export function editsOf(statement: Statement, around: Surroundings): Edit[] {
  switch (statement.kind) {
    case "assign": {
      const [target] = statement.targets;
      const isName = target?.kind === "name" || target?.kind === "attribute";
      const between = target && { from: target.to, to: statement.value.from };
      const accumulate: Edit[] =
        isName && between ? [{ ...between, text: " += ", kind: "not accumulated", cost: 4 }] : [];
      return [...accumulate, ...ofTarget(target, around), ...ofTerm(statement.value, around)];
    }
    case "update": {
      const sign = { from: statement.target.to, to: statement.value.from };
      const { operator } = statement;
      const plain: Edit = { ...sign, text: " = ", kind: "accumulated", cost: 3 };
      const turned: Edit[] =
        operator === "+" || operator === "-"
          ? [{ ...sign, text: operator === "+" ? " -= " : " += ", kind: "sign", cost: 1 }]
          : [];
      const other: Edit[] =
        operator === "*" || operator === "/"
          ? [{ ...sign, text: operator === "*" ? " /= " : " *= ", kind: "factor", cost: 2 }]
          : [];
      return [
        plain,
        ...turned,
        ...other,
        ...ofTarget(statement.target, around),
        ...ofTerm(statement.value, around),
      ];
    }
    case "return":
      return statement.value === undefined ? [] : ofReturn(statement.value, around);
    case "expression":
      return inside(statement.value, around);
    default:
      return [];
  }
}

/** Which part of a tensor is given a value. */
const ofTarget = (target: Expression | undefined, around: Surroundings): Edit[] =>
  target?.kind === "subscript" ? target.index.flatMap((each) => inside(each, around)) : [];
