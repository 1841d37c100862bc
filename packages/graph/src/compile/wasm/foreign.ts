import type { ForeignName } from "../math/arithmetic";
import { foreign } from "../math/numbers";
import { type ImportedFunction, TYPE } from "./module";

/** All functions a module may call, imported in this order, so that their indices are the same in every module. */
const names = Object.keys(foreign) as readonly ForeignName[]; // the table's keys are its type's

export const foreignImports: readonly ImportedFunction[] = names.map((name) => ({
  name,
  type: { parameters: [TYPE.f64, TYPE.f64], results: [TYPE.f64] },
}));

export const foreignIndex = (name: ForeignName): number => names.indexOf(name);
