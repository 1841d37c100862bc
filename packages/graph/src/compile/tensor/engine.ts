import { ChainruleError } from "../../errors";
import { nodeValue } from "../../evaluate/reference";
import { type Sizes, sizesOf } from "../../evaluate/sizes";
import type { Node, Value } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import { placesIn, topologicalOrder } from "../../order";
import { copyValue } from "../../value";
import type { Backend, Engine, Feed } from "../backend";

/** Runs a graph of tensors. */
export function tensorEngine(
  roots: readonly Node[],
  inputs: readonly Node[],
  _backend: Backend,
  feeds: readonly Feed[],
): Engine {
  const order = topologicalOrder(roots);
  const placeOf = placesIn(order);
  const isInput = new Set(inputs);
  const parameters = order.filter((node) => node.attrs.cell !== undefined && !isInput.has(node));
  const once = (values: readonly Value[]): Value[] => {
    const known = [
      ...inputs.map((node, k) => [node, values[k] as Value] as const),
      ...parameters.map((node) => [node, parameterValue(node)] as const),
    ];
    const sizes: Sizes = sizesOf(known);
    const found = new Array<Value | undefined>(order.length);
    for (const [node, value] of known) if (placeOf(node) !== -1) found[placeOf(node)] = value;
    order.forEach((node, place) => {
      found[place] ??= nodeValue(node, (input) => found[placeOf(input)] as Value, sizes);
    });
    return roots.map((root) => found[placeOf(root)] as Value);
  };
  return {
    run: (values, steps) => {
      const now = [...values];
      for (let step = 1; ; step++) {
        const outputs = once(now);
        if (step === steps) return outputs.map(copyValue);
        for (const { from, to } of feeds) now[to] = outputs[from] as Value;
      }
    },
    explain: () => `${order.length} nodes with tensors\nbackend: interpreter`,
  };
}

function parameterValue(symbol: Node): Value {
  const value = symbol.attrs.cell?.value;
  if (value !== undefined) return value;
  throw new ChainruleError("UNBOUND", "this symbol has no value", {
    where: nodeLabel(symbol),
    mend: "Make it an input of compile, or give it one with .set(...)",
  });
}
