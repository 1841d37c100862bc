import type { Name, Size } from "@chainrule/graph";
import type { Derivation, Statement } from "../statement";
import type { LayerFunction } from "./functions";

/** The layers of a general derivation. */
export interface Layers {
  /** The number of the first and of the last layer. */
  readonly first: number;
  readonly last: number;
  /** What stands for the output of the layer before the first: a^(0) := x. */
  readonly entry?: { readonly symbol: Name; readonly given: Name };
  /** Functions that differ from layer to layer. */
  readonly functions: readonly LayerFunction[];
  /** The sizes that change from layer to layer, by their general name, with what they are from the layer before the first on. */
  readonly sizes: readonly LayerSizes[];
}

/** A size of every layer. */
export interface LayerSizes {
  readonly symbol: Name;
  readonly values: readonly Size[];
}

/**
 * A derivation whose layers are the same up to a shift of an index, stated once for a layer l, with what is different
 * stated for itself; variables of repeated layers are listed once.
 */
export interface GeneralDerivation extends Derivation {
  readonly layers: Layers;
  /** General statements in layers that they hold for, over the quantities of the derivation: for checking them. */
  readonly instances: readonly Statement[];
}
