import type { Factor, NameTree, Tree } from "../tree";
import { walk } from "../walk";
import { argument } from "./bracketed";
import type { Cursor } from "./cursor";
import { differentialsIn, isOrder } from "./derivative";
import { atomOf, beginsTerm, missing } from "./grammar";
import type { Parsing } from "./request";
import { scripted } from "./scripted";

/* Derivatives of what follows: d/dx, ∂/∂w, ∇_w, and fractions of differentials without anything above. */

/** Whether a derivative of what follows begins here. */
export function isDerivativeOperator(cursor: Cursor): boolean {
  if (cursor.is("∇") || (cursor.is("∂") && cursor.is("_", 1))) return true;
  if (cursor.is("⁄")) {
    const length = cursor.is("{", 1) ? bareD(cursor, 2) : 0;
    return (
      length > 0 && cursor.is("}", 2 + length) && cursor.is("{", 3 + length) && beginsD(cursor, 4 + length)
    );
  }
  const length = bareD(cursor, 0);
  return length > 0 && cursor.is("/", length) && beginsD(cursor, length + 1);
}

/** How many tokens a d or ∂ without a name takes, with its order; 0 if there is none. */
function bareD(cursor: Cursor, offset: number): number {
  const token = cursor.peek(offset);
  const isD = cursor.is("∂", offset) || (token?.text === "d" && ["text", "word"].includes(token.kind));
  if (!isD) return 0;
  if (!cursor.is("^", offset + 1)) return 1;
  if (cursor.peek(offset + 2)?.kind === "number") return 3;
  return cursor.is("{", offset + 2) &&
    cursor.peek(offset + 3)?.kind === "number" &&
    cursor.is("}", offset + 4)
    ? 5
    : 0;
}

function beginsD(cursor: Cursor, offset: number): boolean {
  const token = cursor.peek(offset);
  if (cursor.is("∂", offset)) return true;
  if (token?.kind !== "text" && token?.kind !== "word") return false;
  return token.text === "d" || (token.kind === "word" && /^d\p{L}/u.test(token.text) && isTyped(token));
}

const isTyped = ({
  end,
  start,
  text,
}: {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}): boolean => end - start === text.length; // no Greek letter

/**
 * By what is differentiated; what is made of the term that follows. A d/dx that nothing follows is a quotient of quantities, and
 * the names tell which one any other is. ∇ before a name is of that alone where the rest of the term has nothing that it
 * differentiates by: ∇_z L x^T, but ∇_x x^T A x.
 */
export function* derivativeHead(cursor: Cursor): Parsing<Tree | ((body: Tree) => Tree)> {
  const { start } = cursor.here();
  const isNabla = cursor.is("∇") || cursor.is("_", 1);
  const { by, order, plain, symbol } = isNabla ? yield* nabla(cursor) : yield* quotient(cursor);
  const head = { start, end: cursor.reached() };
  if (beginsTerm(cursor)) {
    return (of) => {
      const span = { start, end: of.end };
      const open = order === undefined ? {} : { order };
      if (isNabla) return ofFirst({ kind: "derivative", symbol, of, by, ...open, ...span });
      if (plain === undefined) return { kind: "derivative", symbol, of, by, ...span };
      const factors = [...plain, { sign: "" as const, tree: of }];
      return { kind: "derivative", symbol, of, by, plain: { kind: "product", factors, ...span }, ...span };
    };
  }
  if (plain !== undefined) return { kind: "product", factors: plain, ...head };
  throw cursor.refuse("REFUSED", "a derivative needs what is differentiated", head, {
    mend: `Write ${cursor.front.examples.derivative}`,
  });
}

type Derivative = Tree & { readonly kind: "derivative" };

/** (∇_z L) x^T for ∇_z (L x^T), where L is a name and nothing after it has z. */
function ofFirst(whole: Derivative): Tree {
  const { by, of, start } = whole;
  if (of.kind === "entrywise") {
    const [first, ...others] = of.factors as readonly [Tree, ...Tree[]]; // it has two at least
    const inner = isApart(first, others, by) ? { ...whole, of: first, end: first.end } : undefined;
    return inner === undefined ? whole : { ...of, factors: [ofFirst(inner), ...others], start };
  }
  const [first, ...others] = of.kind === "product" ? of.factors : [];
  if (of.kind !== "product" || first === undefined) return whole;
  const rest = others.map(({ tree }) => tree);
  if (!isApart(first.tree, rest, by)) return whole;
  return {
    ...of,
    factors: [{ ...first, tree: { ...whole, of: first.tree, end: first.tree.end } }, ...others],
    start,
  };
}

/** Whether a formula is a name, or begins with one, and the others have nothing of what is differentiated by. */
function isApart(first: Tree, others: readonly Tree[], by: readonly Tree[]): boolean {
  const bases = new Set(by.flatMap((each) => (each.kind === "name" ? [each.name.base] : [])));
  const has = (tree: Tree): boolean =>
    [...walk(tree)].some((part) => part.kind === "name" && bases.has(part.name.base));
  const head = first.kind === "product" ? first.factors[0]?.tree : first;
  const isName = head?.kind === "name" && head.name.sup === undefined && !has(head);
  return (isName || head?.kind === "applied") && bases.size > 0 && !others.some(has);
}

interface Head {
  readonly symbol: (Tree & { readonly kind: "derivative" })["symbol"];
  readonly by: readonly Tree[];
  /** Above 1, where nothing says by what. */
  readonly order?: number;
  /** As a quotient of quantities, where d may be one. */
  readonly plain?: readonly Factor[];
}

function* nabla(cursor: Cursor): Parsing<Head> {
  cursor.take();
  let order = 1;
  const by: Tree[] = [];
  for (;;) {
    if (cursor.accept("^")) order = yield* orderHere(cursor);
    else if (cursor.accept("_")) by.push(yield* argument(cursor));
    else break;
  }
  if (by.length === 0) return { symbol: "nabla", by, ...(order > 1 && { order }) };
  return { symbol: "nabla", by: Array.from({ length: order }, () => by).flat() };
}

function* orderHere(cursor: Cursor): Parsing<number> {
  const script = yield* argument(cursor);
  if (script.kind === "number" && isOrder(script.value)) return script.value;
  throw cursor.refuse("SYNTAX", "the order of a derivative is a number from 1 to 9", script);
}

function* quotient(cursor: Cursor): Parsing<Head> {
  const { start } = cursor.here();
  const isFraction = cursor.accept("⁄");
  if (isFraction) cursor.expect("{", "a fraction needs what is above it");
  const d = cursor.take();
  const symbol = d.text === "∂" ? "partial" : "d";
  let order = 1;
  if (cursor.accept("^")) order = yield* orderHere(cursor);
  if (isFraction) cursor.expect("}", "a fraction needs what is below it");
  else cursor.expect("/", "a derivative needs by what");
  const below = isFraction ? yield* argument(cursor) : yield* differentialBelow(cursor);
  const found = differentialsIn(below, order);
  if (found !== undefined && found.symbol === symbol && found.by.length === order) {
    if (symbol === "partial" || order > 1) return found;
    const above = atomOf(d);
    const fraction: Tree = { kind: "fraction", above, below, start, end: cursor.reached() };
    const plain: Factor[] = isFraction
      ? [{ sign: "", tree: fraction }]
      : [above, below].map((tree, k) => ({ sign: k === 0 ? "" : "/", tree }));
    return { ...found, plain };
  }
  throw cursor.refuse("REFUSED", "above and below the line do not fit", below, {
    got: cursor.text.slice(below.start, below.end),
    mend: `Write ${cursor.front.examples.derivative}`,
  });
}

/** ∂w, dx: a name with its scripts, without brackets after it. */
function* differentialBelow(cursor: Cursor): Parsing {
  const { end, start, text } = cursor.take();
  if (text === "∂") {
    const token = cursor.take();
    if (token.kind !== "word" && token.kind !== "text") throw missing(cursor);
    const of = yield* scripted(cursor, { base: token.text, primes: 0 }, token.start);
    return { kind: "differential", symbol: "partial", order: 1, of, start, end: of.end };
  }
  if (text !== "d") return yield* scripted(cursor, { base: text, primes: 0 }, start);
  const d: NameTree = { kind: "name", name: { base: "d", primes: 0 }, start, end };
  const token = cursor.take();
  if (token.kind !== "word" && token.kind !== "text") throw missing(cursor);
  const of = yield* scripted(cursor, { base: token.text, primes: 0 }, token.start);
  return {
    kind: "product",
    factors: [
      { sign: "", tree: d },
      { sign: "", tree: of },
    ],
    start,
    end: of.end,
  };
}
