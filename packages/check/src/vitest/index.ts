import type { Node } from "@chainrule/graph";
import type {} from "vitest";
import { type CheckOptions, check, explained, stands } from "../index";

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers for `expect.extend(matchers)`.
 * @example expect("-(t - out) * out * (1 - out) * x").toMatchGradient(gradient(E, w))
 */
export const matchers = {
  /** Passes for a formula that `check` does not find wrong or undecided; the message says where it differs. */
  toMatchGradient(claim: Node | string, truth: Node, options?: CheckOptions): Outcome {
    const result = check(claim, truth, options);
    const text = typeof claim === "string" ? claim : "the graph";
    return { pass: stands(result), message: () => `${text}\n${explained(result)}` };
  },
};

declare module "vitest" {
  interface Matchers<T> {
    toMatchGradient(truth: Node, options?: CheckOptions): T;
  }
}
