import { isArchitecture, readArchitecture } from "./architecture";
import { readFormulas } from "./formulas";
import type { Network } from "./network";
import { type Piece, SourceError, statementsIn } from "./problem";

/**
 * A network from text: sizes with activation and loss in the first line (`2-2-2 sigmoid, squared error`), or formulas.
 * @throws SourceError with the place of what could not be read
 */
export function readNetwork(text: string): Network {
  const [first, ...rest] = statementsIn(text);
  if (first === undefined)
    throw new SourceError({ from: 0, to: 0, message: "nothing here yet: try 2-2-2 sigmoid, squared error" });
  const statements: readonly [Piece, ...Piece[]] = [first, ...rest];
  return isArchitecture(first) ? readArchitecture(statements) : readFormulas(statements);
}
