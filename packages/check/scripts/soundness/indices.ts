import { dim, type Size, scalar, tensor } from "@chainrule/graph";
import { algebra } from "./laws";
import { type Names, nodeOf } from "./node";
import { latexOf } from "./notation";
import type { Random } from "./random";
import { decimalIn, type Kind, POINTS, type Point, type Sample } from "./sample";
import { rewritten } from "./scalars";
import {
  add,
  type Bound,
  call,
  div,
  entry,
  leaf,
  mul,
  neg,
  number,
  partsOf,
  replaced,
  sameTree,
  sizeOf,
  square,
  sub,
  sumOver,
  type Tree,
} from "./tree";

/** The tensors that formulas are about, each with its sizes. */
export const TENSORS: Readonly<Record<string, readonly string[]>> = {
  W: ["m", "n"],
  V: ["n", "p"],
  A: ["n", "n"],
  B: ["n", "n"],
  u: ["m"],
  v: ["n"],
  x: ["n"],
  y: ["m"],
  z: ["p"],
};
export const SCALARS = ["b", "c"];
/** Letters by size: the first are those of results, the others are summed over. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  m: ["i", "r"],
  n: ["j", "s", "t"],
  p: ["k", "q"],
};
const LETTER_SIZES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LETTERS).flatMap(([size, letters]) => letters.map((letter) => [letter, size])),
);

/** Sizes that are symbols, or numbers. */
export function sizesOf(random: Random): Readonly<Record<string, Size>> {
  return random.chance(0.6) ? { m: dim("m"), n: dim("n"), p: dim("p") } : { m: 2, n: 3, p: 4 };
}

export function namesOf(sizes: Readonly<Record<string, Size>>): Names {
  return {
    leaves: Object.fromEntries(SCALARS.map((name) => [name, scalar(name)])),
    tensors: Object.fromEntries(
      Object.entries(TENSORS).map(([name, axes]) => [
        name,
        tensor(name, { shape: axes.map((axis) => sizes[axis] as Size) }),
      ]),
    ),
    sizes,
    letters: LETTER_SIZES,
  };
}

const SMALL_SIZES = [
  { m: 3, n: 2, p: 4 },
  { m: 2, n: 3, p: 2 },
  { m: 4, n: 3, p: 1 },
];
const FEWER = 12;

/** Points over all tensors and scalars, with sizes that are given or several small ones. */
export function tensorPoints(sizes: Readonly<Record<string, Size>>, random: Random): Point[] {
  return Array.from({ length: FEWER }, (_, place) => {
    const small = SMALL_SIZES[place % SMALL_SIZES.length] as Record<string, number>;
    const count = (size: string): number =>
      typeof sizes[size] === "number" ? (sizes[size] as number) : (small[size] as number);
    const decimals = (total: number): string[] =>
      Array.from({ length: total }, () => decimalIn("any", Math.floor((place * POINTS) / FEWER), random));
    const tensors = Object.entries(TENSORS).map(([name, axes]) => {
      const shape = axes.map(count);
      return [name, [decimals(shape.reduce((a, b) => a * b, 1)), shape] as const] as const;
    });
    return {
      sizes: Object.fromEntries(Object.keys(LETTERS).map((size) => [size, count(size)])),
      values: {
        ...Object.fromEntries(SCALARS.map((name) => [name, decimals(1)[0] ?? "1"])),
        ...Object.fromEntries(tensors),
      },
    };
  });
}

const FUNCTIONS = ["exp", "tanh", "sigmoid", "sin", "square", "softplus", "cos"];

/** A random formula with no other free letters than those given, each of which it may have. */
function grown(
  random: Random,
  letters: readonly string[],
  depth: number,
  bound: readonly string[] = [],
): Tree {
  const known = [...letters, ...bound];
  const fitting = Object.entries(TENSORS).flatMap(([name, axes]) => {
    const choices = axes.map((size) => known.filter((letter) => LETTER_SIZES[letter] === size));
    return choices.every((choice) => choice.length > 0)
      ? [entry(name, ...choices.map((choice) => random.pick(choice)))]
      : [];
  });
  const atom = (): Tree =>
    fitting.length > 0 && random.chance(0.8)
      ? random.pick(fitting)
      : random.pick([leaf("b"), leaf("c"), number(2), number("0.5")]);
  if (depth <= 0) return atom();
  const way = random.below(8);
  const inner = (): Tree => grown(random, letters, depth - 1, bound);
  if (way === 0) return add(inner(), inner());
  if (way === 1) return sub(inner(), inner());
  if (way <= 3) return mul(inner(), inner());
  if (way === 4) return call(random.pick(FUNCTIONS), inner());
  const free = Object.values(LETTERS)
    .flatMap((all) => all.slice(1))
    .filter((letter) => !known.includes(letter));
  if (free.length === 0) return atom();
  const letter = random.pick(free);
  const size = LETTER_SIZES[letter] as string;
  const name = random.pick(
    Object.keys(TENSORS).filter((each) => TENSORS[each]?.length === 1 && TENSORS[each]?.[0] === size),
  );
  return sumOver(
    letter,
    size,
    mul(entry(name, letter), grown(random, letters, depth - 1, [...bound, letter])),
  );
}

const OUTPUTS = [[], ["i"], ["j"], ["i", "j"], ["j", "k"]];

/** A formula that has the letters of its result, and a sum. */
function start(random: Random, output: readonly string[]): Tree {
  const [first, second] = output;
  const carrier =
    second === undefined
      ? first === undefined
        ? leaf("c")
        : entry(first === "i" ? random.pick(["u", "y"]) : random.pick(["v", "x"]), first)
      : entry(first === "i" ? "W" : "V", first as string, second);
  const products = [
    sumOver("s", "n", mul(entry("W", output.includes("i") ? "i" : "r", "s"), entry("x", "s"))),
    sumOver(
      "r",
      "m",
      mul(entry("W", "r", output.includes("j") ? "j" : "s"), sub(entry("u", "r"), entry("y", "r"))),
    ),
    sumOver("s", "n", mul(entry("A", output.includes("j") ? "j" : "t", "s"), entry("v", "s"))),
  ];
  const product = random.pick(products);
  const open = freeLetters(product).filter((letter) => !output.includes(letter));
  const closed = open.reduce<Tree>(
    (tree, letter) => sumOver(letter, LETTER_SIZES[letter] as string, tree),
    product,
  );
  const extra = grown(random, output, 2);
  const inner = random.pick([
    closed,
    mul(closed, extra),
    add(closed, extra),
    call(random.pick(FUNCTIONS), closed),
  ]);
  return random.pick([add(carrier, inner), mul(carrier, inner), mul(inner, carrier), sub(inner, carrier)]);
}

function freeLetters(tree: Tree): string[] {
  const below = tree.args.flatMap(freeLetters).filter((letter) => letter !== tree.index);
  const own = (tree.indices ?? []).filter((index): index is string => typeof index === "string");
  return [...new Set([...own, ...below])];
}

/** A formula with a letter in the place of another. */
function renamed(tree: Tree, from: string, to: string): Tree {
  if (tree.op === "sum" && tree.index === from) return tree;
  return {
    ...tree,
    args: tree.args.map((arg) => renamed(arg, from, to)),
    ...(tree.indices !== undefined && {
      indices: tree.indices.map((index) => (index === from ? to : index)),
    }),
  };
}

/** Laws of sums. */
const sumLaws: readonly ((tree: Tree) => Tree | undefined)[] = [
  (tree) => {
    const [body] = tree.args;
    if (tree.op !== "sum" || body === undefined) return undefined;
    const other = LETTERS[LETTER_SIZES[tree.index ?? ""] ?? ""]?.find(
      (letter) =>
        letter !== tree.index &&
        !partsOf(tree).some((part) => part.index === letter || part.indices?.includes(letter)),
    );
    return other === undefined || !isInner(other)
      ? undefined
      : { ...tree, index: other, args: [renamed(body, tree.index ?? "", other)] };
  },
  (tree) => {
    const [body] = tree.args;
    if (tree.op !== "sum" || body === undefined || !["add", "sub"].includes(body.op)) return undefined;
    const [a, b] = body.args as readonly [Tree, Tree];
    return freeLetters(a).includes(tree.index ?? "") && freeLetters(b).includes(tree.index ?? "")
      ? call(body.op, { ...tree, args: [a] }, { ...tree, args: [b] })
      : undefined;
  },
  (tree) => {
    const [body] = tree.args;
    if (tree.op !== "sum" || body?.op !== "mul") return undefined;
    const [a, b] = body.args as readonly [Tree, Tree];
    if (!freeLetters(b).includes(tree.index ?? "")) return mul({ ...tree, args: [a] }, b);
    return freeLetters(a).includes(tree.index ?? "") ? undefined : mul(a, { ...tree, args: [b] });
  },
  (tree) => {
    const [body] = tree.args;
    if (tree.op !== "sum" || body?.op !== "sum") return undefined;
    return { ...body, args: [{ ...tree, args: body.args }] };
  },
  (tree) => {
    if (tree.op !== "mul") return undefined;
    const [a, b] = tree.args as readonly [Tree, Tree];
    if (
      b.op !== "sum" ||
      freeLetters(a).includes(b.index ?? "") ||
      partsOf(a).some((part) => part.index === b.index)
    )
      return undefined;
    return { ...b, args: [mul(a, b.args[0] as Tree)] };
  },
];
const isInner = (letter: string): boolean => Object.values(LETTERS).some((all) => all.indexOf(letter) > 0);

/** The mean over a letter that the summand lacks: x = 1/n sum x. */
const idle = (tree: Tree): Tree | undefined => {
  const used = partsOf(tree).flatMap((part) => [part.index, ...(part.indices ?? [])]);
  const letter = ["q", "r", "t"].find((each) => !used.includes(each));
  const size = LETTER_SIZES[letter ?? ""];
  return letter === undefined || size === undefined
    ? undefined
    : div(sumOver(letter, size, tree), sizeOf(size));
};

const slips: readonly ((part: Tree, random: Random) => Tree | undefined)[] = [
  (part) => (part.op === "entry" || part.op === "mul" ? neg(part) : undefined),
  (part) => (part.op === "sum" ? mul(number(2), part) : undefined),
  (part) => (part.op === "sum" ? div(part, sizeOf(part.to?.size ?? "n")) : undefined),
  (part) =>
    part.op === "entry" && ["A", "B"].includes(part.name ?? "")
      ? { ...part, indices: [...(part.indices ?? [])].reverse() }
      : undefined,
  (part, random) =>
    part.op === "entry"
      ? {
          ...part,
          name: random.pick(
            Object.keys(TENSORS).filter((name) => TENSORS[name]?.join() === TENSORS[part.name ?? ""]?.join()),
          ),
        }
      : undefined,
  (part) => (part.op === "add" || part.op === "sub" ? part.args[0] : undefined),
  (part) => (part.op === "square" ? part.args[0] : undefined),
  (part) => (part.op === "entry" ? square(part) : undefined),
];

/** Limits that are not those of the axis. */
const wrongLimits = (size: string, random: Random): Partial<Pick<Tree, "from" | "to">> => {
  const to = (times: number, plus: number, name?: string): { to: Bound } => ({
    to: { times, plus, ...(name !== undefined && { size: name }) },
  });
  const other = random.pick(Object.keys(LETTERS).filter((name) => name !== size));
  return random.pick([
    to(1, -1, size),
    to(1, 1, size),
    to(1, -2, size),
    to(2, 0, size),
    to(1, 0, other),
    to(1, 2, size),
    { from: { times: 0, plus: 2 } },
    { from: { times: 0, plus: 0 } },
    { from: { times: 0, plus: 0 }, ...to(1, -1, size) },
  ]);
};

export function tensorSample(
  kind: string,
  made: Sample["made"],
  truth: Tree,
  claim: Tree,
  output: readonly string[],
  random: Random,
  form: "node" | "LaTeX",
): Sample | undefined {
  if (sameTree(truth, claim)) return undefined;
  const sizes = sizesOf(random);
  const names = namesOf(sizes);
  const latex = latexOf(inNumbers(claim, sizes));
  if (latex === undefined) return undefined;
  return {
    kind,
    made,
    truth,
    claim,
    outputs: output.map((letter) => [letter, LETTER_SIZES[letter] as string] as const),
    points: tensorPoints(sizes, random),
    form,
    shown: [
      latexOf(inNumbers(truth, sizes)) ?? "",
      `${latex} [${Object.values(sizes).every((size) => typeof size === "number") ? "sizes 2, 3, 4" : "symbolic sizes"}]`,
    ],
    checked: {
      truth: nodeOf(truth, names, output),
      claim: form === "node" ? nodeOf(claim, names, output) : latex,
      options: { symbols: { ...names.leaves, ...names.tensors } },
    },
  };
}

/** A formula with the sizes that are numbers written as such: a letter would say nothing there. */
function inNumbers(tree: Tree, sizes: Readonly<Record<string, Size>>): Tree {
  const counted = (bound: Tree["to"]): Tree["to"] => {
    const size = bound?.size === undefined ? undefined : sizes[bound.size];
    return bound === undefined || typeof size !== "number"
      ? bound
      : { plus: bound.times * size + bound.plus, times: 1 };
  };
  const args = tree.args.map((arg) => inNumbers(arg, sizes));
  const size = tree.op === "size" ? sizes[tree.name ?? ""] : undefined;
  if (typeof size === "number") return { op: "number", args: [], value: String(size) };
  return tree.op === "sum"
    ? { ...tree, args, from: counted(tree.from), to: counted(tree.to) }
    : { ...tree, args };
}

const kept: Kind = {
  name: "index notation",
  make: (random) => {
    const output = random.pick(OUTPUTS);
    const truth = start(random, output);
    const laws = [...sumLaws, ...algebra.slice(0, 12)];
    const claim = random.chance(0.15) ? idle(truth) : rewritten(truth, laws, 1 + random.below(3), {}, random);
    return (
      claim &&
      tensorSample(
        "index notation",
        "same",
        truth,
        claim,
        output,
        random,
        random.chance(0.25) ? "node" : "LaTeX",
      )
    );
  },
};

const slipped: Kind = {
  name: "slips in index notation",
  make: (random) => {
    const output = random.pick(OUTPUTS);
    const truth = start(random, output);
    const parts = partsOf(truth);
    const place = random.below(parts.length);
    const found = slips.flatMap((slip) => slip(parts[place] as Tree, random) ?? []);
    if (found.length === 0) return undefined;
    const claim = replaced(truth, place, random.pick(found));
    return tensorSample(
      "slips in index notation",
      "changed",
      truth,
      claim,
      output,
      random,
      random.chance(0.25) ? "node" : "LaTeX",
    );
  },
};

const limits: Kind = {
  name: "limits of sums",
  make: (random) => {
    const output = random.pick(OUTPUTS);
    const truth = start(random, output);
    const places = partsOf(truth).flatMap((part, place) => (part.op === "sum" ? [place] : []));
    if (places.length === 0) return undefined;
    const place = random.pick(places);
    const sum = partsOf(truth)[place] as Tree;
    const claim = replaced(truth, place, { ...sum, ...wrongLimits(sum.to?.size ?? "n", random) });
    return tensorSample("limits of sums", "changed", truth, claim, output, random, "LaTeX");
  },
};

export const indexKinds: readonly Kind[] = [kept, slipped, limits];
