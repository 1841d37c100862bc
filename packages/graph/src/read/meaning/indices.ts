import { at, constant, type Node, type Size, sizeText } from "../../index";
import { greekName } from "../characters";
import type { Span } from "../refusal";
import type { Script } from "../tree";
import { type Entries, entriesOf, freeLetters, kroneckerEntries, scalarEntries } from "./entries";
import { Letter } from "./letters";
import type { Place } from "./place";
import { lookUp, type Scope, type Value } from "./scope";
import { shapeOf } from "./whole";

const WHOLE: Span = { start: 0, end: Number.POSITIVE_INFINITY };

const isInside = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.start < outer.end;

function added(lists: Map<string, Span[]>, key: string, span: Span): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [span]);
  else list.push(span);
}
/** Whether these are the letters, each once. */
const isSameSet = (letters: readonly Letter[], texts: readonly string[]): boolean =>
  letters.length > 0 &&
  letters.length === texts.length &&
  letters.every((letter) => texts.includes(letter.text));

/** The index letters of one formula, free and bound. */
export class Indices {
  readonly #place: Place;
  readonly #free = new Map<string, Letter>();
  /** The parts of the formula in which each letter is bound by a sum, and where it stands free. */
  readonly #bound = new Map<string, Span[]>();
  readonly #uses = new Map<string, Span[]>();
  readonly #enclosing: ReadonlyMap<number, Span>;

  /** `enclosing`: the part of the formula that encloses each sum, by the place of its sign. */
  constructor(place: Place, sizes: Readonly<Record<string, Size>>, enclosing: ReadonlyMap<number, Span>) {
    this.#place = place;
    this.#enclosing = enclosing;
    for (const [text, size] of Object.entries(sizes)) this.#free.set(text, new Letter(text, false, { size }));
  }

  /** Enters the scope of a sum over a letter. @throws ChainruleError REFUSED where the letter is in use */
  bind(text: string, head: Span, scope: Scope | undefined): void {
    for (let outer = scope; outer !== undefined; outer = outer.outer) {
      if (outer.name !== text) continue;
      throw this.#place.fail("REFUSED", "an index is summed over twice", head, {
        got: text,
        mend: "Use another letter for the inner sum",
      });
    }
    const part = this.#enclosing.get(head.start) ?? WHOLE;
    if (this.#uses.get(text)?.some((use) => isInside(use, part))) throw this.#freeAndBound(text, head);
    added(this.#bound, text, part);
  }

  /** The letters that nothing sums over, in order of appearance. */
  letter(text: string): Letter | undefined {
    return this.#free.get(text);
  }

  /** The letter of an index, as it stands in this scope; or the number that it stands for. */
  #index(part: string, span: Span, scope: Scope | undefined): Letter | number {
    if (/^\d+$/.test(part)) return Number(part);
    const inner = lookUp(part, scope);
    if (inner instanceof Letter || typeof inner === "number") {
      if (inner instanceof Letter) inner.used = true;
      return inner;
    }
    if (this.#bound.get(part)?.some((each) => isInside(span, each))) throw this.#freeAndBound(part, span);
    added(this.#uses, part, span);
    const known = this.#free.get(part) ?? new Letter(part, false);
    this.#free.set(part, known);
    known.used = true;
    return known;
  }

  #freeAndBound(letter: string, span: Span): Error {
    return this.#place.fail("REFUSED", "an index is summed over in one place and free in another", span, {
      got: letter,
      mend: "Use another letter for the sum, or put parentheses around what it sums",
    });
  }

  #fits(letter: Letter, size: Size, span: Span): void {
    if (letter.fits(size)) return;
    throw this.#place.fail("SHAPE", "an index runs over two sizes", letter.told ?? span, {
      got: `${letter.text} over ${sizeText(letter.size as Size)} and ${sizeText(size)}`,
    });
  }

  /** A tensor with its indices: letters name axes, numbers (from 1) pick entries. */
  indexed(node: Node, parts: readonly string[], span: Span, scope: Scope | undefined): Entries {
    const indices = parts.map((part) => this.#index(part, span, scope));
    let picked = node;
    const letters: Letter[] = [];
    for (const [axis, index] of indices.entries()) {
      const size = node.shape[axis] as Size; // as many indices as axes
      if (typeof index === "number") {
        if (index < 1 || (typeof size === "number" && index > size)) {
          throw this.#place.fail("SHAPE", "no such entry, indices count from 1", span, {
            got: `${index} of ${sizeText(size)}`,
          });
        }
        picked = this.#place.at(span, () => picked.slice(axis, index - 1, index));
      } else {
        this.#fits(index, size, span);
        letters.push(index);
      }
    }
    if (letters.length === indices.length) return entriesOf(node, letters);
    if (letters.length === 0)
      return scalarEntries(this.#place.at(span, () => at(node, ...(indices as number[]).map((k) => k - 1))));
    // a picked axis has size 1: it is dropped by a sum over it
    const axes = indices.flatMap((index, axis) => (typeof index === "number" ? [axis] : []));
    return entriesOf(picked.sum({ axis: axes }), letters);
  }

  /** Entries of a whole tensor: (W a)_j; or entries whose letters are said once more: [∑_j W_ij]_i. */
  entryOf(value: Value, sub: Script, span: Span, scope: Scope | undefined): Value {
    const parts = sub.parts.filter((part) => part !== ",");
    if (value.kind === "entries" && isSameSet(freeLetters(value), parts)) return value;
    if (value.kind === "entries" || value.open.includes(true))
      throw this.#place.fail("SHAPE", "this has no entries", span, { got: `_{${sub.text}}` });
    if (parts.length === value.node.shape.length) return this.indexed(value.node, parts, span, scope);
    throw this.#place.fail("SHAPE", "as many indices as axes", sub, {
      got: `_{${sub.text}}`,
      expected: shapeOf(value),
    });
  }

  kronecker(a: string, b: string, span: Span, scope: Scope | undefined): Value | undefined {
    const isGreek = greekName(a) !== undefined;
    const isLetter = isGreek || a.replace(/'/g, "").length === 1;
    if (!/^[A-Za-z\d]/.test(a) || !/^[A-Za-z\d]/.test(b) || !isLetter) return undefined;
    const [i, j] = [this.#index(a, span, scope), this.#index(b, span, scope)];
    if (i instanceof Letter && j instanceof Letter) {
      if (i.joins(j)) return kroneckerEntries(i, j);
      throw this.#place.fail("SHAPE", "the indices of a Kronecker delta run over two sizes", span, {
        got: `${sizeText(i.size as Size)} and ${sizeText(j.size as Size)}`,
      });
    }
    if (typeof i === "number" && typeof j === "number") return scalarEntries(constant(i === j ? 1 : 0));
    const [letter, entry] = i instanceof Letter ? [i, j as number] : [j as Letter, i as number];
    if (typeof letter.size === "number" && entry >= 1 && entry <= letter.size) {
      const data = Float64Array.from({ length: letter.size }, (_, k) => (k + 1 === entry ? 1 : 0));
      return entriesOf(constant({ shape: [letter.size], data }), [letter]);
    }
    throw this.#place.fail("REFUSED", "a Kronecker delta of a number and an open index", span);
  }
}
