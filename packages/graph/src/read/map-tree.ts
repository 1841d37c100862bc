import type { Factor, Tree } from "./tree";

/** Without brackets around it. */
export function bare(tree: Tree): Tree {
  let at = tree;
  while (at.kind === "group") at = at.body;
  return at;
}

/**
 * The formula with parts replaced, from the outside; a part that was replaced is not looked into. A name before brackets that
 * becomes something else is a factor: of what it calls, the last name of a product.
 */
export function mapTree(tree: Tree, change: (part: Tree) => Tree | undefined): Tree {
  const own = change(tree);
  if (own !== undefined) return own;
  const same = entriesMapped(tree, change) as Tree; // the same keys with the same kinds of values, but for a head
  const head: Tree | undefined = same.kind === "applied" ? same.head : undefined;
  return head === undefined || head.kind === "name" ? same : withFactor(same as Applied, head);
}

type Applied = Tree & { readonly kind: "applied" };

/** A call whose head became another formula: a product, of which the last name is called. */
function withFactor(call: Applied, head: Tree): Tree {
  const { arguments: list, bracket, end, start } = call;
  const factors = factorsIn(head);
  const last = factors[factors.length - 1]?.tree;
  const [body] = list as readonly [Tree]; // the parser reads at least one
  const called: Factor[] =
    last?.kind === "name"
      ? [...factors.slice(0, -1), { sign: "", tree: { ...call, head: last, start: last.start } }]
      : [...factors, { sign: "", tree: { kind: "group", bracket, body, start: head.end, end } }];
  return { kind: "product", factors: called, start, end };
}

function factorsIn(tree: Tree): readonly Factor[] {
  const inner = bare(tree);
  return inner.kind === "product" ? inner.factors : [{ sign: "", tree }];
}

function entriesMapped(value: object, change: (part: Tree) => Tree | undefined): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [key, mapped(each, change)]),
  );
}

function mapped(value: unknown, change: (part: Tree) => Tree | undefined): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => mapped(each, change));
  if (typeof value !== "object" || value === null) return value;
  return "kind" in value ? mapTree(value as Tree, change) : entriesMapped(value, change); // only trees have a kind
}
