import type { Node } from "@chainrule/graph";
import { nodeOf } from "./numbers";
import { misfit, unread } from "./problem";
import { knownNumber, NONE, Tensor, type Value } from "./value";

/** Which library a name belongs to: their functions of the same name differ in a few places. */
export type Library = "numpy" | "torch";

/** Values of arguments, as they stand in a call. */
export interface Given {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** What libraries call the same parameter. */
const SYNONYMS: Readonly<Record<string, string>> = {
  dim: "axis",
  axes: "axis",
  dims: "axis",
  keepdim: "keepdims",
  input: "x",
  a: "x",
  self: "x",
  x1: "x",
  other: "y",
  x2: "y",
  b: "y",
  exponent: "y",
  mat2: "y",
  condition: "test",
  newshape: "shape",
  size: "shape",
  tensors: "parts",
  arrays: "parts",
  a_min: "min",
  a_max: "max",
  fill_value: "value",
  correction: "ddof",
};

/** Options that change no value that a derivative sees. */
const IGNORED: ReadonlySet<string> = new Set([
  "dtype",
  "device",
  "requires_grad",
  "order",
  "copy",
  "memory_format",
  "generator",
  "non_blocking",
  "casting",
  "precision",
  "optimize",
  "layout",
  "subok",
  "_stacklevel",
]);

/** The arguments of one call by the names of its parameters. */
export class Call {
  readonly library: Library;
  readonly name: string;
  readonly #values = new Map<string, Value>();
  /** What is left of positional arguments behind a parameter that gathers, as `x.view(2, 3)`. */
  readonly rest: readonly Value[];

  /**
   * `takes`: names in their order, as "x axis keepdims"; one that ends in "..." gathers.
   * @throws Stop for what the parameters do not name
   */
  constructor(name: string, library: Library, takes: readonly string[], { args, named }: Given) {
    this.name = name;
    this.library = library;
    const gathering = takes.findIndex((each) => each.endsWith("..."));
    const positional = gathering === -1 ? takes : takes.slice(0, gathering);
    this.rest = gathering === -1 ? [] : args.slice(gathering);
    if (gathering === -1 && args.length > takes.length) throw unread(`${name} with ${args.length} arguments`);
    positional.forEach((parameter, k) => {
      const value = args[k];
      if (value !== undefined) this.#values.set(parameter, value);
    });
    const known = new Set(takes.map((each) => each.replace("...", "")));
    for (const [given, value] of named) {
      const own = known.has(given) ? given : (SYNONYMS[given] ?? given);
      if (known.has(own)) this.#values.set(own, value);
      else if (!IGNORED.has(given)) throw unread(`the option ${given} of ${name}`);
    }
  }

  get(parameter: string): Value {
    return this.#values.get(parameter) ?? NONE;
  }

  has(parameter: string): boolean {
    return this.get(parameter).kind !== "none";
  }

  /** @throws Stop */
  node(parameter: string): Node {
    if (!this.#values.has(parameter)) throw unread(`${this.name} without ${parameter}`);
    return nodeOf(this.get(parameter));
  }

  /** @throws Stop */
  tensor(parameter: string): Tensor {
    const value = this.get(parameter);
    return value.kind === "tensor" ? value : new Tensor(nodeOf(value));
  }

  number(parameter: string, initial: number): number {
    return this.has(parameter) ? knownNumber(this.get(parameter), parameter) : initial;
  }

  flag(parameter: string, initial = false): boolean {
    const value = this.get(parameter);
    if (value.kind === "none") return initial;
    return value.kind === "truth" ? value.value : knownNumber(value, parameter) !== 0;
  }

  text(parameter: string, initial: string): string {
    const value = this.get(parameter);
    if (value.kind === "none") return initial;
    if (value.kind !== "text") throw unread(`${parameter} of ${this.name} is no text`);
    return value.value;
  }

  /** The axes that are named, counted from 0; all of them where none is. @throws Stop */
  axes(rank: number, parameter = "axis"): number[] {
    const value = this.get(parameter);
    if (value.kind === "none") return Array.from({ length: rank }, (_, axis) => axis);
    const given = value.kind === "sequence" ? value.items : [value];
    return given.map((each) => axisOf(knownNumber(each, parameter), rank, this.name));
  }

  axis(rank: number, initial = -1, parameter = "axis"): number {
    return axisOf(this.number(parameter, initial), rank, this.name);
  }

  /** A shape, given as one sequence or number by number. @throws Stop */
  sizes(parameter: string): number[] {
    const value = this.has(parameter) ? this.get(parameter) : (this.rest[0] ?? NONE);
    const list = value.kind === "sequence" ? value.items : this.has(parameter) ? [value] : this.rest;
    return list.map((each) => knownNumber(each, "a size"));
  }
}

/** @throws Stop for an axis that there is not */
export function axisOf(axis: number, rank: number, what: string): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
  throw misfit(`${what}: there is no axis ${axis} in a tensor of ${rank}`);
}
