import type { Node } from "@chainrule/graph";
import type { FunctionName } from "../scene/scene";
import type { Figures, Label, NodeKind } from "./picture";

/* What a picture shows, before anything has a place: vertices in columns and the links between them. */

export interface Vertex {
  readonly kind: NodeKind;
  /** The column, counted from 0; every link leads to a later one. */
  readonly layer: number;
  readonly label?: Label;
  readonly function?: FunctionName;
  readonly figures?: Figures;
  /** The quantity itself. */
  readonly node?: Node;
  readonly highlighted?: boolean;
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
  /** The weight. */
  readonly weight?: Node;
  /** The weight's value over the largest of all in size: from -1 to 1. */
  readonly strength?: number;
  readonly highlighted?: boolean;
}

export interface Diagram {
  /** In the order in which a reader of the formulas meets them. */
  readonly vertices: readonly Vertex[];
  readonly links: readonly Link[];
}
