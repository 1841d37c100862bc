import { type Backend, compile, evaluate, type Node, type Value } from "@chainrule/graph";
import { sgd } from "@chainrule/nn";
import { problem as mazur } from "../workloads/w1/chainrule";
import * as w1 from "../workloads/w1/problem";
import { scalarProblem, tensorProblem } from "../workloads/w2/chainrule";
import { type Points, parameters, points } from "../workloads/w2/problem";
import * as w2 from "../workloads/w2/stepper";

export const STEPS = 1000;

/** A program of training: outputs are the loss, then the parameters after a step. */
export interface Training {
  readonly outputs: readonly Node[];
  readonly trained: readonly Node[];
}

/** Mazur's 2-2-2 network, and micrograd's demo 2-16-16-1 on 100 points as tensors and as 65,715 scalars. */
export const trainings: Readonly<Record<string, () => Training>> = {
  "2-2-2": () => stepsOf(mazur(), w1.rate),
  "W2, tensors": () => stepsOf(tensorProblem(moons(), parameters(0)), w2.rate),
  "W2, scalars": () => stepsOf(scalarProblem(moons(), parameters(0)), w2.rate),
};

function stepsOf({ loss, trained }: ReturnType<typeof mazur>, rate: number): Training {
  return { outputs: [loss, ...sgd(loss, trained, rate)], trained };
}

/** To nine places: the engine's own cosine made them, and its last bits are nobody's promise. */
function moons(): Points {
  const { x, y } = points();
  return { x: x.map((entry) => Math.round(entry * 1e9) / 1e9), y };
}

/** The weights after so many steps of one program. */
export function trainedWeights(
  { outputs, trained }: Training,
  backend: Backend,
  steps = STEPS,
): Float64Array {
  const program = compile(outputs, trained, { backend });
  const start = trained.map((parameter) => parameter.value);
  return entriesOf(program.run(steps, start).slice(1));
}

/** The same by the reference evaluator, step by step. */
export function referenceWeights({ outputs, trained }: Training, steps = STEPS): Float64Array {
  let now: readonly Value[] = trained.map((parameter) => parameter.value);
  for (let step = 0; step < steps; step++)
    now = evaluate(outputs, new Map(trained.map((parameter, k) => [parameter, now[k]]))).slice(1);
  return entriesOf(now);
}

function entriesOf(values: readonly Value[]): Float64Array {
  return Float64Array.from(values.flatMap((value) => (typeof value === "number" ? value : [...value.data])));
}
