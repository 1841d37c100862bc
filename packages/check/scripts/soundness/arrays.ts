import {
  concat,
  einsum,
  gradient,
  logSoftmax,
  logSumExp,
  max,
  min,
  type Node,
  norm,
  reshape,
  scalar,
  slice,
  softmax,
  sum,
  tensor,
} from "@chainrule/graph";
import type { Random } from "./random";
import { decimalIn, type Kind, POINTS, type Point, type Sample } from "./sample";
import { add, call, div, entry, leaf, mul, neg, number, square, sub, type Tree } from "./tree";

/*
 * Operations on whole tensors of known sizes: the graph, and beside it every entry as a formula of numbers.
 */

interface Tensor {
  readonly node: Node;
  readonly shape: readonly number[];
  readonly entries: readonly Tree[];
}

const sumOf = (entries: readonly Tree[]): Tree => entries.reduce((total, each) => add(total, each));
const fold = (op: string, entries: readonly Tree[]): Tree => entries.reduce((a, b) => call(op, a, b));
const vector = (node: Node, entries: readonly Tree[]): Tensor => ({ node, shape: [entries.length], entries });
const number0 = (node: Node, value: Tree): Tensor => ({ node, shape: [], entries: [value] });
const mapped = (x: Tensor, node: Node, f: (entry: Tree) => Tree): Tensor => ({
  ...x,
  node,
  entries: x.entries.map(f),
});

/** What pairs of these kinds are about: two vectors of one size, a matrix, a number. */
interface Stage {
  readonly n: number;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly M: Tensor;
  readonly c: { readonly node: Node<number>; readonly tree: Tree };
  readonly random: Random;
}

function stage(random: Random): Stage {
  const n = 2 + random.below(3);
  const leafOf = (name: string): Tensor =>
    vector(
      tensor(name, { shape: [n] }),
      Array.from({ length: n }, (_, k) => entry(name, k)),
    );
  const M: Tensor = {
    node: tensor("M", { shape: [2, n] }),
    shape: [2, n],
    entries: Array.from({ length: 2 * n }, (_, k) => entry("M", Math.floor(k / n), k % n)),
  };
  const c = { node: scalar("c"), tree: leaf("c") };
  const [x, y] = [leafOf("x"), leafOf("y")];
  const some = random.below(5);
  // often a function of the vector in its place
  const inner =
    some === 0
      ? mapped(x, x.node.tanh(), (each) => call("tanh", each))
      : some === 1
        ? vector(
            x.node.mul(y.node),
            x.entries.map((each, k) => mul(each, y.entries[k] as Tree)),
          )
        : some === 2
          ? mapped(x, x.node.mul(c.node), (each) => mul(each, c.tree))
          : x;
  return { n, x: inner, y, M, c, random };
}

type Pair = readonly [truth: Tensor, claim: Tensor];
const scalarOf = (node: Node, tree: Tree): Tensor => number0(node, tree);

const exps = (x: Tensor): Tree[] => x.entries.map((each) => call("exp", each));
const softmaxOf = (x: Tensor): Tensor => {
  const total = sumOf(exps(x));
  return { ...x, node: softmax(x.node), entries: exps(x).map((each) => div(each, total)) };
};
const logSumExpOf = (x: Tensor): Tensor => scalarOf(logSumExp(x.node), call("log", sumOf(exps(x))));
const normOf = (x: Tensor): Tensor => scalarOf(norm(x.node), call("sqrt", sumOf(x.entries.map(square))));
const largestOf = (x: Tensor): Tensor => scalarOf(max(x.node), fold("max", x.entries));
const smallestOf = (x: Tensor): Tensor => scalarOf(min(x.node), fold("min", x.entries));
const shifted = (x: Tensor, c: Stage["c"]): Tensor =>
  mapped(x, x.node.add(c.node), (each) => add(each, c.tree));
const scaled = (x: Tensor, c: Stage["c"]): Tensor =>
  mapped(x, x.node.mul(c.node), (each) => mul(each, c.tree));
const negative = (x: Tensor): Tensor => mapped(x, x.node.neg(), neg);
const cut = (x: Tensor, from: number, to: number): Tensor =>
  vector(slice(x.node, 0, from, to), x.entries.slice(from, to));
const joined = (a: Tensor, b: Tensor): Tensor =>
  vector(concat([a.node, b.node]), [...a.entries, ...b.entries]);
const plus = (a: Tensor, b: Tensor): Tensor => ({
  ...a,
  node: a.node.add(b.node),
  entries: a.entries.map((each, k) => add(each, b.entries[k % b.entries.length] as Tree)),
});
const product = (a: Tensor, b: Tensor): Tensor => ({
  ...a,
  node: a.node.mul(b.node),
  entries: a.entries.map((each, k) => mul(each, b.entries[k % b.entries.length] as Tree)),
});
const logged = (a: Tensor): Tensor => mapped(a, a.node.log(), (each) => call("log", each));

/** Pairs that are equal by the definitions. */
const same: readonly ((stage: Stage) => Pair)[] = [
  ({ x }) => [softmaxOf(x), { ...softmaxOf(x), node: x.node.exp().div(x.node.exp().sum()) }],
  ({ c, x }) => [softmaxOf(x), softmaxOf(shifted(x, c))],
  ({ x }) => [logged(softmaxOf(x)), { ...logged(softmaxOf(x)), node: logSoftmax(x.node) }],
  ({ x }) => [
    {
      ...x,
      node: logSoftmax(x.node),
      entries: x.entries.map((each) => sub(each, call("log", sumOf(exps(x))))),
    },
    {
      ...x,
      node: x.node.sub(logSumExp(x.node)),
      entries: x.entries.map((each) => sub(each, call("log", sumOf(exps(x))))),
    },
  ],
  ({ x }) => [
    scalarOf(softmax(x.node).sum(), sumOf(softmaxOf(x).entries)),
    scalarOf(x.node.sum().mul(0).add(1), number(1)),
  ],
  ({ c, x }) => {
    const claim = logSumExpOf(shifted(x, c));
    return [logSumExpOf(x), scalarOf(claim.node.sub(c.node), sub(claim.entries[0] as Tree, c.tree))];
  },
  ({ x }) => [logSumExpOf(x), scalarOf(x.node.exp().sum().log(), call("log", sumOf(exps(x))))],
  ({ x }) => [softmaxOf(x), { ...softmaxOf(x), node: gradient(logSumExp(x.node), x.node) }],
  ({ x }) => [normOf(x), scalarOf(x.node.square().sum().sqrt(), call("sqrt", sumOf(x.entries.map(square))))],
  ({ x }) => [
    product(normOf(x), normOf(x)),
    scalarOf(x.node.mul(x.node).sum(), sumOf(x.entries.map(square))),
  ],
  ({ c, x }) => [
    normOf(scaled(x, c)),
    scalarOf(c.node.abs().mul(norm(x.node)), mul(call("abs", c.tree), normOf(x).entries[0] as Tree)),
  ],
  ({ x }) => [normOf(x), normOf(negative(x))],
  ({ c, x }) => [largestOf(shifted(x, c)), plus(largestOf(x), scalarOf(c.node, c.tree))],
  ({ x }) => [largestOf(x), scalarOf(min(x.node.neg()).neg(), neg(fold("min", x.entries.map(neg))))],
  ({ n, random, x }) => {
    const at = 1 + random.below(n - 1);
    return [x, joined(cut(x, 0, at), cut(x, at, n))];
  },
  ({ n, x, y }) => [x, cut(joined(y, x), n, 2 * n)],
  ({ x, y }) => [
    scalarOf(concat([x.node, y.node]).sum(), sumOf([...x.entries, ...y.entries])),
    scalarOf(x.node.sum().add(y.node.sum()), add(sumOf(x.entries), sumOf(y.entries))),
  ],
  ({ x, y }) => [
    scalarOf(max(concat([x.node, y.node])), fold("max", [...x.entries, ...y.entries])),
    scalarOf(max(max(x.node), max(y.node)), call("max", fold("max", x.entries), fold("max", y.entries))),
  ],
  ({ M, n }) => [M, { ...M, node: reshape(reshape(M.node, [2 * n]), [2, n]) }],
  ({ M, n }) => [
    { ...M, shape: [2 * n], node: reshape(M.node, [2 * n]) },
    { ...M, shape: [2 * n], node: concat([M.node.at(0), M.node.at(1)]) },
  ],
  ({ M, n, x }) => {
    const rows = [0, 1].map((i) =>
      sumOf(x.entries.map((each, j) => mul(M.entries[i * n + j] as Tree, each))),
    );
    return [vector(M.node.matmul(x.node), rows), vector(einsum("ij,j->i", M.node, x.node), rows)];
  },
  ({ M }) => {
    const total = sumOf(M.entries);
    return [scalarOf(M.node.sum(), total), scalarOf(sum(sum(M.node, { axis: 0 }), { axis: 0 }), total)];
  },
  // the adjoint of a slice is padded with zeros
  ({ n, y }) => {
    const zeros = y.entries.map((each, k) => (k < n - 1 ? mul(number(2), each) : number(0)));
    return [
      vector(
        gradient(
          slice(y.node, 0, 0, n - 1)
            .square()
            .sum(),
          y.node,
        ),
        zeros,
      ),
      vector(concat([slice(y.node, 0, 0, n - 1).mul(2), slice(y.node, 0, 0, 1).mul(0)]), zeros),
    ];
  },
  ({ x }) => {
    const mean = div(sumOf(x.entries), number(x.entries.length));
    return [
      scalarOf(x.node.sub(x.node.mean()).sum(), sumOf(x.entries.map((each) => sub(each, mean)))),
      scalarOf(x.node.sum().mul(0), number(0)),
    ];
  },
];

/** Pairs that differ, at most points. */
const changed: readonly ((stage: Stage) => Pair)[] = [
  ({ x, y }) => [softmaxOf(x), softmaxOf(plus(x, y))],
  ({ c, x }) => [softmaxOf(x), softmaxOf(scaled(x, c))],
  ({ c, x }) => [logSumExpOf(x), logSumExpOf(shifted(x, c))],
  ({ x }) => [logSumExpOf(x), largestOf(x)],
  ({ x }) => [logSumExpOf(x), scalarOf(x.node.sum(), sumOf(x.entries))],
  ({ c, x }) => [
    normOf(scaled(x, c)),
    scalarOf(c.node.mul(norm(x.node)), mul(c.tree, normOf(x).entries[0] as Tree)),
  ],
  ({ x }) => [normOf(x), scalarOf(x.node.abs().sum(), sumOf(x.entries.map((each) => call("abs", each))))],
  ({ x }) => [normOf(x), scalarOf(x.node.square().sum(), sumOf(x.entries.map(square)))],
  ({ x }) => [largestOf(x), smallestOf(x)],
  ({ c, x }) => [largestOf(scaled(x, c)), product(largestOf(x), scalarOf(c.node, c.tree))],
  ({ x }) => [largestOf(x), scalarOf(x.node.at(0), x.entries[0] as Tree)],
  ({ x, y }) => [joined(x, y), joined(y, x)],
  ({ n, x }) => [x, joined(cut(x, 1, n), cut(x, 0, 1))],
  ({ n, x }) => [cut(x, 0, n - 1), cut(x, 1, n)],
  ({ M, n }) => {
    const turned = Array.from(
      { length: 2 * n },
      (_, k) => M.entries[(k % 2) * n + Math.floor(k / 2)] as Tree,
    );
    return [
      { ...M, shape: [2 * n], node: reshape(M.node, [2 * n]) },
      { node: reshape(M.node.transpose(), [2 * n]), shape: [2 * n], entries: turned },
    ];
  },
  ({ x }) => [logged(softmaxOf(x)), negative(logged(softmaxOf(x)))],
  ({ x }) => [
    scalarOf(x.node.mean(), div(sumOf(x.entries), number(x.entries.length))),
    scalarOf(x.node.sum().div(x.entries.length + 1), div(sumOf(x.entries), number(x.entries.length + 1))),
  ],
  ({ n, y }) => [
    vector(
      gradient(
        slice(y.node, 0, 0, n - 1)
          .square()
          .sum(),
        y.node,
      ),
      y.entries.map((each, k) => (k < n - 1 ? mul(number(2), each) : number(0))),
    ),
    vector(
      y.node.mul(2),
      y.entries.map((each) => mul(number(2), each)),
    ),
  ],
  ({ M }) => {
    const n = M.shape[1] as number;
    return [
      vector(
        sum(M.node, { axis: 0 }),
        Array.from({ length: n }, (_, j) => add(M.entries[j] as Tree, M.entries[n + j] as Tree)),
      ),
      vector(
        max(M.node, { axis: 0 }),
        Array.from({ length: n }, (_, j) => call("max", M.entries[j] as Tree, M.entries[n + j] as Tree)),
      ),
    ];
  },
];

function points({ n, random }: Stage): Point[] {
  const count = Math.floor(POINTS / 2);
  return Array.from({ length: count }, (_, place) => {
    const decimals = (total: number): string[] =>
      Array.from({ length: total }, () => decimalIn("any", place * 2, random));
    return {
      sizes: {},
      values: {
        c: decimals(1)[0] ?? "1",
        x: [decimals(n), [n]],
        y: [decimals(n), [n]],
        M: [decimals(2 * n), [2, n]],
      },
    };
  });
}

const kindOf = (name: string, made: Sample["made"], list: readonly ((stage: Stage) => Pair)[]): Kind => ({
  name,
  make: (random) => {
    const on = stage(random);
    const place = random.below(list.length);
    const [truth, claim] = (list[place] as (typeof list)[number])(on);
    const isTurned = random.chance(0.4);
    // both sides inside the same function, or as they are
    const outer = random.pick<(t: Tensor) => Tensor>([
      (each) => each,
      (each) => each,
      (each) => mapped(each, each.node.sigmoid(), (one) => call("sigmoid", one)),
      (each) => mapped(each, each.node.mul(on.c.node), (one) => mul(one, on.c.tree)),
    ]);
    const [left, right] = (isTurned ? [claim, truth] : [truth, claim]).map(outer) as [Tensor, Tensor];
    return {
      kind: name,
      made,
      truth: left.entries,
      claim: right.entries,
      outputs: [],
      points: points(on),
      form: "node",
      shown: [`${name} ${place + 1}, n = ${on.n}`, isTurned ? "turned" : "as listed"],
      checked: { truth: left.node, claim: right.node, options: {} },
    };
  },
});

export const arrayKinds: readonly Kind[] = [
  kindOf("operations on whole tensors", "same", same),
  kindOf("slips in operations on whole tensors", "changed", changed),
];
