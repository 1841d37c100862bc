import type { Dim, Size } from "@chainrule/graph";
import { type Declared, inLayers } from "./declared";
import { keyOf, type Plain } from "./names";
import { size } from "./size";

/** A name by what the document declares of its quantity. */
export interface DeclaredName {
  /** The quantity as a whole: W_Q for W_{Q,kj}. */
  readonly whole: Plain;
  /** What stands below for each axis, letters and numbers; none where the name is that of the whole. */
  readonly indices: readonly string[];
}

/** Indices without commas between them; undefined for what is none. */
const indicesIn = (text: string): string[] | undefined =>
  /^(?:[a-z]'*|\d+)(?:,?(?:[a-z]'*|\d+))*$/.test(text) ? (text.match(/[a-z]'*|\d+/g) ?? []) : undefined;

/** The axes of the quantities that a document declares with the letters that run along them, W_{Q,kj} with k = 1, ..., m and j = 1, ..., n. */
export class DeclaredAxes {
  readonly #byKey = new Map<string, Declared>();
  readonly #byBase = new Map<string, Declared[]>();
  readonly #sizes = new Map<string, Dim>();

  constructor(declared: readonly Declared[]) {
    for (const each of inLayers(declared.filter(({ letters }) => letters !== undefined))) {
      const key = keyOf(each.name);
      if (this.#byKey.has(key)) continue;
      this.#byKey.set(key, each);
      this.#byBase.set(each.name.base, [...(this.#byBase.get(each.name.base) ?? []), each]);
      for (const { text, value } of each.sizes.map(size))
        if (typeof value !== "number") this.#sizes.set(text, value);
    }
  }

  /** Whether anything is declared with letters. */
  get isAny(): boolean {
    return this.#byKey.size > 0;
  }

  /** What a name stands for; undefined where nothing of this letter is declared, or with other indices. */
  split(name: Plain): DeclaredName | undefined {
    const alike = this.#byBase.get(name.base);
    if (alike === undefined) return undefined;
    if (this.#byKey.has(keyOf(name))) return { whole: name, indices: [] };
    const [own, ...rest] = name.sub.split(",");
    const readings = [
      { own: own ?? "", indices: indicesIn(rest.join(",")) },
      { own: "", indices: indicesIn(name.sub) },
    ];
    for (const { indices, own: sub } of readings) {
      const whole = { ...name, sub };
      if (indices !== undefined && this.#byKey.get(keyOf(whole))?.sizes.length === indices.length)
        return { whole, indices };
    }
    // another step, layer or part of what is declared: h_{2,j} beside h_{1,j}
    for (const { indices, own: sub } of readings)
      if (
        indices !== undefined &&
        alike.some(({ sizes }) => sizes.length > 0 && sizes.length === indices.length)
      )
        return { whole: { ...name, sub }, indices };
    return undefined;
  }

  /** The sizes of a quantity that is declared. */
  shapeOf(whole: Plain): readonly Size[] | undefined {
    return this.#byKey.get(keyOf(whole))?.sizes.map((text) => size(text).value);
  }

  /** The size that a name stands for, if an axis is declared to be so long. */
  sizeNamed(key: string): Dim | undefined {
    return this.#sizes.get(key);
  }
}
