import { type Constraint, type Rational, rational } from "@chainrule/graph";
import type { PremiseLabel, Reason } from "../findings/reason";
import type { Certificate } from "./consequence";
import { constantIn, difference, type Polynomial, polynomialText, rationalText, scaled } from "./polynomial";
import type { Comparison } from "./value";

const { negative, ONE } = rational;

/** A condition with what the document calls it. */
export interface Labelled extends Constraint {
  readonly label: PremiseLabel;
}

/** Without brackets. */
export const bareLabel = ({ label }: Labelled): string =>
  typeof label === "string" ? label.replace(/[()]/g, "") : "";
export const isUnit = (factor: Rational | undefined): boolean =>
  factor !== undefined && rational.isOne(factor);

/** What premises are called, each once: (4-2), (4-3), line 7. */
export const labelsIn = (premises: readonly Labelled[]): PremiseLabel[] => [
  ...new Map(premises.map(({ label }) => [typeof label === "string" ? label : label.line, label])).values(),
];

/** `(4-2) + 2 (4-3) gives W_1 + W_2 - 3 theta > 0`. */
export function summed(premises: readonly Labelled[], certificate: Certificate): Reason {
  let total: Polynomial = new Map();
  let isStrict = false;
  const parts = certificate.map(({ factor, premise }) => {
    const { label, polynomial, sign } = premises[premise] as Labelled;
    const by = factor;
    total = difference(total, scaled(polynomial, negative(by)));
    isStrict ||= sign === ">";
    return isUnit(by) ? label : ({ kind: "multiple", factor: rationalText(by), of: label } as const);
  });
  return { kind: "sum", summands: parts, result: comparisonText(total, isStrict ? ">" : ">=") };
}

/** Terms with a plus on one side, others on the other; a number alone stands on the right. */
export function comparisonText(a: Polynomial, sign: Comparison): string {
  const known = constantIn(a);
  if (known !== undefined) return `${rationalText(known)} ${sign} 0`;
  const left = new Map([...a].filter(([, { n }]) => n > 0n));
  const right = scaled(new Map([...a].filter(([, { n }]) => n < 0n)), negative(ONE));
  if (constantIn(left) === undefined) return `${polynomialText(left)} ${sign} ${polynomialText(right)}`;
  return `${polynomialText(right)} ${TURNED[sign]} ${polynomialText(left)}`;
}

const TURNED: Readonly<Record<Comparison, Comparison>> = {
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
  "=": "=",
  "!=": "!=",
};
