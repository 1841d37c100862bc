import type { Node } from "@chainrule/graph";
import type {} from "vitest";
import { type CheckOptions, check, explained, stands } from "../index";

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Passes for a formula that `check` does not find wrong or undecided; the message says where it differs, and the repair.
 * @example expect("-(t - out) * out * (1 - out) * x").toMatchGradient(gradient(E, w))
 */
export function toMatchGradient(claim: Node | string, truth: Node, options?: CheckOptions): Outcome {
  const result = check(claim, truth, options);
  const text = typeof claim === "string" ? claim : "the graph";
  return { pass: stands(result), message: () => `${text}\n${explained(result)}` };
}

/**
 * The same of a graph, and a formula that it is to be.
 * @example expect(gradient(E, w)).toMatchFormula("(out - t) * out * (1 - out) * x")
 */
export const toMatchFormula = (truth: Node, claim: Node | string, options?: CheckOptions): Outcome =>
  toMatchGradient(claim, truth, options);

/** Matchers for `expect.extend(matchers)`. */
export const matchers = { toMatchFormula, toMatchGradient };

declare module "vitest" {
  interface Matchers<T> {
    toMatchFormula(claim: Node | string, options?: CheckOptions): T;
    toMatchGradient(truth: Node, options?: CheckOptions): T;
  }
}
