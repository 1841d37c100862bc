import type { Node, TensorValue } from "@chainrule/graph";

/** A node that stands in the graph for training, and what takes its place when the network is used. */
export interface TrainingOnly {
  readonly node: Node;
  readonly instead: Node;
}

/** A symbol whose values are drawn anew for each update, such as the mask of a dropout. */
export interface Noise {
  readonly symbol: Node;
  /** The next values, for a shape in which every size is a number. */
  readonly draw: (shape: readonly number[]) => TensorValue;
}

/** What a layer, or several, made of an input. What `dense` and `mlp` return over tensors is one. */
export interface Part {
  readonly output: Node;
  /** The symbols that are trained, each once. */
  readonly parameters: readonly Node[];
  /** Parameters that are not trained. */
  readonly fixed?: readonly Node[];
  /** What the layer is called in a summary. */
  readonly kind?: string;
  /** The layers that it consists of. */
  readonly layers?: readonly Part[];
  readonly trainingOnly?: readonly TrainingOnly[];
  /** New values of statistics (running means), to be fed back with those of the parameters. */
  readonly updates?: readonly Node[];
  readonly noise?: readonly Noise[];
  /** The same layer, with the same parameters, on another input. */
  readonly apply?: (x: Node) => Node | Part;
}

/**
 * A model: anything with parameters that can be applied to an input. An instance of a class of your own is one, and so is what
 * `dense`, `mlp` and the other layers return over tensors.
 */
export interface Model {
  readonly parameters: readonly Node[];
  apply(x: Node): Node | Part;
}

/** A layer that has no input yet. It makes its parameters when it gets one. */
export interface Plan<P extends Part = Part> {
  readonly kind: string;
  /** place: what stands in its names, `W^(2)` at the place "2". */
  make(x: Node, place: string): P;
}

/** What can stand in a sequence: a plan, a model, or a plain function (`relu` of `@chainrule/graph`, or your own). */
export type Block = Plan | Model | ((x: Node) => Node | Part);
