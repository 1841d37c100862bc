import { mapTree, type Tree } from "@chainrule/graph/read";
import { DEEPEST, depthOf } from "../depth";
import type { Form } from "./form";

/**
 * The notation in which a name before brackets with one formula in them is a factor: q(x) is q times x. To be tried where the
 * usual reading, in which a quantity is itself before what it depends on, makes a claim wrong.
 */
export const withProducts = (form: Form): Form => ({
  ...form,
  lines: (text) =>
    form.lines(text).map((line) => ({
      ...line,
      ...(line.left !== undefined && { left: asProducts(line.left) }),
      right: line.right.map((side) => ({ ...side, tree: asProducts(side.tree) })),
    })),
});

const asProducts = (tree: Tree): Tree => (depthOf(tree) > DEEPEST ? tree : mapTree(tree, product));

/** q(x) as a product; sin(x) too, which no reader then finds a name for. */
function product(part: Tree): Tree | undefined {
  if (part.kind !== "applied" || part.head.name.primes > 0 || part.parameter !== undefined) return undefined;
  const [body, ...others] = part.arguments;
  if (body?.kind !== "name" || others.length > 0) return undefined;
  const { bracket, end, head, start } = part;
  const group: Tree = { kind: "group", bracket, body, start: head.end, end };
  return { kind: "product", factors: [head, group].map((tree) => ({ sign: "" as const, tree })), start, end };
}
