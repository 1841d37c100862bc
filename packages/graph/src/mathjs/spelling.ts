import { ChainruleError } from "../errors";
import type { IndexMap } from "../index-map";
import { nameText } from "../name";
import type { Node, TensorValue } from "../node";
import { broadcastTo, sum } from "../ops/contract";
import { dot, matmul, outer, trace, transpose } from "../ops/matrix";
import type { OperationName, PointwiseName } from "../ops/table";
import { isConcrete, type Shape, shapeText } from "../shape";
import { mathjsName } from "./identifier";
import { BINDS, meansMatrix, notationOf } from "./notation";

/** A node of the formula, in parentheses unless it binds at least this tightly. */
export interface Part {
  readonly node: Node;
  readonly least: number;
}

/** How one node is written: text and other nodes, and how tightly the whole binds; a name binds as what it names. */
export interface Spelling {
  readonly binds: number | "as its part";
  readonly parts: readonly (string | Part)[];
}

/** Tighter than anything: always in parentheses. */
const ALWAYS = BINDS.atom + 1;

const atom = (text: string): Spelling => ({ binds: BINDS.atom, parts: [text] });

/** A call; what is not a node is an argument as it stands. */
function call(name: string, args: readonly (Node | string)[]): Spelling {
  const parts = args.flatMap((arg, k) => [
    k === 0 ? "" : ", ",
    typeof arg === "string" ? arg : { node: arg, least: 0 },
  ]);
  return { binds: BINDS.atom, parts: [`${name}(`, ...parts, ")"] };
}

function noWords(node: Node, what: string): ChainruleError {
  return new ChainruleError("NO_INTERPRETATION", `${what} cannot be written as a formula`, {
    where: node.op.name,
    got: `shape ${shapeText(node.shape)}`,
  });
}

type Structured = Exclude<OperationName, PointwiseName>;

/** How every operation that is not pointwise is written. */
const structured: { readonly [K in Structured]: (node: Node) => Spelling } = {
  symbol: (node) => atom(mathjsName(node)),
  constant: constantSpelling,
  named: (node) => ({ binds: "as its part", parts: [{ node: node.inputs[0] as Node, least: 0 }] }),
  contraction: contractionSpelling,
  maxOver: (node) => overAll(node, "max"),
  minOver: (node) => overAll(node, "min"),
  norm: (node) => overAll(node, "norm"),
  logSumExp: (node) => overAll(node, "logSumExp"),
  softmax: (node) => overLast(node, "softmax"),
  logSoftmax: (node) => overLast(node, "logSoftmax"),
  reshape: (node) => call("reshape", [...node.inputs, sizesText(node)]),
  slice: (node) => {
    const { axis = 0, start = 0, stop = 0 } = node.attrs;
    return call("slice", [...node.inputs, `${axis}`, `${start}`, `${stop}`]);
  },
  concat: (node) => {
    throw noWords(node, "a join of tensors");
  },
  pad: (node) => {
    throw noWords(node, "a tensor with zeros around it");
  },
  size: (node) => {
    throw noWords(node, "a size that is not a number");
  },
};

/** How a node is written. @throws ChainruleError NO_INTERPRETATION, NUMBER */
export function spelling(node: Node): Spelling {
  if (node.op.kind === "pointwise") return pointwise(node);
  const row: ((node: Node) => Spelling) | undefined = structured[node.op.name as Structured];
  if (row !== undefined) return row(node);
  if (node.op.kind === "declared") return call(node.op.name, node.inputs);
  throw noWords(node, "an operation that formulas do not know");
}

function pointwise(node: Node): Spelling {
  const symbol = node.op.kind === "pointwise" ? node.op.symbol : undefined;
  if (symbol !== undefined) return call(`${nameText(symbol.name)}${"'".repeat(symbol.order)}`, node.inputs);
  if (node.op.kind === "pointwise" && node.op.forward !== undefined) return call(node.op.name, node.inputs);
  const row = notationOf(node.op.name);
  const [a, b, c] = node.inputs as readonly [Node, Node, Node]; // as many as the operation has operands
  if (row.form === "infix") {
    const sign = row.entrywise !== undefined && meansMatrix(row.sign, a, b) ? row.entrywise : row.sign;
    const around = row.binds === BINDS.power ? sign : ` ${sign} `;
    return {
      binds: row.binds,
      parts: [{ node: a, least: row.left }, around, { node: b, least: row.right }],
    };
  }
  if (row.form === "sign") return { binds: BINDS.sign, parts: ["-", { node: a, least: signed(a) }] };
  if (row.form === "call") return call(node.op.name, node.inputs);
  const choice = { least: BINDS.choice + 1 };
  return {
    binds: BINDS.choice,
    parts: [{ node: a, ...choice }, " ? ", { node: b, ...choice }, " : ", { node: c, ...choice }],
  };
}

/** -3 is a number; the negative of the number 3 is -(3). */
function signed(x: Node): number {
  const value = bare(x).attrs.value;
  return typeof value === "number" && !numberText(value).startsWith("-") ? ALWAYS : BINDS.sign;
}

function bare(node: Node): Node {
  let body = node;
  while (body.op.kind === "naming") body = body.inputs[0] as Node;
  return body;
}

/** The shortest text that is read back as the same number. */
const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function constantSpelling(node: Node): Spelling {
  const { value } = node.attrs;
  if (typeof value === "object") return atom(rowsText(node, value));
  const x = value as number; // a constant is a number or a tensor
  if (Number.isNaN(x)) return { binds: BINDS.product, parts: ["0 / 0"] };
  if (!Number.isFinite(x)) return { binds: BINDS.product, parts: [x > 0 ? "1 / 0" : "-1 / 0"] };
  const text = numberText(x);
  return { binds: text.startsWith("-") ? BINDS.sign : BINDS.atom, parts: [text] };
}

function rowsText(node: Node, { shape, data }: TensorValue): string {
  const bad = data.find((entry) => !Number.isFinite(entry));
  if (bad !== undefined || data.length === 0) {
    throw new ChainruleError("NUMBER", "an array in a formula holds at least one number, all finite", {
      where: node.op.name,
      got: bad === undefined ? `shape ${shapeText(shape)}` : String(bad),
    });
  }
  let rows = Array.from(data, numberText);
  for (const size of [...shape].reverse()) {
    const count = rows.length / size;
    rows = Array.from({ length: count }, (_, k) => `[${rows.slice(k * size, (k + 1) * size).join(", ")}]`);
  }
  return rows.join("");
}

function sizesText(node: Node): string {
  if (isConcrete(node.shape) && node.shape.length > 0) return `[${node.shape.join(", ")}]`;
  throw noWords(node, "this shape");
}

function overAll(node: Node, name: string): Spelling {
  if (node.shape.length === 0) return call(name, node.inputs);
  throw noWords(node, "a reduction over some of the axes");
}

function overLast(node: Node, name: string): Spelling {
  const { axes = [] } = node.attrs;
  if (axes.length === 1 && axes[0] === node.shape.length - 1) return call(name, node.inputs);
  throw noWords(node, `a ${name} over an axis other than the last`);
}

/** The contractions that have a name, each by how it is built. */
const contractions: readonly [string, number, (...inputs: Node[]) => Node][] = [
  [
    "sum",
    1,
    (x) =>
      sum(
        x as Node,
        (x as Node).shape.map((_, axis) => axis),
        false,
      ),
  ],
  ["transpose", 1, (x) => transpose(x as Node)],
  ["trace", 1, (x) => trace(x as Node)],
  ["dot", 2, (a, b) => dot(a as Node, b as Node)],
  ["outer", 2, (a, b) => outer(a as Node, b as Node)],
  ["matmul", 2, (a, b) => matmul(a as Node, b as Node)],
];

function contractionSpelling(node: Node): Spelling {
  const [x] = node.inputs;
  const wanted = mapKey(node);
  const found = contractions.find(
    ([, count, build]) => count === node.inputs.length && keyOf(() => build(...node.inputs)) === wanted,
  );
  if (found?.[0] === "transpose") {
    return { binds: BINDS.atom, parts: [{ node: x as Node, least: BINDS.atom }, "'"] };
  }
  if (found !== undefined) return call(found[0], node.inputs);
  if (node.inputs.length === 1 && keyOf(() => broadcastTo(x as Node, node.shape)) === wanted) {
    return call("broadcastTo", [x as Node, sizesText(node)]);
  }
  throw noWords(node, "this sum over products");
}

function keyOf(build: () => Node): string | undefined {
  try {
    return mapKey(build());
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // the shapes do not fit: it is something else
    throw error;
  }
}

/** An index map up to the numbers of its indices. */
function mapKey(node: Node): string | undefined {
  const map: IndexMap | undefined = node.attrs.map;
  if (map === undefined) return undefined;
  const labels = new Map<number, number>();
  const label = (index: number | null): number | null => {
    if (index === null) return null;
    const known = labels.get(index) ?? labels.size;
    labels.set(index, known);
    return known;
  };
  const all = [...map.inputs, map.output].map((indices) => indices.map(label));
  const summedAlone: Shape = map.sizes.filter((size, index) => !labels.has(index) && size !== 1);
  return JSON.stringify([all, shapeText(node.shape), shapeText(summedAlone)]);
}
