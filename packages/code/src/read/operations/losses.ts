import * as g from "@chainrule/graph";
import { constant, type Node } from "@chainrule/graph";
import type { Call } from "../call";
import { checkBroadcast, productOf } from "../numbers";
import { misfit, unread } from "../problem";
import { oneHot } from "./make";
import { type Rows, row, shapeOf } from "./row";

/* Losses and layers that libraries have whole. */

/** Over all entries, as `reduction` says. @throws Stop */
function reducedLoss(entries: Node, call: Call, weight?: Node): Node {
  const how = call.text("reduction", "mean");
  if (how === "none") return entries;
  if (how === "sum") return g.sum(entries);
  if (how === "batchmean") return g.div(g.sum(entries), shapeOf(entries)[0] ?? 1);
  if (how !== "mean") throw unread(`the reduction ${how}`);
  return weight === undefined ? g.mean(entries) : g.div(g.sum(entries), g.sum(weight));
}

function pairOf(call: Call): readonly [Node, Node] {
  const [x, target] = [call.node("x"), call.node("target")];
  checkBroadcast(shapeOf(x), shapeOf(target), call.name);
  return [x, target];
}

function huber(call: Call, delta: Node, isSmooth: boolean): Node {
  const [x, target] = pairOf(call);
  const size = g.abs(g.sub(x, target));
  const near = g.mul(0.5, g.square(size));
  const far = g.mul(delta, g.sub(size, g.mul(0.5, delta)));
  const entries = g.where(g.lt(size, delta), near, far);
  return reducedLoss(isSmooth ? g.div(entries, delta) : entries, call);
}

/** Minus the entry of each row that its label names; targets of the same shape are probabilities. */
function picked(logs: Node, call: Call): Node {
  const target = call.node("target");
  const rank = logs.shape.length;
  if (target.shape.length === rank && rank > 1) return g.neg(g.sum(g.mul(logs, target), { axis: 1 }));
  if (rank !== 2 || target.shape.length !== 1) throw unread(`${call.name} of ${rank} axes`);
  const [n, m] = [shapeOf(logs)[0] as number, shapeOf(target)[0] as number];
  if (n !== m) throw misfit(`${call.name}: as many labels as rows`, [n, m]);
  return g.neg(g.sum(g.mul(logs, oneHot(target, shapeOf(logs)[1] as number)), { axis: 1 }));
}

function normalized(call: Call): Node {
  const x = call.node("x");
  const axis = call.axis(x.shape.length, 1);
  const length = g.norm(x, { axis, keepDims: true });
  return g.div(x, g.max(length, call.number("eps", 1e-12)));
}

function cosine(call: Call): Node {
  const [x, y] = [call.node("x"), call.node("y")];
  const axis = call.axis(x.shape.length, 1);
  return g.div(g.sum(g.mul(x, y), { axis }), g.mul(g.norm(x, { axis }), g.norm(y, { axis })));
}

/** Normalised over the last axes. */
function layerNorm(call: Call, isCentred: boolean): Node {
  const x = call.node("x");
  const count = call.has("shape") ? call.sizes("shape").length : 1;
  const axis = Array.from({ length: count }, (_, k) => x.shape.length - count + k);
  const eps = call.has("eps") ? call.node("eps") : constant(1e-5);
  const centred = isCentred ? g.sub(x, g.mean(x, { axis, keepDims: true })) : x;
  const scale = g.sqrt(g.add(g.mean(g.square(centred), { axis, keepDims: true }), eps));
  let result = g.div(centred, scale);
  if (call.has("weight")) result = g.mul(result, call.node("weight"));
  return call.has("bias") ? g.add(result, call.node("bias")) : result;
}

/** softmax(q k^T / sqrt(d)) v */
function attention(call: Call): Node {
  const [q, k, v] = [call.node("query"), call.node("key"), call.node("value")];
  const order = k.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  const scores = g.div(productOf(q, g.transpose(k, order)), g.sqrt(constant(shapeOf(q).at(-1) ?? 1)));
  return productOf(g.softmax(scores), v);
}

export const lossRows: Rows = {
  mse_loss: row("x target reduction", (call) => {
    const [x, target] = pairOf(call);
    return reducedLoss(g.square(g.sub(x, target)), call);
  }),
  l1_loss: row("x target reduction", (call) => {
    const [x, target] = pairOf(call);
    return reducedLoss(g.abs(g.sub(x, target)), call);
  }),
  huber_loss: row("x target reduction delta", (call) =>
    huber(call, call.has("delta") ? call.node("delta") : constant(1), false),
  ),
  smooth_l1_loss: row("x target reduction beta", (call) =>
    huber(call, call.has("beta") ? call.node("beta") : constant(1), true),
  ),
  cross_entropy: row("x target reduction", (call) =>
    reducedLoss(picked(g.logSoftmax(call.node("x"), call.node("x").shape.length > 1 ? 1 : 0), call), call),
  ),
  nll_loss: row("x target reduction", (call) => reducedLoss(picked(call.node("x"), call), call)),
  binary_cross_entropy: row("x target reduction", (call) => {
    const [p, t] = pairOf(call);
    const entries = g.add(g.mul(t, g.log(p)), g.mul(g.sub(1, t), g.log(g.sub(1, p))));
    return reducedLoss(g.neg(entries), call);
  }),
  binary_cross_entropy_with_logits: row("x target reduction", (call) => {
    const [z, t] = pairOf(call);
    return reducedLoss(g.sub(g.softplus(z), g.mul(t, z)), call);
  }),
  kl_div: row("x target reduction log_target", (call) => {
    const [logs, target] = pairOf(call);
    const entries = call.flag("log_target")
      ? g.mul(g.exp(target), g.sub(target, logs))
      : g.sub(g.xlogy(target, target), g.mul(target, logs));
    return reducedLoss(entries, call);
  }),
  normalize: row("x p axis eps", normalized),
  cosine_similarity: row("x y axis eps", cosine),
  layer_norm: row("x shape weight bias eps", (call) => layerNorm(call, true)),
  rms_norm: row("x shape weight eps", (call) => layerNorm(call, false)),
  embedding: row("x weight", (call) => {
    const weight = call.node("weight");
    return productOf(oneHot(call.node("x"), shapeOf(weight)[0] as number), weight);
  }),
  scaled_dot_product_attention: row("query key value", attention),
};
