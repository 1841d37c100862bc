import { checkChoice } from "@chainrule/graph";

/*
 * Colours by what they are for, in light and in dark. Hues are those that people with any of the common colour deficiencies
 * tell apart (after Okabe and Ito, 2008), fills and outlines differ in lightness too, and signs are never told by colour alone.
 */

/** The colours of a role: six hexadecimal digits without `#`. */
interface Shades {
  readonly light: string;
  readonly dark: string;
}

const shades = (light: string, dark: string): Shades => ({ light, dark });

/** No two roles have the same light colour unless their dark ones are the same too: the printer of SVG relies on it. */
export const roles = {
  paper: shades("ffffff", "0d1117"),
  ink: shades("1a1a1a", "e6edf3"),
  /** Edges, axes, and what is said beside. */
  muted: shades("5b6470", "9aa4b0"),
  /** Edges of biases that several units share are lighter, so that the weights stay readable. */
  faint: shades("a3abb5", "5a6472"),
  grid: shades("e3e6ea", "262c34"),
  inputFill: shades("e8f1fb", "12263b"),
  inputLine: shades("2f6aa8", "6aa5e0"),
  unitFill: shades("fff3dc", "33260d"),
  unitLine: shades("a86a08", "d6a04a"),
  valueFill: shades("f4f1fa", "231c38"),
  valueLine: shades("67549a", "a995dd"),
  lossFill: shades("e6f4e9", "12291a"),
  lossLine: shades("2f7040", "6bbf83"),
  targetLine: shades("3f7d4e", "7bc992"),
  biasFill: shades("f3f3f3", "22272e"),
  biasLine: shades("7a7a7a", "8b949e"),
  /** What comes back from the output. */
  gradient: shades("8a2a6b", "e59ac8"),
  positive: shades("1f6fb4", "5aa9e6"),
  negative: shades("c8500a", "f08a4b"),
  series1: shades("0072b2", "56b4e9"),
  series2: shades("d55e00", "ff9455"),
  series3: shades("00795a", "2cc79a"),
  series4: shades("a1447b", "e08fbe"),
  series5: shades("8a6a00", "e0b93a"),
  series6: shades("4b4f9e", "a3a8f0"),
} as const satisfies Readonly<Record<string, Shades>>;

export type Role = keyof typeof roles;

/** Lines and classes in turn. */
export const SERIES = ["series1", "series2", "series3", "series4", "series5", "series6"] as const;

/** The role of the k-th line or class, counted from 0. */
export const seriesRole = (k: number): Role => SERIES[k % SERIES.length] as Role; // there are six

/** `auto` follows the reader's system where that can be asked (`prefers-color-scheme`), and is light elsewhere. */
export type Theme = "auto" | "light" | "dark";
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

/** @throws ChainruleError OPTION for a theme that is none */
export const checkTheme = (given: unknown, where: string): Theme =>
  checkChoice(given, THEMES, `${where}: theme`) ?? "auto";
