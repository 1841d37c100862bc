/**
 * Two spirals around each other (Lang and Witbrock 1988), learned in batches: 194 points, a network 2-32-32-1, until the loss of an epoch
 * is below 0.02. What was learned is saved, loaded, and drawn.
 */
import { dim, tensor } from "@chainrule/graph";
import { confusionMatrix, fit, he, load, mlp, modelBytes, predict, spirals } from "@chainrule/nn";
import { plotCurves, plotRegions } from "@chainrule/plot";

const data = spirals(194);
const x = tensor("x", [dim("N"), 2]);
const layers = [{ units: 32, activation: "relu" }, { units: 32, activation: "relu" }, 1] as const;
const network = mlp(x, layers, { weights: he(1) });

const { history, ended, epochs, updates } = fit(
  network,
  { ...data, classes: ["first", "second"] },
  {
    epochs: 500,
    batchSize: 32,
    rate: 0.01,
    metrics: ["accuracy"],
    stop: { below: 0.02 },
    seed: 1,
    onEpoch: ({ epoch, loss, measures }) => {
      if (epoch % 25 === 0)
        console.log(
          `epoch ${epoch}: loss ${loss.toFixed(4)}, ${((measures.accuracy ?? 0) * 100).toFixed(1)} % right`,
        );
    },
  },
);
console.log(`ended by "${ended}" after ${epochs} epochs, ${updates} updates`);

const saved = modelBytes(network); // `save(network, "spirals.safetensors")` puts them into a file
const loaded = load(saved);
console.log("who is taken for whom:", confusionMatrix(predict(loaded, data.x), data.y, { threshold: 0 }));

const { data: coordinates } = data.x;
const points = Array.from({ length: 194 }, (_, k) => [...coordinates.subarray(2 * k, 2 * k + 2)]);
export const pictures = {
  loss: plotCurves({ loss: history.loss ?? [] }, { log: true, x: "epoch", title: "Two spirals" }),
  regions: plotRegions(loaded, {
    points,
    labels: [...data.y.data].map((label) => 2 * label - 1),
    x: [-1.1, 1.1],
    y: [-1.1, 1.1],
    title: "What was learned of two spirals",
  }),
};
