import { ChainruleError, shown } from "./errors";
import { nearest } from "./nearest";
import { Node } from "./node";

/* Options are refused where they are not known, with the nearest that is. */

/** Every key of a type of options: the compiler points to one that is missing here, and to one that there is not. */
export type OptionNames<O> = Readonly<Record<keyof O, true>>;

/**
 * Refuses what is no object of options, and an option that there is not, with the name that is most like it.
 * @throws ChainruleError OPERAND, OPTION
 */
export function checkOptions<O>(given: unknown, known: OptionNames<O>, where: string): void {
  if (given === undefined) return;
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof Node) {
    throw new ChainruleError("OPERAND", "options are an object", { where, got: shown(given) });
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw unknownName("no such option", unknown, Object.keys(known), where);
}

/** One of the choices, or undefined where it is left out. @throws ChainruleError OPTION for anything else */
export function checkChoice<T extends string>(
  value: unknown,
  choices: readonly T[],
  where: string,
): T | undefined {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined || value === undefined) return found;
  throw unknownName("no such choice", value, choices, where);
}

/** The error for a name that is none of those known: it says which of them was probably meant. */
export function unknownName(
  what: string,
  given: unknown,
  known: readonly string[],
  where: string,
): ChainruleError {
  const meant = typeof given === "string" ? (nearest(given, known) ?? partOf(given, known)) : undefined;
  return new ChainruleError("OPTION", what, {
    where,
    got: shown(given),
    expected: listed(known),
    ...(meant !== undefined && { mend: `Did you mean ${meant}?` }),
  });
}

/** `"a", "b" or "c"` */
function listed(names: readonly string[]): string {
  const texts = names.map((name) => JSON.stringify(name));
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

/** A known name that is part of the given one, as `rate` is of `learningRate`, or the other way round. */
const partOf = (given: string, known: readonly string[]): string | undefined => {
  const text = given.toLowerCase();
  return known.find((name) => text.includes(name.toLowerCase()) || name.toLowerCase().includes(text));
};
