import { kernels } from "../../evaluate/kernels";
import type { KernelName } from "../math/recipes";

/** Functions of one entry that only lowering uses: the parts of a norm that neither overflows nor vanishes. */
export type InnerKernel = "scaleOf" | "scaledBack";

/** What is computed at each index of an index space: entries of buffers, by strides, and functions of them. */
export type Expression =
  | { readonly kind: "number"; readonly id: number; readonly value: number }
  | {
      readonly kind: "load";
      readonly id: number;
      readonly buffer: number;
      /** By how many entries one step along each index moves. */
      readonly strides: readonly number[];
      readonly offset: number;
    }
  | {
      readonly kind: "apply";
      readonly id: number;
      readonly kernel: KernelName | InnerKernel;
      readonly inputs: readonly Expression[];
      /** How many functions are computed, at most, and how many entries are read. */
      readonly cost: number;
    };

/** Functions that take an instruction or a few; every other counts as ten. */
const fast: ReadonlySet<KernelName | InnerKernel> = new Set([
  "add",
  "sub",
  "mul",
  "neg",
  "square",
  "relu",
  "abs",
  "lt",
  "le",
  "gt",
  "ge",
  "eq",
  "ne",
  "where",
  "max",
  "min",
  "step",
  "oneMinusSquare",
]);
const price = (kernel: KernelName | InnerKernel): number => (fast.has(kernel) ? 1 : 10);

/** Makes expressions; equal ones are the same object. */
export class Expressions {
  readonly #known = new Map<string, Expression>();

  #intern(key: string, make: (id: number) => Expression): Expression {
    let found = this.#known.get(key);
    if (found === undefined) {
      found = make(this.#known.size);
      this.#known.set(key, found);
    }
    return found;
  }

  number(value: number): Expression {
    return this.#intern(`number ${Object.is(value, -0) ? "-0" : value}`, (id) => ({
      kind: "number",
      id,
      value,
    }));
  }

  load(buffer: number, strides: readonly number[], offset: number): Expression {
    return this.#intern(`load ${buffer} ${strides.join()} ${offset}`, (id) => ({
      kind: "load",
      id,
      buffer,
      strides,
      offset,
    }));
  }

  apply(kernel: KernelName | InnerKernel, inputs: readonly Expression[]): Expression {
    const constants = inputs.flatMap((input) => (input.kind === "number" ? [input.value] : []));
    if (constants.length === inputs.length && kernel in kernels) {
      const [a = 0, b = a, c = b] = constants;
      return this.number(kernels[kernel as KernelName](a, b, c));
    }
    const cost = inputs.reduce((total, input) => total + costOf(input), price(kernel));
    return this.#intern(`${kernel} ${inputs.map(({ id }) => id).join()}`, (id) => ({
      kind: "apply",
      id,
      kernel,
      inputs,
      cost,
    }));
  }

  /** The same entries seen from another index space of `rank` indices: old index k is `start[k]` + new index `axes[k]`. */
  reindexed(
    root: Expression,
    rank: number,
    axes: readonly (number | null)[],
    start: readonly number[] = [],
  ): Expression {
    const done = new Map<Expression, Expression>();
    const work: Expression[] = [root];
    while (work.length > 0) {
      const top = work[work.length - 1] as Expression;
      if (done.has(top)) {
        work.pop();
        continue;
      }
      if (top.kind === "apply") {
        const missing = top.inputs.filter((input) => !done.has(input));
        if (missing.length > 0) {
          work.push(...missing);
          continue;
        }
        const inputs = top.inputs.map((input) => done.get(input) as Expression);
        done.set(top, this.apply(top.kernel, inputs));
      } else if (top.kind === "load") {
        const strides = new Array<number>(rank).fill(0);
        let offset = top.offset;
        top.strides.forEach((stride, k) => {
          const axis = axes[k];
          if (axis !== null && axis !== undefined) strides[axis] = (strides[axis] as number) + stride;
          offset += (start[k] ?? 0) * stride;
        });
        done.set(top, this.load(top.buffer, strides, offset));
      } else done.set(top, top);
      work.pop();
    }
    return done.get(root) as Expression;
  }
}

export const costOf = (expression: Expression): number =>
  expression.kind === "apply" ? expression.cost : expression.kind === "load" ? 1 : 0;
