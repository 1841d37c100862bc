import type { Terminal } from "@chainrule/latex";

/** What a command prints, and the code it exits with. */
export interface Outcome {
  readonly text: Terminal;
  readonly code: number;
}
