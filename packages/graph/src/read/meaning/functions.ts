import * as graph from "../../index";
import { type Node, operations, type PointwiseName } from "../../index";
import type { CallOptions } from "../tree";

type Pointwise = Extract<Node["op"], { readonly kind: "pointwise" }>;

/** A function that formulas can call: entry by entry, or of whole tensors. */
export type Callable =
  | {
      readonly kind: "pointwise";
      readonly op: Pick<Pointwise, "name" | "arity">;
      readonly call: (...x: readonly [Node, ...Node[]]) => Node;
    }
  | {
      readonly kind: "whole";
      readonly least: number;
      readonly most: number;
      /** What options say of it, `axis=0` and `keepdims=True`: over which axes it reduces, or along which one it runs. */
      readonly takes?: "axes" | "axis";
      /** A number after the operand is its axis, as in numpy: sum(x, 0). Not so of max(x, 0), the larger one, and of norm(x, 2). */
      readonly hasAxisLast?: boolean;
      /** `told` is the text of its subscript. @throws ChainruleError as the operation does */
      readonly call: (x: readonly Node[], told: string) => Node;
    };

type Whole = Extract<Callable, { readonly kind: "whole" }>;

const whole = (call: (x: Node, told: string) => Node): Whole => ({
  kind: "whole",
  least: 1,
  most: 1,
  call: ([x], told) => call(x as Node, told),
});

/** A function that is made of others, entry by entry. */
const one = (call: (x: Node) => Node): Callable => ({
  kind: "pointwise",
  op: { name: "function", arity: 1 },
  call,
});

/** A reduction: over all axes, or over those that its subscript or its options name. */
const reduction = (call: (x: Node, told: string) => Node): Whole => ({
  ...whole(call),
  takes: "axes",
  hasAxisLast: true,
});

/** What runs along one axis: the last, or the one that its subscript or its option names. */
const along = (call: (x: Node, told: string) => Node): Whole => ({
  ...whole(call),
  takes: "axis",
  hasAxisLast: true,
});

const two = (call: (a: Node, b: Node) => Node): Callable => ({
  kind: "whole",
  least: 2,
  most: 2,
  call: ([a, b]) => call(a as Node, b as Node),
});

/** A position that is typed as an argument. */
function numberIn(node: Node, where: string): number {
  const { value } = node.attrs;
  if (typeof value === "number") return value;
  throw new graph.ChainruleError("OPERAND", "a position must be a number", {
    where,
    got: `a ${node.op.name}`,
  });
}

const LARGEST_TYPED = 1_000_000;

/** Sizes that are typed as an array. */
function sizesIn(node: Node, where: string): number[] {
  const { value } = node.attrs;
  if (value === undefined || typeof value === "number" || value.shape.length !== 1)
    throw new graph.ChainruleError("OPERAND", "sizes must be an array of numbers", {
      where,
      expected: "[2, 3]",
    });
  const sizes = [...value.data];
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count <= LARGEST_TYPED) return sizes;
  throw new graph.ChainruleError("TOO_LONG", "too many entries for a formula", {
    where,
    got: `${count}`,
    expected: `at most ${LARGEST_TYPED}`,
  });
}

/** What a subscript says of axes that are reduced: they stay, with length 1. */
const KEPT = "keepdims";

/** What options say as a subscript would, in which axes are counted from 1, and 0 is the last one. */
export const subscriptOf = ({ axis, keepDims }: Pick<CallOptions, "axis" | "keepDims">): string =>
  [...(axis === undefined ? [] : [String(axis + 1)]), ...(keepDims ? [KEPT] : [])].join(",");

/** Axes that a subscript names, counted from 1; all, if there is none. */
const axesIn = (told: string): readonly number[] | undefined => {
  const axes = told.split(",").filter((axis) => axis !== "" && axis !== KEPT);
  return axes.length === 0 ? undefined : axes.map((axis) => Number(axis) - 1);
};

/** The one axis that a subscript names; the last, if there is none. */
const axisIn = (told: string): number => (told === "" ? -1 : Number(told) - 1);

const overAxes =
  (
    reduce: (x: Node, options: { axis: readonly number[]; keepDims: boolean }) => Node,
    reduceAll: (x: Node) => Node,
  ) =>
  (x: Node, told: string): Node => {
    const axis = axesIn(told);
    const keepDims = told.includes(KEPT);
    if (axis === undefined && !keepDims) return reduceAll(x);
    return reduce(x, { axis: axis ?? x.shape.map((_, k) => k), keepDims });
  };

const extremum = (larger: typeof graph.max): Callable => ({
  kind: "whole",
  least: 1,
  most: 100,
  takes: "axes",
  call: ([first, ...rest], told) => {
    if (rest.length === 0) return overAxes(larger, larger)(first as Node, told);
    return rest.reduce<Node>((largest, x) => larger(largest, x), first as Node);
  },
});

/** The entries of a vector on the diagonal of a matrix; the diagonal of a matrix. */
function diagonal(x: Node): Node {
  const [size] = x.shape;
  if (x.shape.length === 1 && size !== undefined)
    return graph.fused([x], { inputs: [[0]], output: [0, 0], sizes: [size] }, { open: graph.never });
  return graph.einsum("ii->i", x);
}

/** Einstein's notation as it is printed: `ij,jk → ik`; a 1 is an axis of size 1 that is stretched. */
function einstein(x: readonly Node[], told: string): Node {
  const [left = "", right = ""] = told.replaceAll(" ", "").split(/->|→/);
  const terms = left.split(",");
  const letters = [...new Set([...terms.join(""), ...right].filter((letter) => /[a-zA-Z]/.test(letter)))];
  const sizes = letters.map((letter) => {
    for (const [k, term] of terms.entries()) {
      const size = x[k]?.shape[term.indexOf(letter)];
      if (term.includes(letter) && size !== undefined) return size;
    }
    return undefined;
  });
  const fits = terms.length === x.length && terms.every((term, k) => term.length === x[k]?.shape.length);
  if (!fits || sizes.includes(undefined)) {
    throw new graph.ChainruleError("SHAPE", "the indices do not fit the operands", {
      where: "einsum",
      got: `${told} for ${x.map((node) => graph.shapeText(node.shape)).join(" and ")}`,
    });
  }
  const number = (letter: string): number | null => (letter === "1" ? null : letters.indexOf(letter));
  const map = {
    inputs: terms.map((term) => [...term].map(number)),
    output: [...right].map((letter) => letters.indexOf(letter)),
    sizes: sizes as graph.Size[], // checked above
  };
  return graph.fused(x, map, { open: graph.never });
}

/** A product with a number; of two tensors it is the matrix product in mathjs, and goes entry by entry in numpy. */
function multiplied(a: Node, b: Node): Node {
  if (a.shape.length === 0 || b.shape.length === 0) return graph.mul(a, b);
  throw new graph.ChainruleError("REFUSED", "multiply has two meanings for tensors", {
    where: "multiply",
    got: `${graph.shapeText(a.shape)} and ${graph.shapeText(b.shape)}`,
    mend: "Write a .* b for entry by entry, matmul(a, b) for the matrix product",
  });
}

/** What is called by more than the name of a pointwise operation. */
const others: Readonly<Record<string, Callable>> = {
  max: extremum(graph.max),
  min: extremum(graph.min),
  maximum: extremum(graph.max),
  minimum: extremum(graph.min),
  amax: reduction(overAxes(graph.max, graph.max)),
  amin: reduction(overAxes(graph.min, graph.min)),
  sum: reduction(overAxes(graph.sum, graph.sum)),
  mean: reduction(overAxes(graph.mean, graph.mean)),
  norm: { ...reduction(overAxes(graph.norm, graph.norm)), hasAxisLast: false },
  logsumexp: reduction(overAxes(graph.logSumExp, graph.logSumExp)),
  softmax: along((x, told) => graph.softmax(x, axisIn(told))),
  logsoftmax: along((x, told) => graph.logSoftmax(x, axisIn(told))),
  sec: one((x) => graph.div(1, graph.cos(x))),
  csc: one((x) => graph.div(1, graph.sin(x))),
  cot: one((x) => graph.div(graph.cos(x), graph.sin(x))),
  coth: one((x) => graph.div(graph.cosh(x), graph.sinh(x))),
  lg: one((x) => graph.div(graph.log(x), graph.log(graph.constant(10)))),
  log10: one((x) => graph.div(graph.log(x), graph.log(graph.constant(10)))),
  log2: one((x) => graph.div(graph.log(x), graph.log(graph.constant(2)))),
  diag: whole(diagonal),
  rowsum: whole((x) => graph.sum(x, { axis: -1, keepDims: x.shape.length > 1 })),
  colsum: whole((x) => graph.sum(x, { axis: 0, keepDims: x.shape.length > 1 })),
  var: reduction(overAxes(graph.variance, graph.variance)),
  variance: reduction(overAxes(graph.variance, graph.variance)),
  std: reduction(overAxes(graph.std, graph.std)),
  cumsum: along((x, told) => graph.cumsum(x, axisIn(told))),
  cumprod: along((x, told) => graph.cumprod(x, axisIn(told))),
  argmax: along((x, told) => graph.argmax(x, axisIn(told))),
  argmin: along((x, told) => graph.argmin(x, axisIn(told))),
  det: whole((x) => graph.det(x)),
  logdet: whole((x) => graph.logdet(x)),
  inv: whole((x) => graph.inverse(x)),
  inverse: whole((x) => graph.inverse(x)),
  solve: two(graph.solve),
  kron: two(graph.kron),
  vec: whole((x) => graph.vec(x)),
  trace: whole((x) => graph.trace(x)),
  tr: whole((x) => graph.trace(x)),
  transpose: whole((x) => graph.transpose(x)),
  einsum: { kind: "whole", least: 1, most: 100, call: einstein },
  reshape: {
    kind: "whole",
    least: 1,
    most: 2,
    call: ([x, sizes], told) =>
      graph.reshape(x as Node, sizes === undefined ? told.split("×").map(Number) : sizesIn(sizes, "reshape")),
  },
  broadcastTo: {
    kind: "whole",
    least: 2,
    most: 2,
    call: ([x, sizes]) => graph.broadcastTo(x as Node, sizesIn(sizes as Node, "broadcastTo")),
  },
  matmul: two(graph.matmul),
  dot: two((a, b) => (a.shape.length > 1 || b.shape.length > 1 ? graph.matmul(a, b) : graph.dot(a, b))),
  multiply: two(multiplied),
  outer: two(graph.outer),
  concat: { kind: "whole", least: 1, most: 1000, call: (x, told) => graph.concat(x, axisIn(told)) },
  slice: {
    kind: "whole",
    least: 1,
    most: 4,
    call: ([x, ...given], told) => {
      const numbers =
        given.length > 0 ? given.map((node) => numberIn(node, "slice")) : told.split(/[:,]/).map(Number);
      const [axis = 0, start = 0, stop] = numbers;
      return graph.slice(x as Node, axis, start, stop);
    },
  },
  pad: whole((x, told) => {
    const [axis = 0, before = 0, after = 0] = told.split(/[:,]/).map(Number);
    const zeros = (count: number): Node[] =>
      count === 0
        ? []
        : [
            graph.broadcastTo(
              graph.constant(0),
              x.shape.map((size, k) => (k === axis ? count : size)),
            ),
          ];
    return graph.concat([...zeros(before), x, ...zeros(after)], axis);
  }),
};

/** Nodes of an operation: by the method of its name, which knows what may be left out, if nodes have one. */
const builder =
  (name: PointwiseName): ((...x: readonly [Node, ...Node[]]) => Node) =>
  (...x) =>
    name in x[0] ? x[0][name as "add"](...(x.slice(1) as [Node])) : graph.apply(operations[name], x);

/** Names of operations beside their own. */
const ALSO: Readonly<Record<string, PointwiseName>> = {
  ln: "log",
  arcsin: "asin",
  arccos: "acos",
  arctan: "atan",
  sigma: "sigmoid",
  logistic: "sigmoid",
  sgn: "sign",
};

function table(): Map<string, Callable> {
  const found = new Map<string, Callable>(Object.entries(others));
  const add = (name: string, operation: PointwiseName): void => {
    if (!found.has(name))
      found.set(name, { kind: "pointwise", op: operations[operation], call: builder(operation) });
  };
  for (const [name, op] of Object.entries(operations)) {
    if (op.kind !== "pointwise") continue;
    add(name, name as PointwiseName); // of that kind
    for (const alias of op.aliases ?? []) add(alias, name as PointwiseName);
  }
  for (const [name, operation] of Object.entries(ALSO)) add(name, operation);
  return found;
}

const callables: ReadonlyMap<string, Callable> = table();
const inLowerCase: ReadonlyMap<string, Callable> = new Map(
  [...callables].map(([name, callable]) => [name.toLowerCase(), callable]),
);

/** The names of all functions, for messages. */
export const functionNames: readonly string[] = [...callables.keys()];

/** Whether a name is that of a function that the reader knows, such as `sin`, `ReLU` or `logsumexp`. */
export const isFunctionName = (name: string): boolean => functionCalled(name) !== undefined;

/** The function of a name; words of three letters and more in any case. */
export const functionCalled = (name: string): Callable | undefined =>
  callables.get(name) ?? (name.length >= 3 ? inLowerCase.get(name.toLowerCase()) : undefined);

/**
 * The derivative of a function of one operand, of any order, at x: by the operation's own rule the first time, and by
 * differentiating the result after that.
 */
export function primed(order: number, x: Node, call: (x: Node) => Node): Node {
  let value = call(x);
  for (let k = 0; k < order; k++) {
    const { op } = value;
    const isRuled = op.kind === "pointwise" && op.partials.length === 1 && value.inputs[0] === x;
    const rule = isRuled ? op.partials[0] : undefined;
    if (typeof rule === "function") value = rule([x], value);
    else if (rule === "flat") value = graph.mul(graph.constant(0), x);
    else value = graph.gradient(graph.sum(value), x, { holding: [x] });
  }
  return value;
}
