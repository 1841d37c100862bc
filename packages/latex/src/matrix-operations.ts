import type { Node } from "@chainrule/graph";
import { productPieceOf } from "./matrix-form";
import { callPiece, type Piece, powerPiece } from "./piece";
import { tex } from "./safe/tex";

/** The signs of linear algebra: A^{-1}, det A. Undefined for every other operation. */
export function matrixOperation({ op }: Node, operands: readonly Piece[]): Piece | undefined {
  if (op.kind !== "declared" || op.entries === undefined) return undefined;
  const [a, b] = operands as readonly [Piece, Piece]; // as far as the operation has them
  switch (op.name) {
    case "inverse":
      return powerPiece(a, tex`-1`);
    case "solve":
      return productPieceOf([powerPiece(a, tex`-1`), b].map((piece) => ({ piece, transposed: false })));
    case "det":
      return callPiece(tex`\\det`, [a]);
    case "logdet":
      return callPiece(tex`\\operatorname{logdet}`, [a]);
    default:
      return undefined;
  }
}
