import { type Node, sameShape, substituted } from "../../index";
import type { Tree } from "../tree";
import { type Context, nodeIn } from "./context";
import type { Building, Scope, Value } from "./scope";

/** The value of a formula where some of its quantities have others: f'(x)|_{x = 1}. Derivatives are taken before. */
export function* atPoint(
  context: Context,
  { body, point }: Tree & { readonly kind: "at" },
  scope: Scope | undefined,
): Building {
  const value = yield { tree: body, scope };
  const there = new Map<Node, Node>();
  for (const each of point) {
    if (each.kind === "array")
      throw context.place.fail("REFUSED", "nothing says which names have these values", each, {
        got: context.place.text.slice(each.start, each.end),
        mend: "Write the names: |_{x = 1, y = 2}",
      });
    const [left, right] = (each as Tree & { readonly kind: "relation" }).sides as readonly [Tree, Tree]; // the grammar sees to it
    const quantity = nodeIn(yield { tree: left, scope });
    const own = nodeIn(yield { tree: right, scope });
    if (quantity === undefined || own === undefined || !sameShape(quantity.shape, own.shape)) {
      throw context.place.fail("SHAPE", "a point gives a quantity a value of its shape", each, {
        got: context.place.text.slice(each.start, each.end),
      });
    }
    there.set(quantity, own);
  }
  return withNodes(value, (node) => substituted([node], (part) => there.get(part))[0] as Node); // one root
}

const withNodes = (value: Value, change: (node: Node) => Node): Value =>
  value.kind === "whole"
    ? { ...value, node: change(value.node) }
    : {
        ...value,
        factors: value.factors.map((factor) =>
          factor.node === undefined ? factor : { ...factor, node: change(factor.node) },
        ),
      };
