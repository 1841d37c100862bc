import { ChainruleError, shown } from "../errors";
import type { Node } from "../node";
import { apply } from "../ops/apply";
import { operations } from "../ops/table";
import { entryCount } from "../shape";
import {
  broadcastTo,
  dot,
  elu,
  leakyRelu,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  mean,
  min,
  norm,
  outer,
  reshape,
  slice,
  softmax,
  sum,
  trace,
  transpose,
} from "../surface";

/** What a name before parentheses builds, and from how many arguments. */
interface Callee {
  readonly least: number;
  readonly most: number;
  readonly build: (args: readonly Node[]) => Node;
}

const LARGEST_TYPED = 1_000_000;

const one = (build: (x: Node) => Node): Callee => ({ least: 1, most: 1, build: ([x]) => build(x as Node) });
const two = (build: (a: Node, b: Node) => Node): Callee => ({
  least: 2,
  most: 2,
  build: ([a, b]) => build(a as Node, b as Node),
});
const oneOrTwo = (build: (a: Node, b?: Node) => Node): Callee => ({
  least: 1,
  most: 2,
  build: ([a, b]) => build(a as Node, b),
});

const pointwise = Object.values(operations).flatMap((op): [string, Callee][] =>
  op.kind === "pointwise"
    ? [[op.name, { least: op.arity, most: op.arity, build: (args) => apply(op, args) }]]
    : [],
);

/** Every name that a formula may call. Nothing else is ever called. */
const callees: ReadonlyMap<string, Callee> = new Map<string, Callee>([
  ...pointwise,
  ["ln", one((x) => apply(operations.log, [x]))],
  ["leakyRelu", oneOrTwo((x, slope) => leakyRelu(x, slope as Node<number> | undefined))],
  ["elu", oneOrTwo((x, alpha) => elu(x, alpha as Node<number> | undefined))],
  ["max", oneOrTwo((a, b) => (b === undefined ? max(a) : max(a, b)))],
  ["min", oneOrTwo((a, b) => (b === undefined ? min(a) : min(a, b)))],
  ["sum", one((x) => sum(x))],
  ["mean", one((x) => mean(x))],
  ["norm", one((x) => norm(x))],
  ["logSumExp", one((x) => logSumExp(x))],
  ["softmax", one((x) => softmax(x))],
  ["logSoftmax", one((x) => logSoftmax(x))],
  ["transpose", one((x) => transpose(x))],
  ["trace", one((x) => trace(x))],
  ["matmul", two(matmul)],
  ["dot", two(dot)],
  ["outer", two(outer)],
  ["reshape", two((x, sizes) => reshape(x, numbersOf(sizes, "reshape")))],
  ["broadcastTo", two((x, sizes) => broadcastTo(x, numbersOf(sizes, "broadcastTo")))],
  [
    "slice",
    {
      least: 3,
      most: 4,
      build: ([x, ...positions]) => {
        const [axis, start, stop] = positions.map((node) => numberOf(node, "slice"));
        return slice(x as Node, axis as number, start as number, stop);
      },
    },
  ],
]);

/** The names that a formula may call. */
export const callable: readonly string[] = [...callees.keys()];

export function isCallable(name: string): boolean {
  return callees.has(name);
}

/**
 * What a call builds.
 * @throws ChainruleError OPERAND (the number of arguments), and what the operation itself refuses
 */
export function called(name: string, args: readonly Node[]): Node {
  const { least, most, build } = callees.get(name) as Callee; // every name in a formula was checked before
  if (args.length >= least && args.length <= most) return build(args);
  const logarithm = args.length === 2 && (name === "log" || name === "ln");
  throw new ChainruleError("OPERAND", "wrong number of arguments", {
    where: name,
    got: `${args.length}`,
    expected: least === most ? `${least}` : `${least} to ${most}`,
    ...(logarithm && { mend: "Write log(x) / log(b) for the logarithm of x to the base b" }),
  });
}

function numberOf(node: Node, where: string): number {
  const value = node.attrs.value;
  if (typeof value === "number") return value;
  throw new ChainruleError("OPERAND", "a position must be a number", { where, got: `a ${node.op.name}` });
}

function numbersOf(node: Node, where: string): number[] {
  const value = node.attrs.value;
  if (value === undefined || typeof value === "number" || value.shape.length !== 1) {
    throw new ChainruleError("OPERAND", "sizes must be an array of numbers", { where, expected: "[2, 3]" });
  }
  const sizes = [...value.data];
  if (entryCount(sizes) <= LARGEST_TYPED) return sizes;
  throw new ChainruleError("TOO_LONG", "too many entries for a formula", {
    where,
    got: shown(entryCount(sizes)),
    expected: `at most ${LARGEST_TYPED}`,
  });
}
