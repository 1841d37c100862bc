import { type Node, operationKey, shapeText, topologicalOrder } from "@chainrule/graph";

/**
 * Graphs as text. Two lists of roots have one text exactly if they are built alike, sharing what they share, of operations, numbers,
 * names and values that are the same: what is computed from them then is the same, whatever objects they are made of.
 */
export function graphText(roots: readonly Node[]): string {
  const order = topologicalOrder(roots);
  const places = new Map(order.map((node, place) => [node, place]));
  const placeOf = (node: Node): number | undefined => places.get(node);
  const lines = order.map((node) => {
    const inputs = node.inputs.map(placeOf).join(",");
    return `${operationKey(node.op)}(${inputs})${shapeText(node.shape)}${attributesText(node)}`;
  });
  return `${lines.join(";")}>${roots.map(placeOf).join(",")}`;
}

/** What a node carries, as text; of the symbol that a definition replaces, its name. */
function attributesText({ attrs }: Node): string {
  if (Object.keys(attrs).length === 0) return "";
  return JSON.stringify(attrs, (key, value: unknown) => {
    if (key === "replaces") return String(value);
    if (value instanceof Float64Array) return Array.from(value, numberText);
    return typeof value === "number" ? numberText(value) : value;
  });
}

/** A number as text that tells -0, infinities and NaN apart. */
const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
