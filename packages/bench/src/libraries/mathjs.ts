import { load } from "./load";

/** The part of mathjs that is used. */
export interface Mathjs {
  parse(text: string): MathNode;
  compile(text: string): Compiled;
  derivative(expression: MathNode, variable: string, options?: { readonly simplify: boolean }): MathNode;
  matrix(rows: readonly (readonly number[])[]): Matrix;
  multiply(a: Matrix, b: Matrix): Matrix;
  readonly OperatorNode: new (sign: string, name: string, args: readonly MathNode[]) => MathNode;
  readonly FunctionNode: new (name: string, args: readonly MathNode[]) => MathNode;
  readonly SymbolNode: new (name: string) => MathNode;
}

export interface Matrix {
  get(index: readonly [number, number]): number;
}

export interface MathNode {
  readonly type: string;
  compile(): Compiled;
  evaluate(scope: Scope): number;
  toTex(): string;
  traverse(see: (node: MathNode) => void): void;
}

export interface Compiled {
  evaluate(scope: Scope): unknown;
}

export type Scope = Map<string, number>;

export const mathjs = (): Promise<Mathjs> => load<Mathjs>("mathjs");

/** The nodes of a formula as a tree; parentheses are no nodes. */
export function countNodes(root: MathNode): number {
  let count = 0;
  root.traverse((node) => {
    if (node.type !== "ParenthesisNode") count++;
  });
  return count;
}
