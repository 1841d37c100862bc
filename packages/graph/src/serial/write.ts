import { ChainruleError } from "../errors";
import { type Name, nameText, parseName, sameName } from "../name";
import type { Node, NodeAttributes, Value } from "../node";
import { nodeLabel } from "../ops/leaf";
import type { LeafName, StructuredName } from "../ops/names";
import { operations } from "../ops/table";
import { topologicalOrder } from "../order";
import type { Size } from "../shape";
import { type SerialGraph, type SerialNode, type SerialNumber, type SerialSize, VERSION } from "./format";

type Written = Omit<SerialNode, "op" | "inputs">;

/** What the constructor of an operation takes beside its operands. Pointwise operations take nothing. */
const attributesOf: Readonly<Record<StructuredName | LeafName, (node: Node) => Written>> = {
  symbol: ({ attrs, shape }) => ({
    name: nameOf(attrs),
    shape: shape.map(sizeOf),
    ...(attrs.sumsTo !== undefined && { sumsTo: attrs.sumsTo }),
  }),
  constant: ({ attrs }) => ({ value: writtenValue(attrs.value as Value) }), // every constant has one
  size: ({ attrs }) => (attrs.dim === undefined ? {} : { dim: sizeOf(attrs.dim) }),
  named: ({ attrs }) => ({ name: nameOf(attrs) }),
  contraction: ({ attrs: { map } }) =>
    map === undefined
      ? {}
      : { map: { inputs: map.inputs, output: map.output, sizes: map.sizes.map(sizeOf) } },
  maxOver: reduced,
  minOver: reduced,
  softmax: ({ attrs }) => ({ axes: attrs.axes ?? [] }),
  logSoftmax: ({ attrs }) => ({ axes: attrs.axes ?? [] }),
  logSumExp: reduced,
  norm: reduced,
  concat: ({ attrs }) => ({ axis: attrs.axis ?? 0 }),
  slice: along,
  pad: along,
  reshape: ({ shape }) => ({ shape: shape.map(sizeOf) }),
};

function reduced(node: Node): Written {
  return { axes: node.attrs.axes ?? [], keepDims: node.shape.length === node.inputs[0]?.shape.length };
}

function along({ attrs: { axis = 0, start = 0, stop = 0 } }: Node): Written {
  return { axis, start, stop };
}

/**
 * A graph as plain data that JSON holds; `deserialise` makes the same graph of it. Values of symbols are left out.
 * @throws ChainruleError REFUSED for what only its author's code has: an operation that was declared, a gradient, a new value
 * @example JSON.stringify(serialise([network.output]))
 */
export function serialise(outputs: readonly Node[]): SerialGraph {
  const order = topologicalOrder(outputs);
  const places = new Map(order.map((node, k) => [node, k]));
  const placeOf = (node: Node): number => places.get(node) as number; // operands stand in the order
  const nodes = order.map((node): SerialNode => {
    const { name } = node.op;
    const known: Readonly<Record<string, unknown>> = operations;
    if (!Object.hasOwn(known, name) || known[name] !== node.op)
      throw refused(node, "an operation that was declared in code");
    const { replaces, strong, vanishes, sparse } = node.attrs;
    if (replaces !== undefined) throw refused(node, "a new value of a symbol");
    if (strong || vanishes || sparse) throw refused(node, "a part of a gradient");
    const inputs = node.inputs.map(placeOf);
    const own = isStructured(name) ? attributesOf[name](node) : {};
    return { op: name, ...(inputs.length > 0 && { inputs }), ...own };
  });
  return { version: VERSION, nodes, outputs: outputs.map(placeOf) };
}

const isStructured = (name: string): name is StructuredName | LeafName => Object.hasOwn(attributesOf, name);

function refused(node: Node, got: string): ChainruleError {
  return new ChainruleError("REFUSED", "this has no form as data", {
    where: `serialise: ${nodeLabel(node)}`,
    got,
    expected: "operations of this package",
  });
}

function nameOf({ name }: NodeAttributes): string {
  const text = name === undefined ? "" : nameText(name);
  if (name === undefined || name.kind !== "symbol" || !isReadBack(text, name)) {
    throw new ChainruleError("REFUSED", "this name has no form as data", { where: "serialise", got: text });
  }
  return text;
}

const isReadBack = (text: string, name: Name): boolean => sameName(parseName(text), name);

const sizeOf = (size: Size): SerialSize =>
  typeof size === "number"
    ? size
    : { name: nameText(size.name), ...(size.index !== undefined && { index: size.index }) };

function writtenValue(value: Value): NonNullable<SerialNode["value"]> {
  if (typeof value === "number") return numberOf(value);
  return { shape: value.shape, data: Array.from(value.data, numberOf) };
}

function numberOf(value: number): SerialNumber {
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
