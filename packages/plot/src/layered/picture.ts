import type { Name } from "@chainrule/graph";
import type { FunctionName, Point } from "../scene/scene";

/* A network that has its place: what is drawn where, in pixels, x to the right and y downwards. */

/** What stands on a node or an edge: a name, with a minus sign if it is subtracted. */
export interface Label {
  readonly name: Name;
  readonly negative: boolean;
}

/** Whether something lies on the path that is highlighted, or beside it, a factor of what runs along. */
export type Highlight = "path" | "beside";

/** What is known of a quantity in numbers, as texts; those that were asked for. */
export interface Figures {
  readonly value?: string;
  readonly gradient?: string;
}

/**
 * `input` feeds units; `unit` is a neuron (or a layer of them, as one tensor); `bias` is added to a unit's net; `target`
 * and `loss` compare; `value` is any other definition and `symbol` any other symbol; `operation` and `constant` occur
 * where nothing has a name; `ellipsis` stands for what was left out.
 */
export type NodeKind =
  | "input"
  | "unit"
  | "bias"
  | "target"
  | "loss"
  | "value"
  | "symbol"
  | "operation"
  | "constant"
  | "ellipsis";

export interface PictureNode {
  /** The node's position in `Picture.nodes`. */
  readonly id: number;
  readonly kind: NodeKind;
  readonly outline: Outline;
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The column, counted from 0 at the left. */
  readonly layer: number;
  /** The quantity that it shows; of a unit its output. */
  readonly of?: Name;
  readonly label?: Label;
  /** The operation that a unit applies to its net, such as `sigmoid`. */
  readonly function?: FunctionName;
  readonly figures?: Figures;
  readonly highlighted?: Highlight;
  readonly tip?: string;
}

/** `none`: only the label is drawn. */
export type Outline = "circle" | "box" | "none";

export interface PictureEdge {
  readonly from: number;
  readonly to: number;
  /** Two points: a line. Otherwise `3 n + 1` points: a chain of n cubic Bezier curves. */
  readonly path: readonly Point[];
  /** The weight, or what comes along. */
  readonly of?: Name;
  /** The weight as it is written. */
  readonly label?: Label;
  readonly figures?: Figures;
  /** The weight's value over the largest of all in size: from -1 to 1. */
  readonly strength?: number;
  readonly highlighted?: Highlight;
  readonly tip?: string;
  /** The centre of the label; undefined where there is no room for it. */
  readonly labelAt?: Point;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** What the picture is of: the name of the loss, if it has one. */
  readonly of?: Name;
  /** Whether its edges are so many that only their colours and widths speak. */
  readonly dense?: boolean;
  /** Whether nodes were left out because there are too many to draw. */
  readonly elided: boolean;
}
