import { type Size, size } from "../names/size";

/** Axes of quantities, of which some turn out to be equally long. */
export class Axes {
  readonly #parent: number[] = [];
  readonly #size: (Size | undefined)[] = [];
  readonly #label: string[] = [];

  /** An axis of a quantity: `label` says in messages which. */
  fresh(label: string, known?: string): number {
    const axis = this.#parent.length;
    this.#parent.push(axis);
    this.#size.push(known === undefined ? undefined : size(known));
    this.#label.push(label);
    return axis;
  }

  /** How to undo what is joined from now on. */
  saved(): () => void {
    const [parent, size, label] = [[...this.#parent], [...this.#size], [...this.#label]];
    return () => {
      this.#parent.splice(0, this.#parent.length, ...parent);
      this.#size.splice(0, this.#size.length, ...size);
      this.#label.splice(0, this.#label.length, ...label);
    };
  }

  root(axis: number): number {
    let at = axis;
    while (this.#parent[at] !== at) {
      const above = this.#parent[at] as number;
      this.#parent[at] = this.#parent[above] as number; // halves the path
      at = this.#parent[at] as number;
    }
    return at;
  }

  /** Makes two axes one; false where their sizes are known to differ. */
  join(a: number, b: number): boolean {
    const [x, y] = [this.root(a), this.root(b)];
    if (x === y) return true;
    const [own, other] = [this.#size[x], this.#size[y]];
    if (own !== undefined && other !== undefined && own.text !== other.text) return false;
    const [low, high] = x < y ? [x, y] : [y, x];
    this.#parent[high] = low;
    this.#size[low] = own ?? other;
    return true;
  }

  /** Whether nothing says that these axes differ: they are one, or one of them has no known size. */
  areOne(a: number, b: number): boolean {
    return this.root(a) === this.root(b);
  }

  /** The size of an axis as a graph has it. */
  sizeOf(axis: number): Size["value"] {
    const at = this.root(axis);
    return (this.#size[at] ?? size(`axis_${at}`)).value;
  }

  textOf(axis: number): string {
    const at = this.root(axis);
    return this.#size[at]?.text ?? `${this.#label[at]}`;
  }

  /** A message of the reader with the axes by their names. */
  inWords(message: string): string {
    return message.replace(/axis_\{?(\d+)\}?/g, (_whole, at: string) => this.textOf(Number(at)));
  }
}
