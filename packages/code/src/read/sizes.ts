/** A size as code tells it: a number, or a multiple of what has a name. */
export type Axis = number | { readonly name: string; readonly times: number };

/** Sizes above this that a comment tells stand for any size. */
const SMALL = 8;
const SMALLEST = 3;

/** An axis by a name alone, or by the number that somebody wrote. */
export const axisNamed = (name: string, times = 1): Axis => ({ name, times });
export const axisOfNumber = (size: number): Axis => (size <= SMALL ? size : axisNamed(`of ${size}`));

/**
 * Small numbers for sizes by name, pairwise different, so that a transposed product or a sum over another axis does not fit.
 * What code needs to be one size becomes one.
 */
export class Sizes {
  readonly #group = new Map<string, string>();
  readonly #numbers = new Map<string, number>();
  readonly #least: number;

  /** `fixed`: sizes that the code says; others are larger, so that no loop over them is short. */
  constructor(fixed: readonly number[] = []) {
    this.#least = Math.max(SMALLEST, ...fixed.map((size) => (size > 1 ? size + 2 : 0)));
  }

  of(axis: Axis): number {
    return typeof axis === "number" ? axis : axis.times * this.number(axis.name);
  }

  number(name: string): number {
    const group = this.#groupOf(name);
    const known = this.#numbers.get(group);
    if (known !== undefined) return known;
    const free = this.#free(() => true);
    this.#numbers.set(group, free);
    return free;
  }

  /** Makes two sizes that code needs to be equal one. Whether that was possible. */
  unite([p, q]: readonly [number, number]): boolean {
    if (p <= 1 || q <= 1) return false;
    const [first, second] = [this.#nameOf(p), this.#nameOf(q)];
    if (first === undefined && second === undefined) return false;
    if (first === undefined || second === undefined) {
      const [group, value] = first === undefined ? [second as string, p] : [first, q]; // one of them is there
      this.#numbers.set(group, value);
      return true;
    }
    this.#group.set(second, first);
    this.#numbers.set(first, Math.min(p, q));
    this.#numbers.delete(second);
    return true;
  }

  /** Makes a size a multiple of a number. Whether that was possible. */
  divisible(size: number, by: number): boolean {
    const group = this.#nameOf(size);
    if (group === undefined || by > 16) return false;
    this.#numbers.delete(group);
    this.#numbers.set(
      group,
      this.#free((each) => each % by === 0 && each > by),
    );
    return true;
  }

  #groupOf(name: string): string {
    let group = name;
    for (let next = this.#group.get(group); next !== undefined; next = this.#group.get(group)) group = next;
    return group;
  }

  #nameOf(size: number): string | undefined {
    return [...this.#numbers].find(([, number]) => number === size)?.[0];
  }

  #free(allowed: (size: number) => boolean): number {
    const used = new Set(this.#numbers.values());
    let size = this.#least;
    while (used.has(size) || !allowed(size)) size++;
    return size;
  }
}
