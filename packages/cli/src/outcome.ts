import type { Terminal } from "@chainrule/latex";

/** What a command prints, and the code it exits with. */
export interface Outcome {
  /** Nothing where the command has printed all by itself. */
  readonly text?: Terminal;
  readonly code: number;
}

/** What the command says in the end. */
export interface Answer extends Outcome {
  /** Whether it belongs on stderr: the call or its input is wrong, or this program. */
  readonly isError: boolean;
}
