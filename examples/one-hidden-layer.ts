/**
 * One hidden layer, for any number of inputs, hidden units, outputs and samples: weights v from input i to hidden unit k and
 * w from hidden unit k to output j, no biases, functions f_1 and f_2. The letter of the samples is r, as i is that of the
 * inputs; a quantity of sample r is marked (r) above.
 */
import { dim, functionSymbol, mul, scalar, tensor } from "@chainrule/graph";

const samples = dim("n", { index: "r" });
const inputs = dim("d", { index: "i" });
const hidden = dim("p", { index: "k" });
const outputs = dim("m", { index: "j" });

const x = tensor("x", [samples, inputs]);
const v = tensor("v", [inputs, hidden]);
const w = tensor("w", [hidden, outputs]);
const y = tensor("y", [samples, outputs]);

const s = x.matmul(v).named("s");
const h = functionSymbol("f_1")(s).named("h");
const z = h.matmul(w).named("z");
const yhat = functionSymbol("f_2")(z).named("yhat");
const errors = mul(0.5, y.sub(yhat).square().sum(1)).named("E_sample");

export const title = "One hidden layer, for any size, over samples r";
export const loss = errors.sum().named("E");
export const parameters = [w, v];
export const rate = scalar("eta");

export const deriveOptions = { kronecker: false, updates: "arrow" as const };

export const documentOptions = {
  symbols: {
    "x[r,i]": "x_{i}^{(r)}",
    "y[r,j]": "y_{j}^{(r)}",
    "s[r,k]": "s_{k}^{(r)}",
    "h[r,k]": "h_{k}^{(r)}",
    "z[r,j]": "z_{j}^{(r)}",
    "yhat[r,j]": "\\hat{y}_{j}^{(r)}",
    "E_sample[r]": "E^{(r)}",
  },
};

export const network = { title, loss, parameters, rate };
