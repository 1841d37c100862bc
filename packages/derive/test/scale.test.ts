import { derive, type Form } from "@chainrule/derive";
import { type Node, named, scalar, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";

type Scalar = Node<number>;
/** Definitions of the longest chain. */
const LONG = sampled(10_000, 4_000);
const FORMS: readonly Form[] = ["chain", "delta", "factors"];

/** h_k = tanh(net_k), net_k = w_k h_(k-1) + b: long, narrow, and every weight is a variable. */
function chain(length: number): { readonly loss: Scalar; readonly weights: Scalar[]; readonly x: Scalar } {
  const x = scalar("x", 0.5);
  const b = scalar("b", 0.1);
  const weights: Scalar[] = [];
  let h = x;
  for (let k = 0; k < length / 2; k++) {
    const w = scalar(`w_${k}`, 1.01);
    weights.push(w);
    h = w.mul(h).add(b).named(`net_${k}`).tanh().named(`h_${k}`);
  }
  return { loss: h.square().named("E"), weights: [...weights, b], x };
}

/** Every quantity is used by the next two: each is a junction, with 2^n paths below it. */
function skipping(length: number): { readonly loss: Scalar; readonly x: Scalar } {
  const x = scalar("x", 0.5);
  let [before, h] = [x, x.sin().named("h_0")];
  for (let k = 1; k < length; k++) [before, h] = [h, h.add(before).mul(0.5).named(`h_${k}`)];
  return { loss: named(h.square(), "E"), x };
}

/** Every state has a term of the loss of its own. */
function recurrent(length: number): { readonly loss: Scalar; readonly w: Scalar } {
  const w = scalar("w", 0.7);
  let h: Scalar = scalar("x", 0.5);
  const terms: Scalar[] = [];
  for (let k = 0; k < length; k++) {
    h = w.mul(h).named(`net_${k}`).tanh().named(`h_${k}`);
    terms.push(h.square().named(`E_${k}`));
  }
  return { loss: terms.reduce((total, term) => total.add(term)).named("E"), w };
}

/** Layers of one width, all units joined. */
function layers(depth: number, width: number): { readonly loss: Scalar; readonly weights: Scalar[] } {
  const weights: Scalar[] = [];
  let below: Scalar[] = Array.from({ length: width }, (_, k) => scalar(`i_${k}`, 0.1 * k));
  for (let layer = 0; layer < depth; layer++) {
    const inputs = below;
    below = inputs.map((_, j) => {
      const terms = inputs.map((input, k) => {
        const w = scalar(`w_${layer},${j},${k}`.replaceAll(",", "."), Math.sin(layer + 2 * j + 3 * k));
        weights.push(w);
        return w.mul(input);
      });
      const net = terms.reduce((total, term) => total.add(term)).named(`net_${layer}.${j}`);
      return net.sigmoid().named(`out_${layer}.${j}`);
    });
  }
  const errors = below.map((out, k) => out.sub(0.3).square().mul(0.5).named(`E_${k}`));
  return { loss: errors.reduce((total, term) => total.add(term)).named("E"), weights };
}

/** The operations written on all right-hand sides, names counted as one. */
function written(expressions: readonly Node[]): number {
  let count = 0;
  for (const expression of expressions) {
    const pending = [expression];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      count++;
      if (node.attrs.name === undefined) pending.push(...node.inputs);
    }
  }
  return count;
}

describe.each(FORMS)("form %s grows in step with the graph", (form) => {
  const size = (
    loss: Node,
    wrt: readonly Node[],
  ): { readonly statements: number; readonly operations: number } => {
    const { statements } = derive(loss, { wrt, form });
    const from = statements.reduce((sum, statement) => sum + statement.from.length, 0);
    const operations = written(statements.map(({ expression }) => expression)) + from;
    return { statements: statements.length, operations };
  };
  const ratio = (small: ReturnType<typeof size>, large: ReturnType<typeof size>): number =>
    Math.max(large.statements / small.statements, large.operations / small.operations);

  test(`along ${LONG} definitions, by the first variable and by all`, () => {
    const [short, long] = [chain(LONG / 10), chain(LONG)];
    expect(ratio(size(short.loss, [short.x]), size(long.loss, [long.x]))).toBeLessThan(10.1);
    expect(ratio(size(short.loss, short.weights), size(long.loss, long.weights))).toBeLessThan(10.1);
  });
  test("where every quantity is used twice", () => {
    const [short, long] = [skipping(200), skipping(2_000)];
    expect(ratio(size(short.loss, [short.x]), size(long.loss, [long.x]))).toBeLessThan(10.2);
  });
  test("where every state has its own term", () => {
    const [short, long] = [recurrent(100), recurrent(1_000)];
    expect(ratio(size(short.loss, [short.w]), size(long.loss, [long.w]))).toBeLessThan(10.2);
  });
  test("through layers", () => {
    const [short, long] = [layers(2, 6), layers(8, 6)];
    expect(topologicalOrder([long.loss]).length).toBeGreaterThan(800);
    expect(ratio(size(short.loss, short.weights), size(long.loss, long.weights))).toBeLessThan(5);
  });
});
