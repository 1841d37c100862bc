/** A forward pass with a right backward pass, and single edits that make it wrong. */
export interface Pair {
  readonly name: string;
  readonly code: string;
  /** What stands once in the code, and what a mistake makes of it. */
  readonly mistakes: readonly (readonly [string, string])[];
}

export const pair = (name: string, code: string, mistakes: Pair["mistakes"]): Pair => ({
  name,
  code: code.replace(/^\n/, ""),
  mistakes,
});

/** The code with a mistake, and the line where it is. */
export function mistaken(
  { code, name }: Pair,
  [before, after]: readonly [string, string],
): {
  readonly text: string;
  readonly line: number;
} {
  const at = code.indexOf(before);
  if (at === -1 || code.indexOf(before, at + 1) !== -1)
    throw new Error(`${name}: ${before} does not stand once`);
  const start = [...before].findIndex((letter, k) => letter !== after[k]);
  return {
    text: code.slice(0, at) + after + code.slice(at + before.length),
    line: code.slice(0, at + Math.max(0, start)).split("\n").length,
  };
}
