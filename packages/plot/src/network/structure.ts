import type { Node } from "@chainrule/graph";
import type { Diagram, Link, Vertex } from "../layered/diagram";
import { layersOf, type Neighbours } from "../layered/layers";
import type { NodeKind } from "../layered/picture";
import { functionName } from "../scene/signs";
import { isConstant, isSymbol, type Known } from "./affine";
import { comparedIn } from "./compared";
import { type Arrow, type Drawn, type Sketch, sketchOf } from "./read";
import { labelOf, unitName } from "./unit";

/* What each drawn node is, and its column. */

/** The diagram of everything that losses, or outputs, depend on. */
export function diagramOf(outputs: readonly Node[], known: Known = {}): Diagram {
  const sketch = sketchOf(outputs, known);
  const into = byEnd(sketch.arrows, "to");
  const outOf = byEnd(sketch.arrows, "from");
  const kinds = kindsOf(new Set(outputs), sketch, into, outOf, known.trained ?? []);
  const hosts = targetHosts(sketch.drawn, kinds, into, outOf);
  const columned = sketch.drawn.filter(({ node }) => !hosts.has(node));
  const layers = layersOf(
    columned.map(({ node }) => node),
    into,
    outOf,
  );

  const vertexOf = new Map<Node, Vertex>();
  const vertices: Vertex[] = [];
  const put = (node: Node, vertex: Vertex): void => {
    vertexOf.set(node, vertex);
    vertices.push(vertex);
  };
  for (const { node, unit } of columned) {
    const name = unit && unitName(unit);
    const label = name ? { name, negative: false } : labelOf(node);
    const body = node.op.kind === "naming" ? node.inputs[0] : node;
    const isOperation = label === undefined || (sketch.operations && !isSymbol(node));
    const operation = isOperation && body !== undefined ? functionName(body.op) : undefined;
    const shown = unit?.function ?? (kinds.get(node) === "constant" || unit ? undefined : operation);
    put(node, {
      kind: kinds.get(node) ?? "value",
      layer: layers.get(node) ?? 0,
      scalar: node.shape.length === 0,
      quantity: { node },
      ...(label && { label }),
      ...(shown && { function: shown }),
    });
  }
  for (const [node, host] of hosts) {
    const [label, beside] = [labelOf(node), vertexOf.get(host)];
    if (label === undefined || beside === undefined) continue;
    put(node, {
      kind: "target",
      layer: beside.layer,
      scalar: node.shape.length === 0,
      quantity: { node },
      label,
      beside,
    });
  }
  const links = sketch.arrows.flatMap(({ from, to, label, weight }): Link[] => {
    const [a, b] = [vertexOf.get(from), vertexOf.get(to)];
    return a && b
      ? [{ from: a, to: b, ...(label && { label }), ...(weight && { weight: { node: weight } }) }]
      : [];
  });
  const biases = biasLinks(sketch.biases, vertexOf);
  return {
    vertices: [...vertices, ...new Set(biases.map((link) => link.from))],
    links: [...links, ...biases],
  };
}

function byEnd(arrows: readonly Arrow[], end: "from" | "to"): Neighbours<Node> {
  const neighbours = new Map<Node, Node[]>();
  for (const arrow of arrows) {
    const list = neighbours.get(arrow[end]);
    const other = end === "to" ? arrow.from : arrow.to;
    if (list) list.push(other);
    else neighbours.set(arrow[end], [other]);
  }
  return neighbours;
}

function kindsOf(
  roots: ReadonlySet<Node>,
  sketch: Sketch,
  into: Neighbours<Node>,
  outOf: Neighbours<Node>,
  trained: readonly Node[],
): Map<Node, NodeKind> {
  const units = new Set(sketch.drawn.flatMap(({ node, unit }) => (unit ? [node] : [])));
  const above = new Set<Node>(); // depends on a unit
  for (const { node } of sketch.drawn) {
    if ((into.get(node) ?? []).some((from) => units.has(from) || above.has(from))) above.add(node);
  }
  const below = new Set<Node>(); // a unit depends on it
  for (const { node } of [...sketch.drawn].reverse()) {
    if ((outOf.get(node) ?? []).some((to) => units.has(to) || below.has(to))) below.add(node);
  }
  const added = new Set(sketch.biases.map((bias) => bias.from));
  const isTail = (node: Node): boolean => above.has(node) && !below.has(node) && !units.has(node);
  const kinds = new Map<Node, NodeKind>();
  const isTrained = new Set(trained);
  const compared = comparedIn([...roots], units);
  for (const { node } of sketch.drawn) {
    const onArrow = sketch.weights.has(node) || added.has(node);
    const consumers = outOf.get(node) ?? [];
    if (units.has(node)) kinds.set(node, "unit");
    else if (isConstant(node)) kinds.set(node, "constant");
    else if (isSymbol(node)) {
      const isAbove = consumers.length > 0 && consumers.every(isTail) && !onArrow;
      const isTarget = isAbove && compared.has(node) && !isTrained.has(node);
      const isInput = consumers.some((to) => units.has(to)) && !isTrained.has(node);
      kinds.set(node, isTarget ? "target" : isInput ? "input" : "symbol");
    } else if (sketch.operations) kinds.set(node, "operation");
    else {
      const compares = (into.get(node) ?? []).some((from) => /target|loss/.test(kinds.get(from) ?? ""));
      kinds.set(node, isTail(node) && (compares || roots.has(node)) ? "loss" : "value");
    }
  }
  return kinds;
}

/** Targets that only one loss compares with, and that loss with no other: they stand beside it. */
function targetHosts(
  drawn: readonly Drawn[],
  kinds: ReadonlyMap<Node, NodeKind>,
  into: Neighbours<Node>,
  outOf: Neighbours<Node>,
): Map<Node, Node> {
  const hosts = new Map<Node, Node>();
  for (const { node } of drawn) {
    if (kinds.get(node) !== "loss") continue;
    const targets = (into.get(node) ?? []).filter((from) => kinds.get(from) === "target");
    const [only] = targets;
    const others = (into.get(node) ?? []).length - targets.length;
    if (targets.length === 1 && only && others > 0 && outOf.get(only)?.length === 1) hosts.set(only, node);
  }
  return hosts;
}

/**
 * A bias that units of a layer share is a vertex in the column before, once for each layer; one of a single unit is an
 * arrow from below. Where some are shared, those of layers with a single unit are drawn in the same way.
 */
function biasLinks(biases: Sketch["biases"], vertexOf: ReadonlyMap<Node, Vertex>): Link[] {
  const groups = new Map<
    string,
    { readonly node: Node; readonly label: Arrow["label"]; readonly to: Vertex[] }
  >();
  const symbols = new Map<Node, number>();
  for (const [k, { from, to, label }] of biases.entries()) {
    const host = vertexOf.get(to);
    if (host === undefined) continue;
    if (!symbols.has(from)) symbols.set(from, symbols.size);
    // Equal numbers are no shared bias.
    const bias = isConstant(from) ? `number ${k}` : symbols.get(from);
    const key = `${host.layer},${bias},${label.negative}`;
    const group = groups.get(key) ?? { node: from, label, to: [] };
    groups.set(key, group);
    group.to.push(host);
  }
  const unitsIn = new Map<number, number>();
  for (const { kind, layer } of vertexOf.values()) {
    if (kind === "unit") unitsIn.set(layer, (unitsIn.get(layer) ?? 0) + 1);
  }
  const someShared = [...groups.values()].some(({ to }) => to.length > 1);
  return [...groups.values()].flatMap(({ node, label, to }): Link[] => {
    const [host] = to;
    if (host === undefined || label === undefined) return [];
    const shared = to.length > 1 || (someShared && unitsIn.get(host.layer) === 1);
    const bias = { kind: "bias" as const, quantity: { node }, label, scalar: true };
    const from: Vertex = shared
      ? { ...bias, layer: host.layer - 1 }
      : { ...bias, layer: host.layer, beside: host };
    return to.map((unit) => ({ from, to: unit }));
  });
}
