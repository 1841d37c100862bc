/** The longest formula that is read or written, in characters. */
export const LONGEST_FORMULA = 1_000_000;
/** How many powers, signs or choices may stand inside one another without parentheses between them. */
export const LONGEST_CHAIN = 100;
/** How many arrays may stand inside one another: as many as a tensor has axes. */
export const DEEPEST_ARRAY = 32;
