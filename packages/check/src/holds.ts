import { evaluate, type Node, topologicalOrder, type Value } from "@chainrule/graph";
import type { Matter } from "./matter";
import type { PointFound } from "./numeric/at-point";
import type { Comparison } from "./numeric/compare";
import { numericGraphs, type Point, valuesAt } from "./numeric/point";
import type { Condition } from "./prove/condition";
import { type GateFound, type Proof, type ProofOptions, proofWithPieces } from "./prove/prove";

/** Signs of more quantities are not tried, nor more combinations of them. */
const [MOST_GATES, MOST_PATTERNS] = [6, 4];

/**
 * The conditions under which a claim is proved that is not the truth everywhere: where it is not defined, and the signs that
 * decide between two branches of a root, a logarithm or a power. Undefined if there are none, or if a point that meets them
 * contradicts the claim.
 */
export function holdsUnder(
  matter: Matter,
  proof: Proof,
  comparison: Comparison,
): readonly Condition[] | undefined {
  const conditions =
    proof.kind === "equal"
      ? proof.needs
      : proof.kind === "different"
        ? branchOf(matter, proof.gates, comparison)
        : undefined;
  if (conditions === undefined || conditions.length === 0) return undefined;
  const bad = comparison.points.filter(
    ({ status }) => status === "different" || status === "claim undefined",
  );
  const isHeld = comparison.points.some(
    (found) => found.status === "equal" && isMet(conditions, found.point, matter.sizes),
  );
  return isHeld && !bad.some((found) => isMet(conditions, found.point, matter.sizes))
    ? conditions
    : undefined;
}

/** The signs at a point where both sides agree, if these suffice for a proof. */
function branchOf(
  { budget, claim, given, settings, sizes, truth }: Matter,
  gates: readonly GateFound[],
  { points }: Comparison,
): readonly Condition[] | undefined {
  const pieces = new Set(gates.filter(({ source }) => source === "piece").map(({ node }) => node));
  const nodes = gates
    .filter(({ source }) => source !== "piece")
    .map(({ node }) => node)
    .filter((node) => !pieces.has(node))
    .slice(0, MOST_GATES);
  if (nodes.length === 0) return undefined;
  const options: ProofOptions = { sizes, seed: settings.seed, given, budget: budget.proofs };
  const proofUnder = (assumed: readonly Condition[]): Proof =>
    proofWithPieces(claim.node, truth, { ...options, given: [...given, ...assumed] }).proof;
  const patterns = new Map<string, readonly Condition[]>();
  for (const found of points) {
    if (found.status !== "equal" || patterns.size >= MOST_PATTERNS) continue;
    const assumed = signsAt(nodes, found, sizes);
    patterns.set(assumed.map(({ node, sign }) => `${nodes.indexOf(node)} ${sign}`).join(), assumed);
  }
  for (const assumed of patterns.values()) {
    const first = proofUnder(assumed);
    if (first.kind !== "equal") continue;
    const least = assumed.reduce<readonly Condition[]>((kept, condition) => {
      const without = kept.filter((each) => each !== condition);
      return proofUnder(without).kind === "equal" ? without : kept;
    }, assumed);
    const proof = proofUnder(least);
    return proof.kind === "equal" ? [...least, ...proof.needs] : undefined;
  }
  return undefined;
}

function signsAt(nodes: readonly Node[], found: PointFound, sizes: Matter["sizes"]): Condition[] {
  const values = valuesOf(nodes, found.point, sizes);
  return nodes.flatMap((node, k): Condition[] => {
    const entries = values[k] as readonly number[]; // one list for each
    if (entries.every((x) => x > 0)) return [{ node, sign: ">=" }];
    return entries.every((x) => x < 0) ? [{ node: node.neg(), sign: ">=" }] : [];
  });
}

/** Whether conditions hold at a point, as float64 has it. */
export function isMet(conditions: readonly Condition[], point: Point, sizes: Matter["sizes"]): boolean {
  if (conditions.length === 0) return true;
  const values = valuesOf(
    conditions.map(({ node }) => node),
    point,
    sizes,
  );
  return conditions.every(({ sign }, k) =>
    (values[k] as readonly number[]).every((x) => (sign === ">" ? x > 0 : sign === ">=" ? x >= 0 : x !== 0)),
  );
}

/** The entries of nodes at a point, in float64. */
function valuesOf(nodes: readonly Node[], point: Point, sizes: Matter["sizes"]): (readonly number[])[] {
  const { roots } = numericGraphs(nodes);
  const known = new Set(topologicalOrder(roots));
  const at = new Map([...valuesAt(point, sizes)].filter(([node]) => known.has(node)));
  const values = evaluate(roots, at, { sizes }) as readonly Value[];
  return values.map((value) => (typeof value === "number" ? [value] : Array.from(value.data)));
}
