import type { Defined, Node } from "../../node";
import { scalar } from "../../ops/leaf";
import { placesIn, topologicalOrder } from "../../order";
import type { Arithmetic } from "./arithmetic";

type Recipe<T> = (a: T, b: T, c: T) => T;

/**
 * The recipe of an operation that is made of others: theirs, one after another. `table` has the recipes of all that its graph may
 * hold by the time it is called.
 */
export function loweredRecipe<T, M>(
  p: Arithmetic<T, M>,
  { arity, lower }: Defined,
  table: Readonly<Record<string, Recipe<T>>>,
): Recipe<T> {
  const operands: readonly Node[] = ["a", "b", "c"].slice(0, arity).map((name) => scalar(name));
  const root = lower(operands);
  const order = topologicalOrder([root]);
  const placeOf = placesIn(order);
  return (a, b, c) => {
    const given = [a, b, c];
    const values: T[] = [];
    for (const node of order) {
      const { value } = node.attrs;
      const [x, y = x, z = y] = node.inputs.map((input) => values[placeOf(input)]) as [T, T?, T?];
      if (operands.includes(node)) values.push(given[operands.indexOf(node)] as T);
      else if (typeof value === "number") values.push(p.number(value));
      else values.push((table[node.op.name] as Recipe<T>)(x, y as T, z as T));
    }
    return values[placeOf(root)] as T;
  };
}
