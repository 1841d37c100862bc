import { type FunctionName, signOf } from "@chainrule/plot";
import { uprightName } from "../operators";
import { plainTex, type Tex, tex } from "../safe/tex";
import { nameTex } from "../symbol";

/* Operations in pictures as LaTeX, where their signs are no plain words. */

const signs: Readonly<Record<string, Tex>> = {
  sigmoid: tex`\\sigma`,
  tanh: tex`\\tanh`,
  add: tex`+`,
  sub: tex`-`,
  neg: tex`-`,
  mul: tex`\\times`,
  div: tex`\\div`,
  sqrt: tex`\\sqrt{\\ }`,
  log: tex`\\ln`,
  lt: tex`<`,
  le: tex`\\le`,
  gt: tex`>`,
  ge: tex`\\ge`,
  eq: tex`=`,
  ne: tex`\\ne`,
  contraction: tex`\\Sigma`,
};

/** How an operation is set inside a node. */
export function operationTex(operation: FunctionName): Tex {
  if (typeof operation !== "string") return nameTex(operation);
  const own = Object.hasOwn(signs, operation) ? signs[operation] : undefined;
  if (own !== undefined) return own;
  const sign = signOf(operation);
  return sign === operation ? uprightName(operation) : tex`\\mathrm{${plainTex(sign)}}`;
}
