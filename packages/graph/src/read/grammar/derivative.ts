import type { Span } from "../refusal";
import type { NameTree, Tree } from "../tree";

type Symbol = (Tree & { readonly kind: "derivative" })["symbol"];
interface Below {
  readonly symbol: Symbol;
  readonly by: readonly Tree[];
}

/** What one differential divided by others means: a derivative. Undefined for any other quotient. */
export function differentialQuotient(above: Tree, below: Tree): Tree | undefined {
  const span: Span = { start: above.start, end: below.end };
  if (above.kind === "differential") {
    const found = differentialsIn(below, above.order);
    if (found === undefined || found.symbol !== above.symbol || found.by.length !== above.order)
      return undefined;
    return { kind: "derivative", symbol: above.symbol, of: above.of, by: found.by, ...span };
  }
  const [of, by] = [afterD(above), afterD(below)];
  if (of === undefined || by === undefined) return undefined;
  return { kind: "derivative", symbol: "d", of, by: [by], ...span };
}

/** The quantities whose differentials stand below the line, each as often as it is differentiated by. */
function differentialsIn(below: Tree, order: number): Below | undefined {
  const parts = below.kind === "product" ? below.factors : [{ sign: "" as const, tree: below }];
  const by: Tree[] = [];
  let symbol: Symbol | undefined;
  for (const { sign, tree } of parts) {
    const found = sign === "/" ? undefined : differentialOf(tree, parts.length === 1 ? order : undefined);
    if (found === undefined || (symbol !== undefined && found.symbol !== symbol)) return undefined;
    symbol = found.symbol;
    by.push(...found.by);
  }
  return symbol === undefined ? undefined : { symbol, by };
}

/** ∂w, ∂w^2 where the second derivative is meant, (∂w^{(2)})^2. */
function differentialOf(tree: Tree, order: number | undefined): Below | undefined {
  if (tree.kind === "power" && tree.base.kind === "group" && tree.base.body.kind === "differential") {
    const times = tree.exponent.kind === "number" ? tree.exponent.value : 0;
    const { of, symbol } = tree.base.body;
    return { symbol, by: Array.from({ length: times }, () => of) };
  }
  if (tree.kind !== "differential" || tree.order !== 1) return undefined;
  const { of, symbol } = tree;
  const times = of.kind === "name" && of.name.sup?.formula?.kind === "number" ? of.name.sup.formula.value : 1;
  const isPower = of.kind === "name" && times > 1 && (order === undefined || order === times);
  if (!isPower) return { symbol, by: [of] };
  const { sup, ...name } = of.name;
  const plain: NameTree = { ...of, name, end: sup?.start ?? of.end };
  return { symbol, by: Array.from({ length: times }, () => plain) };
}

/** What stands after a d: the E of dE, typed as one word, or of an upright d before it. */
function afterD(tree: Tree): Tree | undefined {
  if (tree.kind === "product" && tree.factors.length === 2) {
    const [d, of] = tree.factors;
    const isD = d?.tree.kind === "name" && d.tree.name.base === "d" && d.tree.name.upright;
    return isD && of?.sign === "" ? of.tree : undefined;
  }
  if (tree.kind !== "name" || !/^d[A-Za-z]/.test(tree.name.base) || tree.name.upright) return undefined;
  if (tree.end - tree.start < tree.name.base.length) return undefined; // a Greek letter
  return { ...tree, name: { ...tree.name, base: tree.name.base.slice(1) }, start: tree.start + 1 };
}
