import { concat, constant, einsum, max, type Node, where } from "@chainrule/graph";
import type { Call } from "./call";
import { constantNode } from "./constants";
import { unreadable } from "./decode";

/*
 * Convolutions and pools. The windows of an axis are a contraction with a constant of zeros and ones: entry k of window o is
 * entry o stride + k dilation - pad of the axis.
 */

/** How windows lie along one axis. */
interface Axis {
  readonly length: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly count: number;
}

const LARGEST = 1e7;

function axesOf(call: Call, sizes: readonly number[], kernel: readonly number[]): readonly Axis[] {
  const rank = sizes.length;
  const strides = call.integers("strides") ?? kernel.map(() => 1);
  const dilations = call.integers("dilations") ?? kernel.map(() => 1);
  const pads = call.integers("pads") ?? Array.from({ length: 2 * rank }, () => 0);
  const padding = call.text("auto_pad", "NOTSET");
  if (call.integer("ceil_mode", 0) !== 0) throw call.refusal("ceil_mode is not read");
  const fits =
    kernel.length === rank &&
    strides.length === rank &&
    dilations.length === rank &&
    pads.length === 2 * rank;
  const positive = [...kernel, ...strides, ...dilations].every((entry) => entry > 0);
  if (!fits || !positive || pads.some((entry) => entry < 0))
    throw unreadable("the windows do not fit the axes", call.where);
  return sizes.map((length, k) => {
    const [size, stride, dilation] = [kernel[k], strides[k], dilations[k]] as [number, number, number]; // as many as axes
    const reach = (size - 1) * dilation + 1;
    const isSame = padding.startsWith("SAME");
    const same = Math.ceil(length / stride);
    const total = isSame ? Math.max(0, (same - 1) * stride + reach - length) : 0;
    const half = padding === "SAME_LOWER" ? Math.ceil(total / 2) : Math.floor(total / 2);
    const [before, after] = isSame
      ? [half, total - half]
      : padding === "VALID"
        ? [0, 0]
        : [pads[k] ?? 0, pads[k + rank] ?? 0];
    const count = Math.floor((length + before + after - reach) / stride) + 1;
    if (!(count > 0) || count * size * length > LARGEST)
      throw unreadable("the windows do not fit the axes", call.where);
    return { length, kernel: size, stride, dilation, before, count };
  });
}

/** Ones where an entry of a window is an entry of the axis: [kernel, count, length]. */
function selection({ length, kernel, stride, dilation, before, count }: Axis): Node {
  const data = new Float64Array(kernel * count * length);
  for (let k = 0; k < kernel; k++)
    for (let o = 0; o < count; o++) {
      const at = o * stride + k * dilation - before;
      if (at >= 0 && at < length) data[(k * count + o) * length + at] = 1;
    }
  return constant({ shape: [kernel, count, length], data });
}

const KERNEL = "rstu";
const COUNT = "ijkl";
const LENGTH = "hwdv";

/** [N, C, lengths...] -> [N, C, kernel, count, kernel, count, ...], 0 beyond the borders. */
function windows(x: Node, axes: readonly Axis[]): Node {
  let result = x;
  for (const [k, axis] of axes.entries()) {
    const done = axes
      .slice(0, k)
      .map((_, j) => `${KERNEL[j]}${COUNT[j]}`)
      .join("");
    const rest = LENGTH.slice(k + 1, axes.length);
    const own = `${KERNEL[k]}${COUNT[k]}`;
    result = einsum(
      `nc${done}${LENGTH[k]}${rest},${own}${LENGTH[k]}->nc${done}${own}${rest}`,
      result,
      selection(axis),
    );
  }
  return result;
}

/** The sizes behind the first two, at most three of them. */
function spatial(call: Call): readonly number[] {
  const sizes = call.x(0).shape.slice(2);
  if (sizes.length < 1 || sizes.length > 3 || sizes.some((size) => typeof size !== "number"))
    throw call.refusal("windows lie along one to three axes of known sizes");
  return sizes as readonly number[]; // looked at
}

export function conv(call: Call): Node {
  const [x, w] = [call.x(0), call.x(1)];
  const sizes = spatial(call);
  const [outputs, channels, ...kernel] = call.sizes(1) as [number, number, ...number[]];
  const groups = call.integer("group", 1);
  const all = x.shape[1];
  if (kernel.length !== sizes.length || groups < 1 || all !== groups * channels || outputs % groups !== 0)
    throw unreadable("the kernel does not fit", call.where);
  const axes = axesOf(call, sizes, call.integers("kernel_shape") ?? kernel);
  const cut = windows(x, axes);
  const letters = KERNEL.slice(0, axes.length);
  const counts = COUNT.slice(0, axes.length);
  const pairs = axes.map((_, k) => `${KERNEL[k]}${COUNT[k]}`).join("");
  const equation = `nc${pairs},oc${letters}->no${counts}`;
  const part = outputs / groups;
  const parts = Array.from({ length: groups }, (_, g) =>
    groups === 1
      ? einsum(equation, cut, w)
      : einsum(
          equation,
          cut.slice(1, g * channels, (g + 1) * channels),
          w.slice(0, g * part, (g + 1) * part),
        ),
  );
  const result = parts.length === 1 ? (parts[0] as Node) : concat(parts, 1);
  return call.has(2) ? result.add(call.x(2).reshape([outputs, ...sizes.map(() => 1)])) : result;
}

/** Ones in windows where there is an entry, and 0 beyond the borders: [kernel, count, kernel, count, ...]. */
function presence(axes: readonly Axis[]): Node {
  const ones = constant({ shape: [1, 1, ...axes.map(({ length }) => length)], data: new Float64Array(axes.reduce((product, { length }) => product * length, 1)).fill(1) }); // biome-ignore format: one line
  const found = windows(ones, axes);
  return constantNode(found.value);
}

const kernelAxes = (axes: readonly Axis[]): number[] => axes.map((_, k) => 2 + 2 * k);
const isPadded = ({ before, count, stride, kernel, dilation, length }: Axis): boolean =>
  before > 0 || (count - 1) * stride + (kernel - 1) * dilation - before >= length;

export function maxPool(call: Call): Node {
  const axes = axesOf(call, spatial(call), call.integers("kernel_shape") ?? []);
  if (call.outputs > 1) throw call.refusal("places of extrema are not read");
  const cut = windows(call.x(0), axes);
  const seen = axes.some(isPadded) ? where(presence(axes), cut, Number.NEGATIVE_INFINITY) : cut;
  return max(seen, { axis: kernelAxes(axes) });
}

export function averagePool(call: Call): Node {
  const axes = axesOf(call, spatial(call), call.integers("kernel_shape") ?? []);
  const total = windows(call.x(0), axes).sum(kernelAxes(axes));
  const countsAll = call.integer("count_include_pad", 0) !== 0 || !axes.some(isPadded);
  return total.div(
    countsAll
      ? axes.reduce((product, { kernel }) => product * kernel, 1)
      : presence(axes).sum(kernelAxes(axes)).value,
  );
}
