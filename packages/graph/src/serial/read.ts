import { ChainruleError, shown } from "../errors";
import { parseName } from "../name";
import type { Node, Value } from "../node";
import { apply } from "../ops/apply";
import { contraction } from "../ops/contract";
import { concat, pad, reshape, slice } from "../ops/layout";
import { constantNode, definition, scalar, sizeNode, tensor } from "../ops/leaf";
import type { LeafName, StructuredName } from "../ops/names";
import { logSoftmaxOver, logSumExp, maxOver, minOver, norm, softmaxOver } from "../ops/reduce";
import { operations } from "../ops/table";
import { checkAxis, checkShape, type Dim, dim, isCount, type Shape, type Size, sameSize } from "../shape";
import { VERSION } from "./format";

/* Nothing that is read is trusted: every operand, axis, size and name is looked at before a node is made of it. */

type Fields = Readonly<Record<string, unknown>>;

interface Found {
  readonly fields: Fields;
  readonly inputs: readonly Node[];
  readonly where: string;
}

const makers: Readonly<Record<StructuredName | LeafName, (found: Found) => Node>> = {
  symbol: ({ fields, where }) => {
    const [name, shape] = [textOf(fields.name, where), shapeOf(fields.shape, where)];
    if (shape.length === 0) return scalar(name);
    const { sumsTo } = fields;
    return tensor(name, { shape }, typeof sumsTo === "number" ? { sumsTo } : {});
  },
  constant: ({ fields, where }) => constantNode(readValue(fields.value, where)),
  size: ({ fields, where }) => sizeNode(sizeOf(fields.dim, where)),
  named: ({ fields, inputs, where }) =>
    definition(only(inputs, where), parseName(textOf(fields.name, where))),
  contraction: contracted,
  maxOver: (found) => maxOver(only(found.inputs, found.where), ...reduction(found)),
  minOver: (found) => minOver(only(found.inputs, found.where), ...reduction(found)),
  softmax: (found) => softmaxOver(only(found.inputs, found.where), reduction(found)[0]),
  logSoftmax: (found) => logSoftmaxOver(only(found.inputs, found.where), reduction(found)[0]),
  logSumExp: (found) => logSumExp(only(found.inputs, found.where), ...reduction(found)),
  norm: (found) => norm(only(found.inputs, found.where), ...reduction(found)),
  concat: ({ fields, inputs, where }) => concat(inputs, countOf(fields.axis, where)),
  slice: ({ fields, inputs, where }) =>
    slice(
      only(inputs, where),
      countOf(fields.axis, where),
      countOf(fields.start, where),
      countOf(fields.stop, where),
    ),
  pad: ({ fields, inputs, where }) =>
    pad(
      only(inputs, where),
      countOf(fields.axis, where),
      countOf(fields.start, where),
      countOf(fields.stop, where),
    ),
  reshape: ({ fields, inputs, where }) => reshape(only(inputs, where), shapeOf(fields.shape, where)),
};

/**
 * The outputs of a graph that `serialise` wrote, or that says that it is one: made of checked parts, or refused.
 * @throws ChainruleError REFUSED (no such graph), SHAPE, SIZE, NAME, OPERAND, NUMBER
 * @example const [output] = deserialise(JSON.parse(text))
 */
export function deserialise(given: unknown): Node[] {
  const graph = objectOf(given, "deserialise");
  if (graph.version !== VERSION) {
    throw new ChainruleError("REFUSED", "a graph of another version", {
      where: "deserialise",
      got: shown(graph.version),
      expected: `${VERSION}`,
    });
  }
  const made: Node[] = [];
  const placed = (place: unknown, where: string): Node => {
    const node = isCount(place) ? made[place] : undefined;
    if (node !== undefined) return node;
    throw wrong(where, "an operand is the place of a node before it", place, `0 to ${made.length - 1}`);
  };
  for (const [k, each] of listOf(graph.nodes, "deserialise: nodes").entries()) {
    const where = `deserialise: node ${k}`;
    const fields = objectOf(each, where);
    const inputs = listOf(fields.inputs ?? [], where).map((place) => placed(place, where));
    made.push(nodeOf({ fields, inputs, where }));
  }
  return listOf(graph.outputs, "deserialise: outputs").map((place) => placed(place, "deserialise: outputs"));
}

function nodeOf(found: Found): Node {
  const name = textOf(found.fields.op, found.where);
  if (isStructured(name)) return makers[name](found);
  const known: Readonly<Record<string, (typeof operations)[keyof typeof operations]>> = operations;
  const op = Object.hasOwn(known, name) ? known[name] : undefined;
  if (op === undefined || op.kind !== "pointwise")
    throw wrong(found.where, "no such operation", name, "an operation of this package");
  if (found.inputs.length !== op.arity)
    throw wrong(found.where, `${name} has another number of operands`, found.inputs.length, `${op.arity}`);
  return apply(op, found.inputs);
}

const isStructured = (name: string): name is StructuredName | LeafName => Object.hasOwn(makers, name);

function contracted({ fields, inputs, where }: Found): Node {
  const map = objectOf(fields.map, where);
  const sizes = shapeOf(map.sizes, where);
  const index = (given: unknown): number => {
    if (isCount(given) && given < sizes.length) return given;
    throw wrong(where, "no such index", given, `0 to ${sizes.length - 1}`);
  };
  const indices = listOf(map.inputs, where).map((given, k) => {
    const shape = inputs[k]?.shape ?? [];
    const own = listOf(given, where);
    if (own.length !== shape.length)
      throw wrong(where, "an index for each axis", own.length, `${shape.length}`);
    return own.map((each, axis) => {
      const size = shape[axis] as Size; // as many as there are indices
      if (each === null && size === 1) return null;
      const found = index(each);
      if (!sameSize(sizes[found] as Size, size)) throw wrong(where, "an index runs over another size", each);
      return found;
    });
  });
  if (indices.length !== inputs.length)
    throw wrong(where, "indices for each operand", indices.length, `${inputs.length}`);
  return contraction(inputs, { inputs: indices, output: listOf(map.output, where).map(index), sizes });
}

function reduction({ fields, inputs, where }: Found): [axes: number[], keepDims: boolean] {
  const { shape } = only(inputs, where);
  const axes = listOf(fields.axes, where).map((axis) => checkAxis(where, countOf(axis, where), shape));
  if (new Set(axes).size < axes.length) throw wrong(where, "an axis stands twice", axes.join());
  return [axes, fields.keepDims === true];
}

function only(inputs: readonly Node[], where: string): Node {
  const [first] = inputs;
  if (first !== undefined && inputs.length === 1) return first;
  throw wrong(where, "this operation has one operand", inputs.length, "1");
}

const wrong = (where: string, what: string, got: unknown, expected?: string): ChainruleError =>
  new ChainruleError("REFUSED", what, {
    where,
    got: shown(got),
    ...(expected !== undefined && { expected }),
  });

function objectOf(given: unknown, where: string): Fields {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Fields; // of any keys
  throw wrong(where, "not an object", given);
}

function listOf(given: unknown, where: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw wrong(where, "not a list", given);
}

function textOf(given: unknown, where: string): string {
  if (typeof given === "string") return given;
  throw wrong(where, "not a text", given);
}

function countOf(given: unknown, where: string): number {
  if (isCount(given)) return given;
  throw wrong(where, "not a whole number >= 0", given);
}

function sizeOf(given: unknown, where: string): Size {
  if (isCount(given)) return given;
  const { name, index } = objectOf(given, where);
  const text = textOf(name, where);
  return index === undefined ? dim(text) : dimWithIndex(text, textOf(index, where));
}

const dimWithIndex = (name: string, index: string): Dim => dim(name, { index });

const shapeOf = (given: unknown, where: string): Shape =>
  checkShape(
    listOf(given, where).map((size) => sizeOf(size, where)),
    where,
  );

const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

function numberOf(given: unknown, where: string): number {
  if (typeof given === "number") return given;
  const word = typeof given === "string" && Object.hasOwn(WORDS, given) ? WORDS[given] : undefined;
  if (word !== undefined) return word;
  throw wrong(where, "not a number", given);
}

function readValue(given: unknown, where: string): Value {
  if (typeof given !== "object") return numberOf(given, where);
  const { shape, data } = objectOf(given, where);
  const sizes = listOf(shape, where).map((size) => countOf(size, where));
  const entries = listOf(data, where);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (sizes.length === 0 || sizes.length > 32 || entries.length !== count)
    throw wrong(where, "the entries do not fill the shape", entries.length, `${count}`);
  return {
    shape: Object.freeze(sizes),
    data: Float64Array.from(entries, (entry) => numberOf(entry, where)),
  };
}
