import { gradient, jacobian, type Node } from "../../index";
import { bare } from "../map-tree";
import type { Span } from "../refusal";
import type { Tree, WrittenName } from "../tree";
import { walk } from "../walk";
import type { Context } from "./context";
import { entriesOf, freeLetters, nodeWith } from "./entries";
import { type Match, type PlainName, plainWritten } from "./known";
import type { Building, Scope, Value } from "./scope";

/* ∂E/∂w: what was given by that name, or what the graph gives. */

/** A derivative of a quantity or of a formula, by named quantities. */
export function* derivative(
  context: Context,
  typed: Tree & { kind: "derivative" },
  scope: Scope | undefined,
): Building {
  const put = (typed: Tree): Tree => {
    const each = bare(typed);
    return each.kind === "name" ? { ...each, name: context.names.substituted(each.name, scope) } : typed;
  };
  const tree = { ...typed, of: put(typed.of), by: typed.by.map(put) };
  const isPlain = context.names.namesWithLetter(
    { d: "d", Delta: "Δ", partial: "", nabla: "" }[tree.symbol],
    tree,
  );
  if (isPlain !== undefined) return yield { tree: { ...typed, kind: "product", factors: isPlain }, scope };
  const quantity = context.names.resolve({ base: typed.letter ?? "d", primes: 0 });
  if (typed.plain !== undefined && quantity?.match.known.node.shape.length === 0) {
    context.readAs.set(typed, typed.plain);
    return yield { tree: typed.plain, scope };
  }
  const given = givenPartial(context, tree, scope);
  if (given !== undefined) return given;
  const variables =
    tree.by.length > 0 ? tree.by : Array.from({ length: tree.order ?? 1 }, () => onlyVariable(context, tree));
  const by = variables.map((each): Variable => {
    const resolved = each.kind === "name" ? context.names.resolve(each.name) : undefined;
    if (each.kind === "name" && resolved !== undefined && resolved.exponent === undefined)
      return { match: resolved.match, tree: each };
    if (each.kind === "name") throw context.names.unknown(each);
    throw context.place.fail("REFUSED", "a derivative is taken by a named quantity", each, {
      got: context.place.text.slice(each.start, each.end),
    });
  });
  return yield* context.limits.inDerivative(by.length, typed, ofValue(context, tree, by, scope));
}

/** A quantity that is differentiated by, as it is written. */
interface Variable {
  readonly match: Match;
  readonly tree: Tree;
}

function* ofValue(
  context: Context,
  tree: Tree & { kind: "derivative" },
  by: readonly Variable[],
  scope: Scope | undefined,
): Building {
  let value: Value = yield { tree: tree.of, scope };
  for (const { match, tree: variable } of by)
    value = differentiated(context, value, match, variable, tree, scope);
  return value;
}

/** By what ∇ without an index differentiates: the only tensor in the formula, or its only quantity. @throws ChainruleError REFUSED */
function onlyVariable(context: Context, tree: Tree & { kind: "derivative" }): Tree {
  const found = new Map<Node, Tree>();
  for (const part of walk(tree.of)) {
    const node = part.kind === "name" ? context.names.resolve(part.name)?.match.known.node : undefined;
    if (node !== undefined && node.inputs.length === 0 && part.kind === "name") {
      const { sup: _sup, ...name } = part.name;
      found.set(node, { ...part, name });
    }
  }
  const [only, ...others] = found.values();
  if (only !== undefined && others.length === 0) return only;
  throw context.place.fail("REFUSED", "nothing says by what is differentiated", tree, {
    got: context.place.text.slice(tree.start, tree.end),
    mend: "Write ∇ with the variable below it",
  });
}

/** A derivative that was given by its name. */
function givenPartial(
  context: Context,
  tree: Tree & { kind: "derivative" },
  scope: Scope | undefined,
): Value | undefined {
  const [by] = tree.by;
  if (tree.by.length !== 1 || tree.of.kind !== "name" || by?.kind !== "name") return undefined;
  const most = context.known.partialAxes;
  const [above, below] = [indicesAfter(tree.of.name, most), indicesAfter(by.name, most)];
  for (const a of above) {
    for (const b of below) {
      const node = context.known.partial(a.name, b.name);
      const indices = [...a.indices, ...b.indices];
      if (node === undefined) continue;
      if (indices.length === 0) {
        const own = [...lettersOf(tree.of.name), ...lettersOf(by.name)];
        const isEntry = own.length === node.shape.length && own.length > 0 && context.names.isIndexed();
        return isEntry ? context.indices.indexed(node, own, tree, scope) : context.values.valueOf(node);
      }
      if (indices.length === node.shape.length) return context.indices.indexed(node, indices, tree, scope);
    }
  }
  return undefined;
}

/** The derivative of a value by a quantity, with the letters of both. */
function differentiated(
  context: Context,
  value: Value,
  match: Match,
  variable: Tree,
  span: Span,
  scope: Scope | undefined,
): Value {
  const x = match.known.node;
  const indices = match.ambiguous && !context.names.isIndexed() ? [] : match.indices;
  if (value.kind === "whole") {
    if (indices.length > 0) throw context.values.mixed(span);
    const whole = context.values.whole(value, span);
    context.limits.differentiate(whole, span);
    return context.values.valueOf(context.place.at(span, () => jacobian(whole, x)));
  }
  const letters = freeLetters(value);
  const y = context.place.at(span, () => nodeWith(value, letters));
  context.limits.differentiate(y, span);
  const node = context.place.at(span, () => (letters.length === 0 ? gradient(y, x) : jacobian(y, x)));
  if (indices.length === 0 && x.shape.length > 0) {
    if (letters.length > 0) throw context.values.mixed(span);
    return context.values.valueOf(node);
  }
  const own = context.indices.indexed(x, indices, variable, scope); // checks sizes and finds the letters
  const below = own.factors[0]?.letters ?? [];
  if (below.length === x.shape.length) return entriesOf(node, [...letters, ...below]);
  // numbers below: entries of the derivative
  return context.indices.indexed(node, [...letters.map(({ text }) => text), ...indices], span, scope);
}

/** The ways to read what stands below a name: its own index first, then the letters of so many axes at the most; all own first. */
function indicesAfter(
  name: WrittenName,
  most: number,
): { readonly name: PlainName; readonly indices: readonly string[] }[] {
  const plain = plainWritten(name);
  const parts = name.sub?.parts ?? (plain.sub === "" ? [] : [plain.sub]);
  const longest = most < 0 ? -1 : Math.min(parts.length, 2 * most); // with the commas between letters
  return Array.from({ length: longest + 1 }, (_, k) => {
    const own = parts.slice(0, parts.length - k);
    if (own[own.length - 1] === ",") own.pop();
    return {
      name: { ...plain, sub: own.join("") },
      indices: parts.slice(parts.length - k).filter((part) => part !== ","),
    };
  });
}

const lettersOf = (name: WrittenName): string[] =>
  (name.sub?.parts ?? []).filter((part) => /^[A-Za-z]'*$/.test(part));
