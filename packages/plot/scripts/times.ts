/** How long a large graph and fine decision regions take: the best of some runs, in milliseconds. `npm run plot:times` */
import { topologicalOrder } from "@chainrule/graph";
import { glorot, mlp } from "@chainrule/nn";
import { draw, plotRegions } from "../src";
import { largeNetwork } from "../test/graphs";

function best(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.round(Math.min(...times));
}

const graph = largeNetwork();
const net = mlp([0, 0], [4, 4, 1], { weights: glorot(2) });
console.log(
  `draw, ${topologicalOrder([graph]).length} nodes: ${best(3, () => draw(graph, { unfold: true }))} ms`,
);
console.log(
  `plotRegions, 200 x 200 points: ${best(5, () => plotRegions(net, { x: [-3, 3], y: [-3, 3] }))} ms`,
);
