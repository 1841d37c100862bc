/**
 * The 2-2-2 network of `mazur.ts` trained on: 10,000 updates, all new weights from the old ones, and the same as code writes it
 * that overwrites the output weights before it uses them for the hidden ones. What the article prints, 0.000035085 and the
 * outputs 0.015912196 and 0.984065734, is the second; its 0.0000351085 is the first after 9,999 updates.
 */
import { train } from "@chainrule/nn";
import { plotCurves } from "@chainrule/plot";
import { network } from "./mazur";

const { loss, outputs, parameters, rate } = network;
const losses: Record<string, [number, number][]> = {};
const start = parameters.map((w) => w.value);

for (const updates of ["simultaneous", "as written"] as const) {
  parameters.forEach((w, k) => {
    w.set(start[k] ?? 0);
  });
  console.log(`${updates}: updates, E_total, out_o1, out_o2`);
  let done = 0;
  const curve: [number, number][] = [];
  losses[updates] = curve;
  for (const n of [0, 1, 2, 10, 100, 1000, 9999, 10000]) {
    if (n > done) {
      const training = train(loss, parameters, { rate, steps: n - done, updates });
      curve.push(...training.losses.map((at): [number, number] => [done + at.step, at.loss]));
    }
    done = n;
    console.log([String(n).padStart(5), loss.value, ...outputs.map((output) => output.value)].join("  "));
  }
}

export const pictures = { loss: plotCurves(losses, { log: "both", x: "updates", y: "loss" }) };
