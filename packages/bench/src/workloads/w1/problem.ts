/** Mazur's network: weights unit by unit, hidden then output; both biases of a layer are one number and are not trained. */
export const weights = [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55] as const;
export const inputs = [0.05, 0.1] as const;
export const targets = [0.01, 0.99] as const;
export const biases = [0.35, 0.6] as const;
export const rate = 0.5;

/** Fast implementations do 10,000 steps in a run, slow ones fewer. */
export const STEPS = 10_000;
export const FEWER = 1000;

/** The loss that the last of so many steps sees: C, PyTorch and micrograd (Python) in float64 agree on these digits. */
export const losses: Readonly<Record<number, number>> = {
  200: 0.00837111868,
  1000: 0.00111578556,
  2000: 0.000445172705,
  10000: 0.0000351085481,
};
