import type { Tree } from "./tree";

/** What a part of a formula is made of, from left to right. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "number":
    case "name":
      return tree.kind === "name" && tree.name.sup?.formula !== undefined ? [tree.name.sup.formula] : [];
    case "percent":
    case "group":
    case "absolute":
    case "norm":
      return [tree.body];
    case "applied":
      return [tree.head, ...tree.arguments, ...(tree.parameter === undefined ? [] : [tree.parameter])];
    case "sum":
      return tree.terms.map((term) => term.tree);
    case "product":
      return tree.factors.map((factor) => factor.tree);
    case "entrywise":
    case "inner":
      return tree.factors;
    case "fraction":
      return [tree.above, tree.below];
    case "power":
      return [tree.base, tree.exponent];
    case "transpose":
    case "entry":
      return [tree.base];
    case "root":
      return tree.degree === undefined ? [tree.body] : [tree.body, tree.degree];
    case "over":
      return [
        ...(tree.from === undefined ? [] : [tree.from]),
        ...(tree.to === undefined ? [] : [tree.to]),
        ...(tree.condition === undefined ? [] : [tree.condition]),
        tree.body,
      ];
    case "derivative":
      return [tree.of, ...tree.by];
    case "at":
      return [tree.body, ...tree.point];
    case "differential":
      return [tree.of];
    case "cases":
      return tree.rows.flatMap(({ value, condition }) =>
        condition === undefined ? [value] : [value, condition],
      );
    case "matrix":
      return tree.rows.flat();
    case "array":
      return tree.items;
    case "relation":
      return tree.sides;
    case "parts":
      return [...tree.definitions.map(({ value }) => value), tree.body];
  }
}

/** Every part of a formula, the whole first, then from left to right. Never recursive. */
export function* walk(tree: Tree): Generator<Tree, void, undefined> {
  const pending: Tree[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    const parts = partsOf(next);
    for (let k = parts.length - 1; k >= 0; k--) pending.push(parts[k] as Tree);
  }
}
