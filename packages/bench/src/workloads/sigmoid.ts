/** 1 / (1 + e^-x), as a program writes it by hand. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
