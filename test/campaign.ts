/**
 * Tests of many cases (random graphs, single errors, long formulas) take a sample of them in `npm test`, always the same, and
 * all of them in `npm run campaigns`, which runs each test file that imports this one.
 */

/** Whether this run takes all cases. */
export const isWhole = process.env.CHAINRULE_CAMPAIGN === "1";

/** How many cases to take: `whole` in a campaign, else `sample`. */
export const sampled = (whole: number, sample: number): number => (isWhole ? whole : sample);
