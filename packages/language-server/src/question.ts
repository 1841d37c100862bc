import type { AuditLanguage } from "@chainrule/check";
import type { Kind } from "./kind";
import type { Report } from "./report";

/** What the server asks the thread: a report of a text, or to let go of a document that was closed. */
export type Question =
  | {
      readonly ask: "report";
      readonly uri: string;
      readonly kind: Kind;
      readonly text: string;
      readonly language: AuditLanguage | "auto";
    }
  | { readonly ask: "forget"; readonly uri: string };

/** Nothing for a document that is forgotten. */
export type Answer = Report | undefined;
