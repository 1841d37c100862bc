export type { Abbreviation } from "./author";
export { type DeriveOptions, derive } from "./derive";
export type { GeneralDerivation, Layers } from "./layers/general";
export { generalised } from "./layers/layers";
export { type NotFinite, notFinite } from "./not-finite";
export {
  type AddedConditions,
  type Comparison,
  deriveSeparability,
  type Impossible,
  type PointCondition,
  type SeparabilityAnswer,
  type SeparabilityDerivation,
  type SeparabilityOptions,
  type Term,
  type Unit,
} from "./separability";
export type { Derivation, Form, Reason, Role, Statement, UpdateStyle } from "./statement";
export { type Verification, verify } from "./verify/verify";
