import { type Node, nameText, nearest, scalar, tensor, type Value } from "@chainrule/graph";
import {
  type ActivationName,
  absoluteError,
  activation,
  crossEntropy,
  glorot,
  hinge,
  mlp,
  type ScalarMlp,
  squaredError,
  targets,
} from "@chainrule/nn";
import { baseOf, classesOf, type Network, quantitiesOf, type WholeNetwork } from "./network";
import { cut, type Piece, problemAt, within } from "./problem";

/*
 * Networks in a line: `2-2-2 sigmoid, squared error, shared biases, rate 0.5`; below it values by name, `w_1 = 0.15` or
 * `w = 0.15, 0.2, 0.25`.
 */

interface Plan {
  readonly sizes: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly loss: LossName;
  readonly biases: "each" | "shared" | "none";
  readonly trainBias: boolean;
  readonly rate: number;
  readonly seed: number;
}

const LOSSES = ["squared error", "cross-entropy", "absolute error", "hinge"] as const;
type LossName = (typeof LOSSES)[number];
const BIASES = { "shared biases": "shared", "no biases": "none" } as const;
const CLAUSES = [...LOSSES, ...Object.keys(BIASES), "fixed biases", "rate 0.5", "seed 1"];
const MOST_UNITS = 64;

/** Whether a text begins with sizes of layers. */
export const isArchitecture = (first: Piece): boolean => /^\d+\s*[-–]\s*\d/.test(first.text);

/** @throws SourceError */
export function readArchitecture([first, ...rest]: readonly [Piece, ...Piece[]]): Network {
  const plan = readPlan(first);
  const { loss: name, rate, sizes } = plan;
  const layers = within(first, () => mlp(inputsOf(sizes[0] as number), layersOf(plan), commonOf(plan)));
  const goals = targets(
    layers.outputs,
    layers.outputs.map((_, k) => usualTarget(name, k)),
  );
  const loss = within(first, () => lossOf(name, layers, goals, plan));
  const quantities = quantitiesOf(loss);
  const settable = [...layers.inputs, ...layers.parameters, ...layers.fixed, ...goals];
  for (const statement of rest) assign(statement, settable);
  return {
    loss,
    quantities,
    parameters: layers.parameters,
    inputs: layers.inputs,
    targets: goals,
    outputs: layers.outputs,
    classes: classesOf(goals.length, name === "hinge" ? -1 : 0),
    rate,
    whole: wholeOf(plan, layers, goals, loss),
  };
}

const inputsOf = (count: number): Node<number>[] =>
  Array.from({ length: count }, (_, k) =>
    scalar(`i_${k + 1}`, k === 0 ? 0.5 : Number((0.5 - k / 4).toFixed(2))),
  );

const usualTarget = (loss: LossName, k: number): number => (k === 0 ? 1 : loss === "hinge" ? -1 : 0);

const layersOf = ({ activations, biases, sizes }: Plan) =>
  activations.map((activation, k) => ({ units: sizes[k + 1] as number, activation, bias: biases })); // a size more than layers

const commonOf = ({ seed, trainBias }: Plan) => ({ weights: glorot(seed), trainBias });

function lossOf(name: LossName, { outputs }: ScalarMlp, goals: readonly Node<number>[], plan: Plan): Node {
  const names = { names: { total: outputs.length > 1 ? "E_total" : "E" } };
  if (name === "squared error") return squaredError(outputs, goals, names);
  if (name === "absolute error") return absoluteError(outputs, goals, names);
  if (name === "hinge") return hinge(outputs, goals, names);
  const from = plan.activations.at(-1) === "identity" ? "logits" : "probabilities";
  return crossEntropy(outputs, goals, { ...names, from, ...(from === "probabilities" && { binary: true }) });
}

/** The same network over tensors; the symbols have the values of the scalars as they are when it is made. */
function wholeOf(
  plan: Plan,
  layers: ScalarMlp,
  goals: readonly Node[],
  loss: Node,
): WholeNetwork | undefined {
  if (plan.loss !== "squared error") return undefined;
  const x = tensor("x", { shape: [plan.sizes[0] as number] });
  const options = layersOf(plan).map(({ bias, ...layer }) => ({
    ...layer,
    bias: bias === "none" ? ("none" as const) : ("each" as const),
  }));
  const network = mlp(x, options, { trainBias: plan.trainBias });
  const y = tensor("y", { shape: [plan.sizes.at(-1) as number] });
  const whole = squaredError(network.output, y, { names: { total: nameText(loss.attrs.name as never) } });
  const known = new Map<string, Node>();
  const note = (node: Node | undefined, of: Node | undefined): void => {
    if (node?.attrs.name !== undefined && of !== undefined) known.set(nameText(node.attrs.name), of);
  };
  for (const input of layers.inputs) note(input, x);
  for (const goal of goals) note(goal, y);
  for (const [k, { units }] of layers.layers.entries()) {
    const layer = network.layers[k];
    for (const unit of units) {
      for (const weight of unit.weights) note(weight, layer?.weights);
      note(unit.bias, layer?.bias);
      note(unit.net, layer?.net);
      note(unit.output, layer?.output);
    }
  }
  return { loss: whole, quantities: quantitiesOf(whole), counterpart: (name) => known.get(name) };
}

/** @throws SourceError */
function readPlan(first: Piece): Plan {
  const [head, ...clauses] = cut(first, /,/) as [Piece, ...Piece[]]; // a text cut has a part
  const sizes = /^[\d\s–-]+/.exec(head.text)?.[0] ?? "";
  const counts = sizes.split(/[-–]/).map((text) => Number(text.trim()));
  const sizesPiece = { text: sizes.trim(), from: head.from };
  if (counts.length < 2 || counts.some((count) => !Number.isInteger(count) || count < 1))
    throw problemAt(sizesPiece, "sizes of layers are whole numbers between hyphens, as in 2-2-2");
  if (counts.some((count) => count > MOST_UNITS))
    throw problemAt(sizesPiece, `at most ${MOST_UNITS} units in a layer`);
  const words = cut({ text: head.text.slice(sizes.length), from: head.from + sizes.length }, /\s+/).filter(
    ({ text }) => text !== "",
  );
  const loss = lossIn(clauses);
  const settings = clauses.map(settingOf);
  return {
    sizes: counts,
    activations: activationsOf(words, counts.length - 1, loss),
    loss,
    biases: "each",
    trainBias: true,
    rate: 0.5,
    seed: 1,
    ...Object.assign({}, ...settings),
  };
}

const lossIn = (clauses: readonly Piece[]): LossName =>
  LOSSES.find((name) => clauses.some(({ text }) => normal(text) === name)) ?? "squared error";

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^cross entropy$/, "cross-entropy")
    .replace(/bias$/, "biases");

/** One clause after a comma. @throws SourceError */
function settingOf(clause: Piece): Partial<Plan> {
  const text = normal(clause.text);
  const [, word, number] = /^(rate|seed) ([\d.e-]+)$/.exec(text) ?? [];
  if (word === "rate" && Number(number) > 0) return { rate: Number(number) };
  if (word === "seed" && Number.isInteger(Number(number))) return { seed: Number(number) };
  if (text in BIASES) return { biases: BIASES[text as keyof typeof BIASES] };
  if (text === "fixed biases") return { trainBias: false };
  if ((LOSSES as readonly string[]).includes(text)) return {};
  const near = nearest(text, CLAUSES);
  throw problemAt(
    clause,
    near === undefined ? `not known: one of ${CLAUSES.join(", ")}` : `not known; the nearest is "${near}"`,
  );
}

/** One name is for all layers (before a cross-entropy, for the hidden ones), two are for hidden layers and the last. */
function activationsOf(words: readonly Piece[], layers: number, loss: LossName): ActivationName[] {
  const names = words.map((piece): ActivationName => {
    const name = piece.text === "linear" ? "identity" : piece.text;
    within(piece, () => activation(name as ActivationName));
    return name as ActivationName; // `activation` refuses what is none
  });
  const [hidden = "sigmoid", last] = names;
  if (names.length === layers) return names;
  if (names.length > 2)
    throw problemAt(
      words[2] as Piece,
      `one activation for all layers, one for hidden layers and one for the last, or ${layers}`,
    );
  const end = last ?? (loss === "cross-entropy" || loss === "hinge" ? "identity" : hidden);
  return Array.from({ length: layers }, (_, k) => (k === layers - 1 ? end : hidden));
}

/** `w_1 = 0.15`, or `w = 0.15, 0.2` for all of that name in their order. @throws SourceError */
function assign(statement: Piece, settable: readonly Node[]): void {
  const [left, ...rights] = cut(statement, /=/) as [Piece, ...Piece[]];
  const [right] = rights;
  if (right === undefined || rights.length > 1)
    throw problemAt(statement, "below the sizes stand values, as in w_1 = 0.15, or w = 0.15, 0.2");
  const exact = settable.filter((node) => String(node) === left.text);
  const chosen = exact.length > 0 ? exact : settable.filter((node) => baseOf(node) === left.text);
  if (chosen.length === 0) {
    const near = nearest(left.text, settable.map(String));
    throw problemAt(
      left,
      `the network has no such symbol${near === undefined ? "" : `; the nearest is ${near}`}`,
    );
  }
  const numbers = cut(right, /,/).map((piece) => {
    const value = Number(piece.text);
    if (piece.text === "" || !Number.isFinite(value)) throw problemAt(piece, "a value is a number");
    return value;
  });
  if (numbers.length !== chosen.length)
    throw problemAt(right, `${chosen.length} values are needed, there are ${numbers.length}`);
  chosen.forEach((node, k) => {
    node.set(numbers[k] as Value);
  });
}
