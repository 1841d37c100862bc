import { compile, gradient, type Node, type TensorValue, type Value } from "@chainrule/graph";

/** A generator of numbers in [0, 1) that depends on the seed alone (Lehmer's, modulus 2^31 - 1). */
export function seeded(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const entriesOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];

/** The value with one entry moved by h. */
function moved(value: Value, entry: number, h: number): Value {
  if (typeof value === "number") return value + h;
  const copy: TensorValue = { shape: value.shape, data: value.data.slice() };
  copy.data[entry] = (copy.data[entry] as number) + h;
  return copy;
}

/** The slope of a scalar function in every entry of every argument: central differences of order h^6. */
function slopes(f: (values: readonly Value[]) => number, values: readonly Value[]): number[] {
  const h = 2 ** -10;
  return values.flatMap((value, k) =>
    entriesOf(value).map((_, entry) => {
      const at = (step: number): number =>
        f(values.map((other, j) => (j === k ? moved(value, entry, step) : other)));
      const wide = (step: number): number => (at(step) - at(-step)) / (2 * step);
      return (15 * wide(h) - 6 * wide(2 * h) + wide(3 * h)) / 10;
    }),
  );
}

export interface Comparison {
  readonly order: 1 | 2;
  readonly found: number;
  readonly expected: number;
}

/**
 * Gradients of a scalar graph against differences: of order 1 against its values, of order 2 (the gradient of a seeded
 * combination of first partials) against values of the gradient graphs.
 */
export function comparisons(
  y: Node,
  symbols: readonly Node[],
  values: readonly Value[],
  seed: number,
): Comparison[] {
  const next = seeded(seed);
  const first = gradient(y, symbols);
  const combined = first
    .map((node) =>
      node
        .sum()
        .mul(0.5 + next())
        .add(node.square().sum().mul(next())),
    )
    .reduce((total, term) => total.add(term));
  return [y, combined].flatMap((root, k) => {
    const exact = compile(gradient(root, symbols), symbols)(values).flatMap(entriesOf);
    const program = compile(root as Node<number>, symbols);
    const differences = slopes((at) => program(at), values);
    return exact.map(
      (found, entry) => ({ order: k === 0 ? 1 : 2, found, expected: differences[entry] }) as Comparison,
    );
  });
}
