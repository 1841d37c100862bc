import type { Node } from "@chainrule/graph";
import { type ExportOptions, listingOf } from "./listing";
import { numpyLike } from "./numpy";
import { checkExport } from "./options";
import { pythonLines, writes } from "./python";
import { returned, tuple } from "./python-expression";

const functions = {
  exp: "jnp.exp",
  floor: "jnp.floor",
  log: "jnp.log",
  log1p: "jnp.log1p",
  expm1: "jnp.expm1",
  sqrt: "jnp.sqrt",
  square: "jnp.square",
  sin: "jnp.sin",
  cos: "jnp.cos",
  tan: "jnp.tan",
  asin: "jnp.arcsin",
  acos: "jnp.arccos",
  atan: "jnp.arctan",
  sinh: "jnp.sinh",
  cosh: "jnp.cosh",
  tanh: "jnp.tanh",
  abs: "jnp.abs",
  sign: "jnp.sign",
  erf: "erf",
  erfc: "erfc",
  max: "jnp.maximum",
  min: "jnp.minimum",
};

const dialect = numpyLike("toJax", "jnp", functions);

/**
 * A JAX module with one function of the loss, a `custom_vjp` whose backward pass is the derivation. By symbols that are not in
 * `wrt` its derivative is None, which JAX takes as 0.
 * @throws ChainruleError OPTION, OPERAND, NOT_SCALAR, NOT_A_LEAF, NO_INTERPRETATION, SIZE
 * @example toJax(loss, { wrt: [W, b], name: "layer_loss" })
 */
export function toJax(loss: Node, options: ExportOptions): string {
  checkExport(options, "toJax");
  const listing = listingOf(loss, options, { name: "toJax", writes: writes(dialect) });
  const { forward, saved, backward, loss: result, gradients } = pythonLines(listing, dialect);
  const { name, parameters, symbols } = listing;
  const body = [...forward, ...backward].join("\n");
  const special = ["erf", "erfc"].filter((word) => new RegExp(`(^|[^\\w.])${word}\\(`).test(body));
  const args = symbols.map(listing.identifier).join(", ");
  const cotangents = symbols.map((symbol) => {
    const place = parameters.indexOf(symbol);
    return place < 0 ? "None" : `upstream * ${gradients[place]}`;
  });
  const given = symbols.filter((symbol) => !parameters.includes(symbol)).map(listing.identifier);
  return [
    `"""${result} and its gradient: ${gradients.join(", ")}. The numbers in comments are those of the equations."""`,
    "import jax",
    "import jax.numpy as jnp",
    ...(special.length > 0 ? [`from jax.scipy.special import ${special.join(", ")}`] : []),
    "",
    'jax.config.update("jax_enable_x64", True)',
    "",
    "",
    "@jax.custom_vjp",
    `def ${name}(${args}):`,
    `    """${result}${given.length > 0 ? `; nothing is derived by ${given.join(", ")}` : ""}."""`,
    `    return ${name}_forward(${args})[0]`,
    "",
    "",
    `def ${name}_forward(${args}):`,
    `    """${result}, and what its gradient needs of the way to it."""`,
    ...forward.map((line) => `    ${line}`),
    `    return ${result}, ${tuple(saved)}`,
    "",
    "",
    `def ${name}_backward(saved, upstream):`,
    `    """The gradient, times the derivative by ${result}."""`,
    ...(saved.length === 0 ? [] : [`    ${saved.join(", ")}${saved.length === 1 ? "," : ""} = saved`]),
    ...backward.map((line) => `    ${line}`),
    `    return ${returned(cotangents)}`,
    "",
    "",
    `${name}.defvjp(${name}_forward, ${name}_backward)`,
    "",
  ].join("\n");
}
