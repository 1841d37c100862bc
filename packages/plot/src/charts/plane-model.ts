import { ChainruleError, type Name, Node, symbolsOf } from "@chainrule/graph";
import { modelOf } from "../network/model";
import { sketchOf } from "../network/read";
import { unitName } from "../network/unit";
import type { Plane } from "./field";

/* A network as functions of two inputs: what it gives, and where each of its units changes sign. */

export interface PlaneModel {
  readonly outputs: readonly Node[];
  readonly plane: Plane;
  /** What the axes are called. */
  readonly names: readonly [Name | undefined, Name | undefined];
  /** The weighted sums of units behind no other unit first; those of outputs are the boundary itself. */
  readonly nets: readonly { readonly net: Node; readonly name: Name | undefined }[];
}

/** @throws ChainruleError OPERAND for what is no network, OPTION for one that has not two inputs */
export function planeModelOf(given: unknown, inputs: readonly Node[] | undefined, where: string): PlaneModel {
  const { outputs, trained, tensorLayers } = modelOf(withoutLoss(given), where);
  const found = inputs ?? inputsOf(given) ?? guessed(outputs, trained);
  const [a, b] = found;
  if (found.length === 1 && a && a.shape.length > 0 && a.shape.at(-1) === 2) {
    const nets = (tensorLayers ?? []).map(({ net, output }) => ({ net, output }));
    return {
      outputs,
      plane: a,
      names: [entryOf(a, 1), entryOf(a, 2)],
      nets: nets
        .filter(({ output }) => !outputs.includes(output))
        .map(({ net }) => ({ net, name: net.attrs.name })),
    };
  }
  if (found.length !== 2 || a?.shape.length !== 0 || b?.shape.length !== 0)
    throw new ChainruleError("OPTION", "regions are drawn over two inputs", {
      where: `${where}: inputs`,
      got: found.length === 0 ? "none" : found.map(String).join(", "),
      mend: "Give them, as in inputs: [x1, x2]",
    });
  const units = sketchOf(outputs, { trained }).drawn.flatMap(({ node, unit }) =>
    unit === undefined || outputs.includes(node) ? [] : [{ net: unit.sum, name: unitName(unit) }],
  );
  return { outputs, plane: [a, b], names: [a.attrs.name, b.attrs.name], nets: units };
}

/** What a network decides is in its outputs, also where its loss is given with it. */
function withoutLoss(given: unknown): unknown {
  const hasOutputs = typeof given === "object" && given !== null && "outputs" in given && "loss" in given;
  return hasOutputs ? { ...given, loss: undefined } : given;
}

function inputsOf(given: unknown): readonly Node[] | undefined {
  if (typeof given !== "object" || given === null || given instanceof Node) return undefined;
  if ("inputs" in given && Array.isArray(given.inputs) && given.inputs.every((each) => each instanceof Node))
    return given.inputs;
  return "input" in given && given.input instanceof Node ? [given.input] : undefined;
}

/** The symbols that a graph's units take as inputs; of a graph without units all symbols, those without values first. */
function guessed(outputs: readonly Node[], trained: readonly Node[]): readonly Node[] {
  const { arrows, weights } = sketchOf(outputs, { trained });
  const symbols = symbolsOf(outputs).filter((symbol) => !weights.has(symbol) && !trained.includes(symbol));
  const entering = symbols.filter((symbol) => arrows.some(({ from }) => from === symbol));
  const free = entering.filter((symbol) => symbol.attrs.cell?.value === undefined);
  return free.length > 0 ? free : entering;
}

function entryOf(node: Node, k: number): Name | undefined {
  const name = node.attrs.name;
  return name?.kind === "symbol" ? { ...name, sub: `${name.sub}${k}` } : undefined;
}
