/**
 * A layer with an activation of its own: softsign, x / (1 + |x|), declared by its value and its derivative, held against
 * finite differences, trained for a while, and written as a derivation with the numbers after training.
 */
import { assertOperation } from "@chainrule/check";
import { div, mul, operation, scalar, square } from "@chainrule/graph";
import { train } from "@chainrule/nn";

const softsign = operation("softsign", {
  value: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => div(1, square(x.abs().add(1))),
  definition: (x) => x.div(x.abs().add(1)), // for readers and proofs; values and gradients do without
});
assertOperation(softsign);

const x = scalar("x", 0.5);
const t = scalar("t", 0.8);
const w1 = scalar("w_1", 0.4); // x -> h1
const w2 = scalar("w_2", -0.3); // x -> h2
const w3 = scalar("w_3", 0.6); // h1 -> o
const w4 = scalar("w_4", 0.2); // h2 -> o

const h1 = softsign(w1.mul(x).named("net_h1")).named("out_h1");
const h2 = softsign(w2.mul(x).named("net_h2")).named("out_h2");
const y = softsign(w3.mul(h1).add(w4.mul(h2)).named("net_o")).named("out_o");

export const title = "Backpropagation through a function of one's own";
export const loss = mul(0.5, t.sub(y).square()).named("E");
export const parameters = [w1, w2, w3, w4];
export const rate = 0.5;

train(loss, parameters, { rate, steps: 100 });

export const network = { title, loss, inputs: [x], outputs: [y], targets: [t], parameters, rate };
