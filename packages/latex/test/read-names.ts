import { scalar } from "@chainrule/graph";

/** Quantities of a small network, and a few more. */
export const values = {
  w_5: 0.4,
  w_6: 0.45,
  out_h1: 0.59,
  out_h2: 0.6,
  b_2: 0.6,
  out_o1: 0.75,
  net_o1: 1.1,
  target_o1: 0.01,
  eta: 0.5,
  x: 1.25,
  y: -0.7,
  z: 0.3,
  "z^(2)": 0.9,
  yhat: 0.2,
  a_1: 2,
  a_2: 3,
  a_3: 5,
} as const;
/** The same as symbols. */
export const names = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, scalar(name, value)]),
);
