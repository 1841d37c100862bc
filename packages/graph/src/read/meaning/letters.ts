import type { Span } from "../refusal";
import { type Size, sameSizeText } from "./sizes";

/** An index of a formula: what it is called, and the size that it runs over as soon as something tells. */
export class Letter {
  readonly text: string;
  readonly isBound: boolean;
  used = false;
  #size: Size | undefined;
  /** The letter whose size this one shares: two indices of one Kronecker delta. */
  #twin: Letter | undefined;

  /** The bound of a sum that told its size. */
  readonly told: Span | undefined;

  constructor(
    text: string,
    isBound: boolean,
    known?: { readonly size: Size | undefined; readonly told?: Span },
  ) {
    this.text = text;
    this.isBound = isBound;
    this.#size = known?.size;
    this.told = known?.told;
  }

  #root(): Letter {
    let at: Letter = this;
    while (at.#twin !== undefined) at = at.#twin;
    return at;
  }

  get size(): Size | undefined {
    return this.#root().#size;
  }

  /** Notes a size. False if the letter runs over another one already. */
  fits(size: Size): boolean {
    const root = this.#root();
    if (root.#size === undefined) root.#size = size;
    return sameSizeText(root.#size, size);
  }

  /** Makes two letters share their size. False if they have different ones. */
  joins(other: Letter): boolean {
    const [a, b] = [this.#root(), other.#root()];
    if (a === b) return true;
    if (a.#size !== undefined && b.#size !== undefined && !sameSizeText(a.#size, b.#size)) return false;
    a.#size ??= b.#size;
    b.#twin = a;
    return true;
  }
}
