import { kernels } from "../../evaluate/kernels";
import type { Node } from "../../node";
import { type Rule, ruleAt, VALUE } from "./rules";
import type { Sweep } from "./sweep";
import type { StableValue, Walked } from "./walk";

/** Reads the values of symbols and constants; false if a symbol has none. */
export function load({ values }: Sweep, { leaves, leafPlaces }: Walked): boolean {
  for (let k = 0; k < leaves.length; k++) {
    const { cell, value: constant } = (leaves[k] as Node).attrs;
    const value = cell === undefined ? constant : cell.value;
    if (typeof value !== "number") return false;
    values[leafPlaces[k] as number] = value;
  }
  return true;
}

/** From the first value to the last: each by its rule from those before it. */
export function forwards(sweep: Sweep, { count, stable }: Walked): void {
  const { codes, a, b, values } = sweep;
  for (let place = 0; place < count; place++) {
    const rule = ruleAt[codes[place] as number] as Rule;
    const kind = rule.value;
    if (kind === VALUE.leaf) continue;
    const x = values[a[place] as number] as number;
    if (kind === VALUE.add) values[place] = x + (values[b[place] as number] as number);
    else if (kind === VALUE.mul) values[place] = x * (values[b[place] as number] as number);
    else if (kind === VALUE.unary) values[place] = rule.kernel(x, x, x);
    else if (kind === VALUE.sub) {
      const form = stable.size > 0 ? stable.get(place) : undefined;
      values[place] = form === undefined ? x - (values[b[place] as number] as number) : ofForm(form, values);
    } else if (kind === VALUE.naming) values[place] = x;
    else if (kind === VALUE.binary) {
      const y = values[b[place] as number] as number;
      values[place] = rule.kernel(x, y, y);
    } else if (kind === VALUE.ternary)
      values[place] = rule.kernel(
        x,
        values[b[place] as number] as number,
        values[sweep.c[place] as number] as number,
      );
    else values[place] = ofForm(stable.get(place) as StableValue, values); // what has this kind is listed
  }
}

function ofForm({ kernel, first, second }: StableValue, values: Float64Array): number {
  const y = values[second] as number;
  return kernels[kernel](values[first] as number, y, y);
}
