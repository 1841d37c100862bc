import type { Statement } from "@chainrule/derive";
import { nameText, substituted } from "@chainrule/graph";
import { tex } from "../safe/tex";
import type { Row } from "./model";
import type { Writing } from "./writing";

/**
 * A gradient in one formula: the other derivatives of the loss that stand in it are put in. Nothing where there are none, or where
 * these have others in them.
 */
export function wholeRows(
  { expression, symbol }: Statement,
  finished: ReadonlyMap<string, Statement>,
  { print, spelling }: Writing,
): Row[] {
  const others = new Map([...finished].filter(([name]) => name !== nameText(symbol)));
  const insert = (root: Statement["expression"]) =>
    substituted([root], ({ attrs }) => attrs.name && others.get(nameText(attrs.name))?.expression)[0];
  const whole = insert(expression);
  if (whole === undefined || whole === expression || insert(whole) !== whole) return [];
  return [{ relation: tex`=`, right: spelling.expression(whole, print, true) }];
}
