import type { ForeignName } from "../math/arithmetic";
import { foreign } from "../math/numbers";
import { type FunctionType, type ImportedFunction, TYPE } from "./module";

/** All functions a module may call, imported in this order, so that their indices are the same in every module. */
const names = Object.keys(foreign) as readonly ForeignName[]; // the table's keys are its type's

export const foreignImports: readonly ImportedFunction[] = names.map((name) => ({
  name,
  type: { parameters: [TYPE.f64, TYPE.f64], results: [TYPE.f64] },
}));

export const foreignIndex = (name: ForeignName): number => names.indexOf(name);

/** Functions that users declared, after those that every module may call. */
export const ownImports = (count: number, type: FunctionType): ImportedFunction[] =>
  Array.from({ length: count }, (_, which) => ({ name: ownName(which), type }));

/** What a module calls the function at a position. */
export const ownName = (which: number): string => `own${which}`;

export const ownIndex = (which: number): number => names.length + which;

/** Three operands; those that a function does not have are 0. */
export const OWN: FunctionType = { parameters: [TYPE.f64, TYPE.f64, TYPE.f64], results: [TYPE.f64] };
