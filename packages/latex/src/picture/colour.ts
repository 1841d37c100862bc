import type { NodeKind } from "./picture";

/* Colours of both printers. Fill and outline differ in lightness too, so that they print in grey. */

/** Six hexadecimal digits without `#`. */
export interface Paint {
  readonly fill: string;
  readonly stroke: string;
}

export const INK = "1a1a1a";
export const EDGE = "5b6470";
/** Edges of biases that several units share are lighter, so that the weights stay readable. */
export const BIAS_EDGE = "a3abb5";

const blue: Paint = { fill: "e8f1fb", stroke: "2f6aa8" };
const amber: Paint = { fill: "fff3dc", stroke: "a86a08" };

export const paints: Readonly<Record<Exclude<NodeKind, "ellipsis" | "constant">, Paint>> = {
  input: blue,
  symbol: blue,
  unit: amber,
  operation: amber,
  value: { fill: "f4f1fa", stroke: "67549a" },
  loss: { fill: "e6f4e9", stroke: "2f7040" },
  target: { fill: "ffffff", stroke: "3f7d4e" },
  bias: { fill: "f3f3f3", stroke: "7a7a7a" },
};
