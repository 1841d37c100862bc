import { ChainruleError, type Node, shapeText, substituted } from "@chainrule/graph";
import { labelOf } from "../refuse";
import type { Part } from "./model";
import { checkPart } from "./run";

/**
 * The output of a network as it is used after training: without dropout, and with the running statistics of batch
 * normalisation. It has the same symbols for inputs and parameters.
 * @example inference(model).value
 */
export function inference(model: Part): Node {
  const { output, trainingOnly = [] } = checkPart(model, "inference");
  // from the last layer to the first, since what takes a layer's place stands on layers before it
  return [...trainingOnly].reverse().reduce<Node>((root, { node, instead }) => {
    const [next] = substituted([root], (each) => (each === node ? instead : undefined));
    return next as Node; // one root, one result
  }, output);
}

/**
 * Draws the noise of a network anew (the masks of dropout), once before each update.
 * samples: the number of samples, where it is a symbolic size.
 * @throws ChainruleError SIZE when a size is not known
 * @example train(E, model.parameters, { rate: 0.1, steps: 100, onStep: () => drawNoise(model) })
 */
export function drawNoise(model: Part, samples?: number): void {
  const { noise = [] } = checkPart(model, "drawNoise");
  for (const { symbol, draw } of noise) {
    const shape = symbol.shape.map((size) => (typeof size === "number" ? size : samples));
    if (!shape.every((size) => size !== undefined)) {
      throw new ChainruleError("SIZE", "noise is drawn for sizes that are numbers", {
        where: `drawNoise: ${labelOf(symbol)}`,
        got: shapeText(symbol.shape),
        mend: "Give the number of samples",
      });
    }
    symbol.set(draw(shape));
  }
}
