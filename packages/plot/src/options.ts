import { ChainruleError, nearest } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";

/* Options are refused where they are not known, with the nearest that is. */

/**
 * The options that a caller gave, by keys that there are.
 * @throws ChainruleError OPTION for one that there is not
 */
export function checkedOptions<O extends object>(
  given: O | undefined,
  keys: Readonly<Record<keyof O & string, true>>,
  where: string,
): O {
  const options: O = given ?? ({} as O); // every option may be left out
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new ChainruleError("OPTION", "options are an object", { where, got: described(given) });
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(keys, key)) throw unknown("option", key, Object.keys(keys), where);
  }
  return options;
}

/** One of several words. @throws ChainruleError OPTION */
export function checkedChoice<T extends string>(
  option: string,
  given: unknown,
  allowed: readonly T[],
  where: string,
): T {
  const found = allowed.find((one) => one === given);
  if (found !== undefined) return found;
  throw unknown(option, given, allowed, where);
}

function unknown(what: string, given: unknown, known: readonly string[], where: string): ChainruleError {
  const near = typeof given === "string" ? nearest(given, known) : undefined;
  return new ChainruleError("OPTION", `no such ${what}`, {
    where,
    got: described(given),
    expected: known.join(", "),
    ...(near !== undefined && { mend: `The nearest is ${near}` }),
  });
}

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
