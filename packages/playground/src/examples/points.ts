import type { Row } from "../protocol";

/* Samples of two classes in the plane, the same each time: the places of a low-discrepancy sequence take the place of chance. */

const GOLDEN = 0.618033988749895;
const part = (k: number): number => (k * GOLDEN) % 1;
const rounded = (x: number): number => Math.round(100 * x) / 100;

/** Two half moons, classes -1 and 1, as in the demonstration of micrograd. */
export const moons = (count: number): Row[] =>
  Array.from({ length: count }, (_, k): Row => {
    const angle = (Math.PI * Math.floor(k / 2)) / (count / 2 - 1);
    const [dx, dy] = [0.24 * (part(k + 1) - 0.5), 0.24 * (part(3 * k + 1) - 0.5)];
    const isUpper = k % 2 === 0;
    const [x, y] = isUpper
      ? [Math.cos(angle), Math.sin(angle)]
      : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [rounded(x + dx), rounded(y + dy), isUpper ? -1 : 1];
  });

/** Two clouds that touch, classes 0 and 1. */
export const clouds = (count: number): Row[] =>
  Array.from({ length: count }, (_, k): Row => {
    const isFirst = k % 2 === 0;
    const [angle, radius] = [2 * Math.PI * part(k + 1), 0.9 * Math.sqrt(part(2 * k + 1))];
    const centre = isFirst ? -0.6 : 0.6;
    return [
      rounded(centre + radius * Math.cos(angle)),
      rounded(0.6 * centre + radius * Math.sin(angle)),
      isFirst ? 0 : 1,
    ];
  });

export const xor: readonly Row[] = [
  [0, 0, 0],
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 0],
];
