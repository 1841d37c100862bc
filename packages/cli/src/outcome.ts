/** What a command prints, and the code it exits with. */
export interface Outcome {
  readonly text: string;
  readonly code: number;
}
