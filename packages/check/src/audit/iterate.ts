import { compile, evaluate, gradient, Node, symbolsOf, topologicalOrder } from "@chainrule/graph";
import type { Model, Quantity } from "./model";
import type { UpdateRule } from "./updates";

/** A way to train: what is updated, how, and on what loss. */
export interface Procedure {
  readonly trained: readonly Node[];
  /** Hidden gradients use weights that were updated before in the same step. */
  readonly isSequential: boolean;
  /** The factor that the loss of the document has in this procedure. */
  readonly scale: number;
}

/** So many updates are tried at most. */
const MOST_UPDATES = 100_000;

const BIASES = /^(b|bias|theta|gamma|c)$/;

/** What the document trains: the given quantities of the kind that it updates, weights if it updates none. */
export function trainedBy(
  model: Model,
  { loss }: UpdateRule,
  updatedBases: ReadonlySet<string>,
): { readonly weights: Node[]; readonly biases: Node[] } {
  if (loss === undefined) return { weights: [], biases: [] };
  const leaves = new Set(symbolsOf([loss.node]));
  const given = [...model.quantities.values()].filter(
    ({ kind, node }) => kind === "given" && leaves.has(node) && node.shape.length === 0,
  );
  const nodes = (is: (quantity: Quantity) => boolean): Node[] => given.filter(is).map(({ node }) => node);
  const bases = updatedBases.size > 0 ? updatedBases : new Set(["w", "W", "v"]);
  return {
    weights: nodes(({ name }) => bases.has(name.base)),
    biases: nodes(({ name }) => BIASES.test(name.base) && !bases.has(name.base)),
  };
}

/** The parameters after one step of a procedure, as graphs over those before it. */
export function stepOf({ isSequential, scale, trained }: Procedure, loss: Node, rate: Node): Node[] {
  const gradients = gradient(loss, [...trained]);
  const simple = trained.map((parameter, k) => parameter.sub((gradients[k] as Node).mul(rate).mul(scale)));
  if (!isSequential) return simple;
  const done = new Map<Node, Node>();
  const pending = [...trained];
  // a weight comes after those that its gradient passes through, which lie nearer to the loss
  for (let turn = 0; pending.length > 0 && turn <= trained.length ** 2; turn++) {
    const parameter = pending.shift() as Node;
    const adjoint = gradients[trained.indexOf(parameter)] as Node;
    const passed = backwardLeaves(adjoint).filter((leaf) => leaf !== parameter && trained.includes(leaf));
    if (passed.some((leaf) => !done.has(leaf))) pending.push(parameter);
    else done.set(parameter, parameter.sub(backwardReplaced(adjoint, done).mul(rate).mul(scale)));
  }
  return trained.map((parameter, k) => done.get(parameter) ?? (simple[k] as Node));
}

const isForward = (node: Node): boolean => node.op.kind === "naming" && node.attrs.name?.kind === "symbol";

/** The nodes of a gradient outside the forward graph, inputs first. */
function backwardNodes(adjoint: Node): Node[] {
  const inside = new Set<Node>();
  const pending = [adjoint];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (inside.has(node) || isForward(node)) continue;
    inside.add(node);
    pending.push(...node.inputs);
  }
  return topologicalOrder([adjoint]).filter((node) => inside.has(node));
}

const backwardLeaves = (adjoint: Node): Node[] =>
  backwardNodes(adjoint).filter(({ attrs }) => attrs.cell !== undefined);

function backwardReplaced(adjoint: Node, by: ReadonlyMap<Node, Node>): Node {
  const replaced = new Map<Node, Node>();
  for (const node of backwardNodes(adjoint)) {
    const inputs = node.inputs.map((input) => replaced.get(input) ?? input);
    replaced.set(
      node,
      by.get(node) ?? (inputs.length === 0 ? node : new Node(node.op, inputs, node.attrs, node.shape)),
    );
  }
  return replaced.get(adjoint) ?? adjoint;
}

/** The values of the trained parameters after n steps; undefined for more steps than are tried. */
function parametersAfter(
  procedure: Procedure,
  n: number,
  loss: Node,
  rate: Node,
  point: ReadonlyMap<Node, number>,
): Map<Node, number> | undefined {
  if (n > MOST_UPDATES) return undefined;
  const { trained } = procedure;
  const fixed = [...point].filter(([node]) => !trained.includes(node));
  const start = trained.map((node) => point.get(node) as number);
  if (n === 0) return new Map(point);
  const inputs = [...trained, ...fixed.map(([node]) => node)];
  const outputs = [...stepOf(procedure, loss, rate), ...fixed.map(([node]) => node)];
  const values = compile(outputs, inputs).run(n, [...start, ...fixed.map(([, value]) => value)]) as number[];
  return new Map(inputs.map((node, k) => [node, values[k] as number]));
}

/** Runs of procedures on one document; each is made once. */
export class Runs {
  readonly #loss: Node;
  readonly #rate: Node;
  readonly #point: ReadonlyMap<Node, number>;
  readonly #made = new Map<string, ReadonlyMap<Node, number> | undefined>();
  readonly weights: readonly Node[];
  readonly biases: readonly Node[];

  constructor(
    model: Model,
    rule: UpdateRule & { readonly loss: Quantity; readonly rate: Node },
    updatedBases: ReadonlySet<string>,
  ) {
    this.#loss = rule.loss.node;
    this.#rate = rule.rate;
    this.#point = new Map([...model.point].map(([node, [value]]) => [node, value as number]));
    const { biases, weights } = trainedBy(model, rule, updatedBases);
    this.weights = weights;
    this.biases = biases;
  }

  /** The value of a quantity after n updates; undefined where it has none. */
  value(node: Node, n: number, procedure: Procedure): number | undefined {
    if (
      procedure.trained.length === 0 ||
      symbolsOf([node, this.#loss, this.#rate]).some((leaf) => !this.#point.has(leaf))
    )
      return undefined;
    const key = `${n} ${procedure.isSequential} ${procedure.scale} ${procedure.trained.length}`;
    if (!this.#made.has(key))
      this.#made.set(key, parametersAfter(procedure, n, this.#loss, this.#rate, this.#point));
    const values = this.#made.get(key);
    const found = values === undefined ? undefined : evaluate(node, values);
    return typeof found === "number" && Number.isFinite(found) ? found : undefined;
  }

  /** A derivative of the loss as the procedure has it in its first step. */
  derivative(by: Node, procedure: Procedure): number | undefined {
    const k = procedure.trained.indexOf(by);
    const step = k === -1 ? undefined : stepOf(procedure, this.#loss, this.#rate)[k];
    if (step === undefined || symbolsOf([step]).some((leaf) => !this.#point.has(leaf))) return undefined;
    const [after, rate] = evaluate([step, this.#rate], this.#point) as [number, number];
    return ((this.#point.get(by) as number) - after) / rate;
  }
}
