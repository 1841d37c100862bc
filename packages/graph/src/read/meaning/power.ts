import { inverse, pow, square } from "../../index";
import { numberIn } from "../number-in";
import type { Span } from "../refusal";
import type { Tree } from "../tree";
import { type Context, productOf } from "./context";
import type { Building, Scope, Value } from "./scope";
import { sameSizeText } from "./sizes";
import { wholeOf } from "./whole";

/** x(a + b)^2 where x is a quantity: the power is that of the brackets alone. */
export function spreadOver(
  context: Context,
  tree: Tree & { kind: "power" | "transpose" },
  base: Tree,
  scope: Scope | undefined,
): Tree | undefined {
  if (base.kind !== "applied") return undefined;
  const factors = context.names.factorsOf(base, scope);
  if (factors.length < 2) return undefined;
  const last = factors[factors.length - 1] as Tree;
  return productOf([...factors.slice(0, -1), { ...tree, base: last, start: last.start }]);
}

/** W^{-1} of a square matrix. */
function inverted(context: Context, { node }: Extract<Value, { kind: "whole" }>, span: Span): Value {
  const [rows, columns] = node.shape;
  if (rows !== undefined && columns !== undefined && sameSizeText(rows, columns))
    return wholeOf(inverse(node));
  throw context.place.fail("REFUSED", "only a square matrix has an inverse", span, {
    mend: "Write 1 / W for the entries",
  });
}

/** A value to a power: x^2, the inverse W^{-1} of a matrix, x^y. */
export function* raisedTo(
  context: Context,
  base: Value,
  exponent: Tree,
  span: Span,
  scope: Scope | undefined,
): Building {
  const { isArrayCode, isCode } = context.place;
  if (isCode && !isArrayCode && base.kind === "whole") throw context.values.notEntrywise("^", span);
  if (exponent.kind === "number" && exponent.value === 2 && !isCode)
    return context.values.pointwise(span, square, [base]);
  const isInverse = base.kind === "whole" && base.node.shape.length === 2 && numberIn(exponent) === -1;
  if (isInverse) return inverted(context, base, span);
  return context.values.pointwise(span, pow, [base, yield { tree: exponent, scope }]);
}
