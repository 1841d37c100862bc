import type { SeparabilityDerivation } from "@chainrule/derive";
import { nameText, rational } from "@chainrule/graph";
import { type Terminal, terminalLines } from "@chainrule/latex";

/** A summary for the terminal: the unit, or how many conditions contradict one another. */
export function separabilityReport({
  conclusion,
  conditions,
  points,
  threshold,
  weights,
}: SeparabilityDerivation): Terminal {
  if (conclusion.kind === "impossible")
    return terminalLines(
      `no threshold unit is right about all ${points.length} points: ${conditions.length} of their conditions contradict one another`,
    );
  const values = [...conclusion.weights, conclusion.threshold];
  const lines = [...weights, threshold].map((name, k) => {
    const value = values[k] ?? rational.ZERO; // one for each
    return `  ${nameText(name)} = ${rational.decimalText(value) ?? `${value.n}/${value.d}`}`;
  });
  return terminalLines([`a threshold unit is right about all ${points.length} points:`, ...lines].join("\n"));
}
