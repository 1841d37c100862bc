import { ChainruleError } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { type Definition, isEquality } from "../names/definition";
import { namesIn } from "../names/letters";
import { keyOf, namedBy } from "../names/names";
import { isNumeric } from "../names/trees";
import { comparison, dependsOn } from "./compare-graphs";
import type { Model } from "./model";

/**
 * f = (x + y) z, and later f = q z with q = x + y: the form over other defined quantities is the definition, so that there are
 * derivatives by these. The definitions that change.
 */
export function secondForms(
  statements: readonly Statement[],
  definitions: ReadonlyMap<string, Definition>,
  model: Model,
): Definition[] {
  const found: Definition[] = [];
  for (const [k, { isRepeated, members }] of statements.entries()) {
    const name = members[0] && namedBy(members[0].tree);
    const key = name && keyOf(model.letters.split(name).whole);
    const own = key === undefined ? undefined : definitions.get(key);
    if (own === undefined || isRepeated || own.statement < 0 || own.statement > k || own.letters.length > 0)
      continue;
    const other = members.find(
      ({ sign, tree }, m) =>
        m > 0 &&
        isEquality(sign) &&
        tree !== own.tree &&
        isFiner(tree, own, model) &&
        isSame(tree, own, model),
    );
    if (other !== undefined) found.push({ ...own, tree: other.tree });
  }
  return found;
}

/** Whether a formula has a defined quantity that the definition does not use, and that is not made of what is defined. */
function isFiner(tree: Tree, { name }: Definition, model: Model): boolean {
  const own = model.quantity(name);
  if (own === undefined || isNumeric(tree) || namedBy(tree) !== undefined) return false;
  const used = namesIn(tree).flatMap((each) => model.quantity(each) ?? []);
  const isClear = used.every(({ node }) => node !== own.node && !dependsOn(node, own.node));
  return isClear && used.some(({ kind, node }) => kind === "defined" && !dependsOn(own.node, node));
}

function isSame(tree: Tree, { name }: Definition, model: Model): boolean {
  const own = model.quantity(name);
  try {
    return own !== undefined && comparison(model.read(tree, "").node, own.node).found === "proved";
  } catch (error) {
    if (error instanceof ChainruleError) return false;
    throw error;
  }
}
