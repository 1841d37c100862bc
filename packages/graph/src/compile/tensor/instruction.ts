import type { Operation } from "../../node";
import type { Expression } from "./expression";

/** What happens to what falls on an entry: it is stored, or combined with what is there. */
export type Combine = "store" | "sum" | "max" | "min";

/** A loop nest: `body` at every index of `loops`, combined into `output`. */
export interface Nest {
  readonly kind: "nest";
  readonly loops: readonly number[];
  readonly body: Expression;
  readonly output: number;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly combine: Combine;
  /** Written everywhere in the output before. */
  readonly fill: number | undefined;
}

/** A matrix by its buffer and strides, in entries: any transpose, without a copy. */
export interface MatrixView {
  readonly buffer: number;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** A matrix product: a: [m,k], b: [k,n] -> the output, row-major, from `offset` on. */
export interface Product {
  readonly kind: "product";
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: MatrixView;
  readonly b: MatrixView;
  readonly output: number;
  readonly offset: number;
  readonly finish?: Finish;
}

/** What is stored instead of the entries of a product: `body` over [m,n], where the product's own buffer stands for them. */
export interface Finish {
  readonly product: Product;
  readonly body: Expression;
}

/** An operation that a user declared, on operands row by row in memory. */
export interface Own {
  readonly kind: "own";
  readonly op: Extract<Operation, { readonly kind: "pointwise" | "declared" }>;
  readonly inputs: readonly { readonly buffer: number; readonly shape: readonly number[] }[];
  readonly output: number;
  readonly shape: readonly number[];
}

export type Instruction = Nest | Product | Own;

/** The buffers that an instruction reads. */
export function reads(instruction: Instruction): number[] {
  if (instruction.kind === "product") {
    const { a, b, finish } = instruction;
    const read = finish === undefined ? [] : loadsOf(finish.body).map(({ buffer }) => buffer);
    return [a.buffer, b.buffer, ...read.filter((buffer) => buffer !== finish?.product.output)];
  }
  if (instruction.kind === "own") return instruction.inputs.map(({ buffer }) => buffer);
  return loadsOf(instruction.body).map(({ buffer }) => buffer);
}

/** The loads of an expression, each once, in the order in which they are met. */
export function loadsOf(root: Expression): (Expression & { readonly kind: "load" })[] {
  const seen = new Set<Expression>([root]);
  const loads: (Expression & { readonly kind: "load" })[] = [];
  for (const expression of seen) {
    if (expression.kind === "load") loads.push(expression);
    if (expression.kind === "apply") for (const input of expression.inputs) seen.add(input);
  }
  return loads;
}
