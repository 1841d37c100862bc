import { ChainruleError, concat, constant, einsum, Node, shapeText, shown, tensor } from "@chainrule/graph";
import { checkCount, labelOf } from "../refuse";
import { affine } from "./affine";
import { type CommonOptions, layerFunction, type PartNames } from "./plan";
import { checkRank, flag, numberAlong, type Parameter, type Weights, weightsOf } from "./weights";

/** The projections of queries, keys and values, and of the output. */
export type AttentionWeights = `${"W" | "b"}_${"q" | "k" | "v" | "o"}`;

export interface AttentionOptions extends CommonOptions {
  /** How many heads share the features among them: 1 if left out. */
  readonly heads?: number;
  /** Where keys and values come from: the input itself if left out. [S, d] or [N, S, d]. */
  readonly memory?: Node;
  /** Whether each place sees only itself and those before it (false). */
  readonly causal?: boolean;
  /** Whether the projections have biases (true). */
  readonly bias?: boolean;
  readonly weights?: Weights<AttentionWeights>;
}

/**
 * Attention of one or several heads (Vaswani et al. 2017): softmax(Q K^T / sqrt(k)) V for each head, with k features of the
 * d = heads k, side by side, through a last projection. Q, K and V are affine in the input.
 *
 * x: [T, d] or [N, T, d] -> the same; W_q, W_k, W_v, W_o: [d, d]; b_q, b_k, b_v, b_o: [d].
 * @throws ChainruleError OPTION when the heads do not divide the features, SHAPE, SIZE
 * @example attention(x, { heads: 2, causal: true, weights: glorot(1) }).output
 */
export const attention = layerFunction(
  "attention",
  { heads: true, memory: true, causal: true, bias: true, weights: true },
  (x, options: AttentionOptions, names) => {
    checkRank(x, [2, 3], "[T, d] or [N, T, d]", "attention");
    const features = numberAlong(x, -1, "the number of features", "attention");
    const heads = checkCount(options.heads ?? 1, 1, "the number of heads", "attention");
    if (features % heads !== 0) {
      throw new ChainruleError("OPTION", "the heads do not divide the features", {
        where: "attention: heads",
        got: `${heads}`,
        expected: `a divisor of ${features}`,
      });
    }
    const memory = checkMemory(options.memory, x);
    const hasBias = flag(options.bias, true, "attention: bias");
    const kinds = ["q", "k", "v", "o"] as const;
    const matrix: Parameter = { shape: [features, features], start: "drawn" };
    const vector: Parameter = { shape: [features], start: 0 };
    const entries = kinds.flatMap((kind): [string, Parameter][] => [
      [`W_${kind}`, matrix],
      ...(hasBias ? [[`b_${kind}`, vector] as [string, Parameter]] : []),
    ]);
    const weights = weightsOf<AttentionWeights>(
      Object.fromEntries(entries) as Record<AttentionWeights, Parameter>, // without biases where there are none
      options.weights,
      names,
      "attention",
    );
    const projected = (from: Node, kind: (typeof kinds)[number]): Node =>
      affine(from, weights[`W_${kind}`], hasBias ? weights[`b_${kind}`] : undefined);
    const q = projected(x, "q").named(names("Q"));
    const k = projected(memory, "k").named(names("K"));
    const v = projected(memory, "v").named(names("V"));
    const mask = flag(options.causal, false, "attention: causal") ? causalMask(q, k, names) : undefined;
    const width = features / heads;
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [queries, keys, values] = [q, k, v].map((all) =>
        heads === 1 ? all : all.slice(-1, head * width, (head + 1) * width),
      ) as [Node, Node, Node];
      const called: PartNames = (part) => names(heads === 1 ? part : `${part}_${head + 1}`);
      return looked(queries, keys, values, mask, called);
    });
    const joined = heads === 1 ? (outputs[0] as Node) : concat(outputs, -1);
    return { output: projected(joined, "o").named(names("Y")), weights, heads: outputs };
  },
);

/** What one head sees: a mean of the values, weighted by how well keys fit queries. */
function looked(q: Node, k: Node, v: Node, mask: Node | undefined, names: PartNames): Node {
  const batch = q.shape.length === 2 ? "" : "n";
  const fit = einsum(`${batch}td,${batch}sd->${batch}ts`, q, k);
  const scaled = fit.div(constant(q.shape.at(-1) as number).sqrt()); // the features are counted
  const scores = (mask === undefined ? scaled : scaled.add(mask)).named(names("S"));
  const shares = scores.softmax().named(names("A"));
  return einsum(`${batch}ts,${batch}sd->${batch}td`, shares, v).named(names("H"));
}

/** So far below every score that its share of a softmax is 0. */
const NEVER = -1e30;

/** 0 for a place itself and those before it. @throws ChainruleError SIZE when the lengths are no numbers */
function causalMask(q: Node, k: Node, names: PartNames): Node {
  const rows = numberAlong(q, -2, "the length of a sequence", "attention: causal");
  const columns = numberAlong(k, -2, "the length of a sequence", "attention: causal");
  const allowed = (row: number, column: number): number => (column <= row ? 0 : NEVER);
  return tensor(
    names("M"),
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => allowed(row, column)),
    ),
  );
}

/** @throws ChainruleError OPERAND, SHAPE */
function checkMemory(memory: unknown, x: Node): Node {
  if (memory === undefined) return x;
  if (!(memory instanceof Node)) {
    throw new ChainruleError("OPERAND", "the memory is a node", {
      where: "attention: memory",
      got: shown(memory),
    });
  }
  const isBeside = (k: number): boolean => shapeText(memory.shape.slice(k)) === shapeText(x.shape.slice(k));
  if (memory.shape.length === x.shape.length && isBeside(-1)) return memory;
  throw new ChainruleError("SHAPE", "the memory has as many axes and features as the input", {
    where: `attention: memory: ${labelOf(memory)}`,
    got: shapeText(memory.shape),
    expected: `as ${shapeText(x.shape)}, of any length`,
  });
}
