import { add, constant, type Dim, Node, operations, type Size } from "../../index";
import type { Tree } from "../tree";
import { walk } from "../walk";
import { type KnownNames, keyOf, plainWritten } from "./known";
import { sameSizeText } from "./sizes";

/** A bound of a sum: a number, or a size with a number added to it. */
export interface Bound {
  readonly size?: Dim;
  readonly offset: number;
}

/** The first and the last value of the letter that a sum runs over. */
export interface Range {
  readonly from: Bound;
  readonly to: Bound;
}

/** What a bound says, if it is built from numbers and one size by + and -: 3, m, m - 1, (m + 2) - 1. */
export function boundIn(tree: Tree, known: KnownNames): Bound | undefined {
  let [size, offset]: [Dim | undefined, number] = [undefined, 0];
  const pending: { readonly part: Tree; readonly sign: 1 | -1 }[] = [{ part: tree, sign: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, sign } = next;
    if (part.kind === "number") offset += sign * part.value;
    else if (part.kind === "group") pending.push({ part: part.body, sign });
    else if (part.kind === "sum") {
      for (const term of part.terms)
        pending.push({ part: term.tree, sign: term.sign === "+" ? sign : flipped(sign) });
    } else {
      const found = part.kind === "name" ? known.sizes.get(keyOf(plainWritten(part.name))) : undefined;
      if (found === undefined || size !== undefined || sign === -1) return undefined;
      size = found;
    }
  }
  return Number.isInteger(offset) ? { ...(size !== undefined && { size }), offset } : undefined;
}

const flipped = (sign: 1 | -1): 1 | -1 => (sign === 1 ? -1 : 1);

/** How far two bounds are apart, `a - b`; undefined where that depends on a size. */
export function distance(a: Bound, b: Bound): number | undefined {
  const isSame =
    a.size === b.size || (a.size !== undefined && b.size !== undefined && sameSizeText(a.size, b.size));
  return isSame ? a.offset - b.offset : undefined;
}

export const boundOf = (size: Size): Bound =>
  typeof size === "number" ? { offset: size } : { size, offset: 0 };

/** A bound as a value. */
export function boundValue({ offset, size }: Bound): Node {
  if (size === undefined) return constant(offset);
  const length = new Node(operations.size, [], { dim: size }, []);
  return offset === 0 ? length : add(length, offset);
}

/** Whether a formula is a whole number wherever its names are: sums, products and powers of names and whole numbers. */
export function isWhole(tree: Tree): boolean {
  return [...walk(tree)].every((part) => {
    if (part.kind === "number") return Number.isInteger(part.value);
    if (part.kind === "product") return part.factors.every(({ sign }) => sign !== "/");
    return ["name", "group", "sum", "power"].includes(part.kind);
  });
}
