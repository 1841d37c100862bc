import {
  broadcastTo,
  ChainruleError,
  concat,
  einsum,
  type Node,
  type Size,
  shapeText,
} from "@chainrule/graph";
import { checkCount, checkFlag } from "../refuse";
import { type CommonOptions, type LayerFunction, layerFunction, type PartNames } from "./plan";
import { checkRank, numberAlong, type Parameter, type Weights, weightsOf } from "./weights";

/** What one step makes of an input and of the state before it. */
export interface Cell<K extends string> {
  /** What the state consists of, the output first: `h`, or `h` and `c`. */
  readonly state: readonly string[];
  /** The parameters for m units and n inputs. */
  readonly parameters: (units: Size, inputs: Size) => Readonly<Record<K, Parameter>>;
  /** names: for definitions, each with the number of the step where there are several. */
  readonly step: (
    x: Node,
    state: readonly Node[],
    weights: Readonly<Record<K, Node>>,
    names: PartNames,
  ) => readonly Node[];
}

export interface CellOptions<K extends string> extends CommonOptions {
  readonly units: Size;
  /** The state before, the output first: zeros if left out. Each is [m], or [N, m]. */
  readonly state?: readonly Node[];
  readonly weights?: Weights<K>;
}

export interface RecurrentOptions<K extends string> extends CellOptions<K> {
  /** Whether the output is that of all steps, or of the last one (false). */
  readonly returnSequences?: boolean;
}

/** One step, or several. */
export interface CellMade<K extends string> {
  readonly output: Node;
  readonly weights: Readonly<Record<K, Node>>;
  /** The state after it, the output first. */
  readonly state: readonly Node[];
}

export interface RecurrentMade<K extends string> extends CellMade<K> {
  /** The outputs of all steps, in order. */
  readonly outputs: readonly Node[];
}

/** A layer of one step. x: [n] or [N, n] -> [m] or [N, m]. */
export const cellLayer = <K extends string>(
  kind: string,
  cell: Cell<K>,
): LayerFunction<CellOptions<K>, CellMade<K>> =>
  layerFunction(kind, { units: true, state: true, weights: true }, (x, options: CellOptions<K>, names) => {
    checkRank(x, [1, 2], "[n] or [N, n]", kind);
    const { weights, state } = begun(x.shape.slice(0, -1), x, cell, options, names, kind);
    const after = cell.step(x, state, weights, names);
    return { output: after[0] as Node, weights, state: after }; // the output comes first
  });

/** A layer of as many steps as the input has. x: [T, n] or [N, T, n] -> [m] or [N, m], or [T, m] or [N, T, m]. */
export const recurrentLayer = <K extends string>(
  kind: string,
  cell: Cell<K>,
): LayerFunction<RecurrentOptions<K>, RecurrentMade<K>> =>
  layerFunction(
    kind,
    { units: true, state: true, weights: true, returnSequences: true },
    (x, options: RecurrentOptions<K>, names) => {
      checkRank(x, [2, 3], "[T, n] or [N, T, n]", kind);
      const all = checkFlag(options.returnSequences, false, `${kind}: returnSequences`);
      const time = x.shape.length - 2;
      const steps = numberAlong(x, time, "the number of steps", kind);
      const started = begun(x.shape.slice(0, time), x, cell, options, names, kind);
      let { state } = started;
      const outputs: Node[] = [];
      for (let t = 0; t < steps; t++) {
        const input = x.slice(time, t, t + 1).sum(time);
        state = cell.step(input, state, started.weights, (part) => names(`${part}_${t + 1}`));
        outputs.push(state[0] as Node); // the output comes first
      }
      const last = outputs[steps - 1] as Node; // checked by `begun`
      return { output: all ? stacked(outputs) : last, weights: started.weights, state, outputs };
    },
  );

/** Parameters and the state before the first step. @throws ChainruleError OPTION, SHAPE */
function begun<K extends string>(
  batch: readonly Size[],
  x: Node,
  cell: Cell<K>,
  options: CellOptions<K>,
  names: PartNames,
  where: string,
): { readonly weights: Readonly<Record<K, Node>>; readonly state: readonly Node[] } {
  const units =
    typeof options.units === "object"
      ? options.units
      : checkCount(options.units, 1, "the number of units", where);
  const inputs = x.shape[x.shape.length - 1] as Size; // it has axes
  const weights = weightsOf(cell.parameters(units, inputs), options.weights, names, where);
  const shape = [...batch, units];
  const given = options.state;
  if (given === undefined) return { weights, state: cell.state.map(() => broadcastTo(0, shape)) };
  const fits =
    given.length === cell.state.length && given.every((node) => shapeText(node.shape) === shapeText(shape));
  if (fits) return { weights, state: given };
  throw new ChainruleError("SHAPE", "the state does not fit the layer", {
    where: `${where}: state`,
    got: given.map((node) => shapeText(node.shape)).join(", "),
    expected: cell.state.map((part) => `${part}: ${shapeText(shape)}`).join(", "),
  });
}

/** Steps side by side along an axis of time before the last: [m] each -> [T, m], [N, m] -> [N, T, m]. */
function stacked(outputs: readonly Node[]): Node {
  const batch = (outputs[0]?.shape.length ?? 1) === 1 ? "" : "n";
  return concat(
    outputs.map((output) => einsum(`${batch}m,t->${batch}tm`, output, [1])),
    batch.length,
  );
}
