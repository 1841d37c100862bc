import { constant, exp, Node, operations } from "../../index";
import { FACTORIAL } from "../grammar/attached";
import { bare } from "../map-tree";
import type { NameTree, Tree } from "../tree";
import { call } from "./call";
import { type Context, productOf, readAs } from "./context";
import { scalarEntries } from "./entries";
import { keyOf, plainWritten } from "./known";
import { Letter } from "./letters";
import { raisedTo } from "./power";
import { type Building, type BuildRequest, lookUp, type Scope, type Value } from "./scope";
import { ones, transposed } from "./whole";

/* What a name stands for, alone and before brackets. */

export function* name(context: Context, tree: NameTree, scope: Scope | undefined): Building {
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
  const resolved = isPiBesideEntries(context, tree) ? undefined : context.names.resolve(name);
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
  const turned = context.names.transposedName(tree);
  if (turned !== undefined) return yield* readAs(context, typed, turned, scope);
  return yield* constantName(context, tree, scope);
}

/** x^2, which is one name to the grammar, as a power. */
function raised({ place }: Context, tree: NameTree, exponent: Tree): Tree {
  const { sup, ...name } = tree.name;
  const typed = place.text.slice(tree.start, sup?.start ?? tree.end);
  const end = tree.start + typed.replace(/\s*\^\s*\{?\s*$/, "").length;
  return { kind: "power", base: { ...tree, name, end }, exponent, start: tree.start, end: tree.end };
}

/** Whether a formula is Euler's number, in brackets or not. */
export function isEuler(context: Context, tree: Tree): boolean {
  const inner = bare(tree);
  if (inner.kind !== "name") return false;
  const { base, primes, sub, sup } = inner.name;
  return base === "e" && primes === 0 && sub === undefined && sup === undefined && !context.known.has("e");
}

/** π where entries π_k are known: the number, as a formula of entries has no π as a whole. */
function isPiBesideEntries({ known }: Context, { name: { base, primes, sub } }: NameTree): boolean {
  const own = base === "pi" && primes === 0 && sub === undefined ? known.like("pi") : [];
  return own.length > 0 && !known.isWhole && own.every(({ node }) => node.shape.length > 0);
}

/** Names that mean something unless they were given: e, pi, a size, a bold 1, Kronecker's delta. */
function* constantName(
  context: Context,
  tree: NameTree,
  scope: Scope | undefined,
): Generator<BuildRequest, Value | undefined, Value> {
  const { base, primes, sub, sup, upright } = tree.name;
  if (primes > 0) return undefined;
  const isAlone = sub === undefined && (!context.known.has(base) || isPiBesideEntries(context, tree));
  const power = sup?.formula;
  if (isAlone && base === "e" && (sup === undefined || power !== undefined)) {
    if (power === undefined) return scalarEntries(constant(Math.E));
    return context.values.pointwise(tree, exp, [yield { tree: power, scope }]);
  }
  if (
    base === "e" &&
    sub === undefined &&
    power !== undefined &&
    context.known.like("e").every(({ node, sub: own }) => node.shape.length > 0 || own !== "")
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

const noFactorial = ({ place }: Context, tree: Tree): Error =>
  place.fail(
    "REFUSED",
    "there is no factorial but of whole numbers",
    { start: tree.end - 1, end: tree.end },
    {
      got: place.text.slice(tree.start, tree.end),
    },
  );

export function* applied(
  context: Context,
  typed: Tree & { kind: "applied" },
  scope: Scope | undefined,
): Building {
  const isUnknown =
    typed.head.name.base === FACTORIAL && context.names.functionOf(typed.head.name) === undefined;
  if (isUnknown) throw noFactorial(context, typed);
  const factors = context.names.factorsOf(typed, scope);
  if (factors.length > 1) return yield* readAs(context, typed, productOf(factors), scope);
  const [tree] = factors as readonly [Tree];
  if (tree.kind !== "applied") return yield* readAs(context, typed, tree, scope);
  const fn = context.names.functionOf(tree.head.name);
  if (fn === undefined) throw context.names.unknown(tree.head);
  return yield* call(context, fn, tree, scope);
}
