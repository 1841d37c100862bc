import { ChainruleError, type Node } from "@chainrule/graph";
import type { Member, Statement } from "../document/passage";
import type { Finding } from "../findings/finding";
import { unreadAs } from "../findings/unread";
import type { Model } from "../model/model";
import { isCut, isExactly, isRounded, shown, shownLike } from "../names/digits";
import { printedIn } from "../names/trees";
import { finding } from "./chain";

/** A row of a table: what heads the columns, for the values that the row gives to the symbols among them. */
export function judgedCase(model: Model, equations: readonly Statement[]): Finding[] {
  const shared = new Map<Node, readonly number[]>();
  for (const { members } of equations) {
    const quantity = model.named((members[0] as Member).tree); // an equation has two sides
    const printed = printedIn((members[1] as Member).tree);
    const isFree = quantity !== undefined && quantity.kind !== "defined" && quantity.node.shape.length === 0;
    if (isFree && printed !== undefined) shared.set(quantity.node, [printed.value]);
  }
  return equations.map(({ members }) => cell(model, members as readonly [Member, Member], shared));
}

function cell(
  model: Model,
  [left, member]: readonly [Member, Member],
  shared: ReadonlyMap<Node, readonly number[]>,
): Finding {
  const printed = printedIn(member.tree);
  const quantity = model.named(left.tree);
  if (printed === undefined) return finding(member, "not checked", "not a number");
  if (quantity !== undefined && shared.has(quantity.node)) return finding(member, "given", "given in a row");
  try {
    const value = model.value(model.read(left.tree, left.passage.text).node, shared);
    if (value === undefined) return finding(member, "not checked", "quantity without a value");
    if (isExactly(value, printed)) return finding(member, "proved", "exact value");
    if (isRounded(value, printed))
      return finding(member, "rounding only", { kind: "rounded", value: shown(value) });
    const expected = shownLike(value, printed);
    if (isCut(value, printed))
      return {
        ...finding(member, "cut instead of rounded", { kind: "value", value: shown(value) }),
        expected,
      };
    const because = { kind: "another value", value: shown(value), printed: String(printed.value) } as const;
    return { ...finding(member, "wrong", because), expected };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return finding(member, "not checked", unreadAs(error));
  }
}
