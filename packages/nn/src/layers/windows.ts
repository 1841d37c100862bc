import {
  ChainruleError,
  checkChoice,
  einsum,
  type Node,
  shown,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { checkCount } from "../refuse";
import type { PartNames } from "./plan";
import { numberAlong } from "./weights";

/** Zeros around the entries: none, as many as keep ceil(size / stride) windows, or so many on each side. */
export type Padding = "valid" | "same" | number;

/** Windows along one axis. */
interface Windows {
  /** How many there are. */
  readonly count: number;
  /** [size, count, kernel]: 1 where an entry is that place of that window. Padding is a column of zeros. */
  readonly selection: TensorValue;
}

/**
 * Which entries stand in which window along an axis: entry o stride + k - padding is place k of window o.
 * @throws ChainruleError SIZE when not even one window fits
 */
function windows(size: number, kernel: number, stride: number, padding: Padding, where: string): Windows {
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

/** What stands in the windows over the last axes of an input. */
export interface Patches {
  /** The axes of the input, with those of the windows in place of the last ones, and then those of the kernel. */
  readonly patches: Node;
  /** Letters of these axes, for `einsum`. */
  readonly letters: string;
  /** Those of them that are places in a kernel. */
  readonly kernel: string;
}

/** How windows lie over the last axes: a number for each axis. */
export interface Layout {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: Padding;
}

/** Letters of an axis, of its windows and of the places in one, and what its selection is called. */
const AXES = [
  { from: "h", to: "p", place: "i", selection: "S" },
  { from: "w", to: "q", place: "j", selection: "T" },
] as const;

/**
 * The entries in all windows over the last one or two axes: a contraction with a constant tensor of zeros and ones for each axis.
 * x: [c, h] or [N, c, h] -> [c, p, i]; [c, h, w] -> [c, p, q, i, j].
 * @throws ChainruleError SIZE
 */
export function patchesOf(x: Node, layout: Layout, names: PartNames, where: string): Patches {
  const axes = layout.kernel.length;
  let letters =
    (x.shape.length === axes + 2 ? "nc" : "c") +
    AXES.slice(0, axes)
      .map(({ from }) => from)
      .join("");
  let patches = x;
  let kernel = "";
  for (const [k, { from, to, place, selection: name }] of AXES.slice(0, axes).entries()) {
    const size = numberAlong(x, k - axes, "the size of what windows go over", where);
    const { selection } = windows(size, layout.kernel[k] ?? 1, layout.stride[k] ?? 1, layout.padding, where);
    const next = letters.replace(from, to) + place;
    patches = einsum(`${letters},${from}${to}${place}->${next}`, patches, tensor(names(name), selection));
    letters = next;
    kernel += place;
  }
  return { patches, letters, kernel };
}
