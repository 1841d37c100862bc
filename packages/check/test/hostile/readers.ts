import { ChainruleError, dim, type Node, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex } from "@chainrule/latex";

const n = dim("n");
const scalars = [..."xyzwfmab"].map((letter) => [letter, scalar(letter)] as const);
const tensors = [
  ...[..."xyzv"].map((letter) => [letter, tensor(letter, { shape: [n] })] as const),
  ...[..."AB"].map((letter) => [letter, tensor(letter, { shape: [n, n] })] as const),
  ["w", scalar("w")] as const,
];

/** Every way to read a text: as text and as LaTeX, over scalars and over tensors. */
export const READERS: Readonly<Record<string, (text: string) => Node>> = {
  "expression of scalars": (text) => expression(text, Object.fromEntries(scalars)),
  "expression of tensors": (text) => expression(text, Object.fromEntries(tensors)),
  "fromLatex of scalars": (text) => fromLatex(text, Object.fromEntries(scalars)),
  "fromLatex of tensors": (text) => fromLatex(text, Object.fromEntries(tensors)),
};

/** What a text throws that is no typed error. */
export function faultOf(read: (text: string) => Node, text: string): string | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    return error instanceof ChainruleError ? undefined : String(error);
  }
}
