export type { Abbreviation } from "./author";
export { type DeriveOptions, derive } from "./derive";
export type { Derivation, Form, Reason, Role, Statement } from "./statement";
export type { UpdateStyle } from "./update";
export { type Verification, verify } from "./verify";
