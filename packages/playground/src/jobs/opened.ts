import { gradient, type Node, nameText, type Value } from "@chainrule/graph";
import { type Network, symbolsIn } from "../network/network";
import { SourceError } from "../network/problem";
import { readNetwork } from "../network/read";
import type { Form, Notation, Opened, Quantity, Role, Setting, Values } from "../protocol";

/* The network of a text, read once for all questions about it, with the values that a question brings. */

interface Known {
  readonly text: string;
  readonly network: Network;
  /** The values that symbols have in the text. */
  readonly initial: ReadonlyMap<Node, Value>;
}

let last: Known | undefined;

/** Reads code; another module does, which is loaded when it is needed. */
let readCode: ((text: string) => Network) | undefined;
export const setCodeReader = (reader: (text: string) => Network): void => {
  readCode = reader;
};
export const needsCodeReader = ({ kind }: Setting): boolean => kind === "code" && readCode === undefined;

/** The network of a setting, with its values. @throws SourceError */
export function networkOf({ kind, source, values }: Setting): Network {
  const text = `${kind}\n${source}`;
  if (last?.text !== text) {
    if (kind === "derivation")
      throw new SourceError({
        from: 0,
        to: 0,
        message: "a derivation is audited; it has no network of its own",
      });
    const network =
      kind === "code" ? (readCode as NonNullable<typeof readCode>)(source) : readNetwork(source);
    const symbols = symbolsIn(network.quantities);
    last = {
      text,
      network,
      initial: new Map(symbols.map((symbol) => [symbol, symbol.value as Value])), // texts give all symbols values
    };
  }
  for (const [symbol, value] of last.initial) symbol.set(valueFor(values[nameOf(symbol)], value));
  return last.network;
}

/** A value of a question where it fits the symbol, else that of the text. */
function valueFor(given: Values[string] | undefined, initial: Value): Value {
  if (typeof given === "number") return typeof initial === "number" ? given : initial;
  if (given === undefined || typeof initial === "number" || given.length !== initial.data.length)
    return initial;
  return { shape: initial.shape, data: Float64Array.from(given) };
}

export const nameOf = (node: Node): string =>
  node.attrs.name === undefined ? "" : nameText(node.attrs.name);

const isScalar = (node: Node): boolean => node.shape.length === 0;

function roleOf(node: Node, { inputs, loss, parameters, targets }: Network): Role {
  if (node === loss) return "loss";
  if (parameters.includes(node)) return "parameter";
  if (targets.includes(node)) return "target";
  if (inputs.includes(node)) return "input";
  return node.attrs.cell === undefined ? "definition" : "fixed";
}

/** Every quantity with its value and the gradient of the loss, where these are numbers. */
export function quantitiesWithNumbers(network: Network): Quantity[] {
  const nodes = [...network.quantities.values()];
  network.loss.backward();
  return nodes.map((node): Quantity => {
    const base = { name: nameOf(node), role: roleOf(node, network), shape: node.shape.map(Number) };
    if (!isScalar(node)) return base;
    return { ...base, value: node.value as number, gradient: node.grad as number };
  });
}

export function open(setting: Setting): Opened {
  const network = networkOf(setting);
  const { inputs, loss, outputs, quantities, targets } = network;
  const isNumbers = [...inputs, ...targets].every(isScalar);
  const hasTensors = [...quantities.values()].some((node) => !isScalar(node));
  const notations: readonly Notation[] = hasTensors
    ? ["index", "matrix"]
    : network.whole === undefined
      ? ["scalar"]
      : ["scalar", "index", "matrix"];
  const forms: readonly Form[] = hasTensors ? ["chain", "delta"] : ["chain", "delta", "factors"];
  return {
    loss: nameOf(loss),
    quantities: quantitiesWithNumbers(network),
    rate: network.rate,
    inputs: isNumbers ? inputs.map(nameOf) : [],
    targets: isNumbers ? targets.map(nameOf) : [],
    classes: network.classes,
    isPlane: isNumbers && inputs.length === 2 && outputs.length > 0 && outputs.every(isScalar),
    notations,
    forms,
  };
}

/** A quantity that was selected, with the loss that it is derived from: over scalars, or over tensors. */
export interface Chosen {
  readonly loss: Node;
  readonly node: Node;
  readonly isParameter: boolean;
  readonly symbols: Readonly<Record<string, Node>>;
}

/** @throws SourceError for a name that there is not */
export function chosenOf(
  setting: Setting & { readonly selected: string; readonly notation: Notation },
): Chosen {
  const network = networkOf(setting);
  const { parameters, quantities, whole } = network;
  const node = quantities.get(setting.selected);
  if (node === undefined)
    throw new SourceError({ from: 0, to: 0, message: `there is no ${setting.selected} in this network` });
  const isParameter = parameters.includes(node);
  const other = setting.notation === "scalar" ? undefined : whole?.counterpart(setting.selected);
  if (whole === undefined || other === undefined)
    return { loss: network.loss, node, isParameter, symbols: Object.fromEntries(quantities) };
  return { loss: whole.loss, node: other, isParameter, symbols: Object.fromEntries(whole.quantities) };
}

/** The derivative of the loss by what was selected. */
export const gradientOf = ({ loss, node }: Chosen): Node => gradient(loss, node);
