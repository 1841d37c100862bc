import { ChainruleError } from "../errors";
import { nameText } from "../name";
import type { Node, Value } from "../node";
import { nodeLabel } from "../ops/leaf";
import type { Shape, Size } from "../shape";
import { valueShape } from "../value";

/** What every symbolic size is, by name. */
export type Sizes = Readonly<Record<string, number>>;

/** Reads the symbolic sizes off the values of the symbols that have them. @throws ChainruleError SIZE when two disagree */
export function sizesOf(symbols: Iterable<readonly [Node, Value | undefined]>, given: Sizes = {}): Sizes {
  const sizes = new Map(Object.entries(given));
  const sources = new Map<string, string>();
  for (const [node, value] of symbols) {
    if (value === undefined) continue;
    const shape = valueShape(value);
    node.shape.forEach((size, axis) => {
      if (typeof size === "number") return;
      const name = nameText(size.name);
      const found = shape[axis] as number; // checkedValue compared the ranks
      const known = sizes.get(name);
      if (known !== undefined && known !== found) {
        throw new ChainruleError("SIZE", `size ${name} has two values`, {
          where: nodeLabel(node),
          got: `${found}`,
          expected: `${known}, as in ${sources.get(name) ?? "the given sizes"}`,
        });
      }
      sizes.set(name, found);
      sources.set(name, nodeLabel(node));
    });
  }
  return Object.fromEntries(sizes);
}

/** @throws ChainruleError UNBOUND when no value has told the size yet */
export function concreteSize(size: Size, sizes: Sizes, where?: Node): number {
  if (typeof size === "number") return size;
  const name = nameText(size.name);
  const known = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
  if (known !== undefined) return known;
  throw new ChainruleError("UNBOUND", `size ${name} is not known`, {
    ...(where !== undefined && { where: nodeLabel(where) }),
    mend: "Give a value to a symbol that has it",
  });
}

/** A shape, or the sizes of an index map, as numbers. @throws ChainruleError UNBOUND for a size that is not given */
export const concreteShape = (shape: Shape, sizes: Sizes, where?: Node): number[] =>
  shape.map((size) => concreteSize(size, sizes, where));
