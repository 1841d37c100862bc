import type { Name, Node } from "@chainrule/graph";
import type { Label } from "../layered/picture";
import type { FunctionName } from "../scene/scene";
import { functionName, isActivation } from "../scene/signs";

/* Units: a net, the function applied to it, and what the two are called together. */

/** A unit as found in the graph: `output := function(net)`. */
export interface Unit {
  readonly output: Node;
  readonly function?: FunctionName;
  /** The definition of the net, if it has one of its own that nothing else uses. */
  readonly net?: Node;
  /** What the function is applied to; the weighted sum itself if there is no function. */
  readonly sum: Node;
}

/** Reads `net := ...; out := f(net)`, `out := f(...)` or `out := ...` at a node; f is an activation. */
export function unitAt(output: Node, uses: ReadonlyMap<Node, number>): Unit {
  const body = output.op.kind === "naming" ? (output.inputs[0] as Node) : output;
  if (!isActivation(body.op) || body.inputs.slice(1).some((other) => other.attrs.value === undefined)) {
    return { output, sum: body };
  }
  const inner = body.inputs[0] as Node;
  const owned = inner.op.kind === "naming" && uses.get(inner) === 1;
  if (!owned) return { output, function: functionName(body.op), sum: inner };
  return { output, function: functionName(body.op), net: inner, sum: inner.inputs[0] as Node };
}

/** What a unit is called: the common part of the names of net and output (`h1` of `net_h1`, `out_h1`), or the output's. */
export function unitName({ output, net }: Unit): Name | undefined {
  const [a, b] = [output.attrs.name, net?.attrs.name];
  if (a?.kind !== "symbol" || b?.kind !== "symbol") return a ?? b;
  const common = /^(?<base>\p{L}+)_?(?<sub>\d*)$/u.exec(a.sub)?.groups;
  if (common === undefined || a.sub !== b.sub || a.sup !== b.sup) return a;
  const { base = "", sub = "" } = common;
  // One letter is an index, as in z_j and a_j, and no name.
  return sub === "" && base.length === 1 ? a : { kind: "symbol", base, sub, sup: a.sup };
}

/** The label of a symbol, definition or number. */
export function labelOf(node: Node, negative = false): Label | undefined {
  const { name, value } = node.attrs;
  if (name !== undefined) return { name, negative };
  if (typeof value !== "number") return undefined;
  const minus = value < 0;
  const text = Number(Math.abs(value).toPrecision(4)).toString();
  return { name: { kind: "symbol", base: text, sub: "", sup: "" }, negative: minus !== negative };
}
