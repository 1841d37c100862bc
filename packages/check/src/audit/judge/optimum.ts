import { constant, gradient, type Node, shapeText, substituted } from "@chainrule/graph";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import { type Compared, dependsOn, isEqual } from "../model/compare-graphs";
import { equalityUnder } from "../model/facts";
import type { Model, Quantity } from "../model/model";
import { keyOf, namedBy, type Plain } from "../names/names";
import { type Chain, finding } from "./chain";
import type { Known } from "./known";

/*
 * "Setting the gradient to zero gives w^* = ...": no definition but a claim. The gradient by w of what the document differentiates by
 * w has to vanish there.
 */

/** Marks of a value at an optimum, above or below: w^*, w_{opt}, μ_{ML}. */
const MARK = /^\(?(?:\*|opt|ML|MLE|MAP|OLS|LS|ridge)\)?$/i;
const HAT = /^(.+)hat$/;

/** The name without the mark that says that it is an optimum; undefined for a name without one. */
function variableIn(name: Plain): Plain | undefined {
  const hat = HAT.exec(name.base)?.[1];
  const isMarked = MARK.test(name.sup) || MARK.test(name.sub);
  if (!isMarked && hat === undefined) return undefined;
  return {
    base: hat ?? name.base,
    sub: MARK.test(name.sub) ? "" : name.sub,
    sup: MARK.test(name.sup) ? "" : name.sup,
  };
}

/** What is said of a name at an optimum; undefined where it is none, or where nothing is known of which function. */
export function judgedOptimum(known: Known, chain: Chain, member: Member): Finding | undefined {
  const { model } = known;
  const left = chain.statement.members[0];
  const name = left && namedBy(left.tree);
  const variable = name && variableIn(name);
  if (name === undefined || variable === undefined || !known.isAtOptimum(chain)) return undefined;
  const parameter = model.quantity(variable);
  const own = model.quantity(name);
  const isValue = parameter?.kind === "free" && own?.kind === "defined" && own !== parameter;
  if (!isValue || shapeText(own.node.shape) !== shapeText(parameter.node.shape)) return undefined;
  const functions = functionsOf(parameter, model).map((each) => ({
    each,
    found: slopeAt(known, chain, each.node, parameter.node, own.node),
  }));
  if (functions.some(({ found }) => isEqual(found)))
    return finding(member, "proved", { kind: "gradient is zero", by: keyOf(variable) });
  const isClaim = MARK.test(name.sup) || MARK.test(name.sub); // ŷ is a name of its own more often
  if (!isClaim) return undefined;
  const wrong = functions.find(
    ({ each, found }) => found.found === "different" && known.isDifferentiated(each, parameter),
  );
  const isOpen = known.isConstrained || dependsOn(own.node, parameter.node);
  return wrong === undefined || isOpen
    ? finding(member, "not checked", "equation at the optimum")
    : finding(member, "wrong", {
        kind: "gradient is not zero",
        of: keyOf(wrong.each.name),
        by: keyOf(variable),
      });
}

/** What depends on a parameter and is a number. */
const functionsOf = ({ node }: Quantity, model: Model): Quantity[] =>
  [...model.quantities.values()].filter(
    (each) => each.kind === "defined" && each.node.shape.length === 0 && dependsOn(each.node, node),
  );

/** The gradient of a function where its parameter has a value, beside zero. */
function slopeAt(known: Known, chain: Chain, of: Node, by: Node, value: Node): Compared {
  const [at] = substituted([gradient(of, by)], (each) => (each === by ? value : undefined)) as [Node];
  const zero = constant(0).broadcastTo(at.shape);
  return equalityUnder(at, zero, known.factsFor(chain), known.premisesFor(chain));
}
