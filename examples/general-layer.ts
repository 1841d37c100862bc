/**
 * The general step of backpropagation: layer L with units j, layer L-1 with units k, layer L-2 with units i, one function f;
 * the weight w_jk leads to j from k. Written and numbered as in the lecture notes it is from, where the derivative by a net
 * input is called delta; there is no line (6-2-7).
 */
import { dim, functionSymbol, mul, tensor } from "@chainrule/graph";

const last = dim("m", { index: "j" });
const middle = dim("p", { index: "k" });
const first = dim("q", { index: "i" });
const f = functionSymbol("f");

const a0 = tensor("a^{L-2}", [first]);
const w1 = tensor("w^{L-1}", [middle, first]);
const b1 = tensor("b^{L-1}", [middle]);
const w2 = tensor("w^L", [last, middle]);
const b2 = tensor("b^L", [last]);
const y = tensor("y", [last]);

const z1 = w1.matmul(a0).add(b1).named("z^{L-1}");
const a1 = f(z1).named("a^{L-1}");
const z2 = w2.matmul(a1).add(b2).named("z^L");
const a2 = f(z2).named("a^L");

export const title = "Backpropagation through two layers, for any size";
export const loss = mul(0.5, y.sub(a2).square().sum()).named("E");
export const parameters = [w2, w1, b2, b1];

export const deriveOptions = {
  kronecker: false,
  abbreviations: [
    { of: z2, as: "delta^L" },
    { of: z1, as: "delta^{L-1}" },
  ],
};

export const documentOptions = {
  numbering: {
    "a^L": "6-2-1",
    E: "6-2-2",
    "dE/dw^L": ["6-2-3", "6-2-8"],
    "dE/da^L": "6-2-4",
    "da^L/dz^L": "6-2-5",
    "dz^L/dw^L": "6-2-6",
    "delta^L": ["", "6-2-9"],
    "dE/dw^{L-1}": ["6-2-10", "", "6-2-15"],
    "dE/da^{L-1}": ["6-2-11", "6-2-14"],
    "da^{L-1}/dz^{L-1}": "6-2-12",
    "dz^{L-1}/dw^{L-1}": "6-2-13",
    "delta^{L-1}": ["", "6-2-16"],
  },
};

export const network = { title, loss, parameters };
