import { ChainruleError, checkChoice, shown, type TensorValue } from "@chainrule/graph";
import { checkCount } from "../refuse";

/** Zeros around the entries: none, as many as keep ceil(size / stride) windows, or so many on each side. */
export type Padding = "valid" | "same" | number;

/** Windows along one axis. */
export interface Windows {
  /** How many there are. */
  readonly count: number;
  /** [size, count, kernel]: 1 where an entry is that place of that window. Padding is a column of zeros. */
  readonly selection: TensorValue;
}

/**
 * Which entries stand in which window along an axis: entry o stride + k - padding is place k of window o.
 * @throws ChainruleError SIZE when not even one window fits
 */
export function windows(
  size: number,
  kernel: number,
  stride: number,
  padding: Padding,
  where: string,
): Windows {
  const before = typeof padding === "number" ? padding : 0;
  const same = Math.ceil(size / stride);
  const missing = Math.max((same - 1) * stride + kernel - size, 0);
  const first = padding === "same" ? Math.floor(missing / 2) : before;
  const count = padding === "same" ? same : Math.floor((size + 2 * before - kernel) / stride) + 1;
  if (count < 1) {
    throw new ChainruleError("SIZE", "the kernel is larger than what it goes over", {
      where,
      got: `${kernel} over ${size}`,
      mend: 'Pad the input ({ padding: "same" }), or take a smaller kernel',
    });
  }
  const data = new Float64Array(size * count * kernel);
  for (let window = 0; window < count; window++) {
    for (let k = 0; k < kernel; k++) {
      const entry = window * stride + k - first;
      if (entry >= 0 && entry < size) data[(entry * count + window) * kernel + k] = 1;
    }
  }
  return { count, selection: { shape: [size, count, kernel], data } };
}

/** A number for every axis, or one for each. @throws ChainruleError OPTION */
export function perAxis(given: unknown, axes: number, what: string, where: string): number[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : Array.from({ length: axes }, () => given);
  if (list.length !== axes) {
    throw new ChainruleError("OPTION", `${what} is a number, or ${axes} of them`, {
      where,
      got: shown(given),
    });
  }
  return list.map((each) => checkCount(each, 1, what, where));
}

/** @throws ChainruleError OPTION */
export function checkPadding(given: unknown, where: string): Padding {
  if (typeof given === "number") return checkCount(given, 0, "the padding", where);
  return checkChoice<"valid" | "same">(given, ["valid", "same"], `${where}: padding`) ?? "valid";
}
