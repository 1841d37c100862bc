import type { Statement } from "@chainrule/derive";
import { type Name, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { atLeast, closedPiece, Level, type Piece } from "../piece";
import { printed } from "../print";
import { tex } from "../safe/tex";
import { nameLatex, type Writing } from "./writing";

/** The right side of a plan with its partials written out. */
export interface Substituted {
  readonly plain: Piece;
  /** In a product, the partials that are new here stand over a brace with their names; else as `plain`. */
  readonly braced: Piece;
}

/**
 * What a plan states, every local partial in it written out; in a product the `fresh` ones, by their names, are marked.
 * Undefined where the plan has no partial to write out.
 */
export function substituted(
  plan: Statement,
  fresh: ReadonlySet<string>,
  writing: Writing,
): Substituted | undefined {
  const locals = new Set(
    writing.derivation.statements.flatMap(({ role, symbol }) => (role === "local" ? [nameText(symbol)] : [])),
  );
  const written = (node: Node): Piece | undefined =>
    locals.has(nameText(node.attrs.name as Name)) ? printed(node, writing.print) : undefined;
  const named = namesIn(plan.expression);
  if (named.every((node) => written(node) === undefined)) return undefined;
  const plain = printed(plan.expression, { ...writing.print, expand: written });
  if (!isProduct(plan.expression)) return { plain, braced: plain };
  const braced = printed(plan.expression, {
    ...writing.print,
    expand: (node) => {
      const name = node.attrs.name as Name; // all factors are named
      const body = written(node);
      if (body === undefined || !fresh.has(nameText(name))) return body;
      const isFirst = node === named[0] && body.summands === undefined;
      const inside = isFirst ? body : atLeast(body, Level.product);
      const marked = tex`\\underbrace{${inside.latex}}_{${nameLatex(name, writing)}}`;
      return { ...closedPiece(marked, true), starts: "word", ends: "word" };
    },
  });
  return { braced, plain };
}

/** The names in an expression, left to right. */
function namesIn(expression: Node): Node[] {
  if (isNamed(expression)) return [];
  const stop = new Set(topologicalOrder([expression]).filter(isNamed));
  return topologicalOrder([expression], stop).filter(isNamed);
}

const isNamed = (node: Node): boolean => node.attrs.name !== undefined;

/** Whether an expression is a product of named quantities. */
function isProduct(expression: Node): boolean {
  const stop = new Set(topologicalOrder([expression]).filter(isNamed));
  return topologicalOrder([expression], stop).every((node) => isNamed(node) || node.op.name === "mul");
}
