import {
  ChainruleError,
  type ErrorCode,
  type Node,
  nameText,
  type TensorValue,
  topologicalOrder,
} from "@chainrule/graph";
import { expect } from "vitest";

/** Equal to within a relative error, 1e-14 if none is given; 0 only equals 0. */
export function close(actual: unknown, expected: number, relative = 1e-14): void {
  expect(typeof actual).toBe("number");
  const difference = Math.abs((actual as number) - expected);
  if (difference > relative * Math.abs(expected)) expect(actual).toBe(expected); // shows both
}

/** Entry by entry, row by row. */
export function closeAll(
  actual: unknown,
  expected: readonly number[] | readonly (readonly number[])[],
  relative = 1e-14,
): void {
  const flat = expected.flat();
  const data = (actual as TensorValue).data;
  expect(data.length).toBe(flat.length);
  flat.forEach((entry, k) => {
    close(data[k], entry, relative);
  });
}

/** The node of a graph that has this name. */
export function find(root: Node, name: string): Node {
  const found = topologicalOrder([root]).filter((node) => node.name && nameText(node.name) === name);
  expect(found, name).toHaveLength(1);
  return found[0] as Node;
}

export const names = (nodes: readonly Node[]): string[] =>
  nodes.map((node) => (node.name === undefined ? "" : nameText(node.name)));

/** The typed error that a function throws. */
export function failure(run: () => unknown): ChainruleError {
  try {
    run();
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

export function refuses(code: ErrorCode, run: () => unknown, text: string | RegExp = ""): void {
  const error = failure(run);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(text);
}
