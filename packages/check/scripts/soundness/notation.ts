import type { Bound, Tree } from "./tree";

const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  pow: "^",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
};

const isAtom = ({ op, value = "" }: Tree): boolean =>
  ["leaf", "size"].includes(op) || (op === "number" && !/^-|e/.test(value));
const isCall = ({ op }: Tree): boolean =>
  !(op in SIGNS) && !["neg", "where", "square", "number", "sum"].includes(op);

/** A formula in the syntax of mathjs, with more parentheses than it needs. */
export function textOf(tree: Tree): string {
  const { args, name = "", op, value = "" } = tree;
  const inside = (part: Tree): string => (isAtom(part) || isCall(part) ? textOf(part) : `(${textOf(part)})`);
  const [a, b, c] = args;
  if (op === "number") return value;
  if (op === "leaf" || op === "size") return name;
  if (a === undefined) throw new Error(`text: ${op}`);
  if (op === "neg") return `-${inside(a)}`;
  if (op === "square") return `${inside(a)}^2`;
  if (op === "where" && b !== undefined && c !== undefined)
    return `${inside(a)} ? ${inside(b)} : ${inside(c)}`;
  const sign = SIGNS[op];
  if (sign !== undefined && b !== undefined) return `${inside(a)} ${sign} ${inside(b)}`;
  return `${op}(${args.map(textOf).join(", ")})`;
}

const COMMANDS: Readonly<Record<string, string>> = {
  log: "\\ln",
  sin: "\\sin",
  cos: "\\cos",
  tan: "\\tan",
  asin: "\\arcsin",
  acos: "\\arccos",
  atan: "\\arctan",
  sinh: "\\sinh",
  cosh: "\\cosh",
  tanh: "\\tanh",
  max: "\\max",
  min: "\\min",
  relu: "\\operatorname{ReLU}",
  sigmoid: "\\sigma",
};

const RELATIONS: Readonly<Record<string, string>> = {
  lt: "<",
  le: "\\le",
  gt: ">",
  ge: "\\ge",
  eq: "=",
  ne: "\\ne",
};

/** A formula in LaTeX; undefined for what has no usual notation there. */
export function latexOf(tree: Tree): string | undefined {
  try {
    return written(tree);
  } catch (error) {
    if (error instanceof NoNotation) return undefined;
    throw error;
  }
}

class NoNotation extends Error {}

const isClosed = ({ op, value = "" }: Tree): boolean =>
  ["leaf", "size", "entry", "sqrt", "abs"].includes(op) || (op === "number" && !/^-|e/.test(value));

function written(tree: Tree): string {
  const { args, index = "", indices = [], name = "", op, value = "" } = tree;
  const inside = (part: Tree): string => (isClosed(part) ? written(part) : `\\left(${written(part)}\\right)`);
  const [a, b, c] = args;
  switch (op) {
    case "number":
      return decimal(value);
    case "leaf":
    case "size":
      return name;
    case "entry":
      return `${name}_{${indices.map((each) => (typeof each === "number" ? each + 1 : each)).join(typeof indices[0] === "number" ? "," : "")}}`;
  }
  if (a === undefined) throw new NoNotation();
  switch (op) {
    case "sum":
      return `\\sum_{${index}=${limit(tree.from)}}^{${limit(tree.to)}} ${inside(a)}`;
    case "neg":
      return `-${inside(a)}`;
    case "square":
      return `${inside(a)}^{2}`;
    case "exp":
      return `e^{${written(a)}}`;
    case "sqrt":
      return `\\sqrt{${written(a)}}`;
    case "abs":
      return `\\left|${written(a)}\\right|`;
    case "log1p":
      return `\\ln\\left(1 + ${inside(a)}\\right)`;
    case "expm1":
      return `e^{${written(a)}} - 1`;
    case "oneMinusSquare":
      return `1 - ${inside(a)}^{2}`;
  }
  if (b !== undefined) {
    switch (op) {
      case "add":
        return `${written(a)} + ${inside(b)}`;
      case "sub":
        return `${written(a)} - ${inside(b)}`;
      case "mul":
        return `${inside(a)} \\cdot ${inside(b)}`;
      case "div":
        return `\\frac{${written(a)}}{${written(b)}}`;
      case "pow":
        return `${inside(a)}^{${written(b)}}`;
      case "where":
        if (c === undefined || !((a.op in RELATIONS) as boolean)) throw new NoNotation();
        return `\\begin{cases} ${written(b)} & ${relation(a)} \\\\ ${written(c)} & \\text{otherwise} \\end{cases}`;
      case "max":
      case "min":
        return `${COMMANDS[op]}\\left(${written(a)}, ${written(b)}\\right)`;
    }
    throw new NoNotation();
  }
  return `${COMMANDS[op] ?? `\\operatorname{${op}}`}\\left(${written(a)}\\right)`;
}

function relation({ args: [a, b], op }: Tree): string {
  if (a === undefined || b === undefined) throw new NoNotation();
  return `${written(a)} ${RELATIONS[op]} ${written(b)}`;
}

function decimal(value: string): string {
  const [digits = "", exponent] = value.split("e");
  return exponent === undefined ? digits : `${digits} \\cdot 10^{${exponent}}`;
}

function limit(bound: Bound | undefined): string {
  if (bound === undefined) throw new NoNotation();
  const { plus, size, times } = bound;
  if (size === undefined) return String(plus);
  const product = times === 1 ? size : `${times}${size}`;
  return plus === 0 ? product : `${product}${plus < 0 ? "-" : "+"}${Math.abs(plus)}`;
}
