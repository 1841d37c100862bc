/**
 * The worked 2-2-2 sigmoid network of Matt Mazur's "A Step by Step Backpropagation Example" (2015): every weight is a
 * symbol, every quantity a named definition. The two biases are shared by the units of a layer and are not trained.
 */
import { mul, scalar } from "@chainrule/graph";

const i1 = scalar("i_1", 0.05);
const i2 = scalar("i_2", 0.1);

const w1 = scalar("w_1", 0.15); // i_1 -> h1
const w2 = scalar("w_2", 0.2); // i_2 -> h1
const w3 = scalar("w_3", 0.25); // i_1 -> h2
const w4 = scalar("w_4", 0.3); // i_2 -> h2
const b1 = scalar("b_1", 0.35); // h1, h2

const w5 = scalar("w_5", 0.4); // h1 -> o1
const w6 = scalar("w_6", 0.45); // h2 -> o1
const w7 = scalar("w_7", 0.5); // h1 -> o2
const w8 = scalar("w_8", 0.55); // h2 -> o2
const b2 = scalar("b_2", 0.6); // o1, o2

const netH1 = w1.mul(i1).add(w2.mul(i2)).add(b1).named("net_h1");
const outH1 = netH1.sigmoid().named("out_h1");
const netH2 = w3.mul(i1).add(w4.mul(i2)).add(b1).named("net_h2");
const outH2 = netH2.sigmoid().named("out_h2");

const netO1 = w5.mul(outH1).add(w6.mul(outH2)).add(b2).named("net_o1");
const outO1 = netO1.sigmoid().named("out_o1");
const netO2 = w7.mul(outH1).add(w8.mul(outH2)).add(b2).named("net_o2");
const outO2 = netO2.sigmoid().named("out_o2");

const targetO1 = scalar("target_o1", 0.01);
const targetO2 = scalar("target_o2", 0.99);

const errorO1 = mul(0.5, targetO1.sub(outO1).square()).named("E_o1");
const errorO2 = mul(0.5, targetO2.sub(outO2).square()).named("E_o2");

export const title = "Backpropagation through a 2-2-2 sigmoid network";
export const loss = errorO1.add(errorO2).named("E_total");
export const parameters = [w1, w2, w3, w4, w5, w6, w7, w8];
export const rate = 0.5;

export const network = {
  title,
  loss,
  inputs: [i1, i2],
  outputs: [outO1, outO2],
  targets: [targetO1, targetO2],
  parameters,
  fixed: [b1, b2],
  rate,
};
