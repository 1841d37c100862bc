import { concreteSize, type Sizes } from "../../evaluate/sizes";
import type { IndexMap } from "../../index-map";
import type { Node, Value } from "../../node";
import { refuseEmpty } from "../../ops/contract";
import { entryCount, strides } from "../../shape";
import { isOwn } from "../scalar/lower";
import { costOf, type Expression, Expressions } from "./expression";
import type { Combine, Instruction, MatrixView, Nest, Own } from "./instruction";
import { type Numbered, numbered } from "./values";

/** Where numbers are kept while a program runs. */
export interface Buffer {
  readonly count: number;
  /** Numbers that are there before the program starts: of a symbol, or constants. */
  readonly given: Node | Value | undefined;
}

/** A graph of tensors whose sizes are known, as instructions on buffers. */
export interface LoweredTensors {
  readonly buffers: readonly Buffer[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly { readonly buffer: number; readonly shape: readonly number[] }[];
  /** The buffer of each symbol that some output needs. */
  readonly symbols: ReadonlyMap<Node, number>;
  /** What is said of values that are computed again, if some are. */
  readonly checkpoints?: string;
}

/** What costs less is computed again wherever it is used. */
const CHEAP = 3;
/** An expression that so many entries read at each of its own is computed once, not at each of them. */
const STRETCHED = 4;
/** Products with fewer columns or rows are loops: packing would not repay. */
const NARROW = 2;

interface Lowered {
  readonly expression: Expression;
  readonly shape: readonly number[];
}

/**
 * Lowers a graph for given sizes. `fed` are the outputs that become inputs again: each has a buffer of its own. What costs
 * more than `most` is stored, although only one reads it.
 */
export function lowerTensors(
  roots: readonly Node[],
  sizes: Sizes,
  fed: ReadonlySet<number>,
  most: number = Number.POSITIVE_INFINITY,
): LoweredTensors {
  return new Lowering(sizes, most).lower(roots, fed);
}

class Lowering {
  readonly #expressions = new Expressions();
  readonly #buffers: Buffer[] = [];
  readonly #instructions: Instruction[] = [];
  readonly #symbols = new Map<Node, number>();
  readonly #stored = new Map<string, Expression>();

  constructor(
    readonly sizes: Sizes,
    readonly most: number,
  ) {}

  lower(roots: readonly Node[], fed: ReadonlySet<number>): LoweredTensors {
    const { values, roots: wanted, uses } = numbered(roots);
    const found: (Lowered | undefined)[] = [];
    for (const value of values) {
      const inputs = value.inputs.map(({ id }) => found[id] as Lowered); // inputs come first
      const shape = this.#concrete(value.node.shape, value.node);
      const raw = this.#value(value, inputs, shape);
      const cost = costOf(raw);
      const again = cost > this.most || ((uses[value.id] as number) > 1 && cost > CHEAP);
      found[value.id] = { shape, expression: again ? this.#materialised(raw, shape) : raw };
    }
    const outputs = wanted.map((root, k) => {
      const { expression, shape } = found[root.id] as Lowered;
      const kept = fed.has(k) ? this.#copied(expression, shape) : this.#materialised(expression, shape);
      return { buffer: kept.buffer, shape };
    });
    return { buffers: this.#buffers, instructions: this.#instructions, outputs, symbols: this.#symbols };
  }

  #concrete(shape: Node["shape"], node: Node): number[] {
    return shape.map((size) => concreteSize(size, this.sizes, node));
  }

  #buffer(count: number, given?: Node | Value): number {
    return this.#buffers.push({ count, given }) - 1;
  }

  #whole(buffer: number, shape: readonly number[]): Expression & { readonly kind: "load" } {
    return this.#expressions.load(buffer, strides(shape), 0) as Expression & { readonly kind: "load" }; // a load it is
  }

  #value({ node, kernel }: Numbered, lowered: readonly Lowered[], shape: readonly number[]): Expression {
    const { attrs, op } = node;
    if (kernel !== undefined)
      return this.#expressions.apply(
        kernel,
        lowered.map((x) => this.#broadcast(x, shape)),
      );
    const [first] = lowered as readonly [Lowered];
    if (op.kind === "declared" || isOwn(op)) return this.#own(op, lowered, shape);
    switch (op.name) {
      case "symbol": {
        const buffer = this.#buffer(entryCount(shape), node);
        this.#symbols.set(node, buffer);
        return this.#whole(buffer, shape);
      }
      case "constant": {
        const value = attrs.value as Value; // a constant has one
        if (typeof value === "number") return this.#expressions.number(value);
        return this.#whole(this.#buffer(entryCount(shape), value), shape);
      }
      case "size": {
        const count = concreteSize(attrs.dim as NonNullable<typeof attrs.dim>, this.sizes, node); // a size has one
        refuseEmpty("mean", [count]);
        return this.#expressions.number(count);
      }
      case "contraction":
        return this.#contraction(attrs.map as IndexMap, lowered, node);
      case "maxOver":
      case "minOver":
        return this.#extremum(op.name === "maxOver" ? "max" : "min", attrs.map as IndexMap, first, node);
      case "norm":
        return this.#norm(attrs.axes ?? [], first, shape);
      case "slice": {
        const start = first.shape.map((_, axis) => (axis === attrs.axis ? (attrs.start ?? 0) : 0));
        const same = first.shape.map((_, axis) => axis);
        return this.#expressions.reindexed(first.expression, shape.length, same, start);
      }
      case "pad":
        return this.#joined([{ x: first, start: attrs.start ?? 0 }], attrs.axis ?? 0, shape);
      case "concat": {
        let start = 0;
        const parts = lowered.map((x) => {
          const part = { x, start };
          start += x.shape[attrs.axis ?? 0] as number;
          return part;
        });
        return this.#joined(parts, attrs.axis ?? 0, shape);
      }
      default: {
        // reshape: the entries row by row, so they are stored row by row first
        const kept = this.#materialised(first.expression, first.shape);
        return this.#expressions.load(kept.buffer, strides(shape), 0);
      }
    }
  }

  /** What a user declared runs outside: its operands are stored first, stretched if it is pointwise. */
  #own(op: Own["op"], lowered: readonly Lowered[], shape: readonly number[]): Expression {
    const inputs = lowered.map((x) => {
      const own = op.kind === "pointwise" ? shape : x.shape;
      const expression = op.kind === "pointwise" ? this.#broadcast(x, shape) : x.expression;
      return { buffer: this.#materialised(expression, own).buffer, shape: own };
    });
    const output = this.#buffer(entryCount(shape));
    this.#instructions.push({ kind: "own", op, inputs, output, shape });
    return this.#whole(output, shape);
  }

  /** An operand of a pointwise operation: axes aligned from the right, those of size 1 stretched. */
  #broadcast({ expression, shape }: Lowered, target: readonly number[]): Expression {
    const offset = target.length - shape.length;
    const axes = shape.map((size, axis) =>
      size === 1 && target[axis + offset] !== 1 ? null : axis + offset,
    );
    if (offset === 0 && !axes.includes(null)) return expression;
    return this.#expressions.reindexed(this.#stretched({ expression, shape }, target), target.length, axes);
  }

  /** What is read all over an index space; stored first, if that space is much larger and reading is cheaper. */
  #stretched({ expression, shape }: Lowered, loops: readonly number[]): Expression {
    const isStored = costOf(expression) > 1 && entryCount(loops) >= STRETCHED * entryCount(shape);
    return isStored ? this.#materialised(expression, shape) : expression;
  }

  /** An expression stored row by row, once. */
  #materialised(expression: Expression, shape: readonly number[]): Expression & { readonly kind: "load" } {
    if (expression.kind === "load" && expression.offset === 0) {
      const isWhole = strides(shape).every(
        (stride, axis) => shape[axis] === 1 || stride === expression.strides[axis],
      );
      if (isWhole && this.#buffers[expression.buffer]?.count === entryCount(shape)) return expression;
    }
    const key = `${expression.id} ${shape.join()}`;
    const known = this.#stored.get(key) ?? this.#copied(expression, shape);
    this.#stored.set(key, known);
    return known as Expression & { readonly kind: "load" }; // only loads are kept there
  }

  #copied(expression: Expression, shape: readonly number[]): Expression & { readonly kind: "load" } {
    return this.#nest(shape, expression, shape, strides(shape), "store", undefined);
  }

  #nest(
    loops: readonly number[],
    body: Expression,
    shape: readonly number[],
    outputStrides: readonly number[],
    combine: Combine,
    fill: number | undefined,
  ): Expression & { readonly kind: "load" } {
    const output = this.#buffer(entryCount(shape));
    this.#instructions.push({
      kind: "nest",
      loops,
      body,
      output,
      strides: outputStrides,
      offset: 0,
      combine,
      fill,
    });
    return this.#whole(output, shape);
  }

  #joined(
    parts: readonly { readonly x: Lowered; readonly start: number }[],
    axis: number,
    shape: readonly number[],
  ): Expression {
    const output = this.#buffer(entryCount(shape));
    const steps = strides(shape);
    parts.forEach(({ x, start }, k) => {
      const nest: Nest = {
        kind: "nest",
        loops: x.shape,
        body: x.expression,
        output,
        strides: steps,
        offset: start * (steps[axis] as number),
        combine: "store",
        fill: parts.length === 1 && k === 0 ? 0 : undefined, // padding
      };
      this.#instructions.push(nest);
    });
    return this.#whole(output, shape);
  }

  #extremum(combine: "max" | "min", map: IndexMap, x: Lowered, node: Node): Expression {
    const loops = this.#concrete(map.sizes, node);
    refuseEmpty(
      combine,
      loops.filter((_, index) => !map.output.includes(index)),
    );
    const body = this.#expressions.reindexed(x.expression, loops.length, map.inputs[0] ?? []);
    const start = combine === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return this.#reduced(body, loops, map.output, combine, start);
  }

  #reduced(
    body: Expression,
    loops: readonly number[],
    output: readonly number[],
    combine: Combine,
    start: number,
  ): Expression {
    const shape = output.map((index) => loops[index] as number);
    const steps = new Array<number>(loops.length).fill(0);
    strides(shape).forEach((stride, axis) => {
      const index = output[axis] as number;
      steps[index] = (steps[index] as number) + stride;
    });
    return this.#nest(loops, body, shape, steps, combine, start);
  }

  #norm(axes: readonly number[], x: Lowered, shape: readonly number[]): Expression {
    const rank = x.shape.length;
    const loops = [...x.shape];
    const kept = x.shape.flatMap((_, axis) => {
      if (!axes.includes(axis)) return [axis];
      return shape.length === rank ? [loops.push(1) - 1] : [];
    });
    const axesOf = x.shape.map((_, axis) => axis);
    const expression = this.#expressions.reindexed(x.expression, loops.length, axesOf); // kept axes are loops more
    const size = this.#reduced(this.#expressions.apply("abs", [expression]), loops, kept, "max", 0);
    const scale = this.#expressions.apply("scaleOf", [size]);
    const along = this.#expressions.reindexed(scale, loops.length, kept);
    const ratio = this.#expressions.apply("div", [expression, along]);
    const total = this.#reduced(this.#expressions.apply("square", [ratio]), loops, kept, "sum", 0);
    return this.#expressions.apply("scaledBack", [size, total, scale]);
  }

  #contraction(map: IndexMap, factors: readonly Lowered[], node: Node): Expression {
    const loops = this.#concrete(map.sizes, node);
    const distinct = new Set(map.output).size === map.output.length;
    const summed = loops.filter((size, index) => size !== 1 && !map.output.includes(index));
    const isEmpty = entryCount(loops) === 0;
    if (!isEmpty && distinct && factors.length > 1) {
      const product = this.#product(map, loops, factors);
      if (product !== undefined) return product;
    }
    const terms = factors.map((x, k) =>
      this.#expressions.reindexed(this.#stretched(x, loops), loops.length, map.inputs[k] ?? []),
    );
    const body = terms.reduce<Expression | undefined>(
      (left, right) => (left === undefined ? right : this.#expressions.apply("mul", [left, right])),
      undefined,
    );
    const whole = body ?? this.#expressions.number(1);
    if (!isEmpty && distinct && summed.length === 0) {
      // entries are only moved and multiplied: nothing to compute before they are used
      const axes = loops.map((_, index) => (map.output.includes(index) ? map.output.indexOf(index) : null));
      return this.#expressions.reindexed(whole, map.output.length, axes);
    }
    // a diagonal that nothing is summed on takes entries as they are, -0 too
    return this.#reduced(whole, loops, map.output, summed.length === 0 ? "store" : "sum", 0);
  }

  /** A matrix product, if the map of two factors is one: each index is a row, a column, summed over, or in all three. */
  #product(map: IndexMap, loops: readonly number[], factors: readonly Lowered[]): Expression | undefined {
    if (factors.length !== 2) return undefined;
    const [first, second] = map.inputs as readonly [readonly (number | null)[], readonly (number | null)[]];
    const isPlain = (indices: readonly (number | null)[]): boolean =>
      new Set(indices).size === indices.length && !indices.includes(null);
    if (!isPlain(first) || !isPlain(second)) return undefined;
    const only = (here: readonly (number | null)[], there: readonly (number | null)[]): number[] =>
      map.output.filter((index) => here.includes(index) && !there.includes(index));
    const rows = only(first, second);
    const columns = only(second, first);
    const batch = map.output.filter((index) => first.includes(index) && second.includes(index));
    const sums = loops.flatMap((size, index) => (size !== 1 && !map.output.includes(index) ? [index] : []));
    const isMatrix =
      rows.length === 1 &&
      columns.length === 1 &&
      sums.length === 1 &&
      map.output.length === batch.length + 2;
    const [row, column, sum] = [rows[0], columns[0], sums[0]];
    if (!isMatrix || row === undefined || column === undefined || sum === undefined) return undefined;
    if (!first.includes(sum) || !second.includes(sum)) return undefined;
    const [m, n, k] = [loops[row] as number, loops[column] as number, loops[sum] as number];
    if (m <= NARROW || n <= NARROW) return undefined;
    // the output is written as [batch..., rows, columns] and seen from the order of axes that is wanted
    const swapped = map.output.indexOf(column) < map.output.indexOf(row) && batch.length === 0;
    const [a, b] = factors.map((x) => this.#loaded(x)) as [
      Expression & { kind: "load" },
      Expression & { kind: "load" },
    ];
    const view = (
      x: Expression & { kind: "load" },
      indices: readonly (number | null)[],
      down: number,
      across: number,
      at: readonly number[],
    ): MatrixView => {
      const stride = (index: number): number => x.strides[indices.indexOf(index)] ?? 0;
      const offset = batch.reduce((total, index, q) => total + (at[q] as number) * stride(index), x.offset);
      return { buffer: x.buffer, offset, row: stride(down), column: stride(across) };
    };
    const shape = [...batch.map((index) => loops[index] as number), ...(swapped ? [n, m] : [m, n])];
    const output = this.#buffer(entryCount(shape));
    const counts = batch.map((index) => loops[index] as number);
    for (let which = 0; which < entryCount(counts); which++) {
      const at = positions(which, counts);
      const left = view(a, first, row, sum, at);
      const right = view(b, second, sum, column, at);
      const flipped = (x: MatrixView): MatrixView => ({ ...x, row: x.column, column: x.row });
      this.#instructions.push({
        kind: "product",
        m: swapped ? n : m,
        n: swapped ? m : n,
        k,
        a: swapped ? flipped(right) : left,
        b: swapped ? flipped(left) : right,
        output,
        offset: which * m * n,
      });
    }
    const order = [...batch, ...(swapped ? [column, row] : [row, column])];
    return this.#expressions.reindexed(
      this.#whole(output, shape),
      map.output.length,
      order.map((index) => map.output.indexOf(index)),
    );
  }

  /** A factor of a product as entries in memory, under any strides. */
  #loaded({ expression, shape }: Lowered): Expression & { readonly kind: "load" } {
    return expression.kind === "load" ? expression : this.#materialised(expression, shape);
  }
}

/** The indices of the entry at a place, row by row. */
function positions(place: number, shape: readonly number[]): number[] {
  return strides(shape).map((stride, axis) => Math.floor(place / stride) % (shape[axis] as number));
}
