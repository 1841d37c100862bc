/**
 * A classifier of one hidden layer, for any number of classes: softmax with cross-entropy. The targets are declared to sum to 1,
 * so the derivative by the logits comes to p - t.
 */
import { dim, tensor } from "@chainrule/graph";
import { crossEntropy } from "@chainrule/nn";

const classes = dim("K", { index: "k" });
const hidden = dim("m", { index: "j" });
const inputs = dim("d", { index: "i" });

const x = tensor("x", [inputs]);
const v = tensor("v", [hidden, inputs]);
const b = tensor("b", [hidden]);
const w = tensor("w", [classes, hidden]);
const c = tensor("c", [classes]);
const t = tensor("t", [classes], { sumsTo: 1 });

const a = v.matmul(x).add(b).named("a");
const h = a.tanh().named("h");
const z = w.matmul(h).add(c).named("z");
const p = z.softmax().named("p");

export const title = "Softmax with cross-entropy, for any number of classes";
export const loss = crossEntropy(p, t, { from: "probabilities" });
export const parameters = [w, c, v, b];
export const network = { title, loss, parameters };
