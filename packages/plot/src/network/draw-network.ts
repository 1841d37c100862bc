import { add, ChainruleError, Node, nameText, nearest, type Value } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import type { Diagram, Link } from "../layered/diagram";
import { DIGITS } from "../numbers/format";
import { knownGradients, knownValues } from "../numbers/values";
import { checkedNumber } from "../options";
import { type PictureOptions, readOptions } from "../picture-options";
import { type Caption, framed } from "../scene/framed";
import type { Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { readable } from "./elide";
import { type Numbers, nodesIn, withFigures } from "./figures";
import { highlighted } from "./highlight";
import { pictureOf } from "./layout";
import { type Model, modelOf, type NetworkLike } from "./model";
import { pictureMarks } from "./scene";
import { diagramOf } from "./structure";
import { tensorDiagram } from "./tensor-units";

export interface DrawNetworkOptions extends PictureOptions {
  /** Whether inputs, units, weights and biases have their values; edges then have the sign and size of their weights. */
  readonly values?: boolean;
  /**
   * Whether they have their gradients: of `loss`; of the network's output if it is given as a loss; else those that the last
   * `backward()` left, and before any, those of the sum of the outputs.
   */
  readonly gradients?: boolean;
  /** Drawn behind the outputs, and what gradients are of. */
  readonly loss?: Node;
  /** What the highlighted backward path leads to: a weight, a bias, an input or a unit, as a node or its name, or several. */
  readonly highlight?: Node | string | readonly (Node | string)[];
  /** Significant digits, 4 if left out. */
  readonly digits?: number;
}

const KEYS = { values: true, gradients: true, loss: true, highlight: true, digits: true } as const;

/** More links than this are not labelled: colours and widths remain, and texts for those who point. */
const MOST_LABELLED = 48;
/** What is larger is shown by its ends. */
const LIMITS = { vertices: 160, links: 1200, columns: 14 } as const;

/**
 * A network as a picture, SVG: units in layers, weights on edges. With values, positive weights are blue and negative ones
 * orange and dashed, the wider the larger.
 * @param model a loss, or what `neuron`, `dense` or `mlp` of @chainrule/nn returned
 * @throws ChainruleError OPERAND, OPTION, UNKNOWN_SYMBOL for a quantity to highlight that nothing drawn depends on
 * @example writeFileSync("network.svg", drawNetwork(mlp(2, [2, 1], { weights: glorot(1) }), { values: true }))
 */
export function drawNetwork(
  model: Node | readonly Node[] | NetworkLike,
  options?: DrawNetworkOptions,
): Markup {
  const { theme } = readOptions(options, KEYS, "drawNetwork");
  return sceneToSvg(networkScene(model, options), { theme });
}

/** The same as a scene, for other printers. */
export function networkScene(
  given: Node | readonly Node[] | NetworkLike,
  options?: DrawNetworkOptions,
): Scene {
  const read = readOptions(options, KEYS, "drawNetwork");
  const { phrases, loss, highlight } = read;
  if (loss !== undefined && !(loss instanceof Node && loss.shape.length === 0))
    throw new ChainruleError("OPTION", "a loss is a scalar node", { where: "drawNetwork: loss" });
  const model = modelOf(given, "drawNetwork");
  const whole = wholeDiagram(model, loss);
  const path = highlight === undefined ? whole : withPath(whole, [highlight].flat());
  const shown = readable(path, LIMITS);
  const isLabelled = shown.links.length <= MOST_LABELLED;
  const lean = isLabelled ? shown : unlabelled(shown);
  const sources = gradientSource(model, loss, lean);
  const diagram = withFigures(lean, {
    values: read.values ? knownValues(nodesIn(lean)) : new Map(),
    gradients: read.gradients ? sources.gradients() : new Map(),
    digits: checkedNumber("digits", read.digits ?? DIGITS, [1, 17], "drawNetwork"),
    written: isLabelled,
  });
  const picture = pictureOf({ ...diagram, elided: shown.elided, dense: !isLabelled });
  const names = (loss ? [loss] : model.outputs).flatMap(({ attrs }) =>
    attrs.name ? [nameText(attrs.name)] : [],
  );
  const captions: Caption[] = [];
  if (diagram.links.some(({ strength }) => strength !== undefined)) {
    const [positive, negative] = phrases.weightSigns;
    captions.push(
      { text: positive, sample: { stroke: "positive" } },
      { text: negative, sample: { stroke: "negative", ...(isLabelled && { dash: [7, 3] }) } },
    );
  }
  if (read.gradients) captions.push({ text: phrases.gradientOf(sources.of), fill: "gradient" });
  if (highlight !== undefined)
    captions.push({ text: phrases.backwardPath(pathNames(highlight)), sample: { stroke: "gradient" } });
  if (shown.elided) captions.push({ text: phrases.elided });
  return framed(
    { width: picture.width, height: picture.height, marks: pictureMarks(picture) },
    {
      heading: read.title,
      title: read.title ?? (names.length === 0 ? phrases.network : phrases.graphOf(names.join(", "))),
      description: phrases.counts(picture.nodes.length, picture.edges.length),
      captions,
    },
  );
}

function wholeDiagram({ outputs, trained, tensorLayers }: Model, loss: Node | undefined): Diagram {
  const units = loss === undefined && tensorLayers !== undefined ? tensorDiagram(tensorLayers) : undefined;
  return units ?? diagramOf(loss === undefined ? outputs : [loss], { trained });
}

/** Without names of weights, and without the biases of single units, which would be everywhere. */
function unlabelled<D extends Diagram>(diagram: D): D {
  const isBias = ({ from }: Link): boolean => from.kind === "bias" && from.beside !== undefined;
  return {
    ...diagram,
    vertices: diagram.vertices.filter(({ kind, beside }) => kind !== "bias" || beside === undefined),
    links: diagram.links.filter((link) => !isBias(link)).map(({ label: _, ...link }) => link),
  };
}

/** Where gradients come from, and what they are of. */
function gradientSource(
  { outputs }: Model,
  loss: Node | undefined,
  diagram: Diagram,
): { readonly of: string; readonly gradients: () => Numbers } {
  const nodes = nodesIn(diagram);
  const nameOf = (node: Node): string => (node.shape.length > 0 ? `Σ ${node}` : String(node));
  const [only] = outputs;
  const root =
    loss ?? (only !== undefined && outputs.length === 1 && only.shape.length === 0 ? only : undefined);
  const isLoss =
    loss !== undefined ||
    diagram.vertices.some(({ kind, quantity }) => kind === "loss" && quantity?.node === root);
  if (root !== undefined && isLoss) return { of: nameOf(root), gradients: () => knownGradients(root, nodes) };
  const isSwept = nodes.some((node) => node.adjoint !== undefined);
  if (isSwept)
    return { of: "backward()", gradients: () => new Map(nodes.map((node) => [node, node.grad as Value])) };
  const scalars = outputs.map((output) => (output.shape.length === 0 ? output : output.sum()));
  const total = scalars.slice(1).reduce((sum: Node, next) => add(sum, next), scalars[0] as Node); // a network has an output
  return { of: outputs.map(nameOf).join(" + "), gradients: () => knownGradients(total, nodes) };
}

const pathNames = (highlight: NonNullable<DrawNetworkOptions["highlight"]>): string =>
  [highlight]
    .flat()
    .map((each) =>
      each instanceof Node ? (each.attrs.name ? nameText(each.attrs.name) : String(each)) : each,
    )
    .join(", ");

/** @throws ChainruleError UNKNOWN_SYMBOL */
function withPath(diagram: Diagram, wanted: readonly (Node | string)[]): Diagram {
  const names = ({ label, from, weight }: Link): string[] =>
    [label?.name, from.label?.name, weight?.node.attrs.name, from.quantity?.node.attrs.name].flatMap(
      (name) => (name === undefined ? [] : [nameText(name)]),
    );
  const matches = (link: Link, each: Node | string): boolean =>
    each instanceof Node
      ? link.weight?.node === each || link.from.quantity?.node === each
      : names(link).includes(each);
  for (const each of wanted) {
    if (diagram.links.some((link) => matches(link, each))) continue;
    const known = [...new Set(diagram.links.flatMap(names))];
    const text = each instanceof Node ? String(each) : each;
    const near = nearest(text, known);
    throw new ChainruleError("UNKNOWN_SYMBOL", "the network has no such quantity", {
      where: "drawNetwork: highlight",
      got: text,
      ...(near !== undefined && { mend: `The nearest is ${near}` }),
    });
  }
  return highlighted(diagram, (link) => wanted.some((each) => matches(link, each)));
}
