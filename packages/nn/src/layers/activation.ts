import { Node } from "@chainrule/graph";
import { type Activation, activated, checkActivation } from "../activation";
import type { Part, Plan } from "./model";

/**
 * An activation as a layer of its own, by its name or as a function; the shape stays.
 * @throws ChainruleError OPTION for a name that is none, SHAPE, OPERAND
 * @example sequential(x, [dense({ units: 4, activation: "identity" }), activation("relu")])
 */
export function activation(x: Node, kind: Activation): Part;
export function activation(kind: Activation): Plan;
export function activation(first: Node | Activation, second?: Activation): Part | Plan {
  const part = (x: Node, kind: Activation): Part => {
    const output = activated(x, kind, "activation");
    const name = typeof kind === "string" ? kind : kind.name;
    return Object.freeze({
      kind: name === "" ? "activation" : name,
      output,
      parameters: Object.freeze([]),
      apply: (other: Node) => part(other, kind),
    });
  };
  if (first instanceof Node) return part(first, checkActivation(second, "activation"));
  const kind = checkActivation(first, "activation");
  return Object.freeze({ kind: "activation", make: (x: Node) => part(x, kind) });
}
