import type { Node } from "@chainrule/graph";
import type { FunctionName } from "../scene/scene";
import type { Figures, Highlight, Label, NodeKind } from "./picture";

/* What a picture shows, before anything has a place: vertices in columns and the links between them. */

/** A node, or one entry of a tensor. */
export interface Quantity {
  readonly node: Node;
  readonly entry?: number;
}

export interface Vertex {
  readonly kind: NodeKind;
  /** The column, counted from 0; every link leads to a later one. */
  readonly layer: number;
  readonly label?: Label;
  readonly function?: FunctionName;
  readonly figures?: Figures;
  readonly quantity?: Quantity;
  readonly highlighted?: Highlight;
  /** What a reader sees who points at it. */
  readonly tip?: string;
  /** Whether the quantity is a single number. Tensors are drawn as boxes; an ellipsis that is none stands for columns. */
  readonly scalar: boolean;
  /** A target above its loss or a bias below its unit: the vertex it stands beside, in the same column. */
  readonly beside?: Vertex;
}

export interface Link {
  readonly from: Vertex;
  readonly to: Vertex;
  readonly label?: Label;
  readonly figures?: Figures;
  readonly weight?: Quantity;
  /** The weight's value over the largest of all in size: from -1 to 1. */
  readonly strength?: number;
  readonly highlighted?: Highlight;
  readonly tip?: string;
}

export interface Diagram {
  /** In the order in which a reader of the formulas meets them. */
  readonly vertices: readonly Vertex[];
  readonly links: readonly Link[];
}
