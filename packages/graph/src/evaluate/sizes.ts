import { ChainruleError } from "../errors";
import { nameText } from "../name";
import type { Node, Value } from "../node";
import { nodeLabel } from "../ops/leaf";
import type { Size } from "../shape";
import { valueShape } from "../value";

/** What every symbolic size is, by name. */
export type Sizes = ReadonlyMap<string, number>;

/** Reads the symbolic sizes off the values of the symbols that have them. @throws ChainruleError SIZE when two disagree */
export function sizesOf(
  symbols: readonly (readonly [Node, Value | undefined])[],
  given: Sizes = new Map(),
): Sizes {
  const sizes = new Map(given);
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
  return sizes;
}

/** @throws ChainruleError UNBOUND when no value has told the size yet */
export function concreteSize(size: Size, sizes: Sizes, where: Node): number {
  if (typeof size === "number") return size;
  const known = sizes.get(nameText(size.name));
  if (known !== undefined) return known;
  throw new ChainruleError("UNBOUND", `size ${nameText(size.name)} is not known`, {
    where: nodeLabel(where),
    mend: "Give a value to a symbol that has it",
  });
}
