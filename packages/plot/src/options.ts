import { ChainruleError } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";

/** A number within bounds. @throws ChainruleError OPTION */
export function checkedNumber(
  option: string,
  given: unknown,
  [least, most]: readonly [number, number],
  where: string,
): number {
  if (typeof given === "number" && given >= least && given <= most) return given;
  throw new ChainruleError("OPTION", `${option} is a number`, {
    where,
    got: typeof given === "number" ? String(given) : described(given),
    expected: `from ${least} to ${most}`,
  });
}

/** A text. @throws ChainruleError OPTION */
export function checkedText(option: string, given: unknown, where: string): string {
  if (typeof given === "string") return given;
  throw new ChainruleError("OPTION", `${option} is a text`, { where, got: described(given) });
}
