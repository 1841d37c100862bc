import type { Node } from "@chainrule/graph";
import { namesOf, SCALARS, sizesOf, TENSORS, tensorPoints } from "./indices";
import { pointwise } from "./node";
import type { Random } from "./random";
import type { Kind, Sample } from "./sample";
import { add, call, entry, leaf, neg as minus, number, sub, sumOver, type Tree, mul as times } from "./tree";

/*
 * Formulas in matrices and column vectors. Outside they are computed entry by entry, by the definitions of the products.
 */

interface Matrix {
  readonly op: "tensor" | "mul" | "add" | "sub" | "neg" | "T" | "had" | "scale" | "apply" | "tr";
  readonly args: readonly Matrix[];
  readonly name: string;
  /** Sizes of rows and columns; a size "1" is of vectors and numbers. */
  readonly shape: readonly [rows: string, columns: string];
}

const of = (op: Matrix["op"], args: readonly Matrix[], shape: Matrix["shape"], name = ""): Matrix => ({
  op,
  args,
  name,
  shape,
});
const tensor = (name: string): Matrix => {
  const [rows = "1", columns = "1"] = TENSORS[name] ?? [];
  return of("tensor", [], [rows, columns], name);
};
const mul = (a: Matrix, b: Matrix): Matrix => of("mul", [a, b], [a.shape[0], b.shape[1]]);
const T = (a: Matrix): Matrix => of("T", [a], [a.shape[1], a.shape[0]]);
const pointwisePair = (op: "add" | "sub" | "had", a: Matrix, b: Matrix): Matrix => of(op, [a, b], a.shape);
const trace = (a: Matrix): Matrix => of("tr", [a], ["1", "1"]);
const scale = (name: string, a: Matrix): Matrix => of("scale", [a], a.shape, name);
const applied = (name: string, a: Matrix): Matrix => of("apply", [a], a.shape, name);
const isAlike = (a: Matrix, b: Matrix): boolean => a.shape.join() === b.shape.join();

/** Letters for sums, by depth, so that none is used twice. */
const fresh = (depth: number): string => `l${depth}`;

/** An entry of a matrix by the definitions. */
function entryOf(matrix: Matrix, row: string, column: string, depth = 0): Tree {
  const { args, name, op, shape } = matrix;
  const [a, b] = args;
  if (op === "tensor") {
    const letters = [...(shape[0] === "1" ? [] : [row]), ...(shape[1] === "1" ? [] : [column])];
    return entry(name, ...letters);
  }
  if (a === undefined) throw new Error(`matrices: ${op}`);
  switch (op) {
    case "T":
      return entryOf(a, column, row, depth);
    case "neg":
      return minus(entryOf(a, row, column, depth));
    case "scale":
      return times(SCALARS.includes(name) ? leaf(name) : number(name), entryOf(a, row, column, depth));
    case "apply":
      return call(name, entryOf(a, row, column, depth));
    case "tr": {
      const letter = fresh(depth);
      return sumOver(letter, a.shape[0], entryOf(a, letter, letter, depth + 1));
    }
    default: // of two operands
  }
  if (b === undefined) throw new Error(`matrices: ${op}`);
  if (op === "mul") {
    const letter = fresh(depth);
    const product = times(entryOf(a, row, letter, depth + 1), entryOf(b, letter, column, depth + 1));
    return a.shape[1] === "1" ? product : sumOver(letter, a.shape[1], product);
  }
  const [left, right] = [entryOf(a, row, column, depth), entryOf(b, row, column, depth)];
  return op === "add" ? add(left, right) : op === "sub" ? sub(left, right) : times(left, right);
}

const isSum = ({ op }: Matrix): boolean => ["add", "sub", "neg", "scale"].includes(op);

function latexOf(matrix: Matrix): string {
  const { args, name, op } = matrix;
  const inside = (part: Matrix): string =>
    isSum(part) || part.op === "had" ? `(${latexOf(part)})` : latexOf(part);
  const [a, b] = args as readonly [Matrix, Matrix];
  switch (op) {
    case "tensor":
      return name;
    case "T":
      return `${a.op === "tensor" ? a.name : `(${latexOf(a)})`}^{\\mathsf T}`;
    case "mul":
      return `${inside(a)} ${inside(b)}`;
    case "add":
    case "sub":
      return `${latexOf(a)} ${op === "add" ? "+" : "-"} ${b.op === "scale" ? latexOf(b) : inside(b)}`;
    case "neg":
      return `-${inside(a)}`;
    case "had":
      return `${hadamardPart(a)} \\odot ${hadamardPart(b)}`;
    case "scale":
      return `${name} ${inside(a)}`;
    case "apply":
      return `${name === "sigmoid" ? "\\sigma" : `\\${name}`}(${latexOf(a)})`;
    case "tr":
      return `\\operatorname{tr}(${latexOf(a)})`;
  }
}
const hadamardPart = (part: Matrix): string =>
  ["tensor", "T", "apply"].includes(part.op) ? latexOf(part) : `(${latexOf(part)})`;

/** In the syntax of mathjs, where vectors have one axis and no transpose. */
function textOf(matrix: Matrix): string {
  const { args, name, op } = matrix;
  const [a, b] = args as readonly [Matrix, Matrix];
  const inside = (part: Matrix): string =>
    isSum(part) || part.op === "had" || part.op === "mul" ? `(${textOf(part)})` : textOf(part);
  switch (op) {
    case "tensor":
      return name;
    case "T":
      return a.shape.includes("1") ? inside(a) : `${inside(a)}'`;
    case "neg":
      return `-${inside(a)}`;
    case "scale":
      return `${name} * ${inside(a)}`;
    case "apply":
      return `${name}(${textOf(a)})`;
    case "tr":
      return `trace(${textOf(a)})`;
    case "add":
    case "sub":
      return `${inside(a)} ${op === "add" ? "+" : "-"} ${inside(b)}`;
    case "had":
      return `${inside(a)} .* ${inside(b)}`;
    case "mul": {
      const isPlain = a.shape[1] === "1" && (a.shape[0] === "1" || b.shape[1] === "1");
      if (isPlain) return `${inside(a)} * ${inside(b)}`;
      return `${a.shape[1] === "1" ? "outer" : "matmul"}(${textOf(a)}, ${textOf(b)})`;
    }
  }
}

/** The graph: vectors have one axis, rows are their transposes. */
function nodeOf(matrix: Matrix, table: Readonly<Record<string, Node>>): Node {
  const { args, name, op } = matrix;
  const [first, second] = args;
  if (op === "tensor") return table[name] as Node;
  const a = nodeOf(first as Matrix, table);
  switch (op) {
    case "T":
      return (first as Matrix).shape.includes("1") ? a : a.transpose();
    case "neg":
      return a.neg();
    case "scale":
      return a.mul(SCALARS.includes(name) ? (table[name] as Node) : Number(name));
    case "apply":
      return pointwise(name, [a]);
    case "tr":
      return a.trace();
    default: // of two operands
  }
  const b = nodeOf(second as Matrix, table);
  if (op === "add") return a.add(b);
  if (op === "sub") return a.sub(b);
  if (op === "had") return a.mul(b);
  const [left, right] = [first as Matrix, second as Matrix];
  if (left.shape[1] === "1") return left.shape[0] === "1" || right.shape[1] === "1" ? a.mul(b) : a.outer(b);
  return a.matmul(b);
}

const COLUMNS = ["u", "v", "x", "y", "z"];
const MATRICES = ["W", "V", "A", "B"];

/** A random formula of a shape, if there is one. */
function grown(random: Random, [rows, columns]: Matrix["shape"], depth: number): Matrix {
  const plain = [...COLUMNS, ...MATRICES].map(tensor).flatMap((each) => [each, T(each)]);
  const fitting = plain.filter((each) => isAlike(each, of("tensor", [], [rows, columns])));
  const made = (): Matrix => {
    // a product through any size
    const inner = random.pick(["m", "n"]);
    return mul(grown(random, [rows, inner], depth - 1), grown(random, [inner, columns], depth - 1));
  };
  if (depth <= 0) {
    if (fitting.length > 0) return random.pick(fitting);
    if (rows === "1" && columns === "1") return mul(T(tensor("x")), tensor("v"));
    const column = plain.filter((each) => each.shape[0] === rows && each.shape[1] === "1");
    const row = plain.filter((each) => each.shape[1] === columns && each.shape[0] === "1");
    return mul(random.pick(column), random.pick(row));
  }
  const same = (): Matrix => grown(random, [rows, columns], depth - 1);
  const way = random.below(9);
  if (way <= 2) return made();
  if (way === 3) return pointwisePair("add", same(), same());
  if (way === 4) return pointwisePair("sub", same(), same());
  if (way === 5 && rows !== "1") return pointwisePair("had", same(), same());
  if (way === 6 && !(rows === "1" && columns === "1")) return T(grown(random, [columns, rows], depth - 1));
  if (way === 7) return scale(random.pick([...SCALARS, "2", "3"]), same());
  if (rows === "1" && columns === "1") return trace(grown(random, ["n", "n"], depth - 1));
  return applied(random.pick(["tanh", "exp", "sigmoid"]), same());
}

type Law = (matrix: Matrix) => Matrix | undefined;
const parts = (matrix: Matrix): readonly [Matrix, Matrix] => matrix.args as readonly [Matrix, Matrix];

const laws: readonly Law[] = [
  ({ args: [a], op }) => (op === "T" && a?.op === "mul" ? mul(T(parts(a)[1]), T(parts(a)[0])) : undefined),
  ({ args: [a], op }) =>
    op === "T" && (a?.op === "add" || a?.op === "sub")
      ? pointwisePair(a.op, T(parts(a)[0]), T(parts(a)[1]))
      : undefined,
  ({ args: [a], op }) => (op === "T" && a?.op === "T" ? a.args[0] : undefined),
  (matrix) =>
    matrix.op === "mul" && matrix.shape.join() !== "1,1"
      ? T(mul(T(parts(matrix)[1]), T(parts(matrix)[0])))
      : undefined,
  (matrix) =>
    matrix.op === "mul" && matrix.shape.join() === "1,1"
      ? mul(T(parts(matrix)[1]), T(parts(matrix)[0]))
      : undefined,
  (matrix) => {
    const [a, b] = matrix.args;
    return matrix.op === "mul" && a && b && (b.op === "add" || b.op === "sub")
      ? pointwisePair(b.op, mul(a, parts(b)[0]), mul(a, parts(b)[1]))
      : undefined;
  },
  (matrix) => {
    const [a, b] = matrix.args;
    return matrix.op === "mul" && a && b && (a.op === "add" || a.op === "sub")
      ? pointwisePair(a.op, mul(parts(a)[0], b), mul(parts(a)[1], b))
      : undefined;
  },
  (matrix) => (matrix.op === "add" ? pointwisePair("add", parts(matrix)[1], parts(matrix)[0]) : undefined),
  (matrix) => (matrix.op === "had" ? pointwisePair("had", parts(matrix)[1], parts(matrix)[0]) : undefined),
  (matrix) =>
    matrix.op === "sub"
      ? pointwisePair("add", parts(matrix)[0], of("neg", [parts(matrix)[1]], matrix.shape))
      : undefined,
  ({ args: [a], op }) => (op === "tr" && a?.op === "mul" ? trace(mul(parts(a)[1], parts(a)[0])) : undefined),
  ({ args: [a], op }) => (op === "tr" && a ? trace(T(a)) : undefined),
  ({ args: [a], op, name }) =>
    op === "scale" && a?.op === "mul" ? mul(parts(a)[0], scale(name, parts(a)[1])) : undefined,
  (matrix) => (matrix.op === "apply" ? T(applied(matrix.name, T(matrix.args[0] as Matrix))) : undefined),
  (matrix) => pointwisePair("sub", scale("2", matrix), matrix),
];

const isSquare = ({ shape: [rows, columns] }: Matrix): boolean => rows === columns && rows !== "1";

const slips: readonly Law[] = [
  (matrix) => (isSquare(matrix) ? T(matrix) : undefined),
  (matrix) =>
    matrix.op === "mul" && isSquare(parts(matrix)[0]) && isSquare(parts(matrix)[1])
      ? mul(parts(matrix)[1], parts(matrix)[0])
      : undefined,
  (matrix) =>
    matrix.op === "mul" && isSquare(parts(matrix)[0]) && isSquare(parts(matrix)[1])
      ? pointwisePair("had", ...parts(matrix))
      : undefined,
  (matrix) =>
    matrix.op === "tr" &&
    isSquare(matrix.args[0] as Matrix) &&
    (matrix.args[0] as Matrix).op === "mul" &&
    isSquare(parts(matrix.args[0] as Matrix)[0])
      ? trace(mul(T(parts(matrix.args[0] as Matrix)[0]), parts(matrix.args[0] as Matrix)[1]))
      : undefined,
  (matrix) => of("neg", [matrix], matrix.shape),
  (matrix) => scale("2", matrix),
  (matrix) => (matrix.op === "add" || matrix.op === "sub" ? parts(matrix)[0] : undefined),
  (matrix) => {
    const other = [...COLUMNS, ...MATRICES]
      .map(tensor)
      .find((each) => matrix.op === "tensor" && each.name !== matrix.name && isAlike(each, matrix));
    return other;
  },
  (matrix) => (matrix.op === "T" && isSquare(matrix) ? matrix.args[0] : undefined),
];

function places(matrix: Matrix): Matrix[] {
  return [matrix, ...matrix.args.flatMap(places)];
}

function replaced(matrix: Matrix, place: number, part: Matrix): Matrix {
  if (place === 0) return part;
  let before = 1;
  const args = matrix.args.map((arg) => {
    const count = places(arg).length;
    const inside = place - before;
    before += count;
    return inside >= 0 && inside < count ? replaced(arg, inside, part) : arg;
  });
  return { ...matrix, args };
}

/** Products of impossible shapes: x W^T for W x, x (A + A^T). */
function impossible(matrix: Matrix): string | undefined {
  if (matrix.op !== "mul") return undefined;
  const [a, b] = parts(matrix);
  if (a.shape[0] === "1" || b.shape[1] !== "1" || a.shape[1] === "1") return undefined;
  const inside = (part: Matrix): string =>
    isSum(part) || part.op === "had" ? `(${latexOf(part)})` : latexOf(part);
  const turned =
    a.op === "T"
      ? inside(a.args[0] as Matrix)
      : a.op === "tensor"
        ? `${a.name}^{\\mathsf T}`
        : `(${latexOf(a)})^{\\mathsf T}`;
  return `${inside(b)} ${turned}`;
}

const SHAPES: readonly Matrix["shape"][] = [
  ["n", "1"],
  ["m", "1"],
  ["n", "n"],
  ["m", "n"],
  ["1", "1"],
  ["1", "1"],
];

function matrixSample(
  kind: string,
  made: Sample["made"],
  truth: Matrix,
  claim: Matrix,
  random: Random,
  typed?: string,
): Sample | undefined {
  const latex = typed ?? latexOf(claim);
  if (latexOf(truth) === latex) return undefined;
  const sizes = sizesOf(random);
  const names = namesOf(sizes);
  const table = { ...names.leaves, ...names.tensors };
  const form = typed === undefined ? random.pick(["node", "text", "LaTeX", "LaTeX"] as const) : "LaTeX";
  const outputs = (["R", "C"] as const).flatMap((letter, axis) => {
    const size = truth.shape[axis];
    return size === undefined || size === "1" ? [] : [[letter, size] as const];
  });
  return {
    kind,
    made,
    truth: entryOf(truth, "R", "C"),
    // no formula: something else than the truth at every point
    claim: typed === undefined ? entryOf(claim, "R", "C") : add(entryOf(truth, "R", "C"), number(1)),
    outputs,
    points: tensorPoints(sizes, random),
    form,
    shown: [
      latexOf(truth),
      `${form === "text" ? textOf(claim) : latex} [${Object.values(sizes).every((size) => typeof size === "number") ? "sizes 2, 3, 4" : "symbolic sizes"}]`,
    ],
    checked: {
      truth: nodeOf(truth, table),
      claim: form === "node" ? nodeOf(claim, table) : form === "text" ? textOf(claim) : latex,
      options: { symbols: table },
    },
  };
}

const kept: Kind = {
  name: "matrices",
  make: (random) => {
    const truth = grown(random, random.pick(SHAPES), 2 + random.below(2));
    let claim = truth;
    const count = 1 + random.below(3);
    for (let k = 0; k < count; k++) {
      const all = places(claim);
      const place = random.below(all.length);
      const found = laws.flatMap((law) => law(all[place] as Matrix) ?? []);
      if (found.length > 0) claim = replaced(claim, place, random.pick(found));
    }
    return claim === truth ? undefined : matrixSample("matrices", "same", truth, claim, random);
  },
};

const slipped: Kind = {
  name: "slips in matrices",
  make: (random) => {
    const truth = grown(random, random.pick(SHAPES), 2 + random.below(2));
    const all = places(truth);
    const place = random.below(all.length);
    if (random.chance(0.2)) {
      const typed = impossible(truth);
      return typed === undefined
        ? undefined
        : matrixSample("slips in matrices", "changed", truth, truth, random, typed);
    }
    const found = slips.flatMap((slip) => slip(all[place] as Matrix) ?? []);
    if (found.length === 0) return undefined;
    return matrixSample(
      "slips in matrices",
      "changed",
      truth,
      replaced(truth, place, random.pick(found)),
      random,
    );
  },
};

export const matrixKinds: readonly Kind[] = [kept, slipped];
