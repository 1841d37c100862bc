import { derive, type Statement } from "@chainrule/derive";
import {
  ChainruleError,
  gradient,
  gradientOrigin,
  type Node,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
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
  return {
    nodes: [...new Set([...nodes, ...partials, ...writtenOut(nodes)])],
    locals: [...new Set([...locals, ...partials])],
  };
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
    if (node.op.kind !== "pointwise" || node.op.arity !== 1 || x === undefined || node.shape.length > 0)
      return [];
    return [simplify(gradient(node, x, { holding: [x] }))];
  });
}

/** What functions are made of, as an author may write them: 1 / (1 + exp(-x)) for sigmoid(x). */
function writtenOut(nodes: readonly Node[]): Node[] {
  return topologicalOrder(
    nodes.flatMap(({ inputs, op, shape }) =>
      op.kind === "pointwise" && op.lower !== undefined && shape.length === 0 ? [op.lower(inputs)] : [],
    ),
  );
}
