import type { Node } from "../node";
import { topologicalOrder } from "../order";
import { Numbering } from "../simplify/numbering";
import { knownSum } from "./known-sum";
import {
  cancelled,
  collapsed,
  counted,
  gathered,
  type Monomial,
  type Polynomial,
  type Power,
  product,
  withDeltasWritten,
} from "./monomial";
import { isOpenSum, Reader } from "./read";
import { writtenPolynomial, writtenSum } from "./write";

/** An expression multiplied out, step by step. */
export interface MultipliedOut {
  /** Every product of sums as a sum of products, what stands above and below a fraction bar cancelled; deltas stand. */
  readonly products: Node;
  /** The same with every sum over a Kronecker delta collapsed. */
  readonly collapsed: Node;
  /** The same with known sums put in: of entries that were declared to sum to something, and of a softmax. */
  readonly known: Node;
  /** The quantities whose sums were put in. */
  readonly facts: readonly Node[];
}

export interface MultiplyOutOptions {
  /** Nodes that stay whole. */
  readonly holding: ReadonlySet<Node>;
  /** Which sums in products are opened: all of them, or only those with a Kronecker delta in them. */
  readonly opening: "all" | "deltas";
}

/** An expression that has more terms than this is left alone; so is one of more nodes. */
const MOST_TERMS = 64;
const MOST_NODES = 400;

/**
 * Multiplies an expression out, entry by entry: products of sums become sums of products, equal factors above and below a
 * fraction bar cancel, sums over Kronecker deltas collapse, and known sums are put in. Undefined where that would be too long.
 * @example multipliedOut(p.sub(t).mul(t.div(p)), { holding, opening: "all" })
 */
export function multipliedOut(
  root: Node,
  { holding, opening }: MultiplyOutOptions,
): MultipliedOut | undefined {
  if (topologicalOrder([root], holding).length > MOST_NODES) return undefined;
  const reader = new Reader(holding);
  const numbering = new Numbering(holding);
  const at = root.shape.map((size) => reader.indices.fresh(size));
  const terms = opened(reader.termsAt(root, at), reader, numbering, { holding, opening });
  if (terms === undefined) return undefined;
  const facts = new Set<Node>();
  const write = (polynomial: Polynomial): Node =>
    writtenPolynomial(gathered(polynomial, numbering.of), at, reader.indices, numbering.of);
  const short = terms.map((term) => counted(cancelled(collapsed(term), numbering.of), reader.indices));
  const known = short.map((term) => knownSum(term, facts));
  return {
    products: writtenSum(
      terms.map((term) => withDeltasWritten(counted(term, reader.indices), reader.indices)),
      at,
      reader.indices,
    ),
    collapsed: write(short),
    known: write(known),
    facts: [...facts],
  };
}

/** Multiplies sums out, those with fraction bars first, so that these meet what cancels them. */
function opened(
  given: Polynomial,
  reader: Reader,
  numbering: Numbering,
  { holding, opening }: MultiplyOutOptions,
): Monomial[] | undefined {
  const isWanted = (base: Node): boolean =>
    opening === "all" || topologicalOrder([base], holding).some(({ attrs }) => isDelta(attrs.map?.output));
  const isOpen = ({ base, exponent }: Power): boolean =>
    exponent === 1 && isOpenSum(base, holding) && isWanted(base);
  const hasBar = new Map<Node, boolean>();
  const isQuotient = (base: Node): boolean => {
    const known = hasBar.get(base) ?? topologicalOrder([base], holding).some(({ op }) => op.name === "div");
    hasBar.set(base, known);
    return known;
  };
  const done: Monomial[] = [];
  const pending = given.map((term) => cancelled(term, numbering.of)).reverse();
  while (pending.length > 0) {
    if (pending.length + done.length > MOST_TERMS) return undefined;
    const term = pending.pop() as Monomial;
    const sums = term.powers.filter(isOpen);
    const next = sums.find(({ base }) => isQuotient(base)) ?? sums[0];
    if (next === undefined) {
      done.push(term);
      continue;
    }
    const rest = { ...term, powers: term.powers.filter((each) => each !== next) };
    const parts = reader.termsAt(next.base, next.at);
    pending.push(...parts.map((part) => cancelled(product([rest, part]), numbering.of)).reverse());
  }
  return done;
}

const isDelta = (output: readonly number[] = []): boolean => new Set(output).size < output.length;
