import { type Name, type Node, topologicalOrder } from "@chainrule/graph";
import type { Diagram, Link, Vertex } from "../layered/diagram";
import { functionName, isActivation } from "../scene/signs";
import type { TensorLayerLike } from "./model";

/* Layers over tensors as their units: one vertex for each entry of an input or output, one link for each weight. */

/** The units of a network of layers whose sizes are numbers; undefined where they are not, or layers do not follow one another. */
export function tensorDiagram(layers: readonly TensorLayerLike[]): Diagram | undefined {
  const [first] = layers;
  if (first === undefined) return undefined;
  const inputs = lastSize(first.input);
  if (inputs === undefined) return undefined;
  const vertices: Vertex[] = [];
  const links: Link[] = [];
  const rowOf = (
    node: Node,
    count: number,
    layer: number,
    rest: Pick<Vertex, "kind" | "function">,
  ): Vertex[] =>
    Array.from({ length: count }, (_, k) => ({
      ...rest,
      layer,
      scalar: true,
      ...labelled(node, [k]),
      // Of a batch there is no single value.
      ...(node.shape.length === 1 && { quantity: { node, entry: k } }),
    }));
  let from = rowOf(first.input, inputs, 0, { kind: "input" });
  vertices.push(...from);
  for (const [k, layer] of layers.entries()) {
    const units = lastSize(layer.net);
    const order = weightOrder(layer);
    if (units === undefined || order === undefined || (k > 0 && layer.input !== layers[k - 1]?.output))
      return undefined;
    const body = layer.output.inputs[0];
    const operation = body && isActivation(body.op) ? { function: functionName(body.op) } : {};
    const to = rowOf(layer.output, units, k + 1, { kind: "unit", ...operation });
    vertices.push(...to);
    for (const [j, unit] of to.entries()) {
      for (const [i, source] of from.entries()) {
        const entry = order === "to, from" ? j * from.length + i : i * units + j;
        const indices = order === "to, from" ? [j, i] : [i, j];
        links.push({
          from: source,
          to: unit,
          ...labelled(layer.weights, indices),
          weight: { node: layer.weights, entry },
        });
      }
    }
    const biases = biasVertices(layer, to);
    vertices.push(...new Set(biases.map((link) => link.from)));
    links.push(...biases);
    from = to;
  }
  return { vertices, links };
}

function biasVertices(layer: TensorLayerLike, units: readonly Vertex[]): Link[] {
  const term = layer.bias ?? layer.threshold;
  if (term === undefined) return [];
  const negative = layer.bias === undefined;
  const kind = { kind: "bias" as const, scalar: true };
  if (term.shape.length === 0) {
    const shared = {
      ...kind,
      layer: (units[0]?.layer ?? 1) - 1,
      ...labelled(term, [], negative),
      quantity: { node: term },
    };
    return units.map((to) => ({ from: shared, to }));
  }
  return units.map((to, entry) => ({
    from: {
      ...kind,
      layer: to.layer,
      beside: to,
      ...labelled(term, [entry], negative),
      quantity: { node: term, entry },
    },
    to,
  }));
}

function lastSize({ shape }: Node): number | undefined {
  const size = shape[shape.length - 1];
  return typeof size === "number" ? size : undefined;
}

/** An entry by the name of its tensor: w_12 of W, x_1 of x, with the layer above. */
function labelled(node: Node, indices: readonly number[], negative = false): Pick<Vertex, "label"> {
  const name = node.attrs.name;
  return name?.kind === "symbol" ? { label: { name: entryName(name, indices), negative } } : {};
}

function entryName(name: Extract<Name, { kind: "symbol" }>, indices: readonly number[]): Name {
  if (indices.length === 0) return name;
  const counted = indices.map((index) => String(index + 1));
  const below = counted.join(counted.some((text) => text.length > 1) ? "," : "");
  return { ...name, sub: name.sub === "" ? below : `${name.sub},${below}` };
}

/** Which axis of the weights is summed with the input: the last one, of rows for units, or the first. */
function weightOrder({ net, weights }: TensorLayerLike): "to, from" | "from, to" | undefined {
  for (const node of topologicalOrder([net])) {
    const map = node.op.name === "contraction" && node.inputs.length === 2 ? node.attrs.map : undefined;
    if (map === undefined) continue;
    for (const [k, operand] of node.inputs.entries()) {
      const turned = operand !== weights && operand.inputs.length === 1 && operand.inputs[0] === weights;
      if (operand !== weights && !turned) continue;
      const summed = map.inputs[k]?.findIndex((index) => index !== null && !map.output.includes(index));
      if (summed === undefined || summed < 0) return undefined;
      return (summed === 1) !== turned ? "to, from" : "from, to";
    }
  }
  return undefined;
}
