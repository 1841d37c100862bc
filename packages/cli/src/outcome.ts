import type { Terminal } from "@chainrule/latex";

/** What a command prints, and the code it exits with. */
export interface Outcome {
  /** Nothing where the command has printed all by itself. */
  readonly text?: Terminal;
  readonly code: number;
}
