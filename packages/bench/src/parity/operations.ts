import { type Backend, compile, Node, operations, type PointwiseName, scalar } from "@chainrule/graph";
import { seededRandom } from "@chainrule/nn";

/** Points that functions treat in ways of their own, or near which they change over. */
const EDGES = [
  ...[0, 1, 0.5, 2, 3, 5e-324, 1e-310, 1e308, Number.POSITIVE_INFINITY, 709.78, 710, 745, 746, 1e-9, 1e-17],
  ...[0.5625, 20, 40, 1e7, 1_000_000.5, Math.PI, Math.SQRT2],
]
  .flatMap((x) => [x, -x])
  .concat(Number.NaN);

const POINTS = 2100;

/** Every pointwise operation. */
export const pointwiseNames = (Object.keys(operations) as (keyof typeof operations)[]).filter(
  (name): name is PointwiseName => operations[name].kind === "pointwise",
); // the table's keys are its type's

/** Some 2,000 points: operands at and between the edges, then over many powers of ten and near 1. */
export function points(arity: number): number[][] {
  const random = seededRandom(arity);
  const found: number[][] = [];
  for (const a of EDGES)
    for (const b of arity > 1 ? EDGES : [0]) found.push([a, b, random() - 0.5].slice(0, arity));
  const anywhere = (): number =>
    (2 * random() - 1) * (SCALES[Math.floor(random() * SCALES.length)] as number);
  while (found.length < POINTS) found.push(Array.from({ length: arity }, anywhere));
  return found;
}

/** Written out: an engine's own powers are what is in question. */
const SCALES = [1e-4, 1e-3, 1e-2, 0.1, 1, 1, 1, 10, 100, 1e3, 1e4];

/** The values of an operation at its points. */
export function valuesOf(name: PointwiseName, backend: Backend): Float64Array {
  const { arity } = operations[name];
  const inputs = Array.from({ length: arity }, (_, k) => scalar(`x_${k}`));
  const program = compile(new Node(operations[name], inputs, {}, []), inputs, { backend });
  return Float64Array.from(points(arity), (point) => program(point) as number); // scalars in, a scalar out
}
