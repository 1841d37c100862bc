import { abs, constant, div, exp, pow, type Size, sqrt } from "../../index";
import type { Tree } from "../tree";
import { Arithmetic } from "./arithmetic";
import { cases, matrix, numbersIn, relation } from "./choices";
import { type Context, nodeIn, readAs } from "./context";
import { derivative } from "./differentiate";
import { scalarEntries } from "./entries";
import { Indices } from "./indices";
import { type KnownNames, keyOf, plainWritten } from "./known";
import type { Letter } from "./letters";
import { Limits } from "./limits";
import { applied, isEuler, name } from "./name";
import { NamesInFormula } from "./names";
import { normOf } from "./norm";
import type { Place } from "./place";
import { atPoint } from "./point";
import { raisedTo, spreadOver } from "./power";
import { fittingEntrywise, product, sum } from "./products";
import { enclosingParts } from "./regions";
import type { Building, BuildRequest, Scope, Value } from "./scope";
import { Shared } from "./shared";
import { over } from "./sums";
import { wholeOf } from "./whole";

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
    set: undefined,
    limits: new Limits(place),
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
      return context.limits.inSum(tree.head, over(context, tree, scope));
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
      if (isEuler(context, tree.base))
        return context.values.pointwise(tree, exp, [yield { tree: tree.exponent, scope }]);
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
    case "at":
      return yield* atPoint(context, tree, scope);
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
