import { ChainruleError, type Node } from "@chainrule/graph";
import {
  curvesScene,
  graphSceneOf,
  networkScene,
  type Plane,
  regionsScene,
  type Scene,
  sceneToSvg,
} from "@chainrule/plot";
import type { Network } from "../network/network";
import type { Answer, Ask, Row } from "../protocol";
import { networkOf, quantitiesWithNumbers } from "./opened";

/* Pictures as SVG, with the names of what they show. */

const svgOf = (scene: Scene, id: string): string => sceneToSvg(scene, { id, names: true });

export function picture(ask: Ask<"picture">): Answer<"picture"> {
  const network = networkOf(ask);
  const scene = withoutPathWhereNone(ask.selected, (highlight) => sceneOf(network, ask, highlight));
  return { svg: svgOf(scene, "network"), quantities: quantitiesWithNumbers(network) };
}

function sceneOf(network: Network, { language, view }: Ask<"picture">, selected: string | undefined): Scene {
  const highlight = selected === undefined ? {} : { highlight: selected };
  const node = selected === undefined ? undefined : network.quantities.get(selected);
  const { loss, parameters } = network;
  if (view === "graph") return graphSceneOf(loss, { language, ...highlight });
  const drawn = node === undefined ? {} : { highlight: unitOf(network, node) };
  return networkScene({ loss, parameters }, { language, values: true, gradients: true, ...drawn });
}

/** The net input of a unit is drawn with its output: what uses it alone. */
function unitOf({ quantities }: Network, node: Node): Node {
  const users = [...quantities.values()].filter((each) => isMadeOf(each, node));
  const [only] = users;
  const isNet =
    users.length === 1 &&
    only !== undefined &&
    node.op.kind === "naming" &&
    only.inputs[0]?.inputs.length === 1;
  return isNet ? only : node;
}

const isMadeOf = (definition: Node, node: Node): boolean =>
  definition.op.kind === "naming" && definition.inputs[0]?.inputs.includes(node) === true;

/** Not everything has a path that is drawn: the loss has none. */
function withoutPathWhereNone(
  selected: string | undefined,
  make: (selected: string | undefined) => Scene,
): Scene {
  try {
    return make(selected);
  } catch (error) {
    if (selected === undefined || !(error instanceof ChainruleError && error.code === "UNKNOWN_SYMBOL"))
      throw error;
    return make(undefined);
  }
}

/** Decisions over the plane of the two inputs, with the samples. */
export function regions(ask: Ask<"regions">): Answer<"regions"> {
  const { classes, inputs, outputs, parameters } = networkOf(ask);
  const { language, resolution, rows, x, y } = ask;
  const scene = regionsScene(
    { inputs, outputs, parameters },
    {
      inputs,
      points: rows.map((row) => row.slice(0, 2)),
      labels: rows.map((row) => classOf(row.slice(2), classes)),
      x,
      y,
      resolution,
      language,
    },
  );
  return { svg: svgOf(scene, "regions"), plane: scene.plane as Plane }; // regions always have one
}

/** The class whose targets are nearest. */
function classOf(targets: Row, classes: readonly Row[]): number {
  const distances = classes.map((each) => each.reduce((sum, t, k) => sum + (t - (targets[k] ?? 0)) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}

export function curve({ language, losses }: Ask<"curve">): Answer<"curve"> {
  const isPositive = losses.every(([, loss]) => loss > 0);
  const scene = curvesScene(losses, { language, ...(isPositive && { log: "y" as const }) });
  return { svg: svgOf(scene, "curve") };
}
