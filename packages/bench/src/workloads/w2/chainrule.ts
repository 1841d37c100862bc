import { compile, constant, map, mean, type Node, scalar, tensor } from "@chainrule/graph";
import { mlp, sgd } from "@chainrule/nn";
import type { Case, Prepared } from "../../workload";
import { FEWER, type LayerParameters, type Points, parameters, points, STEPS } from "./problem";
import { decay, rate, SAMPLES } from "./stepper";

/** A loss and what is trained to make it small. */
export interface Problem {
  readonly loss: Node;
  readonly trained: readonly Node[];
}

/** The network as tensors, through `nn`. */
export function throughNn({ size }: Case): Prepared {
  return training(tensorProblem(points(), parameters(size)), STEPS);
}

/** The same, sample by sample in scalars: what a user of a scalar engine writes. 65,715 nodes. */
export function scalars({ size }: Case): Prepared {
  return training(scalarProblem(points(), parameters(size)), FEWER);
}

export function tensorProblem({ x, y }: Points, start: readonly LayerParameters[]): Problem {
  const layers = start.map(({ rows, biases }, k) => ({
    weights: rows,
    bias: biases,
    activation: k < 2 ? ("relu" as const) : ("identity" as const),
  }));
  const network = mlp(tensor("x", { shape: [SAMPLES, 2], data: x }), layers);
  const margins = constant({ shape: [SAMPLES, 1], data: y })
    .mul(network.output)
    .neg()
    .add(1);
  const squares = network.parameters.map((p) => p.square().sum()).reduce((sum, next) => sum.add(next));
  const loss = margins.relu().mean().add(squares.mul(decay));
  return { loss, trained: network.parameters };
}

/** The scalar network of one sample, mapped over all. */
export function mapped({ size }: Case): Prepared {
  const { x, y } = points();
  const { output, trained } = scalarNetwork(parameters(size));
  const samples = Array.from(y, (t, k) => ({ x: x[2 * k] as number, y: x[2 * k + 1] as number, t }));
  const errors = map(samples, ({ x, y, t }) => output([x, y]).mul(t.neg()).add(1).relu());
  return training({ loss: regularised(mean(errors), trained), trained }, FEWER);
}

export function scalarProblem({ x, y }: Points, start: readonly LayerParameters[]): Problem {
  const { output, trained } = scalarNetwork(start);
  const errors = Array.from(y, (label, k) => {
    const sample = [x[2 * k], x[2 * k + 1]].map((value) => constant(value as number));
    return output(sample).mul(-label).add(1).relu();
  });
  return { loss: regularised(total(errors).mul(1 / SAMPLES), trained), trained };
}

const total = (terms: readonly Node[]): Node => terms.reduce((sum, next) => sum.add(next));

const regularised = (loss: Node, trained: readonly Node[]): Node =>
  loss.add(total(trained.map((p) => p.mul(p))).mul(decay));

interface ScalarNetwork {
  readonly output: (input: readonly Node[]) => Node;
  readonly trained: readonly Node[];
}

function scalarNetwork(start: readonly LayerParameters[]): ScalarNetwork {
  const layers = start.map(({ rows, biases }, l) =>
    rows.map((row, j) => ({
      w: row.map((value, i) => scalar(`w_{${j + 1},${i + 1}}^(${l + 1})`, value)),
      b: scalar(`b_${j + 1}^(${l + 1})`, biases[j]),
    })),
  );
  const output = (input: readonly Node[]): Node =>
    layers.reduce<readonly Node[]>(
      (h, units, l) =>
        units.map(({ w, b }) => {
          const net = w.reduce<Node>((sum, weight, i) => sum.add(weight.mul(h[i] as Node)), b);
          return l < 2 ? net.relu() : net;
        }),
      input,
    )[0] as Node; // the last layer has one unit
  return { output, trained: layers.flat().flatMap(({ w, b }) => [...w, b]) };
}

function training({ loss, trained }: Problem, steps: number): Prepared {
  const step = compile([loss, ...sgd(loss, trained, rate)], trained);
  const start = trained.map((p) => p.value);
  let last = Number.NaN;
  return {
    units: steps,
    run() {
      last = step.run(steps, start)[0] as number; // the loss is a scalar
    },
    values: () => [last],
  };
}
