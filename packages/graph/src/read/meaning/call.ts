import { constant, div, type Node } from "../../index";
import { numberIn } from "../number-in";
import type { Tree } from "../tree";
import type { Context } from "./context";
import { scalarEntries } from "./entries";
import { type Callable, primed, subscriptOf } from "./functions";
import type { Building, Scope, Value } from "./scope";

/** Derivatives of functions of higher orders are formulas too long for anybody. */
const MOST_PRIMES = 6;

/** A function of the arguments in its brackets, with primes or a parameter below. */
export function* call(
  context: Context,
  { callable, order }: { readonly callable: Callable; readonly order: number },
  tree: Tree & { kind: "applied" },
  scope: Scope | undefined,
): Building {
  const values: Value[] = [];
  if (order > MOST_PRIMES) {
    throw context.place.fail("TOO_DEEP", "a derivative of too high an order", tree.head, {
      got: `${order} primes`,
      expected: `at most ${MOST_PRIMES}`,
    });
  }
  if (tree.bracket === "") refuseProduct(context, tree, scope);
  const axis = axisLast(callable, tree);
  if (axis !== undefined) {
    const [operand] = tree.arguments as readonly [Tree, Tree];
    const value: Value = yield { tree: operand, scope };
    const node = context.values.whole(value, operand);
    const isTensor = node.shape.length > 0 && callable.kind === "whole" && tree.head.name.sub === undefined;
    if (isTensor && order === 0)
      return context.values.valueOf(
        context.place.at(tree, () => callable.call([node], subscriptOf({ axis }))),
      );
  }
  for (const argument of tree.arguments) values.push(yield { tree: argument, scope });
  const { head, parameter } = tree;
  const told = toldOf(context, callable, tree);
  if (callable.kind === "pointwise") {
    const isLogarithm = head.name.base === "log" && parameter !== undefined;
    if (parameter !== undefined && !isLogarithm) values.push(yield { tree: parameter, scope });
    else if (values.length === callable.op.arity - 1) {
      const preset = { leakyRelu: 0.01, elu: 1 }[callable.op.name];
      if (preset !== undefined) values.push(scalarEntries(constant(preset)));
    }
    checkCount(context, tree, values.length, callable.op.arity, callable.op.arity);
    const apply = callable.call;
    if (order > 0 && values.length > 1)
      throw context.place.fail("REFUSED", "a prime is for functions of one argument", head);
    const one = (x: Node): Node => primed(order, x, apply);
    const value = context.values.pointwise(
      tree,
      (order > 0 ? one : apply) as (...x: readonly never[]) => Node,
      values,
    );
    if (!isLogarithm || parameter === undefined) return value;
    const base: Value = yield { tree: parameter, scope };
    return context.values.pointwise(tree, div, [
      value,
      context.values.pointwise(tree, apply as (...x: readonly never[]) => Node, [base]),
    ]);
  }
  if (order > 0) throw context.place.fail("REFUSED", "this function has no derivative of one argument", head);
  checkCount(context, tree, values.length, callable.least, callable.most);
  const isExtremum = /^(?:max|min)(?:imum)?$/.test(head.name.base) && values.length > 1;
  if (isExtremum)
    return context.values.pointwise(
      tree,
      ((...x: readonly Node[]) => callable.call(x, "")) as (...x: readonly never[]) => Node,
      values,
    );
  const nodes = values.map((value, k) => context.values.whole(value, tree.arguments[k] ?? tree));
  return context.values.valueOf(context.place.at(tree, () => callable.call(nodes, told)));
}

/** The axis that stands after the operand of sum(x, 0), where the function has it there. */
function axisLast(
  callable: Callable,
  { arguments: list, options }: Tree & { kind: "applied" },
): number | undefined {
  const hasAxis =
    callable.kind === "whole" && callable.hasAxisLast && list.length === 2 && options === undefined;
  const axis = hasAxis ? numberIn(list[1]) : undefined;
  return axis !== undefined && Number.isInteger(axis) ? axis : undefined;
}

/** What a subscript or options say of a call. @throws ChainruleError OPERAND for options that the function does not take */
function toldOf({ place }: Context, callable: Callable, tree: Tree & { kind: "applied" }): string {
  const { head, options } = tree;
  const { sub } = head.name;
  if (options === undefined) return sub?.text ?? "";
  const takes = callable.kind === "whole" && tree.arguments.length === 1 ? callable.takes : undefined;
  const isTaken = takes !== undefined && sub === undefined && !(options.keepDims && takes === "axis");
  if (isTaken) return subscriptOf(options);
  throw place.fail("OPERAND", "this call takes no such option", options, {
    got: place.text.slice(options.start, options.end),
    expected: takes === "axis" ? "axis" : "axis and keepdims of sum, mean, max, min, norm or logsumexp",
  });
}

/** log p(1 - p) is read as it stands only if p is a function. @throws ChainruleError REFUSED */
function refuseProduct(context: Context, tree: Tree & { kind: "applied" }, scope: Scope | undefined): void {
  const [argument] = tree.arguments;
  if (argument?.kind !== "applied" || context.names.factorsOf(argument, scope).length === 1) return;
  const head = context.place.text.slice(tree.head.start, tree.head.end);
  throw context.place.fail(
    "REFUSED",
    "a function without parentheses before a product has two readings",
    tree,
    {
      got: context.place.text.slice(tree.start, tree.end),
      mend: `Write ${head}(...)`,
    },
  );
}

function checkCount(
  context: Context,
  tree: Tree & { kind: "applied" },
  count: number,
  least: number,
  most: number,
): void {
  if (count >= least && count <= most) return;
  throw context.place.fail("OPERAND", "wrong number of arguments", tree, {
    got: `${count}`,
    expected: least === most ? `${least}` : `${least} to ${most}`,
    ...(["ln", "log"].includes(tree.head.name.base) &&
      count === 2 && { mend: "Write log(x) / log(b) for the logarithm of x to the base b" }),
  });
}
