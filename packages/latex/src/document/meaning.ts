import { type Name, type Node, nameText } from "@chainrule/graph";
import type { Picture, PictureEdge, PictureNode } from "@chainrule/plot";

/** What a quantity is in the network, as far as its place in the picture tells. */
export type Meaning =
  | {
      readonly kind:
        | "input"
        | "errorTerm"
        | "totalLoss"
        | "definedQuantity"
        | "given"
        | "trained"
        | "variable"
        | "rate"
        | "weightedSum";
    }
  /** A derivative that the loss contains. */
  | { readonly kind: "derivativeOf"; readonly of: Name; readonly by: Name }
  | { readonly kind: "weight"; readonly from: Name; readonly to: Name }
  | { readonly kind: "bias" | "target" | "targetOf" | "threshold"; readonly units: readonly Name[] }
  /** What a function makes of a net input. */
  | { readonly kind: "activation"; readonly of: Name }
  | { readonly kind: "netInput" | "output"; readonly unit: Name };

/** Gives those symbols a meaning that have none: what is trained, and what is differentiated by. */
export function withParameters(
  meanings: Map<string, Meaning>,
  trained: readonly Node[],
  variables: readonly Node[],
): Map<string, Meaning> {
  const set = (nodes: readonly Node[], kind: "trained" | "variable"): void => {
    for (const { attrs } of nodes) {
      const text = attrs.name && nameText(attrs.name);
      if (text === undefined || attrs.cell === undefined) continue;
      if ((meanings.get(text)?.kind ?? "given") === "given") meanings.set(text, { kind });
    }
  };
  set(trained, "trained");
  set(variables, "variable");
  return meanings;
}

/** The meanings of names, read off the picture of the network. */
export function meaningsOf(picture: Picture, loss: Node, terms: readonly Node[]): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  const set = (name: Name | undefined, meaning: Meaning): void => {
    if (name !== undefined && !meanings.has(nameText(name))) meanings.set(nameText(name), meaning);
  };
  set(loss.attrs.name, { kind: "totalLoss" });
  for (const term of terms) set(term.attrs.name, { kind: "errorTerm" });
  const at = (id: number): PictureNode | undefined => picture.nodes[id];
  for (const edge of picture.edges) {
    const [from, to] = [at(edge.from)?.label?.name, at(edge.to)?.label?.name];
    if (edge.label !== undefined && from !== undefined && to !== undefined)
      set(edge.label.name, { kind: "weight", from, to });
  }
  for (const node of picture.nodes) set(node.label?.name, meaningOf(node, picture.edges, at));
  return meanings;
}

function meaningOf(
  node: PictureNode,
  edges: readonly PictureEdge[],
  at: (id: number) => PictureNode | undefined,
): Meaning {
  const fed = edges
    .filter((edge) => edge.from === node.id)
    .flatMap((edge) => {
      const name = at(edge.to)?.label?.name;
      return name === undefined ? [] : [name];
    });
  switch (node.kind) {
    case "input":
      return { kind: "input" };
    case "bias":
      return { kind: node.label?.negative ? "threshold" : "bias", units: fed };
    case "target":
      return { kind: "target", units: fed };
    case "loss":
      return { kind: "errorTerm" };
    case "symbol":
      return { kind: "given" };
    default:
      return { kind: "definedQuantity" };
  }
}
