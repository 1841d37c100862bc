import {
  constant,
  fused,
  gradient,
  type Name,
  type Node,
  nameText,
  never,
  type Shape,
  type SymbolName,
  scalar,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { nameOf } from "../definitions";
import type { Derivation, Statement } from "../statement";
import { updated } from "../update";

/** What a statement says about a derivative of the loss, beside what the gradient says. */
export interface Claim {
  readonly statement: Statement;
  /** A derivative of the loss, a second one times a direction, or the new value of a parameter. */
  readonly expression: Node;
  /** The same from the gradient. */
  readonly reference: Node;
}

/** What a statement is about. */
type Subject =
  | { readonly kind: "first"; readonly variable: Node }
  | { readonly kind: "second"; readonly variable: Node; readonly second: Node }
  | { readonly kind: "update"; readonly variable: Node }
  | { readonly kind: "independent" };

/**
 * The statements about derivatives of the loss, each with the gradient that it must equal. Second derivatives are compared in
 * one direction of numbers made up: a wrong entry would show in it.
 */
export function claimsOf({ loss, rate, statements, updates = "new" }: Derivation): Claim[] {
  const named = topologicalOrder([loss]).filter(({ attrs }) => attrs.name !== undefined);
  const quantities = new Map(named.map((node) => [nameText(nameOf(node)), node]));
  const symbols = named.filter(({ op }) => op.kind !== "naming");
  const parameters = new Map(
    symbols.map((node) => [nameText(updated(nameOf(node) as SymbolName, updates)), node]), // symbols have names of symbols
  );
  const found = statements.flatMap((statement) => {
    const subject = subjectOf(statement, loss, quantities, parameters);
    return subject === undefined ? [] : [{ statement, subject }];
  });
  const variables = found.flatMap(({ subject }) =>
    subject.kind === "first" || subject.kind === "update" ? [subject.variable] : [],
  );
  const distinct = [...new Set(variables)];
  const gradients = new Map(gradient(loss, distinct).map((node, k) => [distinct[k], node]));
  return found.map(({ statement, subject }) => {
    const { expression } = statement;
    if (subject.kind === "independent") return { statement, expression, reference: constant(0) };
    const { variable } = subject;
    if (subject.kind === "second") return secondClaim(statement, loss, variable, subject.second);
    const first = gradients.get(variable) as Node; // it was asked for
    if (subject.kind === "first") {
      return { statement, expression, reference: statement.negative === true ? first.neg() : first };
    }
    const change = (rate as Node).mul(first); // updates are stated only with a rate
    return { statement, expression, reference: updates === "change" ? change.neg() : variable.sub(change) };
  });
}

function subjectOf(
  { because, role, stands, symbol }: Statement,
  loss: Node,
  quantities: ReadonlyMap<string, Node>,
  parameters: ReadonlyMap<string, Node>,
): Subject | undefined {
  if (role === "update") {
    const parameter = parameters.get(nameText(symbol));
    return parameter && { kind: "update", variable: parameter };
  }
  const name = stands ?? symbol;
  if (name.kind !== "partial") return undefined;
  const variable = variableOf(name, loss, quantities);
  if (variable !== undefined) return { kind: "first", variable };
  if (because.kind === "independent") return { kind: "independent" };
  const [first, second] = [quantities.get(nameText(name.by)), variableOf(name.of, loss, quantities)];
  return first && second && { kind: "second", variable: first, second };
}

/** The quantity whose derivative of the loss a name is; undefined for any other name. */
function variableOf(name: Name, loss: Node, quantities: ReadonlyMap<string, Node>): Node | undefined {
  if (name.kind !== "partial" || nameText(name.of) !== nameText(nameOf(loss))) return undefined;
  return quantities.get(nameText(name.by));
}

function secondClaim(statement: Statement, loss: Node, variable: Node, second: Node): Claim {
  const direction = tensorOf(second.shape);
  const moved = along(gradient(loss, second), direction);
  return {
    statement,
    expression: along(statement.expression, direction),
    reference: gradient(moved, variable, { holding: [direction] }),
  };
}

/** A symbol of a shape. */
const tensorOf = (shape: Shape): Node =>
  shape.length === 0 ? scalar("direction") : tensor("direction", { shape });

/** The sum over the last axes of a tensor times those of a direction. */
function along(x: Node, direction: Node): Node {
  const kept = x.shape.length - direction.shape.length;
  const indices = x.shape.map((_, axis) => axis);
  const map = {
    inputs: [indices, indices.slice(kept)],
    output: indices.slice(0, kept),
    sizes: x.shape,
  };
  return fused([x, direction], map, { open: never });
}
