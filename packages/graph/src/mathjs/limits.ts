/** The longest formula that is written, in characters. */
export const LONGEST_FORMULA = 1_000_000;
