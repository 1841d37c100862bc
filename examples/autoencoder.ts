/**
 * An autoencoder with tied weights, for any size: the input x is the target too, and the decoder uses the encoder's weights
 * transposed. Both W and x act along two paths.
 */
import { dim, functionSymbol, mul, tensor } from "@chainrule/graph";

const visible = dim("d", { index: "i" });
const hidden = dim("q", { index: "j" });
const f = functionSymbol("f");

const x = tensor("x", [visible]);
const w = tensor("w", [hidden, visible]);
const b = tensor("b", [hidden]);
const c = tensor("c", [visible]);

const a = w.matmul(x).add(b).named("a");
const h = f(a).named("h");
const r = w.transpose().matmul(h).add(c).named("r");

export const title = "An autoencoder with tied weights, for any size";
export const loss = mul(0.5, r.sub(x).square().sum()).named("E");
export const parameters = [w, b, c, x];
export const network = { title, loss, parameters };
