import type { Span } from "../refusal";
import type { Factor, NameTree, Tree } from "../tree";
import { around } from "./grammar";

type Derivative = Tree & { readonly kind: "derivative" };
type Symbol = Derivative["symbol"];

/** What is differentiated, and how often. */
interface Above {
  readonly symbol: Symbol;
  /** The letter that takes differentials: d, or a delta, which some write for ∂. */
  readonly letter?: string;
  readonly order: number;
  readonly of: Tree;
}
interface Below {
  readonly symbol: Symbol;
  readonly letter?: string;
  readonly by: readonly Tree[];
}

/** Whether a number is an order that a derivative can be written with. */
export const isOrder = (value: number): boolean => Number.isInteger(value) && value > 0 && value < 10;

/** What one differential divided by others means: a derivative. Undefined for any other quotient. */
export function differentialQuotient(above: Tree, below: Tree, plain: Tree): Tree | undefined {
  const span: Span = { start: above.start, end: below.end };
  const top = aboveIn(above);
  const bottom = top && differentialsIn(below, top.order);
  const isPair = bottom?.symbol === top?.symbol && bottom?.letter === top?.letter;
  if (top === undefined || bottom === undefined || !isPair || bottom.by.length !== top.order)
    return undefined;
  return {
    kind: "derivative",
    symbol: top.symbol,
    of: top.of,
    by: bottom.by,
    ...span,
    ...(top.letter !== undefined && above.kind !== "name" && { plain, letter: top.letter }), // dE is one word
  };
}

function aboveIn(tree: Tree): Above | undefined {
  if (tree.kind === "differential") return tree;
  if (tree.kind === "applied" && orderOfD(tree.head) === 1 && tree.arguments.length === 1) {
    const [body] = tree.arguments as readonly [Tree];
    return {
      ...signOf(tree.head.name.base),
      order: 1,
      of: { kind: "group", bracket: tree.bracket, body, start: tree.head.end, end: tree.end },
    };
  }
  if (tree.kind === "product") {
    const [d, ...rest] = tree.factors;
    if (d?.tree.kind === "differential" && rest.every(({ sign }) => sign === "")) {
      const factors = [{ ...d, tree: d.tree.of }, ...rest];
      return {
        ...d.tree,
        of: { kind: "product", factors, ...around(factors.map(({ tree: each }) => each)) },
      };
    }
    const order = d === undefined ? undefined : orderOfD(d.tree);
    if (order === undefined || rest.some(({ sign }) => sign !== "")) return undefined;
    const [only] = rest;
    const of: Tree | undefined =
      rest.length === 1
        ? only?.tree
        : { kind: "product", factors: rest, ...around(rest.map(({ tree: each }) => each)) };
    return of && { ...signOf(letterOf(d?.tree)), order, of };
  }
  const difference = afterDelta(tree);
  if (difference !== undefined) return { symbol: "Delta", order: 1, of: difference };
  const of = afterD(tree);
  return of && { symbol: "d", letter: "d", order: 1, of };
}

/** A delta stands for ∂, where it is no quantity. */
const signOf = (letter: string): Pick<Above, "symbol" | "letter"> => ({
  symbol: letter === "d" ? "d" : "partial",
  letter,
});

const letterOf = (tree: Tree | undefined): string => (tree?.kind === "name" ? tree.name.base : "");

/** The order that a d says: 2 for d^2; undefined for what is no d. */
export function orderOfD(tree: Tree): number | undefined {
  if (tree.kind !== "name" || !/^(?:d|delta)$/.test(tree.name.base) || tree.name.sub !== undefined)
    return undefined;
  const { sup } = tree.name;
  return sup === undefined ? 1 : sup.formula?.kind === "number" ? sup.formula.value : undefined;
}

/** The quantities whose differentials stand below the line, each as often as it is differentiated by. */
export function differentialsIn(below: Tree, order: number): Below | undefined {
  const whole = differentialOf(below, order);
  const parts =
    below.kind === "product" && whole === undefined ? below.factors : [{ sign: "", tree: below } as Factor];
  const by: Tree[] = [];
  let same: Below | undefined;
  for (const { sign, tree } of parts) {
    const found = sign === "/" ? undefined : differentialOf(tree, parts.length === 1 ? order : undefined);
    if (found === undefined || (same !== undefined && found.letter !== same.letter)) return undefined;
    same = found;
    by.push(...found.by);
  }
  return same && { ...same, by };
}

/** ∂w, dx, ∂w^2 where the second derivative is meant, (∂w^{(2)})^2. */
function differentialOf(tree: Tree, order: number | undefined): Below | undefined {
  if (tree.kind === "power" && tree.base.kind === "group" && tree.base.body.kind === "differential") {
    const times = tree.exponent.kind === "number" ? tree.exponent.value : 0;
    if (!isOrder(times)) return undefined;
    const { of, symbol } = tree.base.body;
    return { symbol, by: Array.from({ length: times }, () => of) };
  }
  const difference = afterDelta(tree);
  if (difference !== undefined) return { symbol: "Delta", by: [difference] };
  const after = tree.kind === "differential" ? tree.of : afterD(tree);
  if (after === undefined || (tree.kind === "differential" && tree.order !== 1)) return undefined;
  const first = tree.kind === "product" ? tree.factors[0]?.tree : undefined;
  const sign =
    tree.kind === "differential"
      ? { symbol: tree.symbol }
      : signOf(first === undefined ? "d" : letterOf(first));
  const of = after.kind === "group" && after.bracket === "(" ? after.body : after; // d(x)
  const times = of.kind === "name" && of.name.sup?.formula?.kind === "number" ? of.name.sup.formula.value : 1;
  const isPower =
    of.kind === "name" && times > 1 && isOrder(times) && (order === undefined || order === times);
  if (!isPower) return { ...sign, by: [of] };
  const { sup, ...name } = of.name;
  const plain: NameTree = { ...of, name, end: sup?.start ?? of.end };
  return { ...sign, by: Array.from({ length: times }, () => plain) };
}

/** What stands after a d: the E of dE, typed as one word, or of a d before it. */
function afterD(tree: Tree): Tree | undefined {
  if (tree.kind === "product" && tree.factors.length === 2) {
    const [d, of] = tree.factors;
    return d !== undefined && orderOfD(d.tree) === 1 && of?.sign === "" ? of.tree : undefined;
  }
  if (tree.kind !== "name" || !/^d\p{L}/u.test(tree.name.base) || tree.name.upright) return undefined;
  if (tree.end - tree.start < tree.name.base.length) return undefined; // a Greek letter
  return { ...tree, name: { ...tree.name, base: tree.name.base.slice(1) }, start: tree.start + 1 };
}

/** The E of ΔE, typed as one word in a text. */
function afterDelta(tree: Tree): Tree | undefined {
  const isOne = tree.kind === "name" && /^[Δ∆]\p{L}/u.test(tree.name.base);
  return isOne
    ? { ...tree, name: { ...tree.name, base: tree.name.base.slice(1) }, start: tree.start + 1 }
    : undefined;
}
