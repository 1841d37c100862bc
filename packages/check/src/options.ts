import { ChainruleError, checkChoice, checkOptions, Node, type OptionNames } from "@chainrule/graph";
import type { SyntaxName } from "./claim/read";
import type { Aliases } from "./claim/vocabulary";

export interface CheckOptions {
  /** Names that the truth does not mention, each with its node. */
  readonly symbols?: Readonly<Record<string, Node>>;
  /** Other names for what the truth mentions: `{ h1: "out_h1" }`. */
  readonly aliases?: Aliases;
  /**
   * What claims are typed in. "auto", the default: LaTeX where there is a backslash or a brace, the syntax of mathjs otherwise,
   * and LaTeX again for what mathjs cannot read.
   */
  readonly syntax?: SyntaxName;
  /** What holds: "x > 0", "0 < p < 1", "a > 0 and b >= 0", or a list of such. Names as in claims. */
  readonly assume?: string | readonly string[];
  /** Where random points begin; the same seed gives the same result. 1 by default. */
  readonly seed?: number;
  /** How many points with numbers are compared: at least 20; 24 by default. */
  readonly points?: number;
  /** Decimal places that printed numbers were rounded to, where it is not those that are printed. */
  readonly digits?: number;
  /** Numbers of the claim that are exact, such as given values: never taken as rounded. */
  readonly data?: readonly number[];
}

export interface CheckedOptions extends Required<Omit<CheckOptions, "assume" | "digits">> {
  readonly assume: readonly string[];
  readonly digits: number | undefined;
}

const OPTIONS: OptionNames<CheckOptions> = {
  aliases: true,
  assume: true,
  data: true,
  digits: true,
  points: true,
  seed: true,
  symbols: true,
  syntax: true,
};
const SYNTAXES: readonly SyntaxName[] = ["auto", "mathjs", "latex"];
const FEWEST_POINTS = 20;

/** Options with their defaults. @throws ChainruleError OPTION, OPERAND */
export function checkedOptions(given: CheckOptions): CheckedOptions {
  checkOptions(given, OPTIONS, "check");
  const {
    aliases = {},
    assume = [],
    data = [],
    digits,
    points = 24,
    seed = 1,
    symbols = {},
    syntax = "auto",
  } = given;
  for (const [name, node] of Object.entries(symbols)) {
    if (node instanceof Node) continue;
    throw new ChainruleError("OPERAND", "a name stands for a node", { where: "check: symbols", got: name });
  }
  whole("seed", seed, 0);
  whole("points", points, FEWEST_POINTS);
  checkChoice(syntax, SYNTAXES, "check: syntax");
  if (digits !== undefined) whole("digits", digits, 0);
  const assumed: readonly unknown[] = typeof assume === "string" ? [assume] : assume;
  if (!Array.isArray(assumed) || !assumed.every((text) => typeof text === "string")) {
    throw new ChainruleError("OPTION", "an assumption is a text", {
      where: "check: assume",
      got: String(assume),
      expected: "x > 0, or a list of such",
    });
  }
  return { aliases, assume: assumed, data, digits, points, seed, symbols, syntax };
}

function whole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ChainruleError("OPTION", "not a whole number in its range", {
    where: `check: ${name}`,
    got: String(value),
    expected: `at least ${least}`,
  });
}
