import { recipes } from "../math/recipes";
import type { Recorded, Recording } from "../wasm/recording";
import type { Expression } from "./expression";
import { normParts } from "./norm";

/**
 * Records what an expression computes at one index; `input` says which value of the recording a load is, and `number`
 * which a constant is.
 */
export function record(
  body: Expression,
  recording: Recording,
  input: (load: Expression & { readonly kind: "load" }) => Recorded,
  number = (x: number): Recorded => recording.number(x),
): Recorded {
  const table = recipes(recording);
  const inner = normParts(recording);
  const done = new Map<Expression, Recorded>();
  const work: Expression[] = [body];
  while (work.length > 0) {
    const top = work[work.length - 1] as Expression;
    if (top.kind === "apply" && !done.has(top)) {
      const missing = top.inputs.filter((each) => !done.has(each));
      if (missing.length > 0) {
        work.push(...missing);
        continue;
      }
      const [a, b = a, c = b] = top.inputs.map((each) => done.get(each) as Recorded) as [
        Recorded,
        Recorded?,
        Recorded?,
      ];
      const { kernel } = top;
      const recipe = kernel === "scaleOf" || kernel === "scaledBack" ? inner[kernel] : table[kernel];
      done.set(top, recipe(a, b, c));
    } else if (top.kind === "load") done.set(top, input(top));
    else if (top.kind === "number") done.set(top, number(top.value));
    work.pop();
  }
  return done.get(body) as Recorded;
}
