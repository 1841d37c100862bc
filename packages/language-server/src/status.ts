import { NotificationType } from "vscode-languageserver";
import type { Standing } from "./report";

/** What a document comes to, for a status bar: sent after each audit. */
export interface Status {
  readonly uri: string;
  readonly version: number;
  /** Nothing where the audit came to nothing. */
  readonly standing?: Standing;
  readonly problem?: string;
}

export const STATUS = new NotificationType<Status>("chainrule/status");
