export type { Abbreviation } from "./author";
export { type DeriveOptions, derive } from "./derive";
export type { GeneralDerivation, Layers } from "./layers/general";
export { generalised } from "./layers/layers";
export { type NotFinite, notFinite } from "./not-finite";
export type { Derivation, Form, Reason, Role, Statement, UpdateStyle } from "./statement";
export { type Verification, verify } from "./verify/verify";
