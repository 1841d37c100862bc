import { numbers } from "../math/numbers";
import { type Sweep, sweeps } from "../math/plain";
import type { Expression, InnerKernel } from "./expression";
import { loadsOf, type Nest } from "./instruction";
import { normParts } from "./norm";

/*
 * A loop nest in plain JavaScript: the index space is gone through in blocks, and for each block every function of the
 * expression is one loop over lists. Indices run in the order of the reference, so sums have its bits.
 */

const BLOCK = 256;

const inner = normParts(numbers);
const innerSweep =
  (name: InnerKernel): Sweep =>
  (n, out, x, y, z) => {
    for (let k = 0; k < n; k++) out[k] = inner[name](x[k] as number, y[k] as number, z[k] as number);
  };
const innerSweeps: Readonly<Record<InnerKernel, Sweep>> = {
  scaleOf: innerSweep("scaleOf"),
  scaledBack: innerSweep("scaledBack"),
};

/** One list of places for all operands that move alike. */
interface Moving {
  readonly strides: readonly number[];
  readonly places: Int32Array;
}

interface Load {
  readonly base: number;
  readonly moving: Moving;
  readonly list: Float64Array;
}

interface Application {
  readonly sweep: Sweep;
  readonly out: Float64Array;
  readonly inputs: readonly [Float64Array, Float64Array, Float64Array];
}

/** The function that runs a nest once on `memory`. */
export function nestLoop(
  { loops, body, output, strides, offset, combine, fill }: Nest,
  memory: Float64Array,
  addresses: readonly number[],
  counts: (buffer: number) => number,
): () => void {
  const total = loops.reduce((product, size) => product * size, 1);
  const movings = new Map<string, Moving>();
  const movingOf = (steps: readonly number[]): Moving => {
    const key = steps.join();
    const known = movings.get(key) ?? { strides: steps, places: new Int32Array(BLOCK) };
    movings.set(key, known);
    return known;
  };
  const lists = new Map<Expression, Float64Array>();
  const listOf = (expression: Expression): Float64Array => {
    const known = lists.get(expression) ?? new Float64Array(BLOCK);
    lists.set(expression, known);
    return known;
  };
  const loads = loadsOf(body).map(
    (load): Load => ({
      base: (addresses[load.buffer] as number) + load.offset,
      moving: movingOf(load.strides),
      list: listOf(load),
    }),
  );
  const applications = inOrder(body).map((apply): Application => {
    const [x, y = x, z = y] = apply.inputs.map((input) => {
      const list = listOf(input);
      if (input.kind === "number") list.fill(input.value);
      return list;
    }) as [Float64Array, Float64Array?, Float64Array?];
    const { kernel } = apply;
    const sweep = kernel === "scaleOf" || kernel === "scaledBack" ? innerSweeps[kernel] : sweeps[kernel];
    return { sweep, out: listOf(apply), inputs: [x, y, z] };
  });
  const result = listOf(body);
  if (body.kind === "number") result.fill(body.value);
  const written = movingOf(strides);
  const to = (addresses[output] as number) + offset;
  const start = addresses[output] as number;
  const count = counts(output);
  const patterns = [...movings.values()];
  const isOneBlock = total <= BLOCK;
  if (isOneBlock) for (const each of patterns) placesOf(each, loops, 0, total);
  return () => {
    if (fill !== undefined) memory.fill(fill, start, start + count);
    for (let from = 0; from < total; from += BLOCK) {
      const n = Math.min(BLOCK, total - from);
      if (!isOneBlock) for (const each of patterns) placesOf(each, loops, from, n);
      for (const { base, moving, list } of loads) gather(n, list, memory, base, moving.places);
      for (const { sweep, out, inputs } of applications) sweep(n, out, inputs[0], inputs[1], inputs[2]);
      scatter[combine](n, result, memory, to, written.places);
    }
  };
}

/** The applications below a root, each once and after its inputs. */
function inOrder(root: Expression): (Expression & { readonly kind: "apply" })[] {
  const order: (Expression & { readonly kind: "apply" })[] = [];
  const done = new Set<Expression>();
  const work: Expression[] = [root];
  while (work.length > 0) {
    const top = work[work.length - 1] as Expression;
    const missing = top.kind === "apply" && !done.has(top) ? top.inputs.filter((x) => !done.has(x)) : [];
    if (missing.length > 0) {
      work.push(...missing);
      continue;
    }
    if (top.kind === "apply" && !done.has(top)) order.push(top);
    done.add(top);
    work.pop();
  }
  return order;
}

/** Where the indices from `from` on, row by row, lie under strides. */
function placesOf({ strides, places }: Moving, loops: readonly number[], from: number, n: number): void {
  const index = new Array<number>(loops.length).fill(0);
  let rest = from;
  let place = 0;
  for (let axis = loops.length - 1; axis >= 0; axis--) {
    const size = loops[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
    place += (index[axis] as number) * (strides[axis] as number);
  }
  const last = loops.length - 1;
  if (last < 0) {
    places[0] = place;
    return;
  }
  const [size, step] = [loops[last] as number, strides[last] as number];
  for (let k = 0; k < n; ) {
    const run = Math.min(n - k, size - (index[last] as number));
    for (const end = k + run; k < end; k++, place += step) places[k] = place;
    index[last] = (index[last] as number) + run;
    for (let axis = last; axis > 0 && index[axis] === loops[axis]; axis--) {
      index[axis] = 0;
      index[axis - 1] = (index[axis - 1] as number) + 1;
      place += (strides[axis - 1] as number) - (loops[axis] as number) * (strides[axis] as number);
    }
  }
}

function gather(n: number, list: Float64Array, memory: Float64Array, base: number, places: Int32Array): void {
  for (let k = 0; k < n; k++) list[k] = memory[base + (places[k] as number)] as number;
}

type Scatter = (
  n: number,
  list: Float64Array,
  memory: Float64Array,
  base: number,
  places: Int32Array,
) => void;

const scatter: Readonly<Record<Nest["combine"], Scatter>> = {
  store: (n, list, memory, base, places) => {
    for (let k = 0; k < n; k++) memory[base + (places[k] as number)] = list[k] as number;
  },
  sum: (n, list, memory, base, places) => {
    for (let k = 0; k < n; k++) {
      const at = base + (places[k] as number);
      memory[at] = (memory[at] as number) + (list[k] as number);
    }
  },
  max: (n, list, memory, base, places) => {
    for (let k = 0; k < n; k++) {
      const at = base + (places[k] as number);
      memory[at] = Math.max(memory[at] as number, list[k] as number);
    }
  },
  min: (n, list, memory, base, places) => {
    for (let k = 0; k < n; k++) {
      const at = base + (places[k] as number);
      memory[at] = Math.min(memory[at] as number, list[k] as number);
    }
  },
};
