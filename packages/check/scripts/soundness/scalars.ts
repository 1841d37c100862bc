import { gradient, type Node, scalar } from "@chainrule/graph";
import { derivative, differentiable } from "./derivative";
import { atom, type Ground, grown, operated, pointwise, positive } from "./grow";
import { activations, algebra, angles, conditional, type Law, pieces, powers } from "./laws";
import { nodeOf } from "./node";
import { latexOf, textOf } from "./notation";
import type { Random } from "./random";
import { type Kind, type Sample, scalarPoints } from "./sample";
import type { Range, Ranges } from "./signs";
import {
  add,
  call,
  div,
  leaf,
  leavesOf,
  mul,
  neg,
  number,
  partsOf,
  replaced,
  sameTree,
  square,
  sub,
  type Tree,
} from "./tree";

const NAMES = ["x", "y", "w", "a", "t"];
const ARITHMETIC = ["add", "sub", "mul", "div", "neg", "square", "pow"];
const POWERS = [...ARITHMETIC, "exp", "log", "sqrt", "pow", "log1p", "expm1", "xlogy"];
const ANGLES = [
  "add",
  "sub",
  "mul",
  "sin",
  "cos",
  "tan",
  "sinh",
  "cosh",
  "tanh",
  "asin",
  "acos",
  "atan",
  "square",
];
const ACTIVATIONS = [
  ...["add", "mul", "sub", "sigmoid", "tanh", "softplus", "silu", "gelu", "erf", "erfc", "oneMinusSquare"],
  ...["binaryCrossEntropy", "binaryCrossEntropyWithLogits", "exp"],
];
const PIECES = [
  ...["add", "mul", "sub", "abs", "relu", "max", "min", "sign", "step", "leakyRelu", "elu", "where"],
  ...["lt", "gt", "le", "ge", "square"],
];
const EVERY = pointwise.map(({ name }) => name);

function ground(random: Random, choice: readonly string[], ranges: Ranges = {}): Ground {
  const leaves = Object.keys(ranges).length > 0 ? Object.keys(ranges) : NAMES.slice(0, 1 + random.below(3));
  return { random, choice, leaves, ranges };
}

const ASSUMED: Readonly<Record<Range, (name: string) => string[]>> = {
  any: () => [],
  positive: (name) => [`${name} > 0`],
  unit: (name) => [`${name} > 0`, `${name} < 1`],
};

/** What is checked, of two formulas of scalars. */
export function scalarSample(
  kind: string,
  made: Sample["made"],
  truth: Tree,
  claim: Tree,
  random: Random,
  { given = [], ranges = {} }: { ranges?: Ranges; given?: readonly Readonly<Record<string, string>>[] } = {},
): Sample | undefined {
  if (sameTree(truth, claim)) return undefined;
  const names = leavesOf(truth, claim);
  const leaves = Object.fromEntries([...NAMES, ...names].map((name) => [name, scalar(name)]));
  const graph = (tree: Tree) => nodeOf(tree, { leaves, tensors: {}, sizes: {}, letters: {} });
  const form = random.pick(["node", "text", "text", "LaTeX"] as const);
  const latex = form === "LaTeX" ? latexOf(claim) : undefined;
  const text = textOf(claim);
  const assume = names.flatMap((name) => ASSUMED[ranges[name] ?? "any"](name));
  const symbols = { symbols: leaves };
  return {
    kind,
    made,
    truth,
    claim,
    outputs: [],
    points: scalarPoints(names, ranges, random, given),
    form: form === "LaTeX" && latex === undefined ? "text" : form,
    shown: [textOf(truth), latex ?? text],
    checked: {
      truth: graph(truth),
      claim: form === "node" ? graph(claim) : (latex ?? text),
      options: {
        ...symbols,
        ...(latex !== undefined && { syntax: "latex" }),
        ...(assume.length > 0 && { assume }),
      },
    },
  };
}

const TRIES = 12;

/** The formula with laws applied at random parts of it; undefined if none of them applies. */
export function rewritten(tree: Tree, laws: readonly Law[], count: number, ranges: Ranges, random: Random) {
  let now = tree;
  let done = 0;
  for (let k = 0; k < TRIES && done < count; k++) {
    const parts = partsOf(now);
    const place = random.below(parts.length);
    const part = parts[place] as Tree;
    const found = laws.flatMap((law) => {
      const result = law(part, ranges);
      return result === undefined || sameTree(result, part) ? [] : [result];
    });
    if (found.length === 0) continue;
    now = replaced(now, place, random.pick(found));
    done++;
  }
  return done === 0 ? undefined : now;
}

const DEPTH = 3;

const kept = (name: string, choice: readonly string[], laws: readonly Law[], ranges: Ranges = {}): Kind => ({
  name,
  make: (random) => {
    const where = ground(random, choice, ranges);
    const truth = grown(where, 2 + random.below(DEPTH - 1));
    const claim = rewritten(
      truth,
      random.chance(0.5) ? laws : [...laws, ...algebra],
      1 + random.below(3),
      ranges,
      random,
    );
    return claim && scalarSample(name, "same", truth, claim, random, { ranges });
  },
});

/** Each operation of the table in turn, with operands that are rewritten. */
const everyOperation: Kind = {
  name: "each operation",
  make: (random, turn) => {
    const name = EVERY[turn % EVERY.length] as string;
    const where = ground(random, ["add", "mul", "sub", "sin", "exp", "square"]);
    const truth = operated(where, name, 2);
    const claim = rewritten(truth, [...algebra, ...powers], 1 + random.below(2), {}, random);
    return claim && scalarSample("each operation", "same", truth, claim, random);
  },
};

const SWAPS: readonly (readonly [string, string])[] = [
  ["sin", "cos"],
  ["sinh", "cosh"],
  ["tanh", "sigmoid"],
  ["exp", "expm1"],
  ["log", "log1p"],
  ["max", "min"],
  ["relu", "abs"],
  ["softplus", "relu"],
  ["erf", "erfc"],
  ["silu", "gelu"],
  ["add", "sub"],
  ["lt", "le"],
  ["gt", "lt"],
  ["square", "abs"],
];

/** Slips: each changes one part. */
const slips: readonly ((part: Tree, where: Ground) => Tree | undefined)[] = [
  (part) => neg(part),
  (part) => mul(number(2), part),
  (part) => div(part, number(2)),
  (part) => (part.op === "add" || part.op === "sub" ? part.args[0] : undefined),
  (part) => (part.op === "mul" ? part.args[1] : undefined),
  (part) => (part.op === "square" ? part.args[0] : undefined),
  (part) => (part.op === "sub" ? call("sub", ...[...part.args].reverse()) : undefined),
  (part) => (part.op === "div" ? call("div", ...[...part.args].reverse()) : undefined),
  (part, { leaves, random }) =>
    part.op === "leaf" && leaves.length > 1 ? leaf(random.pick(leaves)) : undefined,
  (part) => (part.op === "number" ? number(Number(part.value) + 1) : undefined),
  (part, { random }) => {
    const pair = random.pick(SWAPS);
    const other = pair.find((name) => name !== part.op);
    return pair.includes(part.op) && other !== undefined ? { ...part, op: other } : undefined;
  },
  (part, where) => add(part, atom(where)),
];

const slipped: Kind = {
  name: "slips",
  make: (random) => {
    const where = ground(random, random.pick([ARITHMETIC, POWERS, ANGLES, ACTIVATIONS, PIECES, EVERY]));
    const truth = grown(where, 2 + random.below(DEPTH - 1));
    const parts = partsOf(truth);
    const place = random.below(parts.length);
    const found = slips.flatMap((slip) => slip(parts[place] as Tree, where) ?? []);
    const wrong = replaced(truth, place, random.pick(found));
    const claim = random.chance(0.5) ? wrong : (rewritten(wrong, algebra, 1, {}, random) ?? wrong);
    return scalarSample("slips", "changed", truth, claim, random);
  },
};

/** A formula whose sign changes somewhere: linear in a leaf or two, often far from 0, or anything. */
function signless(where: Ground): Tree {
  const { leaves, random } = where;
  const decimal = (): Tree => number(random.pick(["0.1", "0.5", "0.7", "1", "2", "3", "0.05"]));
  const far = (): Tree => number(random.pick(["1", "5", "10", "20", "37.5", "100", "1000"]));
  const x = leaf(random.pick(leaves));
  const way = random.below(6);
  if (way === 0) return x;
  if (way === 1) return add(far(), mul(decimal(), x));
  if (way === 2) return sub(far(), mul(decimal(), x));
  if (way === 3) return sub(sub(far(), x), leaf(random.pick(leaves)));
  if (way === 4) return sub(number("1000000"), square(x));
  return grown(where, 2);
}

const lawless: Kind = {
  name: "laws without their condition",
  make: (random) => {
    const where = ground(random, [...ARITHMETIC, "exp", "sin", "tanh"]);
    const [u, v] = [signless(where), signless(where)];
    const start = random.pick([
      call("sqrt", square(u)),
      call("sqrt", mul(square(u), square(v))),
      call("log", square(u)),
      call("sqrt", mul(u, v)),
      call("log", mul(u, v)),
      call("log", div(u, v)),
      call("abs", u),
      call("relu", u),
      call("max", u, v),
      call("pow", square(u), number(random.pick(["0.5", "1.5"]))),
      call("pow", square(u), leaf(random.pick(where.leaves))),
    ]);
    const end =
      random.pick(
        conditional.flatMap((law) => law(start, {}) ?? []).concat(start.op === "sqrt" ? rootsOut(start) : []),
      ) ?? start;
    const other = grown(where, 1);
    const around = random.pick<(part: Tree) => Tree>([
      (part) => part,
      (part) => add(part, other),
      (part) => mul(part, call("exp", other)),
      (part) => add(call("log", call("exp", other)), part),
    ]);
    // the other way round the claim asks for more than the truth
    const isReversed = random.chance(0.25);
    const [truth, claim] = isReversed ? [around(end), around(start)] : [around(start), around(end)];
    return scalarSample("laws without their condition", "changed", truth, claim, random);
  },
};

/** sqrt(u^2 v^2) = u v */
function rootsOut({ args: [inside] }: Tree): Tree[] {
  if (inside?.op !== "mul") return [];
  const [a, b] = inside.args;
  return a?.op === "square" && b?.op === "square" ? [mul(a.args[0] as Tree, b.args[0] as Tree)] : [];
}

const tiny: Kind = {
  name: "tiny differences",
  make: (random) => {
    const where = ground(random, random.pick([POWERS, ACTIVATIONS, ANGLES, PIECES]));
    const truth = grown(where, 1 + random.below(DEPTH));
    const small = number(`${random.pick([1, 2, 5])}e-${20 + random.below(130)}`);
    const other = atom(where);
    const claim = random.pick<() => Tree>([
      () => mul(truth, add(number(1), small)),
      () => add(truth, mul(small, other)),
      () => add(truth, mul(small, truth)),
      () => add(truth, call("exp", sub(number(-100 - random.below(600)), square(other)))),
      () => mul(truth, call("erf", add(number(9 + random.below(6)), square(other)))),
      () => mul(truth, call("tanh", add(number(40 + random.below(100)), square(other)))),
    ])();
    const sample = scalarSample("tiny differences", "changed", truth, claim, random);
    return sample && { ...sample, fine: true };
  },
};

const far: Kind = {
  name: "far and narrow differences",
  make: (random) => {
    const where = ground(random, random.pick([ARITHMETIC, PIECES, ACTIVATIONS]));
    const truth = grown(where, 1 + random.below(2));
    const name = random.pick(where.leaves);
    const x = leaf(name);
    const border = random.pick([17, 37.5, 100, 512, 3000, 10_000, 123_456]) * random.pick([1, -1]);
    const beyond = (by: number): string => String(border + (border > 0 ? by : -by));
    const outside = border > 0 ? sub(x, number(border)) : sub(number(border), x);
    const [bump, at] = random.pick<readonly [Tree, string]>([
      [call("relu", outside), beyond(1)],
      [call("step", outside), beyond(1)],
      [call("where", call("gt", outside, number(0)), number(1), number(0)), beyond(1)],
      [call("relu", sub(number(1), square(sub(mul(number(3), x), number(border * 3))))), String(border)],
      [call("max", number(0), sub(number("0.01"), call("abs", sub(x, number(border))))), String(border)],
      [
        sub(call("max", x, number(border)), border > 0 ? call("max", x, number(border + 1)) : x),
        border > 0 ? String(border - 1) : beyond(1),
      ],
    ]);
    const claim = random.chance(0.5) ? add(truth, bump) : sub(truth, bump);
    return scalarSample("far and narrow differences", "changed", truth, claim, random, {
      given: [{ [name]: at }],
    });
  },
};

const assumed: Kind = {
  name: "what is assumed",
  make: (random) => {
    const ranges: Ranges = random.chance(0.5)
      ? { x: "positive", y: "positive" }
      : { x: "positive", p: "unit", w: "any" };
    const where = ground(random, POWERS, ranges);
    const truth = random.chance(0.5)
      ? positive(where, 2)
      : call(random.pick(["log", "sqrt"]), random.pick([mul, div])(positive(where, 1), positive(where, 1)));
    const claim = rewritten(truth, powers, 1 + random.below(2), ranges, random);
    return claim && scalarSample("what is assumed", "same", truth, claim, random, { ranges });
  },
};

const SMOOTH = [...differentiable, "pow"].filter((name) => EVERY.includes(name));

/** A gradient of a graph, against the derivative by calculus. */
const gradients = (name: string, made: Sample["made"]): Kind => ({
  name,
  make: (random) => {
    const where = ground(random, SMOOTH);
    const whole = grown(where, 2 + random.below(2));
    const by = random.pick(where.leaves);
    const right = derivative(whole, by);
    if (right === undefined || !leavesOf(right).includes(by)) return undefined;
    const parts = partsOf(right);
    const place = random.below(parts.length);
    const wrong = (): Tree =>
      replaced(right, place, random.pick(slips.flatMap((slip) => slip(parts[place] as Tree, where) ?? [])));
    const claim = made === "same" ? rewritten(right, algebra, 1 + random.below(2), {}, random) : wrong();
    const sample = claim && scalarSample(name, made, right, claim, random);
    if (sample === undefined) return undefined;
    const { symbols = {} } = sample.checked.options;
    const graph = nodeOf(whole, { leaves: symbols, tensors: {}, sizes: {}, letters: {} });
    const truth = gradient(graph, symbols[by] as Node);
    return {
      ...sample,
      shown: [`d/d${by} of ${textOf(whole)}`, sample.shown[1]],
      checked: { ...sample.checked, truth },
    };
  },
});

export const scalarKinds: readonly Kind[] = [
  kept("algebra", ARITHMETIC, algebra),
  kept("exponentials, logarithms, powers", POWERS, powers),
  kept("angles", ANGLES, angles),
  kept("activations", ACTIVATIONS, activations),
  kept("pieces", PIECES, pieces),
  everyOperation,
  assumed,
  gradients("gradients", "same"),
  slipped,
  gradients("slips in gradients", "changed"),
  lawless,
  tiny,
  far,
];
