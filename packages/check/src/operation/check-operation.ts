import { ChainruleError, type Node, type Operation } from "@chainrule/graph";
import { Random } from "../prove/random";
import { checkPointwise } from "./pointwise";
import type { OperationCheck } from "./report";
import { checkTensor } from "./tensor";

/** What `operation` and `tensorOperation` give. */
export interface DeclaredOperation {
  readonly operation: Extract<Operation, { readonly kind: "pointwise" | "declared" }>;
}

export interface OperationCheckOptions {
  readonly seed?: number;
  /** Seeded points of a pointwise operation, beside the edges; 24 by default. */
  readonly points?: number;
  /** The largest relative difference of derivatives that passes, beside what differences may be off; 1e-6 by default. */
  readonly tolerance?: number;
  /** For an operation on whole tensors: the shapes of all operands, for each trial. */
  readonly shapes?: readonly (readonly (readonly number[])[])[];
}

/**
 * Sweeps an operation that was declared by `operation` or `tensorOperation` over seeded points of its domain and over edges (both
 * zeros, subnormal and large numbers, kinks, NaN): whether values are numbers and always the same ones, operands stay as they
 * are, derivative rules agree with differences to second order, tensors do what their entries do, and every backend gives
 * the same bits. What fails is reported, not thrown.
 * @throws ChainruleError OPERAND for what is no declared operation, SHAPE if an operation on tensors takes none of the shapes;
 * and whatever the declaration's own functions throw
 * @example checkOperation(softsign).passes
 */
export function checkOperation(
  declared: DeclaredOperation,
  options: OperationCheckOptions = {},
): OperationCheck {
  const { points = 24, seed = 1, shapes, tolerance = 1e-6 } = options;
  const op: Operation | undefined = declared?.operation;
  const random = new Random(seed);
  if (op?.kind === "pointwise" && op.forward !== undefined)
    return checkPointwise(op, random, points, tolerance);
  if (op?.kind === "declared") {
    const call = declared as unknown as (...operands: readonly Node[]) => Node; // as tensorOperation makes them
    return checkTensor(op, call, random, tolerance, shapes);
  }
  throw new ChainruleError("OPERAND", "not a declared operation", {
    where: "checkOperation",
    expected: "what operation(...) or tensorOperation(...) gives",
    mend: "For a graph, use checkGradients",
  });
}

/**
 * Refuses an operation whose declaration fails.
 * @throws ChainruleError WRONG, with each place where it does, and as `checkOperation` does
 * @example assertOperation(softsign)
 */
export function assertOperation(
  declared: DeclaredOperation,
  options: OperationCheckOptions = {},
): OperationCheck {
  const result = checkOperation(declared, options);
  if (result.passes) return result;
  const lines = result.failures.map(({ message, test }) => `${test}: ${message}`);
  throw new ChainruleError("WRONG", lines.join("\n"), { where: `assertOperation: ${result.operation}` });
}
