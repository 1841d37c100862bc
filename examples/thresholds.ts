/**
 * A network of two layers with thresholds, for any number of inputs, hidden units and outputs: weights v from input i to
 * hidden unit h and w from hidden unit h to output j, thresholds gamma and theta that are subtracted, sigmoid units. The
 * names g and e stand for the negative of the derivatives by the net inputs; updates are written as changes.
 */
import { dim, mul, scalar, tensor } from "@chainrule/graph";

const inputs = dim("d", { index: "i" });
const hidden = dim("q", { index: "h" });
const outputs = dim("l", { index: "j" });

const x = tensor("x", [inputs]);
const v = tensor("v", [inputs, hidden]);
const gamma = tensor("gamma", [hidden]);
const w = tensor("w", [hidden, outputs]);
const theta = tensor("theta", [outputs]);
const y = tensor("y", [outputs]);

const alpha = x.matmul(v).named("alpha");
const b = alpha.sub(gamma).sigmoid().named("b");
const beta = b.matmul(w).named("beta");
const yhat = beta.sub(theta).sigmoid().named("yhat");

export const title = "Two layers with thresholds, for any size";
export const loss = mul(0.5, yhat.sub(y).square().sum()).named("E");
export const parameters = [w, theta, v, gamma];
export const rate = scalar("eta");

export const deriveOptions = {
  kronecker: false,
  updates: "change" as const,
  abbreviations: [
    { of: beta, as: "g", negative: true },
    { of: alpha, as: "e", negative: true },
  ],
};

export const network = { title, loss, parameters, rate };
