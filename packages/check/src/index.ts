export { check } from "./check";
export {
  assertGradient,
  checkGradients,
  explained,
  type GradientCheck,
  type GradientCheckOptions,
  stands,
} from "./gradients";
export type { CheckOptions } from "./options";
export type {
  CheckResult,
  Counterexample,
  Difference,
  Evidence,
  KinkFound,
  Place,
  Repair,
  Verdict,
} from "./verdict";
