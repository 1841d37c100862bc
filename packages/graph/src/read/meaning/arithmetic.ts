import { div, matmul, mul, type Node, shapeText, sum } from "../../index";
import type { Span } from "../refusal";
import type { Factor } from "../tree";
import { type Entries, entriesOf, freeLetters, nodeWith, productEntries, scalarEntries } from "./entries";
import type { Place } from "./place";
import type { Value } from "./scope";
import { matrixProductOf, openAxes, shapeOf, transposed, type Whole, wholeOf } from "./whole";

/** Operations on values: entries align by their letters, whole tensors as matrices and as they broadcast. */
export class Arithmetic {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  valueOf(node: Node, row = false): Value {
    return node.shape.length === 0 ? scalarEntries(node) : wholeOf(node, row);
  }

  /** A value as a tensor without letters. */
  whole(value: Value, span: Span): Node {
    if (value.kind === "whole") {
      if (value.open.includes(true))
        throw this.#place.fail("SIZE", "nothing says how many ones these are", span);
      return value.node;
    }
    const letters = freeLetters(value);
    if (letters.length === 0) return this.#place.at(span, () => nodeWith(value, []));
    throw this.#place.fail("REFUSED", "this function takes a whole tensor, not its entries", span, {
      mend: `Leave out the index letters; index the result: ${this.#place.examples.entry}`,
    });
  }

  /** An operation entry by entry: of entries, over the letters of all of them; of whole tensors, as they broadcast. */
  pointwise(span: Span, call: (...x: readonly never[]) => Node, values: readonly Value[]): Value {
    const apply = call as unknown as (...x: readonly Node[]) => Node;
    const wholes = values.filter((value): value is Whole => value.kind === "whole");
    const entries = values.filter((value): value is Entries => value.kind === "entries");
    if (wholes.length === 0) {
      const lists = entries.map(freeLetters);
      const letters = [...new Set(lists.flat())];
      const operands = entries.map((value, k) =>
        this.#place.at(span, () => nodeWith(value, lists[k]?.length === 0 ? [] : letters)),
      );
      return entriesOf(
        this.#place.at(span, () => apply(...operands)),
        letters,
      );
    }
    const lettered = entries.find((value) => freeLetters(value).length > 0);
    if (lettered !== undefined) throw this.mixed(span);
    const vectors = wholes.filter(({ node }) => node.shape.length === 1);
    if (vectors.length > 1 && new Set(vectors.map(({ row }) => row)).size > 1) {
      throw this.#place.fail("SHAPE", "a row and a column", span, {
        got: vectors.map(shapeOf).join(" and "),
        mend: "Transpose one of them",
      });
    }
    const operands = values.map((value) =>
      value.kind === "whole" ? value.node : this.#place.at(span, () => nodeWith(value, [])),
    );
    const node = this.#place.at(span, () => apply(...operands));
    return { kind: "whole", node, row: vectors[0]?.row ?? false, open: openAxes(wholes, node.shape.length) };
  }

  mixed(span: Span): Error {
    return this.#place.fail("REFUSED", "a whole tensor beside entries with index letters", span, {
      mend: "Give all tensors their letters, or none",
    });
  }

  transposed(value: Value, span: Span): Value {
    if (value.kind === "entries") {
      if (freeLetters(value).length === 0) return value;
      throw this.#place.fail("REFUSED", "an entry has no transpose", span, {
        mend: "Exchange its index letters",
      });
    }
    if (value.node.shape.length <= 2) return transposed(value);
    throw this.#place.fail("SHAPE", "only vectors and matrices are transposed", span, {
      got: shapeOf(value),
    });
  }

  /** The sum of the products of all entries. */
  innerProduct(span: Span, a: Value, b: Value): Value {
    if (a.kind === "entries" && b.kind === "entries") return this.#place.at(span, () => productEntries(a, b));
    const [x, y] = [this.whole(a, span), this.whole(b, span)];
    if (shapeText(x.shape) === shapeText(y.shape))
      return this.valueOf(this.#place.at(span, () => sum(mul(x, y))));
    throw this.#place.fail("SHAPE", "the factors of an inner product have one shape", span, {
      got: `${shapeText(x.shape)} and ${shapeText(y.shape)}`,
    });
  }

  /** A product of matrices as programs have it: a vector before a matrix is a row. */
  matrixProduct(span: Span, a: Value, b: Value): Value {
    const [x, y] = [this.whole(a, span), this.whole(b, span)];
    return this.valueOf(this.#place.at(span, () => matmul(x, y)));
  }

  /** A quotient. In a program, a tensor below would be something else. */
  over(span: Span, a: Value, b: Value): Value {
    if (b.kind === "whole" && this.#place.isCode && !this.#place.isArrayCode)
      throw this.notEntrywise("/", span);
    return this.pointwise(span, div, [a, b]);
  }

  /** A plain sign of a program between tensors. */
  notEntrywise(sign: string, span: Span): Error {
    return this.#place.fail("REFUSED", `${sign} between tensors has two readings`, span, {
      got: sign,
      mend: `Write .${sign} for entry by entry`,
    });
  }

  /** Two factors: entries align by their letters, scalars multiply anything, tensors are matrices. */
  times(a: Value, b: Value, left: Span, right: Span, sign: Factor["sign"] = ""): Value {
    const span = { start: left.start, end: right.end };
    if (a.kind === "entries" && b.kind === "entries") return this.#place.at(span, () => productEntries(a, b));
    if (a.kind === "whole" && b.kind === "whole") {
      const isTyped = sign === "*" && this.#place.text.slice(left.end, right.start).includes("*");
      if (isTyped && this.#place.isArrayCode) return this.pointwise(span, mul, [a, b]);
      const product = matrixProductOf(a, b, this.#place.examples);
      if (isTyped) {
        const isAlike = shapeText(a.node.shape) === shapeText(b.node.shape);
        const isDecided = !this.#place.isCode && isAlike !== "kind" in product; // one of both fits
        if (!isDecided)
          throw this.#place.fail("REFUSED", "* between tensors has two readings", span, {
            mend: this.#place.examples.entrywise,
          });
        if (isAlike) return this.pointwise(span, mul, [a, b]);
      }
      if ("kind" in product) return product.node.shape.length === 0 ? scalarEntries(product.node) : product;
      throw this.#place.fail("SHAPE", product.what, span, {
        got: `${shapeOf(a)} and ${shapeOf(b)}`,
        ...(product.mend !== undefined && { mend: product.mend }),
      });
    }
    return this.pointwise(span, mul, [a, b]);
  }
}
