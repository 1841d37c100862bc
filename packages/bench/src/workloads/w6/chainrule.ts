import { gradient, type Node, scalar, topologicalOrder } from "@chainrule/graph";
import type { Case, Prepared } from "../../workload";
import { formula, valueAt } from "./problem";

/** The formula as a graph, each symbol once, and w_1. */
export function graphOf(size: Case): { readonly output: Node; readonly w1: Node } {
  const symbols = new Map<string, Node>();
  const symbol = (name: string): Node => {
    const made =
      symbols.get(name) ?? scalar(`${name[0]}_${name.slice(1)}`.replace(/_$/, ""), valueAt(size, name));
    symbols.set(name, made);
    return made;
  };
  const output = formula<Node>(size, {
    symbol,
    add: (a, b) => a.add(b),
    mul: (a, b) => a.mul(b),
    sigmoid: (a) => a.sigmoid(),
  });
  return { output, w1: symbol("w1") };
}

export function chainrule(size: Case): Prepared {
  const { output, w1 } = graphOf(size);
  let derivative = output;
  return {
    units: 1,
    run() {
      derivative = gradient(output, w1);
    },
    values: () => [derivative.value as number], // a scalar
    figures: () => ({
      "nodes in": topologicalOrder([output]).length,
      "nodes out": topologicalOrder([derivative]).length,
    }),
  };
}
