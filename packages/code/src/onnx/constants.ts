import { constant, type Node, type Value } from "@chainrule/graph";

/** A constant of a number or a tensor. */
export const constantNode = (value: Value): Node =>
  typeof value === "number" ? constant(value) : constant(value);
