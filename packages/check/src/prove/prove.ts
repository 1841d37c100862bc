import { type Node, type Sizes, shapeText, topologicalOrder, walk } from "@chainrule/graph";
import type { Budget } from "../budget";
import { otherSizes } from "../sizes";
import { keyOf } from "./algebra";
import { type Condition, type Demand, demandsOf, rangeOf } from "./condition";
import { Draw, type Gate } from "./draw";
import { type Element, negative, sumOf } from "./element";
import { primitive } from "./factors";
import { fieldTable } from "./field-table";
import { NoImage } from "./no-image";
import { Random } from "./random";
import { isNonnegative, isNonpositive, isNonzero, isPositive } from "./range";

/** A quantity of the graphs whose sign decides between two branches, or between two pieces of a function. */
export interface GateFound {
  readonly node: Node;
  readonly source: Gate["source"];
}

/** The outcome of comparing two graphs in prime fields. */
export type Proof =
  | {
      /** Equal wherever both are defined; `needs`: where the claim is not defined, unless it is shown, as the truth may be. */
      readonly kind: "equal";
      readonly needs: readonly Condition[];
      /** Whether anything was known of signs: if that contradicts itself, nothing is proved. */
      readonly isConditional: boolean;
      readonly primes: readonly string[];
      readonly errorProbability: number;
    }
  | { readonly kind: "different"; readonly entry: number; readonly gates: readonly GateFound[] }
  | { readonly kind: "no image" };

export interface ProofOptions {
  readonly sizes: Sizes;
  readonly seed: number;
  /** What holds, by declaration. */
  readonly given?: readonly Condition[];
  /** Away from the kinks: where one of two numbers that are compared is the other. */
  readonly isGeneric?: boolean;
  /** The work that may be done; without it each point may take as much as one is allowed. */
  readonly budget?: Budget | undefined;
}

/** Random points at which equal images are asked for. */
const POINTS = 2;
/** Fields below the outermost one that are tried, for exponentials inside one another. */
const DEPTHS = [3, 8, 16, 32];
/** Points without an image that are passed over: something in a denominator was 0 there. */
const MOST_UNLUCKY = 8;

/**
 * A point at which the graphs have images, and what `use` makes of it; undefined if none was found. `facts` hold there.
 * @throws nothing of its own: what `use` throws but NoImage
 */
export function atRandomPoint<R>(
  roots: readonly Node[],
  sizes: Sizes,
  random: Random,
  use: (at: (node: Node) => readonly Element[], draw: Draw) => R,
  {
    budget,
    facts = [],
    isGeneric = false,
  }: Pick<ProofOptions, "budget" | "isGeneric"> & { readonly facts?: readonly Condition[] } = {},
): R | undefined {
  let depth = 0;
  for (let unlucky = 0; unlucky < MOST_UNLUCKY; unlucky++) {
    const top = DEPTHS[depth];
    if (top === undefined) return undefined;
    const draw = new Draw(random, top, isGeneric, budget);
    try {
      assumeAll(draw, facts, sizes);
      const at = walk(roots, sizes, fieldTable(draw));
      return use((node) => at(node).data, draw);
    } catch (error) {
      if (!(error instanceof NoImage)) throw error;
      if (error.why === "none") return undefined;
      if (error.why === "deep") depth++;
    }
  }
  return undefined;
}

/** Facts are assumed in the order of the graphs, so that later ones are read with the earlier ones known. */
function assumeAll(draw: Draw, facts: readonly Condition[], sizes: Sizes): void {
  for (const fact of facts) {
    if (fact.sign === "!=") continue;
    const at = walk([fact.node], sizes, fieldTable(draw));
    for (const element of at(fact.node).data) draw.assume({ element, range: rangeOf(fact) });
  }
}

/**
 * Compares two graphs of one shape entry by entry at random points of large prime fields; with the symbolic sizes as given, and
 * with others. On the way, all that their roots and logarithms ask of their arguments is known; see `absolute.ts` for the laws.
 */
export function prove(claim: Node, truth: Node, options: ProofOptions): Proof {
  const { budget, given = [], isGeneric = false, seed, sizes } = options;
  if (shapeText(claim.shape) !== shapeText(truth.shape)) return { kind: "different", entry: 0, gates: [] };
  const random = new Random(seed);
  const demands = { claim: demandsOf(claim), truth: demandsOf(truth) };
  const facts = [...given, ...unconditional(demands.truth), ...unconditional(demands.claim)];
  const primes: string[] = [];
  let errorProbability = 1;
  for (let point = 0; point < POINTS; point++) {
    const chosen = point === 0 ? sizes : otherSizes(sizes);
    const looked = (at: (node: Node) => readonly Element[], draw: Draw) => {
      const [left, right] = [at(claim), at(truth)];
      const entry = right.findIndex((each, k) => !draw.isSame(each, left[k] as Element));
      const gates = entry === -1 ? [] : gatesFound(draw, [claim, truth], at);
      const { p } = draw.field(0);
      return { entry, gates, p, chance: chance(left, right, draw, p) };
    };
    const found = atRandomPoint([claim, truth], chosen, random, looked, { budget, facts, isGeneric });
    if (found === undefined) return { kind: "no image" };
    if (found.entry !== -1) return { kind: "different", entry: found.entry, gates: found.gates };
    primes.push(String(found.p));
    errorProbability *= found.chance;
  }
  const needs = openDemands(demands.claim, demands.truth, options);
  return needs === undefined
    ? { kind: "no image" }
    : { kind: "equal", needs, isConditional: facts.length > 0, primes, errorProbability };
}

/** Functions that are made of pieces, or may be written so. */
const PIECES: ReadonlySet<string> = new Set(
  "where lt le gt ge eq ne relu leakyRelu elu step sign abs min max sqrt pow maxOver minOver".split(" "),
);

/** A proof at all points or, failing that, away from the kinks of functions that are made of pieces. */
export function proofWithPieces(
  claim: Node,
  truth: Node,
  options: ProofOptions,
): { readonly proof: Proof; readonly isGeneric: boolean } {
  const strict = prove(claim, truth, options);
  if (strict.kind === "equal" || !topologicalOrder([claim, truth]).some(({ op }) => PIECES.has(op.name)))
    return { proof: strict, isGeneric: false };
  const generic = prove(claim, truth, { ...options, isGeneric: true });
  return generic.kind === "equal" ? { proof: generic, isGeneric: true } : { proof: strict, isGeneric: false };
}

/** Where a claim is not defined, unless it is shown, as the truth may be; undefined if that cannot be found out. */
export const needsOf = (claim: Node, truth: Node, options: ProofOptions): readonly Condition[] | undefined =>
  openDemands(demandsOf(claim), demandsOf(truth), options);

/** Whether two graphs are equal wherever the truth is defined, as far as prime fields show it. */
export const isProved = (claim: Node, truth: Node, options: ProofOptions): boolean => {
  const proof = prove(claim, truth, options);
  return proof.kind === "equal" && proof.needs.length === 0;
};

/** The same with nothing known of signs, so that no point is needed at which what is known holds. */
export const isProvedOutright = (claim: Node, truth: Node, options: ProofOptions): boolean => {
  const proof = prove(claim, truth, options);
  return proof.kind === "equal" && proof.needs.length === 0 && !proof.isConditional;
};

/** What is known wherever a truth is defined. */
export const knownOf = (truth: Node): readonly Condition[] => unconditional(demandsOf(truth));

/** What is known wherever a graph is defined. */
const unconditional = (demands: readonly Demand[]): Condition[] =>
  demands.flatMap(({ condition, exponent, guards }) =>
    guards.length > 0 || exponent !== undefined ? [] : [condition],
  );

/**
 * What a claim asks for and nothing shows: neither what is given, nor what the truth asks for, nor the choices around it.
 * Undefined if that cannot be found out.
 */
function openDemands(
  claim: readonly Demand[],
  truth: readonly Demand[],
  { budget, given = [], seed, sizes }: ProofOptions,
): readonly Condition[] | undefined {
  const open: Condition[] = [];
  const known = [...given, ...unconditional(truth)];
  for (const demand of claim) {
    const { condition, guards } = demand;
    const facts = [...known, ...guards];
    if (isAmong(condition, facts) || isAmong(condition, open)) continue;
    const nodes = [demand, ...truth].flatMap(nodesOf);
    const shown = atRandomPoint(
      nodes,
      sizes,
      new Random(seed),
      (at, draw) => isMet(demand, truth, at, draw),
      { budget, facts, isGeneric: true },
    );
    if (shown === undefined) return undefined;
    if (!shown) open.push(condition);
  }
  return open;
}

const nodesOf = ({ condition, exponent, guards }: Demand): Node[] => [
  condition.node,
  ...guards.map(({ node }) => node),
  ...(exponent === undefined ? [] : [exponent]),
];

const isAmong = ({ node, sign }: Condition, list: readonly Condition[]): boolean =>
  list.some((each) => each.node === node && (each.sign === sign || (each.sign === ">" && sign !== "!=")));

type At = (node: Node) => readonly Element[];

/** Whether a demand is met at a draw, or the truth makes the same one. */
function isMet(demand: Demand, truth: readonly Demand[], at: At, draw: Draw): boolean {
  const isShownThere = (condition: Condition): boolean =>
    at(condition.node).every((element) => isShown(condition, element, draw));
  for (const { condition, exponent, guards } of truth) {
    if (
      guards.length === 0 ||
      exponent !== undefined ||
      condition.sign === "!=" ||
      !guards.every(isShownThere)
    )
      continue;
    for (const element of at(condition.node)) draw.assume({ element, range: rangeOf(condition) });
  }
  return isShownThere(demand.condition) || truth.some((each) => isSameDemand(demand, each, at, draw));
}

/** Steps between whole exponents that are looked at. */
const MOST_STEPS = 4;

/** A quotient by the same, or a power of the same base whose exponent is a whole number away, under no more guards. */
function isSameDemand(a: Demand, b: Demand, at: At, draw: Draw): boolean {
  if (a.condition.sign !== b.condition.sign || (a.exponent === undefined) !== (b.exponent === undefined))
    return false;
  if (
    b.guards.some(
      ({ node, sign }) =>
        !a.guards.some((guard) => guard.sign === sign && areSame(at(node), at(guard.node), draw)),
    )
  )
    return false;
  if (!areSame(at(a.condition.node), at(b.condition.node), draw)) return false;
  if (a.exponent === undefined || b.exponent === undefined) return a.condition.sign === "!=";
  const { p } = draw.algebra(0);
  const others = at(b.exponent);
  return at(a.exponent).every((x, k) => {
    const step = draw.image(sumOf([x, negative(others[k] ?? (others[0] as Element))]), 0); // or one for all entries
    if (typeof step !== "bigint") return false;
    return step <= MOST_STEPS || p - step <= MOST_STEPS;
  });
}

const areSame = (a: readonly Element[], b: readonly Element[], draw: Draw): boolean =>
  a.length === b.length && a.every((x, k) => draw.isSame(x, b[k] as Element));

/**
 * Whether a condition is known to hold at a draw, apart from single points. What has an inverse in the algebra of roots and signs
 * is 0 on no region, whichever branches are taken; extrema over many entries are atoms there, of which that is not known.
 */
function isShown({ node, sign }: Condition, element: Element, draw: Draw): boolean {
  const values = draw.known(element);
  if (isPositive(values)) return true;
  if (sign === ">=") return isNonnegative(values);
  if (sign === ">" ? !isNonnegative(values) : isNonzero(values)) return sign !== ">";
  return !topologicalOrder([node]).some(({ op }) => EXTREMA.has(op.name)) && hasInverse(draw, element);
}

const EXTREMA: ReadonlySet<string> = new Set(["maxOver", "minOver"]);

function hasInverse(draw: Draw, element: Element): boolean {
  try {
    const algebra = draw.algebra(0);
    algebra.inverse(draw.image(element, 0));
    return true;
  } catch (error) {
    if (error instanceof NoImage) return false;
    throw error;
  }
}

/**
 * The first node that each of a draw's gates is an entry of, up to its sign; and nodes of whose squares roots were taken, for
 * sqrt(x^2 + 2 x y + y^2) is x + y or its negative.
 */
function gatesFound(draw: Draw, roots: readonly Node[], at: At): GateFound[] {
  const keyed = ({ element, source }: Gate): string => `${source} ${keyOf(draw.image(element, 0))}`;
  const left = new Set(draw.gates.map(keyed));
  const found: GateFound[] = [];
  for (const node of topologicalOrder(roots)) {
    for (const element of at(node)) {
      if (element.range === undefined || element.kind === "number") continue;
      const image = draw.image(element, 0);
      const own = element.kind === "sum" ? draw.image(primitive(element).element, 0) : image;
      const keys = [own, draw.algebra(0).negate(own)].map(keyOf);
      for (const source of ["power", "branch", "piece"] as const)
        if (keys.some((key) => left.delete(`${source} ${key}`))) found.push({ node, source });
      const isSigned = isNonnegative(draw.known(element)) || isNonpositive(draw.known(element));
      if (!isSigned && draw.isRootOfSquare(element) && !found.some((each) => each.node === node))
        found.push({ node, source: "branch" });
    }
  }
  return found;
}

/**
 * Schwartz and Zippel: a polynomial of degree d that is not 0 vanishes with probability at most d over the number of values
 * each variable takes, here p - 1. Atoms and roots stand for variables; two of them coincide about as seldom.
 */
function chance(left: readonly Element[], right: readonly Element[], draw: Draw, p: bigint): number {
  const degree = Math.max(
    ...left.map((a, k) => {
      const b = right[k] as Element; // of the same shape
      return Math.max(a.top + b.bottom, b.top + a.bottom);
    }),
    1,
  );
  return Math.min(1, (degree + draw.atoms ** 2) / Number(p));
}
