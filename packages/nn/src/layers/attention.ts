import { ChainruleError, constant, einsum, Node, shapeText, shown, tensor } from "@chainrule/graph";
import { checkCount, checkFlag, labelOf } from "../refuse";
import { affine } from "./affine";
import { type CommonOptions, layerFunction, type PartNames } from "./plan";
import { checkRank, numberAlong, type Parameter, type Weights, weightsOf } from "./weights";

/** The projections of queries, keys and values, and of the output. */
export type AttentionWeights = `${"W" | "b"}_${"Q" | "K" | "V" | "O"}`;

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
 * d = heads k, all of them through a last projection. Q, K and V are affine in the input.
 *
 * x: [T, d] or [N, T, d] -> the same. W_Q, W_K, W_V, W_O: [d, d] and b_Q, b_K, b_V, b_O: [d] of one head; of several
 * W_Q, W_K, W_V: [heads, k, d], W_O: [d, heads, k], b_Q, b_K, b_V: [heads, k], which are the same numbers in the same order as
 * PyTorch's.
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
    const hasBias = checkFlag(options.bias, true, "attention: bias");
    const isCausal = checkFlag(options.causal, false, "attention: causal");
    const weights = weightsOf<AttentionWeights>(
      parametersOf(heads, features, hasBias) as Record<AttentionWeights, Parameter>, // without biases where there are none
      options.weights,
      names,
      "attention",
    );
    const { batch, head } = { batch: x.shape.length === 3 ? "n" : "", head: heads === 1 ? "" : "h" };
    const projected = (from: Node, kind: "Q" | "K" | "V"): Node => {
      const W = weights[`W_${kind}`];
      const b = hasBias ? weights[`b_${kind}`] : undefined;
      if (heads === 1) return affine(from, W, b);
      const product = einsum(`${batch}td,hkd->${batch}thk`, from, W);
      return b === undefined ? product : product.add(b);
    };
    const q = projected(x, "Q").named(names("Q"));
    const k = projected(memory, "K").named(names("K"));
    const v = projected(memory, "V").named(names("V"));
    const pairs = `${batch}${head}ts`;
    const fit = einsum(`${batch}t${head}k,${batch}s${head}k->${pairs}`, q, k);
    const scaled = fit.div(constant(features / heads).sqrt());
    const scores = (isCausal ? scaled.add(causalMask(q, k, batch, names)) : scaled).named(names("S"));
    const shares = scores.softmax().named(names("A"));
    const seen = einsum(`${pairs},${batch}s${head}k->${batch}t${head}k`, shares, v).named(names("H"));
    const sum = einsum(`${batch}t${head}k,d${head}k->${batch}td`, seen, weights.W_O);
    const output = (hasBias ? sum.add(weights.b_O) : sum).named(names("Y"));
    return { output, weights, shares };
  },
);

/** The parameters, with an axis more where there are several heads. */
function parametersOf(heads: number, features: number, hasBias: boolean): Record<string, Parameter> {
  const width = features / heads;
  const inner = heads === 1 ? [features] : [heads, width];
  const fans = [features, features] as const;
  const project: Parameter = { shape: [...inner, features], start: "drawn", fans };
  const back: Parameter = { shape: [features, ...inner], start: "drawn", fans };
  const bias: Parameter = { shape: inner, start: 0 };
  const matrices = { W_Q: project, W_K: project, W_V: project, W_O: back };
  if (!hasBias) return matrices;
  return { ...matrices, b_Q: bias, b_K: bias, b_V: bias, b_O: { shape: [features], start: 0 } };
}

/** So far below every score that its share of a softmax is 0. */
const NEVER = -1e30;

/** 0 for a place itself and those before it. @throws ChainruleError SIZE when the lengths are no numbers */
function causalMask(q: Node, k: Node, batch: string, names: PartNames): Node {
  const time = batch.length; // the axis after that of the samples
  const rows = numberAlong(q, time, "the length of a sequence", "attention: causal");
  const columns = numberAlong(k, time, "the length of a sequence", "attention: causal");
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
