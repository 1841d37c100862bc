import type { Node, Pointwise } from "../node";
import { entryAt, firstEntry, type Holds, type ValueAt } from "./entries";
import type { Found } from "./finding";
import { isLive, type Live } from "./live";

/** The smallest normal float64: below it digits are lost one by one, and then all of them. */
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Limits that functions do not reach, by operation: at a finite operand, a value there is a rounded one. */
const LIMITS: Readonly<Record<string, readonly number[]>> = {
  sigmoid: [1],
  tanh: [1, -1],
  erf: [1, -1],
  erfc: [2],
  expm1: [-1],
};

/** Functions that are 0 nowhere, or at 0 alone, and products: what they give is 0 only where it was too small. */
const NEVER_ZERO: ReadonlySet<string> = new Set(["exp", "sigmoid", "softplus", "erfc"]);
const ZERO_AT_ZERO: ReadonlySet<string> = new Set(["square", "mul", "div", "pow", "silu", "gelu"]);

export const isTiny = (x: number): boolean => Math.abs(x) < SMALLEST_NORMAL;

/** What is said of a value that is too small. */
export const underflowMessage = (what: string): string =>
  `${what} is not 0 but below the smallest normal float64: derivatives through it lose their digits`;

/** What an evaluation does at a pointwise node, at the first live entry of each kind. */
export function pointwiseFindings(
  node: Node,
  op: Pointwise,
  valueAt: ValueAt,
  live: Live,
  slopes: readonly (Node | undefined)[],
): Found[] {
  const found: Found[] = [];
  const first = (holds: Holds): readonly number[] | undefined =>
    firstEntry(node, valueAt, (x, y, position) => isLive(live, position) && holds(x, y, position));
  const finite = (x: readonly number[]): boolean => x.every(Number.isFinite);
  const { domain, kink, law } = op;
  const outside = domain && first((x) => !x.some(Number.isNaN) && !domain.holds(...x));
  if (domain && outside)
    found.push({ code: "DOMAIN", message: `${law} needs ${domain.law}, got ${outside.join(", ")}` });
  else if (first((x, y) => finite(x) && !Number.isNaN(y) && !Number.isFinite(y)))
    found.push({ code: "OVERFLOW", message: `${law} is beyond the largest float64` });
  const nan = outside ? undefined : first((x, y) => !x.some(Number.isNaN) && Number.isNaN(y));
  if (nan) found.push({ code: "NAN", message: `${law} is not a number for ${nan.join(", ")}` });
  const tiny = first((x, y) => finite(x) && isTiny(y) && isUnderflow(op.name, x));
  if (tiny) {
    const message = underflowMessage(`${law} for ${tiny.join(", ")}`);
    found.push({ code: "UNDERFLOW", message });
  }
  const limits = LIMITS[op.name];
  const saturated = limits && first((x, y) => finite(x) && limits.includes(y));
  if (saturated) {
    const message = `${law} for ${saturated.join(", ")} rounds to its limit: the difference, and derivatives computed from it, are lost`;
    found.push({ code: "SATURATION", message });
  }
  if (kink && first((x) => kink.holds(...x)))
    found.push({ code: "KINK", message: `${law} has no derivative at ${kink.at}`, choice: kink.choice });
  const steep = slopes.flatMap((slope) => {
    const value = slope && valueAt(slope);
    return value === undefined
      ? []
      : (first(
          (x, y, position) => finite(x) && Number.isFinite(y) && !Number.isFinite(entryAt(value, position)),
        ) ?? []);
  });
  if (steep.length > 0)
    found.push({ code: "SINGULAR", message: `${law} has no finite derivative at ${steep.join(", ")}` });
  if (op.untrainable) {
    const message = `the derivative of ${law} is 0 wherever it exists: no rule derived through it can train`;
    found.push({ code: "UNTRAINABLE", message });
  }
  return found;
}

function isUnderflow(name: string, x: readonly number[]): boolean {
  if (NEVER_ZERO.has(name)) return true;
  if (!ZERO_AT_ZERO.has(name)) return false;
  const made = name === "div" || name === "pow" ? x.slice(0, 1) : x; // a large divisor or exponent may be anything
  return made.every((operand) => !isTiny(operand));
}

/** The derivatives of a node by its operands, for functions whose derivative may be infinite where they are not. */
export function slopesOf(node: Node, { domain, forward, name, partials }: Pointwise): (Node | undefined)[] {
  if ((domain === undefined && forward === undefined) || name === "div") return [];
  return partials.map((rule, k) => {
    const slope = rule === "flat" || isConstant(node.inputs[k] as Node) ? undefined : rule(node.inputs, node);
    return slope?.shape.length === node.shape.length ? slope : undefined;
  });
}

const isConstant = ({ attrs }: Node): boolean => attrs.value !== undefined;
