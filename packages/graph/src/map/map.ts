import { ChainruleError, shown } from "../errors";
import { parseName } from "../name";
import { Node, type Operand, type TensorValue } from "../node";
import { lift, symbolOperation } from "../ops/leaf";
import { lifted } from "./lifted";
import { batchOf, type Columns, type MapOptions, type Quantity, type Sample } from "./samples";

/** The node that stands for a quantity of one sample. */
export type QuantityNode<Q> = Q extends number
  ? Node<number>
  : Q extends Node<infer V>
    ? Node<V>
    : Node<TensorValue>;

/** What the function of a sample is given: a node, or nodes by name. */
export type SampleNodes<S> = S extends Quantity
  ? QuantityNode<S>
  : { readonly [K in keyof S]: QuantityNode<S[K]> };

/** What it is given if samples came as tensors whose first axis runs over them: of how many axes a row is, no type tells. */
export type RowNodes<C> = C extends Node | TensorValue ? Node : { readonly [K in keyof C]: Node };

/** What the function of a sample may return. */
export type Mapped = Operand | readonly Operand[] | Readonly<Record<string, Operand>>;

/** The same for all samples: each node with the samples' axis in front. */
export type MappedNodes<R> = R extends Operand
  ? Node<TensorValue>
  : { readonly [K in keyof R]: Node<TensorValue> };

/**
 * A function of one sample for all samples at once. The function is called once, on symbols that stand for a sample; the
 * graph that it returns gets an axis in front of all others that runs over the samples (as `vmap` of JAX does). So 100,000
 * samples cost no more nodes than one, compiled programs run over the samples' axis at the speed of tensors, gradients of
 * any order are those of tensors, and a document prints a sum over samples. What the function uses beside the sample, such
 * as weights, is the same for all samples.
 *
 * Samples are an array (of numbers, nested arrays, nodes, or objects of these), which becomes symbols called like the
 * fields, or `x`; or tensors whose first axis runs over the samples, one or an object of several. Give tensors of your own to
 * change the data between steps (`.set`, or as inputs of `compile`), of size `dim("N")` to change how many they are.
 *
 * A sample's quantity of shape [...s] -> results of shape [...r] as [N, ...r], in an array or object if the function
 * returns one.
 * @throws ChainruleError SHAPE (no samples, or samples that differ), OPERAND, and what the function throws
 * @example
 * const E = mean(map(samples, ({ x, t }) => squaredError(t, net(x))));
 * const perSample = map({ x: X, t }, ({ x, t }) => gradient(loss(x, t), w)); // one gradient for each sample
 */
export function map<S extends Sample, R extends Mapped>(
  samples: readonly S[],
  f: (sample: SampleNodes<S>) => R,
  options?: MapOptions,
): MappedNodes<R>;
export function map<C extends Columns, R extends Mapped>(
  samples: C,
  f: (sample: RowNodes<C>) => R,
  options?: MapOptions,
): MappedNodes<R>;
export function map(
  samples: readonly Sample[] | Columns,
  f: (sample: never) => Mapped,
  options: MapOptions = {},
): Node | readonly Node[] | Readonly<Record<string, Node>> {
  const { fields, size } = batchOf(samples, options);
  const batch = new Map<Node, Node>();
  const own = fields.map(([field, column]) => {
    const symbol = sampleSymbol(column, field ?? options.name ?? "x");
    batch.set(symbol, column);
    return [field, symbol] as const;
  });
  const [only] = own;
  const sample =
    own.length === 1 && only?.[0] === undefined
      ? only?.[1]
      : Object.fromEntries(own.map(([field, symbol]) => [field as string, symbol])); // several have names
  const found = f(sample as never);
  if (isOperand(found)) return lifted([lift(found, "map", 1)], batch, size)[0] as Node;
  if (typeof found !== "object" || found === null) {
    throw new ChainruleError("OPERAND", "the function of a sample returns a node, or several", {
      where: "map",
      got: shown(found),
    });
  }
  const list = Object.entries(found).map(
    ([field, node]) => [field, lift(node as Operand, `map: ${field}`, 1)] as const,
  );
  const nodes = lifted(
    list.map(([, node]) => node),
    batch,
    size,
  );
  if (Array.isArray(found)) return nodes;
  return Object.fromEntries(list.map(([field], k) => [field, nodes[k] as Node]));
}

/** Whether something is one operand; an array that holds nodes is several. */
const isOperand = (found: unknown): found is Operand =>
  typeof found === "number" ||
  found instanceof Node ||
  (Array.isArray(found) && !found.some((each) => each instanceof Node)) ||
  (typeof found === "object" && found !== null && "data" in found && "shape" in found);

/** A symbol that stands for a row of a column. */
function sampleSymbol(column: Node, name: string): Node {
  const attrs = { name: column.attrs.name ?? parseName(name), cell: { value: undefined } };
  return new Node(symbolOperation, [], attrs, column.shape.slice(1));
}
