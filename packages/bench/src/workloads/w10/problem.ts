import type { Case, Numbers } from "../../workload";
import { sigmoid } from "../sigmoid";

/** Lines of the derivation for one layer. */
const PER_LAYER = 5;

export const layersOf = ({ size }: Case): number => size / PER_LAYER;

/** The layer whose line has a mistake. */
export const faultyLayer = (size: Case): number => Math.ceil(layersOf(size) / 2);

const weight = (k: number): number => 0.3 + 0.1 * (k % 7);
const bias = (k: number): number => 0.05 * (k % 5);

/**
 * A chain of sigmoid units derived by hand in Markdown: two lines a layer with numbers forwards, three backwards. One line
 * has x_k where x_{k-1} belongs.
 */
export function derivation(size: Case): string {
  const layers = layersOf(size);
  const lines = ["Given $x_0 = 0.5$ and $t = 0.9$, with"];
  for (let k = 1; k <= layers; k++)
    lines.push(`$w_{${k}} = ${weight(k).toFixed(1)}$, $b_{${k}} = ${bias(k).toFixed(2)}$,`);
  let x = 0.5;
  for (let k = 1; k <= layers; k++) {
    x = sigmoid(weight(k) * x + bias(k));
    lines.push(
      `$$z_{${k}} = w_{${k}} x_{${k - 1}} + b_{${k}}$$`,
      `$$x_{${k}} = \\sigma(z_{${k}}) = ${x.toFixed(6)}$$`,
    );
  }
  lines.push(
    `$$E = \\frac12 (x_{${layers}} - t)^2$$`,
    `$$\\frac{\\partial E}{\\partial x_{${layers}}} = x_{${layers}} - t$$`,
  );
  for (let k = layers; k >= 1; k--) {
    const by = (name: string): string => `\\frac{\\partial E}{\\partial ${name}}`;
    const input = k === faultyLayer(size) ? `x_{${k}}` : `x_{${k - 1}}`;
    lines.push(
      `$$${by(`z_{${k}}`)} = ${by(`x_{${k}}`)} x_{${k}} (1 - x_{${k}})$$`,
      `$$${by(`w_{${k}}`)} = ${by(`z_{${k}}`)} ${input}$$`,
      `$$${by(`x_{${k - 1}}`)} = ${by(`z_{${k}}`)} w_{${k}}$$`,
    );
  }
  return lines.join("\n");
}

/** How many claims are wrong, and at which layer the first is. */
export const expected = (size: Case): Numbers => [1, faultyLayer(size)];
