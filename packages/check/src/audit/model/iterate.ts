import { compile, evaluate, gradient, type Node, sequential, symbolsOf, updated } from "@chainrule/graph";
import { graphText } from "../../graph-text";
import { Answers } from "./memory";
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
  const updates = trained.map((parameter, k) =>
    updated(parameter, parameter.sub((gradients[k] as Node).mul(rate).mul(scale))),
  );
  return isSequential ? sequential(loss, updates) : updates;
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
  const at = [...start, ...fixed.map(([, value]) => value)];
  const values = runs.get(
    () => `${n} ${at.join()} ${graphText([...outputs, ...inputs])}`,
    () => compile(outputs, inputs).run(n, at) as number[],
  );
  return new Map(inputs.map((node, k) => [node, values[k] as number]));
}

/** What parameters are after so many steps. */
const runs = new Answers<readonly number[]>();

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
