import { ChainruleError, type Node, nameText, shown } from "@chainrule/graph";

/** What an error calls a node: its name, or its operation. */
export const labelOf = (node: Node): string => (node.name === undefined ? node.op.name : nameText(node.name));

/** @throws ChainruleError OPTION unless the value is a whole number of at least `least` */
export function checkCount(value: unknown, least: number, what: string, where: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new ChainruleError("OPTION", `${what} is a whole number >= ${least}`, { where, got: shown(value) });
}

/** @throws ChainruleError NUMBER unless the value is finite and above 0 */
export function checkPositive(value: unknown, what: string, where: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw new ChainruleError("NUMBER", `${what} is a finite number above 0`, { where, got: shown(value) });
}

/** @throws ChainruleError NUMBER unless the value is at least 0 and below 1 */
export function checkFraction(value: unknown, what: string, where: string): number {
  if (typeof value === "number" && value >= 0 && value < 1) return value;
  throw new ChainruleError("NUMBER", `${what} is a number from 0 to below 1`, { where, got: shown(value) });
}

/** The option, or the preset where it is left out. @throws ChainruleError OPTION unless it is true or false */
export function checkFlag(value: unknown, preset: boolean, where: string): boolean {
  if (value === undefined) return preset;
  if (typeof value === "boolean") return value;
  throw new ChainruleError("OPTION", "an option is true or false", { where, got: shown(value) });
}
