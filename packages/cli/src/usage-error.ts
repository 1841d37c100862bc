/** A mistake in how the command was called, or in what it was given: exit code 2, the message on stderr. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The text of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
