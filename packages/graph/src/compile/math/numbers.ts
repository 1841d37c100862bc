import { erf, erfc } from "../../evaluate/special";
import type { Arithmetic, ForeignName } from "./arithmetic";
import { farCos, farSin, farTan } from "./far-angles";
import { ieee } from "./ieee";

/** The functions that recipes call. */
export const foreign: Readonly<Record<ForeignName, (a: number, b: number) => number>> = {
  sin: farSin,
  cos: farCos,
  tan: farTan,
  erf,
  erfc,
};

/** Recipes computed at once, in JavaScript numbers. */
export const numbers: Arithmetic<number, boolean> = {
  ...ieee,
  foreign: (name, a, b) => foreign[name](a, b),
  rarely: (condition, name, a, usual) => (condition ? foreign[name](a, 0) : usual),
};
