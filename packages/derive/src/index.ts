export { type DeriveOptions, derive } from "./derive";
export type { Derivation, Form, Reason, Role, Statement } from "./statement";
export { type Verification, verify } from "./verify";
