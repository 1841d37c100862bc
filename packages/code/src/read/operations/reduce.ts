import * as g from "@chainrule/graph";
import { constant, type Node } from "@chainrule/graph";
import type { Call } from "../call";
import { unread } from "../problem";
import { numbersOf, numberValue, Tensor, tuple, type Value } from "../value";
import { other, type Row, type Rows, row, shapeOf } from "./row";

/* Functions that go over axes. `dim` and `keepdim` are the same as `axis` and `keepdims`. */

interface Over {
  readonly x: Node;
  readonly axis: readonly number[];
  readonly keepDims: boolean;
  /** How many entries go into one. */
  readonly count: number;
}

function over(call: Call): Over {
  const x = call.node("x");
  const axis = call.axes(x.shape.length);
  const count = axis.reduce((total, each) => total * (shapeOf(x)[each] as number), 1);
  return { x, axis, keepDims: call.flag("keepdims"), count };
}

const reduction = (build: (over: Over, call: Call) => Node, more = ""): Row =>
  row(`x axis keepdims ${more}`, (call) => build(over(call), call));

const sumOver = ({ axis, keepDims, x }: Over): Node => g.sum(x, { axis, keepDims });
const meanOver = ({ axis, keepDims, x }: Over): Node => g.mean(x, { axis, keepDims });

/** The variance, over n in NumPy and n - 1 in PyTorch unless the code says. */
function variance(given: Over, call: Call): Node {
  const { axis, count, keepDims, x } = given;
  const says = call.get("unbiased");
  const off =
    says.kind === "truth" ? Number(says.value) : call.number("ddof", call.library === "torch" ? 1 : 0);
  const centred = g.sub(x, g.mean(x, { axis, keepDims: true }));
  return g.div(g.sum(g.square(centred), { axis, keepDims }), count - off);
}

function normOver({ axis, keepDims, x }: Over, call: Call): Node {
  const order = call.get("ord").kind === "none" ? call.get("p") : call.get("ord");
  if (order.kind === "text" || order.kind === "none") return g.norm(x, { axis, keepDims });
  const p = call.number(call.has("ord") ? "ord" : "p", 2);
  if (p === 2) return g.norm(x, { axis, keepDims });
  if (p < 1) throw unread(`a norm with p = ${p}`);
  return g.norm(x, { p, axis, keepDims });
}

/** The extremum: over an axis PyTorch gives its places too; of two tensors it is taken entry by entry. */
function extremum(pick: (over: Over) => Node, between: (x: Node, y: Node) => Node): Row {
  return other("x axis keepdims", (call): Value => {
    const second = call.get("axis");
    if (second.kind === "tensor" && second.shape.length > 0)
      return new Tensor(between(call.node("x"), second.node));
    const given = over(call);
    const found = new Tensor(pick(given));
    if (call.library !== "torch" || !call.has("axis")) return found;
    const places: Value = {
      kind: "unknown",
      problem: { kind: "unread", why: "the places of an extremum" },
      at: { from: 0, to: 0 },
    };
    return tuple([found, places]);
  });
}

const largest = ({ axis, keepDims, x }: Over): Node => g.max(x, { axis, keepDims });
const smallest = ({ axis, keepDims, x }: Over): Node => g.min(x, { axis, keepDims });

const softmaxRow = row("x axis", (call) => g.softmax(call.node("x"), call.axis(call.node("x").shape.length)));
const logSoftmaxRow = row("x axis", (call) =>
  g.logSoftmax(call.node("x"), call.axis(call.node("x").shape.length)),
);
const logSumExpRow = reduction(({ axis, keepDims, x }) => g.logSumExp(x, { axis, keepDims }));
const normRow = reduction(normOver, "ord p");
/** `torch.norm(x, p, dim)`, `x.norm(p, dim)`. */
const torchNorm = row("x p axis keepdims", (call) => normOver(over(call), call));

/** Sums of the first entries, as a product with a matrix of ones below its diagonal. */
function cumulative(call: Call): Node {
  const x = call.node("x");
  const axis = call.axis(x.shape.length, 0);
  const n = shapeOf(x)[axis] as number;
  const sums = Array.from({ length: n }, (_, k) =>
    g.sum(g.slice(x, axis, 0, k + 1), { axis, keepDims: true }),
  );
  return g.concat(sums, axis);
}

function product({ axis, keepDims, x }: Over): Node {
  return axis.reduce((result, each) => {
    const n = shapeOf(result)[each] as number;
    const parts = Array.from({ length: n }, (_, k) => g.slice(result, each, k, k + 1));
    const whole = parts.slice(1).reduce((total, part) => g.mul(total, part), parts[0] as Node); // no axis is empty
    return keepDims
      ? whole
      : g.reshape(
          whole,
          shapeOf(x).filter((_, k) => k !== each),
        );
  }, x);
}

/** Places of the largest entries, where the entries are known. */
function placesOfLargest(call: Call): Node {
  const x = call.node("x");
  const numbers = numbersOf(x);
  if (numbers === undefined || x.shape.length !== 1) throw unread("places of an extremum");
  return constant([...numbers].indexOf(Math.max(...numbers)));
}

export const reduceRows: Rows = {
  sum: reduction(sumOver),
  mean: reduction(meanOver),
  average: reduction(meanOver),
  nansum: reduction(sumOver),
  prod: reduction(product),
  var: reduction(variance, "ddof unbiased"),
  std: reduction((given, call) => g.sqrt(variance(given, call)), "ddof unbiased"),
  max: extremum(largest, g.max),
  min: extremum(smallest, g.min),
  amax: reduction(largest),
  amin: reduction(smallest),
  argmax: row("x axis keepdims", placesOfLargest),
  norm: normRow,
  "linalg.norm": row("x ord axis keepdims", (call) => normOver(over(call), call)),
  "torch.norm": torchNorm,
  vector_norm: row("x ord axis keepdims", (call) => normOver(over(call), call)),
  logsumexp: logSumExpRow,
  softmax: softmaxRow,
  log_softmax: logSoftmaxRow,
  cumsum: row("x axis", cumulative),
  numel: other("x", (call) => numberValue(g.entryCount(shapeOf(call.node("x"))))),
  nelement: other("x", (call) => numberValue(g.entryCount(shapeOf(call.node("x"))))),
};
