import {
  ChainruleError,
  checkChoice,
  Node,
  nameText,
  nearest,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { described, type Markup } from "@chainrule/graph/written";
import { DIGITS, valueText } from "../numbers/format";
import { knownGradients, knownValues } from "../numbers/values";
import { checkedNumber } from "../options";
import { type Basics, type PictureOptions, readOptions } from "../picture-options";
import type { Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { wordsOf } from "../scene/typeset";
import { type Box, boxesOf, type Unfold } from "./boxes";
import { contributionsOf } from "./contributions";
import { type Direction, type GraphTexts, graphScene } from "./scene";

export interface DrawOptions extends PictureOptions {
  /** Whether boxes have their values; they have if this is left out and all symbols that they need have values. */
  readonly values?: boolean;
  /**
   * Whether boxes have the gradient of the output, or of which of several outputs (a node, or its name). If this is left
   * out, boxes have it where there is one output, a scalar with a value.
   */
  readonly gradients?: boolean | Node | string;
  /**
   * Whether operations inside of definitions are boxes of their own, or inside of which definitions. Left out: they are, as
   * long as there are not more than 60 boxes.
   */
  readonly unfold?: Unfold;
  /** Where arrows lead; to the right if left out. */
  readonly direction?: Direction;
  /** A quantity, by its node or its name: what does not depend on it is drawn faintly. */
  readonly highlight?: Node | string;
  /** Significant digits, 4 if left out. */
  readonly digits?: number;
}

const KEYS = {
  values: true,
  gradients: true,
  unfold: true,
  direction: true,
  highlight: true,
  digits: true,
} as const;

/**
 * A graph as a picture, SVG: a box for each symbol and each operation, with name, value and gradient; a named operation is one
 * box. Where a quantity is used several times, each edge says what comes back along it: the sum is its gradient. Large graphs
 * are folded at their definitions.
 * @throws ChainruleError OPERAND, OPTION, UNBOUND for values that are asked for and not known, UNKNOWN_SYMBOL
 * @example writeFileSync("graph.svg", draw(E))
 */
export function draw(outputs: Node | readonly Node[], options?: DrawOptions): Markup {
  const read = readOptions(options, KEYS, "draw");
  return sceneToSvg(graphSceneOf(outputs, options), { theme: read.theme });
}

/** The same as a scene, for other printers. */
export function graphSceneOf(given: Node | readonly Node[], options?: DrawOptions): Scene {
  const read = readOptions(options, KEYS, "draw");
  const outputs = checkedOutputs(given);
  const boxes = boxesOf(outputs, checkedUnfold(read.unfold));
  const digits = checkedNumber("digits", read.digits ?? DIGITS, [1, 17], "draw");
  const values = valuesShown(boxes, read.values);
  const of = gradientOf(outputs, boxes, read.gradients, values.size > 0 || read.values === false);
  const gradients =
    of === undefined
      ? new Map<Node, Value>()
      : knownGradients(
          of,
          boxes.map(({ node }) => node),
        );
  const texts: GraphTexts = {
    value: (node) => textOf(values.get(node), digits),
    gradient: (node) => textOf(gradients.get(node), digits),
    contributions: contributionsOf(boxes, gradients),
    digits,
  };
  return graphScene(boxes, new Set(outputs), texts, {
    direction: checkChoice(read.direction, ["right", "down"], "draw: direction") ?? "right",
    title: read.title,
    phrases: read.phrases,
    gradientOf: of,
    path: read.highlight === undefined ? undefined : pathFrom(boxes, read.highlight),
    titleText: read.title ?? usualTitle(outputs, read),
  });
}

/** The boxes that depend on a quantity, and its own. @throws ChainruleError UNKNOWN_SYMBOL */
function pathFrom(boxes: readonly Box[], wanted: Node | string): ReadonlySet<Node> {
  const isWanted = ({ node }: Box): boolean =>
    wanted instanceof Node
      ? node === wanted
      : node.attrs.name !== undefined && nameText(node.attrs.name) === wanted;
  const path = new Set(boxes.filter(isWanted).map(({ node }) => node));
  if (path.size === 0) {
    const known = boxes.flatMap(({ node }) => (node.attrs.name ? [nameText(node.attrs.name)] : []));
    const near = nearest(String(wanted), known);
    throw new ChainruleError("UNKNOWN_SYMBOL", "no box has this name", {
      where: "draw: highlight",
      got: String(wanted),
      ...(near !== undefined && { mend: `The nearest is ${near}` }),
    });
  }
  for (const { node, inputs } of boxes) if (inputs.some((input) => path.has(input))) path.add(node);
  return path;
}

const textOf = (value: Value | undefined, digits: number): string | undefined =>
  value === undefined ? undefined : valueText(value, digits);

function usualTitle(outputs: readonly Node[], { phrases }: Basics): string {
  const names = outputs.flatMap((output) => (output.attrs.name ? [wordsOf([output.attrs.name])] : []));
  return names.length === 0 ? phrases.graph : phrases.graphOf(names.join(", "));
}

function checkedOutputs(given: Node | readonly Node[]): readonly Node[] {
  const outputs: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (outputs.length > 0 && outputs.every((each): each is Node => each instanceof Node))
    return [...new Set(outputs)];
  throw new ChainruleError("OPERAND", "a graph is given by a node or several", {
    where: "draw",
    got: Array.isArray(given) ? `an array of ${given.length}` : described(given),
  });
}

function checkedUnfold(unfold: unknown): Unfold | undefined {
  const isList =
    Array.isArray(unfold) && unfold.every((each) => typeof each === "string" || each instanceof Node);
  if (unfold === undefined || typeof unfold === "boolean" || isList) return unfold as Unfold | undefined; // checked
  throw new ChainruleError("OPTION", "unfold is true, false or a list of definitions", {
    where: "draw",
    got: described(unfold),
  });
}

/** @throws ChainruleError UNBOUND where values are asked for and a symbol has none */
function valuesShown(boxes: readonly Box[], asked: boolean | undefined): ReadonlyMap<Node, Value> {
  if (asked === false) return new Map();
  const values = knownValues(boxes.map(({ node }) => node));
  const lacking = asked ? boxes.find(({ node }) => !values.has(node)) : undefined;
  if (lacking === undefined) return values;
  throw new ChainruleError("UNBOUND", "no value is known", {
    where: `draw: values: ${lacking.node}`,
    mend: "Give every symbol a value, or leave values out",
  });
}

/** The output whose gradient is shown. */
function gradientOf(
  outputs: readonly Node[],
  boxes: readonly Box[],
  asked: boolean | Node | string | undefined,
  hasValues: boolean,
): Node | undefined {
  const [only] = outputs;
  if (asked === false || (asked === undefined && !hasValues)) return undefined;
  if (asked instanceof Node || typeof asked === "string") return outputNamed(asked, boxes);
  if (only !== undefined && outputs.length === 1 && only.shape.length === 0 && isBound(only)) return only;
  if (asked === undefined) return undefined;
  if (only !== undefined && outputs.length === 1 && only.shape.length === 0)
    throw new ChainruleError("UNBOUND", "no gradient is known, as not every symbol has a value", {
      where: "draw: gradients",
    });
  throw new ChainruleError("OPTION", "which output? Only one scalar has a gradient", {
    where: "draw: gradients",
    got: outputs.length > 1 ? `${outputs.length} outputs` : "a tensor",
    mend: "Give the output, as in gradients: E",
  });
}

const isBound = (output: Node): boolean => knownValues([output]).size === 1;

function outputNamed(wanted: Node | string, boxes: readonly Box[]): Node {
  const found = boxes.find(
    ({ node }) => node === wanted || (node.attrs.name !== undefined && nameText(node.attrs.name) === wanted),
  )?.node;
  if (found?.shape.length === 0) return found;
  if (wanted instanceof Node && topologicalOrder([wanted]).length > 0 && wanted.shape.length === 0)
    return wanted;
  throw new ChainruleError("OPTION", "the graph has no such scalar", {
    where: "draw: gradients",
    got: String(wanted),
  });
}
