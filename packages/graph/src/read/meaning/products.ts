import { add, ChainruleError, constant, div, mul, type Node, neg, sub } from "../../index";
import type { Tree } from "../tree";
import { type Context, nodeIn, readAs } from "./context";
import { productEntries, scalarEntries } from "./entries";
import type { Building, Scope, Value } from "./scope";

/* Sums and products, term by term and factor by factor. */

export function* sum(context: Context, tree: Tree & { kind: "sum" }, scope: Scope | undefined): Building {
  let total: Value | undefined;
  const steps: (Node | undefined)[] = [];
  for (const { sign, tree: part } of tree.terms) {
    if (total !== undefined) steps.push(nodeIn(total));
    const value: Value = yield { tree: part, scope };
    const isNegative = sign === "-";
    if (total !== undefined) {
      total = context.values.pointwise({ start: tree.start, end: part.end }, isNegative ? sub : add, [
        total,
        value,
      ]);
    } else if (!isNegative) total = value;
    else if (part.kind === "number") total = scalarEntries(constant(-part.value));
    else total = context.values.pointwise(part, neg, [value]);
  }
  noteSteps(context, tree, steps);
  return total as Value; // a sum has terms
}

/** Keeps what was made of the first terms or factors, if all of them have a node. */
function noteSteps({ steps }: Context, tree: Tree, found: readonly (Node | undefined)[]): void {
  const nodes = found.filter((node) => node !== undefined);
  if (nodes.length === found.length) steps.set(tree, nodes);
}

export function* product(
  context: Context,
  whole: Tree & { kind: "product" },
  scope: Scope | undefined,
): Building {
  const { factors } = whole;
  let total: Value | undefined;
  let before: Tree | undefined;
  const steps: (Node | undefined)[] = [];
  for (const { sign, tree } of factors) {
    if (total !== undefined) steps.push(nodeIn(total));
    if (sign === "/" && isProductWithoutSign(context, tree, scope)) {
      throw context.place.fail("REFUSED", "a product without a sign after / has two readings", tree, {
        got: `/ ${context.place.text.slice(tree.start, tree.end)}`,
        mend: context.place.examples.quotient,
      });
    }
    const value: Value = yield { tree, scope };
    if (total === undefined) total = value;
    else {
      const span = { start: factors[0]?.tree.start ?? 0, end: tree.end };
      const [a, b] = [total, value];
      if (sign === "/") total = context.values.over(span, a, b);
      else if (sign === "./") total = context.values.pointwise(span, div, [a, b]);
      else if (sign === "@") total = context.values.matrixProduct(span, a, b);
      else if (sign === ".*") total = context.values.pointwise(span, mul, [a, b]);
      else total = context.values.times(a, b, before as Tree, tree, sign);
    }
    before = tree;
  }
  noteSteps(context, whole, steps);
  return total as Value; // a product has factors
}

/**
 * a ⊙ b c^T: the product binds first, as everywhere; if its shape does not fit, the last factor stands beside all of what is joined
 * before it.
 */
export function* fittingEntrywise(
  context: Context,
  tree: Tree & { kind: "entrywise" },
  scope: Scope | undefined,
): Building {
  try {
    return yield* entrywise(context, tree, scope);
  } catch (error) {
    const other = error instanceof ChainruleError && error.code === "SHAPE" ? besideAll(tree) : undefined;
    if (other === undefined) throw error;
    try {
      return yield* readAs(context, tree, other, scope);
    } catch (second) {
      throw second instanceof ChainruleError ? error : second;
    }
  }
}

/** (a ⊙ b) c^T for a ⊙ b c^T. */
function besideAll(tree: Tree & { kind: "entrywise" }): Tree | undefined {
  const last = tree.factors[tree.factors.length - 1];
  if (last?.kind !== "product" || last.factors.some(({ sign }) => sign === "/")) return undefined;
  const [first, ...rest] = last.factors;
  if (first === undefined) return undefined;
  const joined: Tree = {
    kind: "entrywise",
    factors: [...tree.factors.slice(0, -1), first.tree],
    start: tree.start,
    end: first.tree.end,
  };
  return {
    kind: "product",
    factors: [{ sign: "", tree: joined }, ...rest],
    start: tree.start,
    end: tree.end,
  };
}

function* entrywise(
  context: Context,
  tree: Tree & { kind: "entrywise" },
  scope: Scope | undefined,
): Building {
  let total: Value | undefined;
  const steps: (Node | undefined)[] = [];
  for (const part of tree.factors) {
    if (total !== undefined) steps.push(nodeIn(total));
    const value: Value = yield { tree: part, scope };
    const span = { start: tree.start, end: part.end };
    if (total === undefined) total = value;
    else if (total.kind === "entries" && value.kind === "entries") {
      const [a, b] = [total, value];
      total = context.place.at(span, () => productEntries(a, b));
    } else total = context.values.pointwise(span, mul, [total, value]);
  }
  noteSteps(context, tree, steps);
  return total as Value; // a product has factors
}

/** Whether a part is a product that has no sign: what stands before it could belong to its first factor alone. */
const isProductWithoutSign = ({ names }: Context, tree: Tree, scope: Scope | undefined): boolean =>
  (tree.kind === "applied" && names.factorsOf(tree, scope).length > 1) || names.isRun(tree, scope);
