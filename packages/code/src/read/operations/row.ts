import type { Node } from "@chainrule/graph";
import type { Call } from "../call";
import { Tensor, type Value } from "../value";

/** A function of a library: its parameters in their order, and what it makes of them. */
export interface Row {
  readonly takes: readonly string[];
  readonly build: (call: Call) => Value;
}

export type Rows = Readonly<Record<string, Row>>;

/** A row that gives a new tensor. */
export const row = (takes: string, build: (call: Call) => Node): Row => ({
  takes: takes.split(" ").filter((name) => name !== ""),
  build: (call) => new Tensor(build(call)),
});

/** A row that gives something else: a view, several tensors, a condition. */
export const other = (takes: string, build: (call: Call) => Value): Row => ({
  takes: takes.split(" ").filter((name) => name !== ""),
  build,
});

export const shapeOf = (node: Node): readonly number[] => node.shape as readonly number[]; // the reader makes no symbolic sizes
