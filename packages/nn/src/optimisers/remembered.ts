import { add, mul, type Node, nameText, scalar, tensor, updated } from "@chainrule/graph";
import { labelOf } from "../refuse";

/*
 * What optimisers remember is symbols, 0 at first, updated like the parameters: list them as inputs of compile too, or let
 * `train` do it.
 */

/** The new value of a running mean of something: decay times the old one, and the rest of the new entry. */
export function averaged(base: string, w: Node, decay: number, entry: Node): Node {
  const old = remembered(base, w);
  return updated(old, add(mul(decay, old), mul(1 - decay, entry)));
}

/** A symbol of a parameter's shape that starts at 0: `v_w_1` for `w_1`. */
export function remembered(base: string, parameter: Node): Node {
  const name = parameter.name;
  const text =
    name?.kind === "symbol"
      ? nameText({
          kind: "symbol",
          base,
          sub: name.sub === "" ? name.base : `${name.base}_${name.sub}`,
          sup: name.sup,
        })
      : `${base}_${labelOf(parameter)}`;
  const value = parameter.attrs.cell?.value;
  if (parameter.shape.length === 0) return scalar(text, 0);
  if (typeof value !== "object") return tensor(text, { shape: parameter.shape });
  return tensor(text, { shape: value.shape, data: new Float64Array(value.data.length) });
}
