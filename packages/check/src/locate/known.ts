import { derive, type Statement } from "@chainrule/derive";
import {
  ChainruleError,
  gradient,
  gradientOrigin,
  Node,
  scalar,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import { mathjsName, toMathjs } from "@chainrule/graph/mathjs";
import type { Vocabulary } from "../claim/vocabulary";

/** What belongs to the truth: quantities that a right formula may be made of. */
export interface Known {
  /** All of them, the simplest first. */
  readonly nodes: readonly Node[];
  /** The factors of the chain rule: local partials of the truth's derivation. */
  readonly locals: readonly Node[];
}

/** The truth's own nodes, those of the graph it is the gradient of, and of that gradient's derivation. */
export function knownFrom(truth: Node, words: Vocabulary): Known {
  const statements = statementsFor(truth);
  const locals = statements.filter(({ role }) => role === "local").map(({ expression }) => expression);
  const written = statements.filter(({ role }) => role !== "given").map(({ expression }) => expression);
  const simple = topologicalOrder(simplify([...written, truth]));
  const nodes = [...words.nodes, ...simple, ...topologicalOrder([...words.nodes, truth, ...written])].filter(
    ({ attrs }) => attrs.dim === undefined,
  );
  const origin = gradientOrigin(truth);
  const partials = origin === undefined ? pointwisePartials(truth) : [];
  return { nodes: [...new Set([...nodes, ...partials])], locals: [...new Set([...locals, ...partials])] };
}

/** The derivation of the truth in both forms, if it is the gradient by a named quantity. */
function statementsFor(truth: Node): Statement[] {
  const origin = gradientOrigin(truth);
  if (origin === undefined) return [];
  return (["chain", "delta"] as const).flatMap((form) => {
    try {
      return [...derive(origin.of, { wrt: origin.by, form }).statements];
    } catch (error) {
      if (error instanceof ChainruleError) return []; // no names to derive with
      throw error;
    }
  });
}

/** For a truth that is no gradient: the derivatives of its functions, which a hand derivation may have forgotten. */
function pointwisePartials(truth: Node): Node[] {
  return topologicalOrder([truth]).flatMap((node) => {
    const [x] = node.inputs;
    if (node.op.kind !== "pointwise" || node.op.arity !== 1 || x === undefined || node.shape.length > 0) return [];
    return [simplify(gradient(node, x, { holding: [x] }))];
  });
}

/** A quantity as a formula over names; undefined if it cannot be typed. */
export function spelledOut(node: Node, words: Vocabulary): string | undefined {
  const written = new Map<Node, Node>();
  const named = new Set(topologicalOrder([node]).filter((each) => each.attrs.name?.kind === "symbol"));
  for (const each of topologicalOrder([node], named)) {
    const inputs = each.inputs.map((input) => written.get(input) ?? input);
    const stands = named.has(each) && each.shape.length === 0;
    if (stands) written.set(each, scalar(words.spelled(each)));
    else if (named.has(each) || inputs.every((input, k) => input === each.inputs[k])) written.set(each, each);
    else written.set(each, new Node(each.op, inputs, each.attrs, each.shape));
  }
  try {
    return toMathjs(written.get(node) as Node);
  } catch (error) {
    if (error instanceof ChainruleError) return node.attrs.name === undefined ? undefined : mathjsName(node);
    throw error;
  }
}
