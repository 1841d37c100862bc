import type { Node } from "@chainrule/graph";

/* Contractions by the names that people know: the operation is one, what it does depends on its indices. */

/** `matmul`, `sum`, `transpose` and the like; undefined for what is no contraction. */
export function contractionName(node: Node): string | undefined {
  const map = node.op.name === "contraction" ? node.attrs.map : undefined;
  if (map === undefined) return undefined;
  const [first = [], second] = map.inputs;
  const isSummed = map.inputs.some((indices) => indices.some((k) => k !== null && !map.output.includes(k)));
  if (second !== undefined) {
    if (!isSummed) return "outer";
    return first.length > 0 && map.output.length === 0 ? "dot" : "matmul";
  }
  if (new Set(first).size < first.length) return isSummed ? "trace" : "diagonal";
  if (isSummed) return "sum";
  return map.output.length > first.length ? "broadcast" : "transpose";
}
