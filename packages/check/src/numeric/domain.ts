import { type Node, nameText } from "@chainrule/graph";
import type { PointFound } from "./compare";

/** Where something changes, as a reader writes it: one symbol against a small whole number. */
const BORDERS = [0, 1, -1];

/**
 * Where the two sides differ while they agree elsewhere: "differs for x < 0: the claim is not defined there". Undefined if they
 * agree nowhere, or differ nowhere.
 */
export function domainOf(points: readonly PointFound[]): string | undefined {
  const agree = points.filter(({ status }) => status === "equal");
  const differ = points.filter(({ status }) => status !== "equal" && status !== "both undefined");
  const [first] = differ;
  if (first === undefined || agree.length === 0) return undefined;
  const region = regionOf(agree, differ) ?? "some values of its domain";
  const statuses = new Set(differ.map(({ status }) => status));
  const [status] = statuses;
  const why = statuses.size > 1 || status === "different" ? "" : `: the ${(status as string).split(" ")[0]} is not defined there`;
  return `differs for ${region}${why}`;
}

/** The half-space of one symbol that holds exactly the points that differ. */
function regionOf(agree: readonly PointFound[], differ: readonly PointFound[]): string | undefined {
  const [first] = differ as readonly [PointFound];
  for (const [node, numbers] of first.point) {
    if (numbers.length !== 1) continue;
    const at = ({ point }: PointFound): number => point.get(node)?.[0] ?? Number.NaN;
    for (const border of BORDERS) {
      if (differ.every((p) => at(p) < border) && agree.every((p) => at(p) >= border)) return `${text(node)} < ${border}`;
      if (differ.every((p) => at(p) > border) && agree.every((p) => at(p) <= border)) return `${text(node)} > ${border}`;
    }
  }
  return undefined;
}

const text = (node: Node): string => (node.attrs.name === undefined ? node.op.name : nameText(node.attrs.name));
