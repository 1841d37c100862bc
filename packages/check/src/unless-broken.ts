/**
 * What a comparison gives or, if it throws, what `otherwise` makes of the reason. An exception inside a comparison, be it a size that
 * is not known or a stack that is too deep, is no statement about the two sides.
 */
export function unlessBroken<T>(compare: () => T, otherwise: (reason: string) => T): T {
  try {
    return compare();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return otherwise(`the comparison broke off: ${error.message.split("\n")[0]}`);
  }
}
