import { layoutRows } from "./layout";
import { lossRows } from "./losses";
import { makeRows } from "./make";
import { pointwiseRows } from "./pointwise";
import { productRows } from "./products";
import { reduceRows } from "./reduce";
import type { Row, Rows } from "./row";

/*
 * The white list: every function and method that is read, by its name in torch, torch.nn.functional, numpy, jax.numpy, jax.nn,
 * scipy.special and math. What is not here is named as not read.
 */
const ROWS: Rows = {
  ...pointwiseRows,
  ...reduceRows,
  ...layoutRows,
  ...productRows,
  ...makeRows,
  ...lossRows,
};

/** The row of a function by its full name, "torch.nn.functional.relu", or of a method by its own. */
export function rowOf(path: string): Row | undefined {
  const parts = path.split(".");
  for (let from = 0; from < parts.length; from++) {
    const name = parts.slice(from).join(".");
    if (Object.hasOwn(ROWS, name)) return ROWS[name];
  }
  return undefined;
}
