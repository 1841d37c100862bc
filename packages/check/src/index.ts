export { check } from "./check";
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
