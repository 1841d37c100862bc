import {
  abs,
  add,
  ChainruleError,
  constant,
  div,
  exp,
  mul,
  Node,
  neg,
  operations,
  pow,
  type Size,
  sqrt,
  square,
  sub,
} from "../../index";
import type { Span } from "../refusal";
import type { Factor, NameTree, Tree } from "../tree";
import { Arithmetic } from "./arithmetic";
import { call } from "./call";
import { cases, matrix, numbersIn, relation } from "./choices";
import type { Context } from "./context";
import { derivative } from "./differentiate";
import { productEntries, scalarEntries } from "./entries";
import { Indices } from "./indices";
import { type KnownNames, keyOf, plainWritten } from "./known";
import { Letter } from "./letters";
import { NamesInFormula } from "./names";
import { normOf } from "./norm";
import type { Place } from "./place";
import { enclosingParts } from "./regions";
import { type Building, type BuildRequest, lookUp, type Scope, type Value } from "./scope";
import { Shared } from "./shared";
import { over } from "./sums";
import { ones, transposed, wholeOf } from "./whole";

/*
 * From syntax to graph. Every part of a formula is either one entry of a tensor for all values of its index letters, or a whole
 * tensor; a scalar is an entry without letters. No recursion: parts are built by generators that run one inside the other.
 */

/** A formula that was built. */
export interface Built extends Pick<Context, "made" | "readAs"> {
  readonly value: Value;
  /** The letter of an index that nothing sums over. */
  readonly letter: (text: string) => Letter | undefined;
}

/** Builds what a formula stands for. `sizes` says how far index letters run. @throws ChainruleError */
export function built(
  tree: Tree,
  place: Place,
  known: KnownNames,
  sizes: Readonly<Record<string, Size>>,
): Built {
  const indices = new Indices(place, sizes, enclosingParts(tree));
  const names = new NamesInFormula(place, known, tree);
  const context: Context = {
    place,
    known,
    names,
    indices,
    values: new Arithmetic(place),
    lengths: new Map(),
    made: new Map(),
    steps: new Map(),
    readAs: new Map(),
    written: 0,
  };
  const { made, readAs, steps } = context;
  const shared = new Shared();
  const open = (request: BuildRequest): Frame => ({ tree: request.tree, building: start(context, request) });
  const frames: Frame[] = [open({ tree, scope: undefined })];
  let answer: Value | undefined;
  let refused: { readonly error: unknown } | undefined;
  for (;;) {
    const top = frames[frames.length - 1] as Frame;
    let step: IteratorResult<BuildRequest, Value>;
    try {
      // the first next of a generator takes nothing; what refused a part goes to the part that asked for it
      step = refused === undefined ? top.building.next(answer as Value) : top.building.throw(refused.error);
      refused = undefined;
    } catch (error) {
      frames.pop();
      if (frames.length === 0) throw error;
      refused = { error };
      continue;
    }
    if (!step.done) {
      frames.push(open(step.value));
      answer = undefined;
      continue;
    }
    frames.pop();
    answer = shared.valueOf(step.value);
    const node = nodeIn(answer);
    if (node !== undefined) made.set(top.tree, [...(steps.get(top.tree) ?? []), node]);
    if (frames.length === 0)
      return { value: answer, letter: (letter) => indices.letter(letter), made, readAs };
  }
}

interface Frame {
  readonly tree: Tree;
  readonly building: Building;
}

/** The node of a value without index letters. */
function nodeIn(value: Value): Node | undefined {
  if (value.kind === "whole") return value.node;
  const [factor] = value.factors;
  return value.factors.length === 1 && factor?.letters.length === 0 ? factor.node : undefined;
}

function start(context: Context, { tree, scope }: BuildRequest): Building {
  switch (tree.kind) {
    case "name":
      return name(context, tree, scope);
    case "applied":
      return applied(context, tree, scope);
    case "sum":
      return sum(context, tree, scope);
    case "product":
      return product(context, tree, scope);
    case "entrywise":
      return fittingEntrywise(context, tree, scope);
    case "over":
      return over(context, tree, scope);
    case "derivative":
      return derivative(context, tree, scope);
    default:
      return other(context, tree, scope);
  }
}

function* other(context: Context, tree: Tree, scope: Scope | undefined): Building {
  switch (tree.kind) {
    case "number":
      return scalarEntries(constant(tree.value));
    case "percent":
      return scalarEntries(div((tree.body as Tree & { kind: "number" }).value, 100)); // the parser puts numbers there
    case "group":
      return yield { tree: tree.body, scope };
    case "fraction": {
      const above = yield { tree: tree.above, scope };
      const below = yield { tree: tree.below, scope };
      return context.values.pointwise(tree, div, [above, below]);
    }
    case "inner":
      return context.values.innerProduct(
        tree,
        yield { tree: tree.factors[0], scope },
        yield { tree: tree.factors[1], scope },
      );
    case "array":
      return wholeOf(context.place.at(tree, () => constant(numbersIn(context, tree))));
    case "power": {
      const spread = spreadOver(context, tree, tree.base, scope);
      if (spread !== undefined) return yield* readAs(context, tree, spread, scope);
      const base = yield { tree: tree.base, scope };
      if (tree.entrywise)
        return context.values.pointwise(tree, pow, [base, yield { tree: tree.exponent, scope }]);
      return yield* raisedTo(context, base, tree.exponent, tree, scope);
    }
    case "transpose": {
      const spread = spreadOver(context, tree, tree.base, scope);
      if (spread !== undefined) return yield* readAs(context, tree, spread, scope);
      return context.values.transposed(yield { tree: tree.base, scope }, tree);
    }
    case "entry": {
      const base = yield { tree: tree.base, scope };
      return context.indices.entryOf(base, tree.sub, tree, scope);
    }
    case "root": {
      const body = yield { tree: tree.body, scope };
      if (tree.degree === undefined) return context.values.pointwise(tree, sqrt, [body]);
      const degree = yield { tree: tree.degree, scope };
      const inverse = context.values.pointwise(tree, div, [scalarEntries(constant(1)), degree]);
      return context.values.pointwise(tree, pow, [body, inverse]);
    }
    case "absolute":
      return context.values.pointwise(tree, abs, [yield { tree: tree.body, scope }]);
    case "norm": {
      const node = context.values.whole(yield { tree: tree.body, scope }, tree);
      return context.values.valueOf(normOf(context, tree, node));
    }
    case "cases":
      return yield* cases(context, tree, scope);
    case "matrix":
      return yield* matrix(context, tree, scope);
    case "relation":
      return yield* relation(context, tree, scope);
    case "parts": {
      let inner = scope;
      for (const { name, value } of tree.definitions) {
        const means: Value = yield { tree: value, scope: inner };
        inner = { outer: inner, name: keyOf(plainWritten(name)), means };
      }
      return yield { tree: tree.body, scope: inner };
    }
    case "differential":
      throw context.place.fail(
        tree.symbol === "partial" ? "REFUSED" : "UNKNOWN_SYMBOL",
        tree.symbol === "partial"
          ? "a differential without another below or above it"
          : "a difference is no quantity that was given",
        tree,
        {
          got: context.place.text.slice(tree.start, tree.end),
          mend:
            tree.symbol === "partial"
              ? `Write ${context.place.examples.derivative}`
              : "Give what it stands for by a name of its own",
        },
      );
    default:
      throw context.place.fail("REFUSED", "this has no place in a formula", tree);
  }
}

/** x(a + b)^2 where x is a quantity: the power is that of the brackets alone. */
function spreadOver(
  context: Context,
  tree: Tree & { kind: "power" | "transpose" },
  base: Tree,
  scope: Scope | undefined,
): Tree | undefined {
  if (base.kind !== "applied") return undefined;
  const factors = context.names.factorsOf(base, scope);
  if (factors.length < 2) return undefined;
  const last = factors[factors.length - 1] as Tree;
  return productOf([...factors.slice(0, -1), { ...tree, base: last, start: last.start }]);
}

function* sum(context: Context, tree: Tree & { kind: "sum" }, scope: Scope | undefined): Building {
  let total: Value | undefined;
  const steps: (Node | undefined)[] = [];
  for (const { sign, tree: part } of tree.terms) {
    if (total !== undefined) steps.push(nodeIn(total));
    const value: Value = yield { tree: part, scope };
    const isNegative = sign === "-";
    if (total !== undefined) {
      total = context.values.pointwise({ start: tree.start, end: part.end }, isNegative ? sub : add, [
        total,
        value,
      ]);
    } else if (!isNegative) total = value;
    else if (part.kind === "number") total = scalarEntries(constant(-part.value));
    else total = context.values.pointwise(part, neg, [value]);
  }
  noteSteps(context, tree, steps);
  return total as Value; // a sum has terms
}

/** Keeps what was made of the first terms or factors, if all of them have a node. */
function noteSteps({ steps }: Context, tree: Tree, found: readonly (Node | undefined)[]): void {
  const nodes = found.filter((node) => node !== undefined);
  if (nodes.length === found.length) steps.set(tree, nodes);
}

/** A part that is read as another one. */
function* readAs(context: Context, tree: Tree, other: Tree, scope: Scope | undefined): Building {
  context.readAs.set(tree, other);
  return yield { tree: other, scope };
}

const productOf = (factors: readonly Tree[]): Tree => ({
  kind: "product",
  factors: factors.map(side),
  start: factors[0]?.start ?? 0,
  end: factors[factors.length - 1]?.end ?? 0,
});

function* product(context: Context, whole: Tree & { kind: "product" }, scope: Scope | undefined): Building {
  const { factors } = whole;
  let total: Value | undefined;
  let before: Tree | undefined;
  const steps: (Node | undefined)[] = [];
  for (const { sign, tree } of factors) {
    if (total !== undefined) steps.push(nodeIn(total));
    const isOpen = sign === "/" && tree.kind === "applied" && context.names.factorsOf(tree, scope).length > 1;
    if (isOpen) {
      throw context.place.fail("REFUSED", "a product without a sign after / has two readings", tree, {
        got: `/ ${context.place.text.slice(tree.start, tree.end)}`,
        mend: context.place.examples.quotient,
      });
    }
    const value: Value = yield { tree, scope };
    if (total === undefined) total = value;
    else {
      const span = { start: factors[0]?.tree.start ?? 0, end: tree.end };
      const [a, b] = [total, value];
      if (sign === "/") total = context.values.over(span, a, b);
      else if (sign === "./") total = context.values.pointwise(span, div, [a, b]);
      else if (sign === "@") total = context.values.matrixProduct(span, a, b);
      else if (sign === ".*") total = context.values.pointwise(span, mul, [a, b]);
      else total = context.values.times(a, b, before as Tree, tree, sign);
    }
    before = tree;
  }
  noteSteps(context, whole, steps);
  return total as Value; // a product has factors
}

/**
 * a ⊙ b c^T: the product binds first, as everywhere; if its shape does not fit, the last factor stands beside all of what is joined
 * before it.
 */
function* fittingEntrywise(
  context: Context,
  tree: Tree & { kind: "entrywise" },
  scope: Scope | undefined,
): Building {
  try {
    return yield* entrywise(context, tree, scope);
  } catch (error) {
    const other = error instanceof ChainruleError && error.code === "SHAPE" ? besideAll(tree) : undefined;
    if (other === undefined) throw error;
    try {
      return yield* readAs(context, tree, other, scope);
    } catch (second) {
      throw second instanceof ChainruleError ? error : second;
    }
  }
}

/** (a ⊙ b) c^T for a ⊙ b c^T. */
function besideAll(tree: Tree & { kind: "entrywise" }): Tree | undefined {
  const last = tree.factors[tree.factors.length - 1];
  if (last?.kind !== "product" || last.factors.some(({ sign }) => sign === "/")) return undefined;
  const [first, ...rest] = last.factors;
  if (first === undefined) return undefined;
  const joined: Tree = {
    kind: "entrywise",
    factors: [...tree.factors.slice(0, -1), first.tree],
    start: tree.start,
    end: first.tree.end,
  };
  return {
    kind: "product",
    factors: [{ sign: "", tree: joined }, ...rest],
    start: tree.start,
    end: tree.end,
  };
}

function* entrywise(
  context: Context,
  tree: Tree & { kind: "entrywise" },
  scope: Scope | undefined,
): Building {
  let total: Value | undefined;
  const steps: (Node | undefined)[] = [];
  for (const part of tree.factors) {
    if (total !== undefined) steps.push(nodeIn(total));
    const value: Value = yield { tree: part, scope };
    const span = { start: tree.start, end: part.end };
    if (total === undefined) total = value;
    else if (total.kind === "entries" && value.kind === "entries") {
      const [a, b] = [total, value];
      total = context.place.at(span, () => productEntries(a, b));
    } else total = context.values.pointwise(span, mul, [total, value]);
  }
  noteSteps(context, tree, steps);
  return total as Value; // a product has factors
}

function* raisedTo(
  context: Context,
  base: Value,
  exponent: Tree,
  span: Span,
  scope: Scope | undefined,
): Building {
  const { isArrayCode, isCode } = context.place;
  if (isCode && !isArrayCode && base.kind === "whole") throw context.values.notEntrywise("^", span);
  if (exponent.kind === "number" && exponent.value === 2 && !isCode)
    return context.values.pointwise(span, square, [base]);
  const isInverse =
    base.kind === "whole" &&
    base.node.shape.length === 2 &&
    context.place.text.slice(exponent.start, exponent.end) === "-1";
  if (isInverse) {
    throw context.place.fail("REFUSED", "the inverse of a matrix or of its entries", span, {
      mend: "Write 1 / W for the entries; there is no inverse",
    });
  }
  return context.values.pointwise(span, pow, [base, yield { tree: exponent, scope }]);
}

function* name(context: Context, tree: NameTree, scope: Scope | undefined): Building {
  const value = yield* nameOrUndefined(context, tree, scope);
  if (value !== undefined) return value;
  const pieces = context.names.pieces(tree, scope);
  if (pieces === undefined) throw context.names.unknown(tree);
  return yield* readAs(context, tree, productOf(pieces), scope);
}

function* nameOrUndefined(
  context: Context,
  typed: NameTree,
  scope: Scope | undefined,
): Generator<BuildRequest, Value | undefined, Value> {
  const name = context.names.substituted(typed.name, scope);
  const tree = { ...typed, name };
  const { sup, ...plainName } = name;
  const part = lookUp(keyOf(plainWritten(plainName)), scope);
  if (part !== undefined && typeof part !== "number" && !(part instanceof Letter)) {
    return sup?.formula === undefined ? part : yield* raisedTo(context, part, sup.formula, tree, scope);
  }
  const resolved = context.names.resolve(name);
  if (resolved !== undefined) {
    const { exponent, match } = resolved;
    if (exponent !== undefined) return yield* readAs(context, typed, raised(context, tree, exponent), scope);
    const { known } = match;
    const indices = match.ambiguous && !context.names.isIndexed() ? [] : match.indices;
    let value: Value;
    if (indices.length > 0) {
      const turned = resolved.transposed ? [...indices].reverse() : indices;
      value = context.indices.indexed(known.node, turned, tree, scope);
    } else {
      value = context.values.valueOf(known.node);
      if (resolved.transposed) value = context.values.transposed(value, tree);
    }
    return value;
  }
  const [transposed] = context.place.isCode && name.primes === 1 ? [{ ...name, primes: 0 }] : [];
  if (transposed !== undefined && context.names.resolve(transposed) !== undefined) {
    const base: Tree = { ...tree, name: transposed, end: tree.end - 1 };
    return yield* readAs(
      context,
      typed,
      { kind: "transpose", base, start: tree.start, end: tree.end },
      scope,
    );
  }
  return yield* constantName(context, tree, scope);
}

/** x^2, which is one name to the grammar, as a power. */
function raised({ place }: Context, tree: NameTree, exponent: Tree): Tree {
  const { sup, ...name } = tree.name;
  const typed = place.text.slice(tree.start, sup?.start ?? tree.end);
  const end = tree.start + typed.replace(/\s*\^\s*\{?\s*$/, "").length;
  return { kind: "power", base: { ...tree, name, end }, exponent, start: tree.start, end: tree.end };
}

/** Names that mean something unless they were given: e, pi, a size, a bold 1, Kronecker's delta. */
function* constantName(
  context: Context,
  tree: NameTree,
  scope: Scope | undefined,
): Generator<BuildRequest, Value | undefined, Value> {
  const { base, primes, sub, sup, upright } = tree.name;
  if (primes > 0) return undefined;
  const isAlone = sub === undefined && !context.known.has(base);
  const power = sup?.formula;
  if (isAlone && base === "e" && (sup === undefined || power !== undefined)) {
    if (power === undefined) return scalarEntries(constant(Math.E));
    return context.values.pointwise(tree, exp, [yield { tree: power, scope }]);
  }
  if (
    base === "e" &&
    sub === undefined &&
    power !== undefined &&
    context.known.like("e").every(({ node }) => node.shape.length > 0)
  )
    return context.values.pointwise(tree, exp, [yield { tree: power, scope }]);
  if (isAlone && base === "pi") {
    const value = scalarEntries(constant(Math.PI));
    return power === undefined ? value : yield* raisedTo(context, value, power, tree, scope);
  }
  if (base === "1" && upright && sub === undefined) return sup === undefined ? ones : transposed(ones);
  const index = lookUp(base, scope);
  if (sub === undefined && typeof index === "number") {
    const value = scalarEntries(constant(index));
    return power === undefined ? value : yield* raisedTo(context, value, power, tree, scope);
  }
  const size = context.known.sizes.get(keyOf(plainWritten({ ...tree.name, primes: 0 })));
  if (size !== undefined) return scalarEntries(new Node(operations.size, [], { dim: size }, []));
  const bare = context.known.sizes.get(keyOf({ base, sub: sub?.text ?? "", sup: "" }));
  if (bare !== undefined && power !== undefined)
    return yield* raisedTo(
      context,
      scalarEntries(new Node(operations.size, [], { dim: bare }, [])),
      power,
      tree,
      scope,
    );
  const [a, b, ...rest] = sub?.parts.filter((part) => part !== ",") ?? [];
  if (base === "delta" && a !== undefined && b !== undefined && rest.length === 0 && sup === undefined)
    return context.indices.kronecker(a, b, tree, scope);
  return undefined;
}

function* applied(context: Context, typed: Tree & { kind: "applied" }, scope: Scope | undefined): Building {
  const factors = context.names.factorsOf(typed, scope);
  if (factors.length > 1) return yield* readAs(context, typed, productOf(factors), scope);
  const [tree] = factors as readonly [Tree];
  if (tree.kind !== "applied") return yield* readAs(context, typed, tree, scope);
  const fn = context.names.functionOf(tree.head.name);
  if (fn === undefined) throw context.names.unknown(tree.head);
  return yield* call(context, fn, tree, scope);
}

const side = (tree: Tree): Factor => ({ sign: "", tree });
