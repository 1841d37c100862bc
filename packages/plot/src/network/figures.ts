import { type Node, nameText, type Value } from "@chainrule/graph";
import type { Diagram, Link, Quantity, Vertex } from "../layered/diagram";
import type { Figures, Label } from "../layered/picture";
import { numberText } from "../numbers/format";

/* Numbers in a network: beside its units, on its edges, and as widths and colours of edges. */

/** What is known of each node in numbers. */
export type Numbers = ReadonlyMap<Node, Value>;

export interface FigureOptions {
  readonly values: Numbers;
  readonly gradients: Numbers;
  readonly digits: number;
  /** Whether figures are written; otherwise only who points at something sees them. */
  readonly written: boolean;
}

/** Everything that a diagram is about: nodes, of tensors with the entries that are drawn. */
export const nodesIn = ({ vertices, links }: Diagram): Node[] => [
  ...new Set(
    [...vertices.map(({ quantity }) => quantity), ...links.map(({ weight }) => weight)].flatMap((quantity) =>
      quantity === undefined ? [] : [quantity.node],
    ),
  ),
];

/** A diagram with its numbers. */
export function withFigures(diagram: Diagram, options: FigureOptions): Diagram {
  const copies = new Map<Vertex, Vertex>();
  const copyOf = (vertex: Vertex): Vertex => {
    const known = copies.get(vertex);
    if (known !== undefined) return known;
    const beside = vertex.beside && copyOf(vertex.beside);
    const copy = {
      ...vertex,
      ...numbered(vertex.quantity, vertex.label, options),
      ...(beside && { beside }),
    };
    copies.set(vertex, copy);
    return copy;
  };
  const sizes = diagram.links.map(({ weight }) => Math.abs(entryOf(weight, options.values) ?? 0));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const links = diagram.links.map((link): Link => {
    const value = entryOf(link.weight, options.values);
    return {
      ...link,
      ...numbered(link.weight, link.label, options),
      ...(value !== undefined && Number.isFinite(value) && { strength: largest === 0 ? 0 : value / largest }),
      from: copyOf(link.from),
      to: copyOf(link.to),
    };
  });
  return { vertices: diagram.vertices.map(copyOf), links };
}

function numbered(
  quantity: Quantity | undefined,
  label: Label | undefined,
  { values, gradients, digits, written }: FigureOptions,
): { readonly figures?: Figures; readonly tip?: string } {
  const [value, gradient] = [entryOf(quantity, values), entryOf(quantity, gradients)];
  if (value === undefined && gradient === undefined) return {};
  const figures: Figures = {
    ...(value !== undefined && { value: numberText(value, digits) }),
    ...(gradient !== undefined && { gradient: `∂ ${numberText(gradient, digits)}` }),
  };
  const name = label === undefined ? "" : nameText(label.name);
  const tip = [
    ...(figures.value === undefined ? [name] : [name === "" ? figures.value : `${name} = ${figures.value}`]),
    ...(figures.gradient === undefined ? [] : [figures.gradient]),
  ].join(", ");
  return { ...(written && { figures }), tip };
}

function entryOf(quantity: Quantity | undefined, numbers: Numbers): number | undefined {
  const value = quantity && numbers.get(quantity.node);
  if (typeof value === "number" || value === undefined) return value;
  return quantity?.entry === undefined ? undefined : value.data[quantity.entry];
}
