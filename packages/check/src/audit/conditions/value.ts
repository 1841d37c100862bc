import { rational } from "@chainrule/graph";
import { bare, type Tree } from "@chainrule/graph/read";
import type { NoValue, NoValueKind } from "../findings/reason";
import { keyOf, namedBy, plain } from "../names/names";
import {
  constantIn,
  constantPolynomial,
  difference,
  type Polynomial,
  polynomialText,
  product,
  scaled,
  sum,
} from "./polynomial";

const { fromNumber, negative, ONE, quotient, signOf } = rational;

/** What names mean where a formula stands. */
export interface Scope {
  /** The value of a name: a number, a formula's value, or itself as an unknown; or why there is none. */
  readonly value: (key: string, depth: number) => Outcome;
  /** A function that the document defines. */
  readonly call: (name: string, argument: Polynomial, depth: number) => Outcome | undefined;
}

/** A value, or why there is none. */
export type Outcome = Polynomial | NoValue;

export const isReason = (found: Outcome): found is NoValue => "kind" in found;

const none = (kind: NoValueKind): NoValue => ({ kind });

/** Formulas and definitions nested deeper than this are left alone. */
const DEEPEST = 40;

export type Comparison = ">" | ">=" | "=" | "!=" | "<" | "<=";

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "<": "<",
  ">": ">",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "=": "=",
};

const SIGNS: Readonly<Record<Comparison, readonly number[]>> = {
  "<": [-1],
  ">": [1],
  "<=": [-1, 0],
  ">=": [0, 1],
  "!=": [-1, 1],
  "=": [0],
};

/** Whether a number of this sign is as compared with 0. */
export const holdsFor = (comparison: Comparison, sign: number): boolean => SIGNS[comparison].includes(sign);

/** The exact value of a formula of sums, products, quotients by numbers, choices and functions of numbers. */
export function valueIn(tree: Tree, scope: Scope, depth = 0): Outcome {
  if (depth > DEEPEST) return none("circular");
  const inner = (part: Tree): Outcome => valueIn(part, scope, depth + 1);
  switch (tree.kind) {
    case "number": {
      const value = fromNumber(tree.value);
      return value === undefined ? none("number too large") : constantPolynomial(value);
    }
    case "group":
      return inner(tree.body);
    case "name":
      return named(tree, scope, depth);
    case "sum": {
      const terms: Polynomial[] = [];
      for (const term of tree.terms) {
        const value = inner(term.tree);
        if (isReason(value)) return value;
        terms.push(term.sign === "-" ? scaled(value, negative(ONE)) : value);
      }
      const total = sum(...terms);
      return total.size > MOST_TERMS ? none("too many terms") : total;
    }
    case "product": {
      let total: Outcome = constantPolynomial(ONE);
      for (const factor of tree.factors) {
        const value = inner(factor.tree);
        if (isReason(value)) return value;
        total = factor.sign === "/" ? divided(total, value) : product(total, value);
        if (isReason(total) || total.size > MOST_TERMS)
          return isReason(total) ? total : none("too many terms");
      }
      return total;
    }
    case "fraction": {
      const [above, below] = [inner(tree.above), inner(tree.below)];
      if (isReason(above)) return above;
      return isReason(below) ? below : divided(above, below);
    }
    case "power":
      return powered(inner(tree.base), inner(tree.exponent));
    case "absolute": {
      const value = inner(tree.body);
      const known = isReason(value) ? undefined : constantIn(value);
      if (known === undefined) return isReason(value) ? value : none("size of an unknown");
      return constantPolynomial({ n: known.n < 0n ? -known.n : known.n, d: known.d });
    }
    case "applied":
      return applied(tree, scope, depth);
    case "cases":
      return chosen(tree, scope, depth);
    default:
      return none("not evaluated exactly");
  }
}

function named(tree: Tree & { readonly kind: "name" }, scope: Scope, depth: number): Outcome {
  const name = plain(tree.name);
  const exponent = tree.name.sup?.formula;
  if (exponent === undefined || name.sup !== "") return scope.value(keyOf(name), depth);
  return powered(scope.value(keyOf(name), depth), valueIn(exponent, scope, depth + 1));
}

const MOST_TERMS = 500;
const MOST_POWER = 8;

function divided(above: Polynomial, below: Polynomial): Outcome {
  const by = constantIn(below);
  if (by === undefined) return none("quotient by an unknown");
  return by.n === 0n ? none("quotient by 0") : scaled(above, quotient(ONE, by));
}

function powered(base: Outcome, exponent: Outcome): Outcome {
  if (isReason(base)) return base;
  if (isReason(exponent)) return exponent;
  const by = constantIn(exponent);
  if (by === undefined || by.d !== 1n || by.n < 0n || by.n > BigInt(MOST_POWER)) return none("power");
  let total: Polynomial = constantPolynomial(ONE);
  for (let k = 0n; k < by.n; k++) {
    total = product(total, base);
    if (total.size > MOST_TERMS) return none("too many terms");
  }
  return total;
}

const zero = (value: Polynomial): Polynomial => difference(value, value);

/** Functions with one meaning everywhere but, for steps, at 0. */
const FUNCTIONS: Readonly<Record<string, (sign: number, x: Polynomial) => Outcome>> = {
  step: (sign) => (sign === 0 ? none("step at 0") : constantPolynomial({ n: sign > 0 ? 1n : 0n, d: 1n })),
  sgn: (sign) => constantPolynomial({ n: BigInt(sign), d: 1n }),
  sign: (sign) => (sign === 0 ? none("sign at 0") : constantPolynomial({ n: BigInt(sign), d: 1n })),
  relu: (sign, x) => (sign > 0 ? x : zero(x)),
  abs: (sign, x) => (sign < 0 ? difference(zero(x), x) : x),
};

function applied(tree: Tree & { readonly kind: "applied" }, scope: Scope, depth: number): Outcome {
  const [first] = tree.arguments;
  const { base, primes } = tree.head.name;
  if (first === undefined || tree.arguments.length > 1) return none("several arguments");
  if (primes > 0) return none("not evaluated exactly");
  const argument = valueIn(first, scope, depth + 1);
  if (isReason(argument)) return argument;
  if (tree.head.name.sub === undefined) {
    const own = scope.call(base, argument, depth);
    if (own !== undefined) return own;
    const known = Object.hasOwn(FUNCTIONS, base.toLowerCase()) ? FUNCTIONS[base.toLowerCase()] : undefined;
    const value = constantIn(argument);
    if (known !== undefined)
      return value === undefined ? none("step of an unknown") : known(signOf(value), argument);
    if (base.length > 1 || /^[fghφσ]$/.test(base)) return { kind: "not defined", name: base };
  }
  const head = scope.value(keyOf(namedBy(tree.head) ?? plain(tree.head.name)), depth);
  return isReason(head) ? head : product(head, argument);
}

/** The value of a choice: the first row whose condition holds. */
function chosen(tree: Tree & { readonly kind: "cases" }, scope: Scope, depth: number): Outcome {
  let boundary: Polynomial | undefined;
  for (const { condition, value } of tree.rows) {
    if (condition === undefined) return valueIn(value, scope, depth + 1);
    const sides = condition.kind === "relation" ? condition : undefined;
    if (sides === undefined) return none("no relation");
    let holds = true;
    for (const [k, sign] of sides.signs.entries()) {
      const comparison = COMPARISONS[sign];
      const [a, b] = [sides.sides[k] as Tree, sides.sides[k + 1] as Tree].map((side) =>
        valueIn(side, scope, depth + 1),
      ) as [Outcome, Outcome]; // as many as sides
      if (isReason(a)) return a;
      if (isReason(b)) return b;
      const distance = difference(a, b);
      const known = constantIn(distance);
      if (comparison === undefined || known === undefined)
        return {
          kind: "depends on a sign",
          difference: polynomialText(distance),
          sign: sign.replace("\\", ""),
        };
      if (known.n === 0n) boundary = a;
      holds &&= holdsFor(comparison, signOf(known));
    }
    if (holds) return valueIn(value, scope, depth + 1);
  }
  return boundary === undefined ? none("no row applies") : none("open at equality");
}

/** The rows of a definition by cases, if that is what a formula is. */
export const casesIn = (tree: Tree): (Tree & { readonly kind: "cases" }) | undefined => {
  const inner = bare(tree);
  return inner.kind === "cases" ? inner : undefined;
};
